"""Writing the ledger: record a meeting that took place, correct it; always whole, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from models import clock, journal
from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db
from models.duties.queries import has_work
from models.errors import NotFound, RuleBroken, RulesBroken
from models.files import StoredFile
from models.meetings import queries, room_hours, seating
from models.meetings.assigning import is_told
from models.meetings.points import Point, PointKind, broken_points, numbered
from models.meetings.rules import State
from models.meetings.seats import Seat, broken_seats, with_officers
from models.meetings.tables import Attendance, Body, BodyCounting, Conclusion, Meeting, Sitting
from models.places import booking
from models.places.tables import Room
from models.text import fold

Span = tuple[datetime, datetime]


class Pointed(NamedTuple):
    """The people of a record with the posts they hold now, and the meeting that already stands at its hour."""

    titles: Mapping[int, str]
    twin_id: int | None


def record(
    viewer: Viewer,
    meeting: Meeting,
    seats: Sequence[Seat] = (),
    points: Sequence[Point] = (),
    sittings: Sequence[Span] = (),
) -> Meeting:
    """Write down a meeting that took place; RulesBroken names everything that is not right with it."""
    meeting.commune_id, meeting.recorded_by = viewer.home_id, viewer.account_id
    meeting.state, meeting.logged_at = State.HELD, clock.now()
    _write(viewer, meeting, seats, points, sittings)
    return meeting


def plan(viewer: Viewer, meeting: Meeting, seats: Sequence[Seat] = (), sittings: Sequence[Span] = ()) -> Meeting:
    """Write down a meeting that is still ahead, as a draft that nobody is told of."""
    meeting.commune_id, meeting.recorded_by = viewer.home_id, viewer.account_id
    meeting.state, meeting.logged_at = State.DRAFT, clock.now()
    _write(viewer, meeting, seats, (), sittings)
    return meeting


def correct(
    viewer: Viewer,
    meeting: Meeting,
    seats: Sequence[Seat] | None = (),
    points: Sequence[Point] = (),
    sittings: Sequence[Span] | None = None,
) -> None:
    """Keep a changed record that is not concluded yet; its version counts up even when only a list changed.

    RulesBroken names everything that is not right with it; whoever called takes the change back. Without ``seats`` the
    list of people stays as it is, without ``sittings`` they do.
    """
    meeting.require_open()
    meeting.edited_at = clock.now()
    if meeting.is_told and _changed(meeting, "starts_at", "ends_at", "room_id", "place"):
        raise RulesBroken([RuleBroken("use_move", "day")])
    if not meeting.is_closed and _changed(meeting, "confidentiality"):
        raise RulesBroken([RuleBroken("use_open_up", "confidentiality")])
    _write(viewer, meeting, seats, points, sittings)


def _changed(meeting: Meeting, *names: str) -> bool:
    """Whether a stored column now holds something else."""
    histories = [inspect(meeting).attrs[name].history for name in names]
    return any(found.deleted and found.deleted[0] != found.added[0] for found in histories if found.added)


def save_body(viewer: Viewer, body: Body) -> Body:
    """Keep a body under a name that no other body of the office has."""
    body.fold = fold(body.name)[:240]
    if (body.quorum_share or 1) > (body.quorum_of or 1):
        raise RuleBroken("quorum_above_all", "quorum_share")
    key = (inspect(body).identity or (0,))[0]
    twin = select(Body.id).where(Body.commune_id == viewer.home_id, Body.fold == body.fold, Body.id != key)
    with db.session.no_autoflush:
        if db.session.scalar(twin) is not None:
            raise RuleBroken("body_exists", "name")
    if key:
        _remember_counting(body)
    else:
        body.commune_id = viewer.home_id
        db.session.add(body)
    db.session.flush()
    return body


def _remember_counting(body: Body) -> None:
    """Keep that a body counted otherwise until today: weeks that are over are not judged anew."""
    was = inspect(body).attrs.counts_for_kpi.history.deleted
    if not was or was[0] == body.counts_for_kpi:
        return
    today = clock.today()
    known = select(BodyCounting.id).where(BodyCounting.body_id == body.id, BodyCounting.until == today)
    with db.session.no_autoflush:
        if db.session.scalar(known) is None:
            db.session.add(BodyCounting(commune_id=body.commune_id, body_id=body.id, until=today, counts=was[0]))


def _write(
    viewer: Viewer,
    meeting: Meeting,
    seats: Sequence[Seat] | None,
    points: Sequence[Point],
    sittings: Sequence[Span] | None = None,
) -> None:
    """Keep the record with its lists, once nothing speaks against it."""
    if sittings is not None:
        _write_sittings(meeting, sittings)
    meeting.settle()
    if seats is None:
        seats = [_seat(line) for line in meeting.attendance]
    seats, points = with_officers(seats, meeting.chair_id, meeting.secretary_id), numbered(points)
    with db.session.no_autoflush:
        known = _own(viewer, meeting, seats, points)
        _require_right(viewer, meeting, seats, points, known.twin_id)
        added = _write_seats(meeting, seats, known.titles)
        _require_unused(meeting)
        _write_points(meeting, points)
    db.session.add(meeting)
    flush(viewer, meeting)
    for line in added:
        line.meeting_id, line.within = meeting.id, meeting
    journal.insert_many(added)
    db.session.expire(meeting, ["attendance"])


def _require_right(
    viewer: Viewer, meeting: Meeting, seats: Sequence[Seat], points: Sequence[Point], first: int | None
) -> None:
    """RulesBroken names everything that is not right with a record."""
    broken = meeting.broken_rules(clock.now())
    if meeting.is_secret and points:
        broken.append(RuleBroken("secret_keeps_no_words", "conclusions"))
    if meeting.is_closed:
        broken += [
            RuleBroken("closed_gives_no_tasks", "conclusions", row=point.row) for point in points if point.is_task
        ]
    broken += broken_seats(seats, meeting.is_ahead) + broken_points(points)
    if first is not None:
        broken.append(RuleBroken("same_meeting", "start", meeting_id=first))
    broken += _lost_work(meeting, points)
    if meeting.starts_at < meeting.ends_at and first is None:
        broken += room_hours.clashes(viewer, meeting)
    if meeting.id and is_told(meeting.id) and _told(meeting.conclusions) != _told(points):
        broken.append(RuleBroken("notice_issued", "conclusions"))
    if broken:
        raise RulesBroken(broken)


def _told(points: Sequence[Point | Conclusion]) -> list[tuple[str, str]]:
    """What a notice tells of conclusions: nobody changes it once it is issued."""
    return sorted((point.label, point.text) for point in points)


def _own(viewer: Viewer, meeting: Meeting, seats: Sequence[Seat], points: Sequence[Point]) -> Pointed:
    """What the office has of all that a record points at, in one look; NotFound for what belongs to another."""
    people = {meeting.chair_id, meeting.secretary_id}
    people |= {seat.person_id for seat in seats} | {seat.substitute_for_id for seat in seats}
    people = (people | {point.person_id for point in points if point.is_task}) - {None}
    pointed: list[tuple[Any, set[int | None]]] = [
        (Body, {meeting.body_id}),
        (Room, {meeting.room_id}),
        (Unit, {point.lead_unit_id for point in points}),
        (StoredFile, {meeting.evidence_id}),
    ]
    asked = [(kind, keys - {None}) for kind, keys in pointed if keys - {None}]
    twin = queries.same_start_query(meeting.body_id, meeting.starts_at, meeting.id).limit(1)
    counts = [
        select(func.count(kind.id)).where(kind.id.in_(keys), kind.commune_id == viewer.home_id).scalar_subquery()
        for kind, keys in asked
    ]
    query = select(Person.id, Person.title, twin.scalar_subquery(), *counts)
    rows = db.session.execute(query.where(Person.id.in_(people), Person.commune_id == viewer.home_id)).all()
    if not rows or len(rows) != len(people):
        raise NotFound(Person.__tablename__)
    for place, (kind, keys) in enumerate(asked, 3):
        if rows[0][place] != len(keys):
            raise NotFound(kind.__tablename__)
    return Pointed({row.id: row.title for row in rows}, rows[0][2])


def _seat(line: Attendance) -> Seat:
    return Seat(
        line.person_id,
        line.guest_name,
        line.duty,
        line.status,
        line.reason,
        line.substitute_for_id,
        line.may_vote,
        line.person_title,
    )


def _write_sittings(meeting: Meeting, spans: Sequence[Span]) -> None:
    """Several sittings are rows; a meeting that sits once has none."""
    wanted = sorted(spans) if len(spans) > 1 else []
    with db.session.no_autoflush:
        kept = meeting.sittings[: len(wanted)]
        kept += [Sitting(commune_id=meeting.commune_id) for _ in wanted[len(kept) :]]
        for number, (sitting, (starts_at, ends_at)) in enumerate(zip(kept, wanted, strict=True), 1):
            sitting.no, sitting.starts_at, sitting.ends_at, sitting.room_id = (
                number,
                starts_at,
                ends_at,
                meeting.room_id,
            )
        meeting.sittings = kept
        if wanted:
            meeting.starts_at, meeting.ends_at = wanted[0][0], max(ends_at for _, ends_at in wanted)


def _write_seats(meeting: Meeting, seats: Sequence[Seat], titles: Mapping[int, str]) -> list[Attendance]:
    """Change lines in place, so that the journal shows what changed and not a new list; returns those to be added."""
    known = {(line.person_id, line.guest_name): line for line in meeting.attendance}
    kept: list[Attendance] = []
    added: list[Attendance] = []
    for seat in seats:
        line = known.pop((seat.person_id, seat.guest_name), None)
        if line is None:
            line = Attendance(
                commune_id=meeting.commune_id,
                person_id=seat.person_id,
                guest_name=seat.guest_name,
                person_title=seat.title or titles.get(seat.person_id or 0, ""),
            )
            added.append(line)
        else:
            kept.append(line)
        line.duty, line.status, line.reason = seat.duty, seat.status, seat.reason
        line.substitute_for_id, line.may_vote = seat.substitute_for_id, seat.may_vote
    meeting.attendance = kept
    return added


def _require_unused(meeting: Meeting) -> None:
    """Refuse to take those off the list who have said or voted something, or came late or left."""
    gone = inspect(meeting).attrs.attendance.history.deleted if meeting.id else ()
    if any(seating.is_in_use(line) for line in gone):
        raise RulesBroken([RuleBroken("seat_in_use", "attendance")])


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


def flush(viewer: Viewer, meeting: Meeting) -> None:
    """Flush; what was written at the same instant is the same refusal as what was seen before: a twin, a taken room."""
    key, body_id, starts_at = meeting.id, meeting.body_id, meeting.starts_at
    with db.session.no_autoflush:
        stays = room_hours.stays(meeting, meeting.sittings)
    try:
        db.session.flush()
    except IntegrityError as problem:
        db.session.rollback()
        first = queries.same_start(body_id, starts_at, but=key)
        taken = [booking.clash(viewer, room_id, [span], key) for room_id, span in stays]
        broken = [one for one in taken if one is not None]
        if first is not None:
            broken.append(RuleBroken("same_meeting", "start", meeting_id=first))
        if not broken:
            raise
        raise RulesBroken(broken) from problem
