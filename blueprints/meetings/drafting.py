"""Between the form and the ledger: what a form starts with, the lists it means, where a refusal is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from blueprints.meetings.forms import CorrectForm, KindQuestion, PointForm, RecordForm, SeatForm, guest_names
from blueprints.meetings.labels import PRESENCE, sentence
from blueprints.meetings.starting import Values, usual_values
from blueprints.room_words import buttons, slots_of
from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.errors import RuleBroken
from models.meetings import inviting, queries
from models.meetings.notices import split
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.seats import Presence, Seat, SeatRole
from models.meetings.tables import Meeting
from models.text import fold

MeetingForm = RecordForm | CorrectForm
Span = tuple[datetime, datetime]
FIELD_OF = {"evidence": "evidence_file"}
REPLACED = {"room_id": "phòng", "chair_id": "chủ trì"}


def paste_into(form: MeetingForm) -> int:
    """Turn a pasted notice into rows; a block with a sure deadline brings it along. Returns how many were found."""
    day = form.day.data or clock.today()
    blocks = split(form.pasted.data or "", day.year)
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
                "due_rule": block.due_rule or DueRule.BEFORE,
            }
        )
    if blocks:
        form.pasted.data = ""
    else:
        form.pasted.errors = [*form.pasted.errors, "Không thấy mục đánh số nào (1., 2., a), b)…) trong văn bản này."]
    form.offer_units()
    return len(blocks)


def invite_group(form: MeetingForm, viewer: Viewer, people: Mapping[int, Person], key: str) -> None:
    """Put the people of a body or a unit onto the list; who stands there already stays as he is."""
    form.add_people(people, inviting.group_people(viewer, key, form.day.data or clock.today()))


def change_kind(form: MeetingForm, viewer: Viewer, people: Mapping[int, Person], is_sure: bool) -> None:
    """Fill in what is usual for the chosen kind of meeting; what it would replace is asked about first."""
    if form.body_id.data not in form.body_id.known:
        return
    body = queries.body(viewer, form.body_id.data)
    usual = usual_values(viewer, body, people, form.day.data or clock.today(), form.secretary_id.data)
    came = _invited_for(form, viewer, people)
    new = {row["person_id"] for row in usual["people"]}
    listed = {row.form.person.id for row in form.people.entries}
    held = {name: form[name].data for name in REPLACED}
    lost = [REPLACED[name] for name, value in held.items() if value and usual.get(name) not in (None, value)]
    if came & listed - new:
        lost.append(f"{len(came & listed)} người dự")
    if lost and not is_sure:
        form.kind_question = KindQuestion(body.name, lost, len(listed - came))
        return
    for name in ("room_id", "chair_id"):
        form.put(name, usual.get(name) or form[name].data)
    for name in ("start", "end"):
        if form[name].data is None and name in usual:
            form.put(name, usual[name])
            form.put("next_day", usual.get("next_day", False))
    form.keep_people(listed - came)
    form.add_people(people, [key for key in people if key in new], is_first=True)
    form.put("filled_for", body.id)


def keep_kind(form: MeetingForm) -> None:
    """Go back to the kind of meeting for which the form was filled in."""
    key = str(form.filled_for.data or "")
    if key.isascii() and key.isdigit():
        form.put("body_id", int(key))


def _invited_for(form: MeetingForm, viewer: Viewer, people: Mapping[int, Person]) -> set[int]:
    """Those who stand on the list because of the kind that was chosen before."""
    key = str(form.filled_for.data or "")
    if not (key.isascii() and key.isdigit()) or int(key) not in form.body_id.known:
        return set()
    body = queries.body(viewer, int(key))
    usual = usual_values(viewer, body, people, form.day.data or clock.today(), None)
    return {row["person_id"] for row in usual["people"]}


def seats_of(form: MeetingForm, is_ahead: bool = False) -> list[Seat]:
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
    guests = [Seat(None, name, SeatRole.GUEST) for name in guest_names(form.guests.data)]
    listed = [*seats, *stand_ins.values(), *guests]
    return [_expected(seat) for seat in listed] if is_ahead else listed


def _expected(seat: Seat) -> Seat:
    """Ahead of a meeting nobody is there yet; who is excused or sends somebody is known already."""
    is_open = seat.status in (Presence.PRESENT, Presence.ABSENT)
    return replace(seat, status=Presence.EXPECTED) if is_open else seat


def sittings_of(form: MeetingForm) -> list[Span]:
    """The sittings of a meeting that has several: the first one from its head, then the rows that say something."""
    later = [row.form.span for row in form.sittings.entries if row.form.span is not None]
    return [form.span, *later] if later and form.span is not None else []


def _seat(row: SeatForm) -> Seat | None:
    if row.person is None or row.status.data == "not_invited":
        return None
    if row.status.data == "substituted":
        return Seat(row.person.id, status=Presence.REPRESENTED)
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
            person_id=row.person_id.data,
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
        found = _lacks_person(form, row.form) or found
    for row in form.people.entries:
        if row.form.status.data == "substituted" and not row.form.note.data:
            row.form.note.errors = [sentence(RuleBroken("substitute_unnamed"))]
            found = True
    return found


def _lacks_person(form: MeetingForm, row: PointForm) -> bool:
    """Whether a task lacks nothing but its person, or names one of another unit; who stands first in it is proposed.

    What else it lacks is named by the ledger itself, together with the remark that stands beside the person here.
    """
    unit, person = row.lead_unit_id.data, row.person_id.data
    if row.is_blank or row.kind.data != PointKind.TASK or (unit, person) in form.held_by:
        return False
    if person is not None and (unit is None or form.unit_of.get(person) == unit):
        return False
    head = form.head_of(unit) if person is None else None
    said = sentence(RuleBroken("person_elsewhere" if person is not None else "not_clear", "person_id"))
    if head is not None:
        row.person_id.process(None, head)
        row.person_id.offer(form.offered["chair_id"])
        said = "Đã chọn sẵn người đứng đầu đơn vị chủ trì. Xin xem lại rồi bấm Lưu."
    row.person_id.errors = [*row.person_id.errors, said]
    return all(field.data for field in (row.text, row.lead_unit_id, row.product, row.authority, row.due_on))


def tell(form: MeetingForm, broken: Iterable[RuleBroken]) -> None:
    """Show each refusal where it can be mended: beside its field, its row, or above its list."""
    form.was_refused = True
    for rule in broken:
        said = sentence(rule)
        form.room_slots += buttons(slots_of([rule]))
        if rule.code == "same_meeting":
            form.first_meeting_id = int(str(rule.details["meeting_id"]))
        if rule.field == "conclusions" and "row" in rule.details:
            row = form.points.entries[int(str(rule.details["row"]))].form
            field = row.label if rule.code == "label_twice" else row.kind
        elif rule.field and rule.field != "sittings" and FIELD_OF.get(rule.field, rule.field) in form:
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
