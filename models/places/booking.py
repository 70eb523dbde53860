"""Taking a room: whether it is free, when it is taken, what is offered instead; the database has the last word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import RuleBroken
from models.holidays.queries import work_calendar
from models.places.rules import AHEAD, HALVES, LATEST, LONGEST, Span, nearest, overlap
from models.places.tables import Room, RoomBooking

DAYS_ON = 7  # days behind the wanted one that are looked through
OTHER_ROOMS = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """Some hours in a room that are free."""

    room_id: int
    room: str
    starts_at: datetime
    ends_at: datetime


def lock(room_ids: Iterable[int]) -> None:
    """Until the commit nobody else takes these rooms; on SQLite the one write lock has seen to that already.

    The rule of the database holds without it. With it the second of two waits and is told, instead of failing.
    """
    wanted = sorted(set(room_ids))
    if wanted and db.engine.dialect.name == "postgresql":
        query = select(Room.id).where(Room.id.in_(wanted)).order_by(Room.id).with_for_update(key_share=True)
        db.session.execute(query).all()


def taken(room_ids: Iterable[int], first: datetime, last: datetime, but: int | None = None) -> dict[int, list[Span]]:
    """When rooms are taken between two instants, leaving out the meeting ``but``; by room, in their order."""
    query = select(RoomBooking.room_id, RoomBooking.starts_at, RoomBooking.ends_at).where(
        RoomBooking.room_id.in_(set(room_ids)),
        RoomBooking.cancelled_at.is_(None),
        RoomBooking.ends_at > first,
        RoomBooking.starts_at < last,
    )
    if but is not None:
        query = query.where(or_(RoomBooking.meeting_id.is_(None), RoomBooking.meeting_id != but))
    found: dict[int, list[Span]] = {}
    for row in db.session.execute(query.order_by(RoomBooking.starts_at)):
        found.setdefault(row.room_id, []).append((row.starts_at, row.ends_at))
    return found


def clash(viewer: Viewer, room_id: int, spans: Sequence[Span], but: int | None = None) -> RuleBroken | None:
    """The refusal of hours that are taken, with when the room is taken and what is free; None while all are free."""
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    there = taken([room_id], first, last, but).get(room_id, [])
    hit = [one for one in there if any(overlap(one, span) for span in spans)]
    if not hit:
        return None
    name = db.session.scalar(select(Room.name).where(Room.id == room_id)) or ""
    slots = free_slots(viewer, room_id, spans[0], but) if len(spans) == 1 else []
    return RuleBroken("room_busy", "room_id", room=name, taken=hit, slots=slots)


def require_free(viewer: Viewer, room_id: int, spans: Sequence[Span], but: int | None = None) -> None:
    """RuleBroken room_busy where a room is taken; until the commit nobody else takes it."""
    lock([room_id])
    refused = clash(viewer, room_id, spans, but)
    if refused is not None:
        raise refused


def free_slots(viewer: Viewer, room_id: int, wanted: Span, but: int | None = None) -> list[Slot]:
    """The nearest free hours in a room and the other rooms that are free at the wanted ones, the likeliest first."""
    query = select(Room.id, Room.name, Room.seats).where(Room.is_active, seen_by(viewer, Room))
    rooms = {row.id: row for row in db.session.execute(query)}
    if room_id not in rooms:
        return []
    first = clock.local(wanted[0]).date()
    until = clock.at_office(first + timedelta(days=DAYS_ON + 1))
    busy = taken(rooms, clock.at_office(first), max(until, wanted[1]), but)
    days = nearest(wanted, busy.get(room_id, []), windows(viewer, wanted), clock.now())
    found = [Slot(room_id, rooms[room_id].name, start, end) for start, end in days]
    seats = rooms[room_id].seats or 0
    others = [
        row for row in rooms.values() if row.id != room_id and not any(overlap(wanted, s) for s in busy.get(row.id, []))
    ]
    others.sort(key=lambda row: ((row.seats or 0) < seats, abs((row.seats or 0) - seats), row.id))
    return found + [Slot(row.id, row.name, *wanted) for row in others[:OTHER_ROOMS]]


def windows(viewer: Viewer, wanted: Span) -> Iterator[Span]:
    """The hours in which a room is proposed, from the wanted day on: halves of working days, whole ones for long stays.

    Who asks for an hour outside of them (an evening, a Saturday) is offered that day as well.
    """
    calendar, day = work_calendar(viewer), clock.local(wanted[0]).date()
    length = wanted[1] - wanted[0]
    for number in range(DAYS_ON + 1):
        one = day + timedelta(days=number)
        halves = [_window(one, *half) for half in HALVES] if calendar.works_on(one) else []
        if number == 0 and not any(start <= wanted[0] and wanted[1] <= end for start, end in halves):
            yield _window(one, HALVES[0][0], LATEST)
        elif halves and all(end - start < length for start, end in halves):
            yield halves[0][0], halves[-1][1]
        else:
            yield from halves


def _window(day: date, opens: time, closes: time) -> Span:
    return clock.at_office(day, opens.hour, opens.minute), clock.at_office(day, closes.hour, closes.minute)


def book(
    viewer: Viewer, room: Room, span: Span, purpose: str, unit_id: int | None = None, person_id: int | None = None
) -> RoomBooking:
    """Take a room for a purpose of its own.

    RuleBroken room_unused, end_before_start, booking_too_long, booking_over, booking_too_far, or room_busy with what is
    free instead, also where somebody else was quicker by a moment.
    """
    starts_at, ends_at = span
    if not room.is_active:
        raise RuleBroken("room_unused")
    if ends_at <= starts_at:
        raise RuleBroken("end_before_start", "end")
    if ends_at - starts_at > LONGEST:
        raise RuleBroken("booking_too_long", "end")
    if ends_at <= clock.now():
        raise RuleBroken("booking_over", "day")
    if starts_at > clock.now() + AHEAD:
        raise RuleBroken("booking_too_far", "day")
    key = room.id
    require_free(viewer, key, [span])
    made = RoomBooking(commune_id=room.commune_id, room_id=key, starts_at=starts_at, ends_at=ends_at)
    made.purpose, made.unit_id, made.person_id, made.booked_by = purpose, unit_id, person_id, viewer.account_id
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError as problem:
        db.session.rollback()
        raise clash(viewer, key, [span]) or problem from problem
    return made
