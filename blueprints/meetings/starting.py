"""What the form of a meeting starts with: a kind of meeting, an earlier meeting, the text of an invitation."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from blueprints.meetings.forms import FIRST_POINTS, KEPT, MOST_LISTED
from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.meetings import inviting, queries, repeating
from models.meetings.invitations import Invitation, read_invitation
from models.meetings.rules import Confidentiality, Convenor, MeetingMode, Platform, Urgency
from models.meetings.seats import Presence, SeatRole
from models.meetings.tables import Body, Meeting
from models.text import fold

Values = dict[str, Any]


def seat_values(people: Mapping[int, Person], invited: Iterable[int | None]) -> list[Values]:
    """One row for each of the invited, in the order of an attendance list."""
    wanted = set(invited)
    return [{"person_id": key, "status": "present", "note": ""} for key in people if key in wanted]


def blank_values(viewer: Viewer, body: Body | None, people: Mapping[int, Person]) -> Values:
    """A new meeting: today, and what is usual for its body."""
    values: Values = {
        "day": clock.today(),
        "convenor": Convenor.OWN,
        "urgency": Urgency.REGULAR,
        "mode": MeetingMode.IN_PERSON,
        "platform": Platform.ECABINET,
        "confidentiality": Confidentiality.OPEN,
        "secretary_id": viewer.person_id if viewer.person_id in people else None,
        "points": [{}] * FIRST_POINTS,
        "sittings": [],
    }
    return values | usual_values(viewer, body, people, clock.today(), values["secretary_id"]) if body else values


def usual_values(
    viewer: Viewer, body: Body, people: Mapping[int, Person], day: date, secretary_id: int | None
) -> Values:
    """The habits of a body: its room, chair, hours and people."""
    last = queries.last_of_body(viewer, body.id)
    start = body.default_start or (clock.local(last.starts_at).time() if last else None)
    values: Values = {
        "body_id": body.id,
        "filled_for": body.id,
        "room_id": body.default_room_id,
        "chair_id": body.default_chair_id,
        "mode": last.mode if last else MeetingMode.IN_PERSON,
        "people": seat_values(people, inviting.usual_people(body, last, day)),
    }
    if last and last.chair_id == secretary_id == body.default_chair_id:
        values["secretary_id"] = None
    if start:
        ends = datetime.combine(day, start) + timedelta(minutes=body.default_minutes)
        values |= {"start": start, "end": ends.time(), "next_day": ends.date() > day}
    return values


def copied_values(viewer: Viewer, source: Meeting, people: Mapping[int, Person]) -> Values:
    """The same meeting once more, on its weekday in the next week without one; proof and conclusions are not copied."""
    since = min(source.held_on, clock.today()) - timedelta(weeks=repeating.WEEKS_BACK)
    taken = repeating.taken_days(viewer, [source.body_id], since)[source.body_id]
    day = repeating.next_day(source.held_on, clock.today(), taken)
    invited = {seat.person_id for seat in source.attendance if seat.person_id}
    return head_values(source) | {
        "day": day,
        "title": repeating.next_title(source.title, source.held_on, day),
        "filled_for": source.body_id,
        "urgency": Urgency.REGULAR,
        "ecabinet_ref": "",
        "printed_pages": None,
        "people": seat_values(people, invited),
        "guests": "",
        "points": [{}] * FIRST_POINTS,
        "sittings": [],
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
            status = "present" if line.status is Presence.EXPECTED else line.status.value
            rows.append({"person_id": person.id, "status": status, "note": line.reason})
    if len(meeting.attendance) > MOST_LISTED:
        rows = []  # such a list has a page of its own
    guests = [seat.guest_name for seat in meeting.attendance if seat.duty is SeatRole.GUEST]
    names = ("label", "text", "kind", "lead_unit_id", "person_id", "product", "authority", "due_rule", "due_on")
    points = [{name: getattr(line.point, name) for name in names} for line in meeting.conclusions]
    return head_values(meeting) | {"people": rows, "guests": "\n".join(guests), "points": points or [{}]}


def head_values(meeting: Meeting) -> Values:
    """The head of a meeting with the hours of its first sitting, and the sittings that follow."""
    spans = [(sitting.starts_at, sitting.ends_at) for sitting in meeting.sittings]
    (first, *others) = spans or [(meeting.starts_at, meeting.ends_at)]
    times, later = _times(*first), [_times(*span) for span in others]
    return {name: getattr(meeting, name) for name in KEPT} | times | {"sittings": later}


def _times(starts_at: datetime, ends_at: datetime) -> Values:
    starts, ends = clock.local(starts_at), clock.local(ends_at)
    return {"day": starts.date(), "start": starts.time(), "end": ends.time(), "next_day": ends.date() > starts.date()}


def read_values(
    viewer: Viewer, text: str, people: Mapping[int, Person], bodies: list[Body], rooms: list[tuple[int, str]]
) -> tuple[Values, Invitation]:
    """A form with what a pasted invitation says for sure; a name that is none of the office's stays in its words."""
    found = read_invitation(text)
    told = fold(f"{found.title} {text[:600]}")
    body = next((one for one in sorted(bodies, key=lambda one: -len(one.fold)) if one.fold in told), None)
    values = blank_values(viewer, body, people)
    room = next((key for key, name in rooms if fold(name) in fold(found.place)), None) if found.place else None
    chair = next((key for key, one in people.items() if one.fold == fold(found.chair)), None)
    values |= {"title": found.title, "day": found.day, "agenda": "\n".join(found.agenda)}
    values |= {"start": found.start, "end": found.end, "next_day": False}
    if found.start and not found.end and body:
        ends = datetime.combine(clock.today(), found.start) + timedelta(minutes=body.default_minutes)
        values["end"] = ends.time()
    if found.place:
        values |= {"room_id": room, "place": "" if room else found.place}
    if found.chair:
        values["chair_id"] = chair
    return values, found
