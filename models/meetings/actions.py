"""Writing the ledger: record a meeting that took place, correct it; always whole, or not at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from models import clock, journal
from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db
from models.errors import NotFound, RuleBroken, RulesBroken
from models.files import StoredFile
from models.meetings import queries
from models.meetings.drafts import Draft, broken_rules, settled
from models.meetings.points import Point
from models.meetings.rules import State
from models.meetings.seats import Seat
from models.meetings.tables import Attendance, Body, Conclusion, Meeting
from models.qr.tables import Room
from models.text import fold

FOLD_LENGTH = 600


def record(viewer: Viewer, draft: Draft) -> Meeting:
    """Write down a meeting that took place; RulesBroken names everything that is not right with it."""
    draft = _accepted(viewer, draft, None)
    meeting = Meeting(commune_id=viewer.home_id, state=State.HELD, logged_at=clock.now(), recorded_by=viewer.account_id)
    _write(meeting, draft)
    return meeting


def correct(viewer: Viewer, meeting: Meeting, draft: Draft) -> None:
    """Change a record that is not concluded yet; its version counts up even when only a list changed."""
    meeting.require_open()
    draft = _accepted(viewer, draft, meeting.id)
    meeting.edited_at = clock.now()
    _write(meeting, draft)


def save_body(viewer: Viewer, body: Body) -> Body:
    """Keep a body under a name that no other body of the office has."""
    body.fold = fold(body.name)[:240]
    key = (inspect(body).identity or (0,))[0]
    twin = select(Body.id).where(Body.commune_id == viewer.home_id, Body.fold == body.fold, Body.id != key)
    with db.session.no_autoflush:
        if db.session.scalar(twin) is not None:
            raise RuleBroken("body_exists", "name")
    if not key:
        body.commune_id = viewer.home_id
        db.session.add(body)
    db.session.flush()
    return body


def _accepted(viewer: Viewer, draft: Draft, meeting_id: int | None) -> Draft:
    """The draft as it is kept, once nothing speaks against it."""
    draft = settled(draft)
    _require_own(viewer, draft)
    broken = broken_rules(draft, clock.now())
    first = queries.same_start(draft.body_id, draft.starts_at, but=meeting_id)
    if first is not None:
        broken.append(RuleBroken("same_meeting", "start", meeting_id=first))
    if broken:
        raise RulesBroken(broken)
    return draft


def _require_own(viewer: Viewer, draft: Draft) -> None:
    """Everything a record points at belongs to its own commune; NotFound for what does not."""
    people = {draft.chair_id, draft.secretary_id}
    people |= {seat.person_id for seat in draft.seats} | {seat.substitute_for_id for seat in draft.seats}
    wanted: list[tuple[Any, set[int | None]]] = [
        (Body, {draft.body_id}),
        (Person, people),
        (Room, {draft.room_id}),
        (Unit, {point.lead_unit_id for point in draft.points}),
        (StoredFile, {draft.evidence_id}),
    ]
    for kind, keys in wanted:
        asked = keys - {None}
        if asked:
            query = select(kind.id).where(kind.id.in_(asked), kind.commune_id == viewer.home_id)
            if len(set(db.session.scalars(query))) != len(asked):
                raise NotFound(kind.__tablename__)


def _write(meeting: Meeting, draft: Draft) -> None:
    """Everything of a draft: first the lists, so that nothing is flushed before the whole head is there."""
    added = _write_seats(meeting, draft.seats)
    _write_points(meeting, draft.points)
    _write_head(meeting, draft)
    db.session.add(meeting)
    _flush(meeting)
    for line in added:
        line.meeting_id = meeting.id
    journal.insert_many(added)
    db.session.expire(meeting, ["attendance"])


def _write_head(meeting: Meeting, draft: Draft) -> None:
    meeting.body_id, meeting.title, meeting.fold = draft.body_id, draft.title, fold(draft.title)[:FOLD_LENGTH]
    meeting.starts_at, meeting.ends_at = draft.starts_at, draft.ends_at
    meeting.held_on = clock.local(draft.starts_at).date()
    meeting.chair_id, meeting.secretary_id = draft.chair_id, draft.secretary_id
    meeting.room_id, meeting.place = draft.room_id, draft.place
    meeting.mode, meeting.convenor, meeting.platform = draft.mode, draft.convenor, draft.platform
    meeting.ecabinet_ref, meeting.evidence_id = draft.ecabinet_ref, draft.evidence_id
    meeting.printed_pages = draft.printed_pages


def _write_seats(meeting: Meeting, seats: Sequence[Seat]) -> list[Attendance]:
    """Change lines in place, so that the journal shows what changed and not a new list; returns those to be added."""
    known = {(line.person_id, line.guest_name): line for line in meeting.attendance}
    titles = _titles({seat.person_id for seat in seats if seat.person_id} - {person or 0 for person, _ in known})
    kept: list[Attendance] = []
    added: list[Attendance] = []
    for seat in seats:
        line = known.pop((seat.person_id, seat.guest_name), None)
        if line is None:
            line = Attendance(
                commune_id=meeting.commune_id, person_id=seat.person_id, guest_name=seat.guest_name,
                person_title=titles.get(seat.person_id or 0, ""),
            )  # fmt: skip
            added.append(line)
        else:
            kept.append(line)
        line.duty, line.status, line.reason = seat.duty, seat.status, seat.reason
        line.substitute_for_id = seat.substitute_for_id
    meeting.attendance = kept
    return added


def _titles(people: set[int]) -> dict[int, str]:
    if not people:
        return {}
    rows = db.session.execute(select(Person.id, Person.title).where(Person.id.in_(people)))
    return {row.id: row.title for row in rows}


def _write_points(meeting: Meeting, points: Sequence[Point]) -> None:
    known = {line.label: line for line in meeting.conclusions}
    kept: list[Conclusion] = []
    for position, point in enumerate(points, start=1):
        line = known.pop(point.label, None) or Conclusion(commune_id=meeting.commune_id, label=point.label)
        line.position, line.text, line.kind = position, point.text, point.kind
        line.lead_unit_id, line.product, line.authority = point.lead_unit_id, point.product, point.authority
        line.due_on, line.due_rule = point.due_on, point.due_rule
        kept.append(line)
    meeting.conclusions = kept


def _flush(meeting: Meeting) -> None:
    """Flush; a twin that was written at the same instant is the same refusal as one seen before."""
    key, body_id, starts_at = meeting.id, meeting.body_id, meeting.starts_at
    try:
        db.session.flush()
    except IntegrityError as problem:
        db.session.rollback()
        first = queries.same_start(body_id, starts_at, but=key)
        if first is None:
            raise
        raise RulesBroken([RuleBroken("same_meeting", "start", meeting_id=first)]) from problem
