"""Writing the ledger: record a meeting that took place, correct it; always whole, or not at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from models import clock, journal
from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db
from models.duties.queries import has_work
from models.errors import NotFound, RuleBroken, RulesBroken
from models.files import StoredFile
from models.meetings import queries
from models.meetings.points import Point, PointKind, broken_points, numbered
from models.meetings.rules import State
from models.meetings.seats import Seat, broken_seats, with_officers
from models.meetings.tables import Attendance, Body, Conclusion, Meeting
from models.places.tables import Room
from models.text import fold


def record(viewer: Viewer, meeting: Meeting, seats: Sequence[Seat] = (), points: Sequence[Point] = ()) -> Meeting:
    """Write down a meeting that took place; RulesBroken names everything that is not right with it."""
    meeting.commune_id, meeting.recorded_by = viewer.home_id, viewer.account_id
    meeting.state, meeting.logged_at = State.HELD, clock.now()
    _write(viewer, meeting, seats, points)
    return meeting


def correct(viewer: Viewer, meeting: Meeting, seats: Sequence[Seat] = (), points: Sequence[Point] = ()) -> None:
    """Keep a changed record that is not concluded yet; its version counts up even when only a list changed.

    RulesBroken names everything that is not right with it; whoever called takes the change back.
    """
    meeting.require_open()
    meeting.edited_at = clock.now()
    _write(viewer, meeting, seats, points)


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


def _write(viewer: Viewer, meeting: Meeting, seats: Sequence[Seat], points: Sequence[Point]) -> None:
    """Keep the record with its lists, once nothing speaks against it."""
    meeting.settle()
    seats, points = with_officers(seats, meeting.chair_id, meeting.secretary_id), numbered(points)
    with db.session.no_autoflush:
        _require_own(viewer, meeting, seats, points)
        _require_right(meeting, seats, points)
        added = _write_seats(meeting, seats)
        _write_points(meeting, points)
    db.session.add(meeting)
    _flush(meeting)
    for line in added:
        line.meeting_id = meeting.id
    journal.insert_many(added)
    db.session.expire(meeting, ["attendance"])


def _require_right(meeting: Meeting, seats: Sequence[Seat], points: Sequence[Point]) -> None:
    """RulesBroken names everything that is not right with a record."""
    broken = meeting.broken_rules(clock.now())
    if meeting.is_secret and points:
        broken.append(RuleBroken("secret_keeps_no_words", "conclusions"))
    broken += broken_seats(seats) + broken_points(points)
    first = queries.same_start(meeting.body_id, meeting.starts_at, but=meeting.id)
    if first is not None:
        broken.append(RuleBroken("same_meeting", "start", meeting_id=first))
    broken += _lost_work(meeting, points)
    if broken:
        raise RulesBroken(broken)


def _require_own(viewer: Viewer, meeting: Meeting, seats: Sequence[Seat], points: Sequence[Point]) -> None:
    """Everything a record points at belongs to its own commune; NotFound for what does not."""
    people = {meeting.chair_id, meeting.secretary_id}
    people |= {seat.person_id for seat in seats} | {seat.substitute_for_id for seat in seats}
    wanted: list[tuple[Any, set[int | None]]] = [
        (Body, {meeting.body_id}),
        (Person, people),
        (Room, {meeting.room_id}),
        (Unit, {point.lead_unit_id for point in points}),
        (StoredFile, {meeting.evidence_id}),
    ]
    for kind, keys in wanted:
        asked = keys - {None}
        if asked:
            query = select(kind.id).where(kind.id.in_(asked), kind.commune_id == viewer.home_id)
            if len(set(db.session.scalars(query))) != len(asked):
                raise NotFound(kind.__tablename__)


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
                commune_id=meeting.commune_id,
                person_id=seat.person_id,
                guest_name=seat.guest_name,
                person_title=titles.get(seat.person_id or 0, ""),
            )
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
    pairs, gone = _paired(meeting, points)
    for line in gone:
        if line.duty is not None:
            line.duty.is_secret = meeting.is_secret
    kept: list[Conclusion] = []
    for position, (point, known) in enumerate(pairs, start=1):
        line = known or Conclusion(commune_id=meeting.commune_id)
        line.label = point.label
        line.write(point, position, meeting)
        kept.append(line)
    meeting.conclusions = kept


def _paired(
    meeting: Meeting, points: Sequence[Point]
) -> tuple[list[tuple[Point, Conclusion | None]], list[Conclusion]]:
    """Each conclusion with the line it was kept in before: of its label, else of its text; and the lines left over."""
    by_label = {line.label: line for line in meeting.conclusions}
    found = {point.label: by_label.pop(point.label, None) for point in points}
    by_text = {line.text: line for line in by_label.values()}
    for point in points:
        if found[point.label] is None and (line := by_text.pop(point.text, None)) is not None:
            found[point.label] = by_label.pop(line.label)
    return [(point, found[point.label]) for point in points], list(by_label.values())


def _lost_work(meeting: Meeting, points: Sequence[Point]) -> list[RuleBroken]:
    """Tasks that would no longer be tasks although somebody has worked on them."""
    pairs, gone = _paired(meeting, points)
    leaving = [(line, -1) for line in gone]
    leaving += [(line, point.row) for point, line in pairs if line is not None and point.kind is PointKind.GENERAL]
    duties = [line.duty for line, _ in leaving if line.duty is not None]
    begun = has_work(duties)
    return [
        RuleBroken("task_has_work", "conclusions", label=line.label, **({"row": row} if row >= 0 else {}))
        for line, row in leaving
        if line.duty_id in begun
    ]


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
