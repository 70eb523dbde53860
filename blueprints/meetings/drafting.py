"""Between the form and the ledger: what a form starts with, the lists it means, where a refusal is shown."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from blueprints.meetings.forms import FIRST_POINTS, KEPT, MOST_LISTED, CorrectForm, RecordForm, SeatForm, guest_names
from blueprints.meetings.labels import PRESENCE, sentence
from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.errors import RuleBroken
from models.meetings import queries
from models.meetings.notices import split_notice
from models.meetings.points import Point, PointKind
from models.meetings.rules import Convenor, MeetingMode, Platform
from models.meetings.seats import Presence, Seat, SeatRole
from models.meetings.tables import Body, Meeting
from models.periods import week_days, week_of_day
from models.text import fold

MeetingForm = RecordForm | CorrectForm
Values = dict[str, Any]
FIELD_OF = {"evidence": "evidence_file"}


def blank_values(viewer: Viewer, body: Body | None, people: Mapping[int, Person]) -> Values:
    """A new record: today, the body's habits, everybody of its last meeting (else of the office) present."""
    now = clock.local(clock.now())
    last = queries.last_of_body(viewer, body.id) if body else None
    invited = {seat.person_id for seat in last.attendance if seat.person_id} if last else set(people)
    values: Values = {
        "day": now.date(),
        "convenor": Convenor.OWN,
        "mode": last.mode if last else MeetingMode.IN_PERSON,
        "platform": Platform.ECABINET,
        "secretary_id": viewer.person_id if viewer.person_id in people else None,
        "people": seat_values(people, invited),
        "points": [{}] * FIRST_POINTS,
    }
    if body is None:
        return values
    start = body.default_start or (clock.local(last.starts_at).time() if last else None)
    values |= {"body_id": body.id, "room_id": body.default_room_id, "chair_id": body.default_chair_id}
    if last and last.chair_id == values["secretary_id"] == body.default_chair_id:
        values["secretary_id"] = None
    if start:
        ends = datetime.combine(now.date(), start) + timedelta(minutes=body.default_minutes)
        values |= {"start": start, "end": ends.time()}
    return values


def copied_values(source: Meeting, people: Mapping[int, Person]) -> Values:
    """The same meeting once more, on the same weekday of this week; proof and conclusions are not copied."""
    monday, _ = week_days(*week_of_day(clock.today()))
    invited = {seat.person_id for seat in source.attendance if seat.person_id}
    return _head(source) | {
        "day": monday + timedelta(days=source.held_on.weekday()),
        "ecabinet_ref": "",
        "printed_pages": None,
        "people": seat_values(people, invited),
        "guests": "",
        "points": [{}] * FIRST_POINTS,
    }


def stored_values(meeting: Meeting, people: Mapping[int, Person]) -> Values:
    """The record as it is kept, for correcting it."""
    lines = {seat.person_id: seat for seat in meeting.attendance if seat.status is not Presence.SUBSTITUTE}
    stand_ins = {seat.substitute_for_id: seat.name for seat in meeting.seats(Presence.SUBSTITUTE)}
    rows: list[Values] = []
    for person in people.values():
        line = lines.get(person.id)
        if person.id in stand_ins:
            rows.append({"person_id": person.id, "status": "substituted", "note": stand_ins[person.id]})
        elif line is not None:
            rows.append({"person_id": person.id, "status": line.status.value, "note": line.reason})
        elif len(people) <= MOST_LISTED:
            rows.append({"person_id": person.id, "status": "not_invited", "note": ""})
    guests = [seat.guest_name for seat in meeting.attendance if seat.duty is SeatRole.GUEST]
    names = ("label", "text", "kind", "lead_unit_id", "product", "authority", "due_rule", "due_on")
    points = [{name: getattr(line.point, name) for name in names} for line in meeting.conclusions]
    return _head(meeting) | {"people": rows, "guests": "\n".join(guests), "points": points or [{}]}


def _head(meeting: Meeting) -> Values:
    starts, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    times = {"day": starts.date(), "start": starts.time(), "end": ends.time()}
    return {name: getattr(meeting, name) for name in KEPT} | times


def seat_values(people: Mapping[int, Person], invited: Iterable[int | None]) -> list[Values]:
    """One row for each person: present when invited. A large office lists the invited alone, others are searched."""
    wanted = set(invited) & set(people)
    if len(people) > MOST_LISTED:
        wanted = wanted if len(wanted) < len(people) else set()
        return [{"person_id": key, "status": "present", "note": ""} for key in people if key in wanted]
    return [{"person_id": key, "status": "present" if key in wanted else "not_invited", "note": ""} for key in people]


def paste_into(form: MeetingForm) -> int:
    """Turn a pasted notice into rows; a block with a sure deadline brings it along. Returns how many were found."""
    blocks = split_notice(form.pasted.data or "")
    room = (form.points.max_entries or 0) - sum(not row.form.is_blank for row in form.points.entries)
    if len(blocks) > room:
        form.pasted.errors = [
            *form.pasted.errors,
            f"Văn bản có {len(blocks)} mục, biểu mẫu chỉ còn chỗ cho {room} mục. Xin gộp bớt mục rồi dán lại.",
        ]
        return 0
    for row in [row for row in form.points.entries if row.form.is_blank]:
        form.points.entries.remove(row)
    for block in blocks:
        form.points.append_entry(
            {
                "label": block.label,
                "text": block.text,
                "kind": PointKind.GENERAL,
                "due_on": block.due_on,
                "due_rule": block.due_rule,
            }
        )
    if blocks:
        form.pasted.data = ""
    else:
        form.pasted.errors = [*form.pasted.errors, "Không thấy mục đánh số nào (1., 2., a), b)…) trong văn bản này."]
    form.offer_units()
    return len(blocks)


def seats_of(form: MeetingForm) -> list[Seat]:
    """The list with its exceptions; somebody of the office who stands in for another does not sit there twice."""
    rows: list[SeatForm] = [row.form for row in form.people.entries]
    by_name = {fold(row.person.full_name): row.person.id for row in rows if row.person}
    stand_ins: dict[int, Seat] = {}
    for row in rows:
        if row.person and row.status.data == "substituted":
            key = by_name.get(fold(row.note.data or ""))
            name = "" if key else row.note.data or ""
            stand_ins[row.person.id] = Seat(key, name, SeatRole.MEMBER, Presence.SUBSTITUTE, "", row.person.id)
    busy = {seat.person_id for seat in stand_ins.values()}
    busy -= {form.chair_id.data, form.secretary_id.data} | set(stand_ins)
    seats = [seat for row in rows if (seat := _seat(row)) and seat.person_id not in busy]
    return [*seats, *stand_ins.values(), *(Seat(None, name, SeatRole.GUEST) for name in guest_names(form.guests.data))]


def _seat(row: SeatForm) -> Seat | None:
    if row.person is None or row.status.data == "not_invited":
        return None
    if row.status.data == "substituted":
        return Seat(row.person.id, status=Presence.EXCUSED)
    status = Presence(row.status.data or Presence.PRESENT)
    return Seat(row.person.id, status=status, reason="" if status is Presence.PRESENT else row.note.data or "")


def points_of(form: MeetingForm) -> list[Point]:
    """The conclusions that say something, with their places in the form; its own checks have passed."""
    rows = [(place, row.form) for place, row in enumerate(form.points.entries) if not row.form.is_blank]
    return [
        Point(
            label=row.label.data or "",
            text=row.text.data or "",
            kind=row.kind.data,
            lead_unit_id=row.lead_unit_id.data,
            product=row.product.data or "",
            authority=row.authority.data or "",
            due_on=row.due_on.data,
            due_rule=row.due_rule.data,
            row=place,
        )
        for place, row in rows
    ]


def missing_words(form: MeetingForm) -> bool:
    """Whether a row says something but not the thing itself: a conclusion without text, a substitute without name."""
    found = bool(form.list_problems)
    for row in form.points.entries:
        if not row.form.is_blank and not row.form.text.data:
            row.form.text.errors = ["Xin ghi nội dung kết luận, hoặc xóa hết các ô của dòng này."]
            found = True
    for row in form.people.entries:
        if row.form.status.data == "substituted" and not row.form.note.data:
            row.form.note.errors = [sentence(RuleBroken("substitute_unnamed"))]
            found = True
    return found


def tell(form: MeetingForm, broken: Iterable[RuleBroken]) -> None:
    """Show each refusal where it can be mended: beside its field, its row, or above its list."""
    form.was_refused = True
    for rule in broken:
        said = sentence(rule)
        if rule.code == "same_meeting":
            form.first_meeting_id = int(str(rule.details["meeting_id"]))
        if rule.field == "conclusions" and "row" in rule.details:
            row = form.points.entries[int(str(rule.details["row"]))].form
            field = row.label if rule.code == "label_twice" else row.kind
        elif rule.field and FIELD_OF.get(rule.field, rule.field) in form:
            field = form[FIELD_OF.get(rule.field, rule.field)]
        else:
            form.list_problems.append(said)
            continue
        field.errors = [*field.errors, said]


def show_theirs(form: CorrectForm, meeting: Meeting, stored: Values) -> None:
    """Put what somebody else has saved beside what both have changed: times, lists and conclusions too."""
    form.merge({name: stored[name] for name in ("day", "start", "end", "guests")})
    if form.is_untouched("people"):
        form.take_people(stored["people"])
    elif form.was_changed("people", stored["people"]):
        groups = [(word, meeting.seats(status)) for status, word in PRESENCE.items()]
        form.theirs_people = "\n".join(
            f"{word}: {', '.join(seat.name for seat in seats)}" for word, seats in groups if seats
        )
    if form.is_untouched("points"):
        form.take_points(stored["points"])
    elif form.was_changed("points", stored["points"]):
        form.theirs_points = "\n".join(f"{line.label}. {line.text}" for line in meeting.conclusions) or "(để trống)"
    form.see({name: stored[name] for name in ("people", "points")})
