"""A day of the rooms: each with what takes place in it, side by side by the hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models import clock
from models.meetings.in_rooms import Booking
from models.places.queries import AnyRow
from models.places.rules import Stretch, lanes

QUARTERS = 4  # cells of an hour
OPENS, CLOSES = 7, 18


@dataclass(frozen=True, slots=True)
class RoomDay:
    """One room on one day."""

    room: AnyRow
    bookings: list[Booking]
    lanes: list[list[Stretch]]


@dataclass(frozen=True, slots=True)
class Day:
    """All rooms of one day, and the hours that the day is shown in."""

    hours: range
    rooms: list[RoomDay]


def _hours(booking: Booking, day: date) -> tuple[int, int]:
    """From which minute of a day to which; what began the day before or goes on past midnight is cut there."""
    start, end = clock.local(booking.starts_at), clock.local(booking.ends_at)
    begins = start.hour * 60 + start.minute if start.date() == day else 0
    return begins, end.hour * 60 + end.minute if end.date() == day else 24 * 60


def by_day(bookings: Sequence[Booking], first: date, last: date) -> list[tuple[date, list[Booking]]]:
    """Each day of a span with what takes place on it; what goes on past midnight stands under both days."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day, [one for one in bookings if _is_on(one, day)]) for day in days]


def _is_on(booking: Booking, day: date) -> bool:
    return booking.starts_at < clock.at_office(day + timedelta(days=1)) and clock.at_office(day) < booking.ends_at


def lay_out(rooms: Sequence[AnyRow], bookings: Sequence[Booking], day: date) -> Day:
    """The rooms in use, and those that are not but are taken; hours from 7 to 18, more where something lies outside."""
    by_room: dict[int, list[Booking]] = {}
    for booking in bookings:
        by_room.setdefault(booking.room_id, []).append(booking)
    begins = min([OPENS, *(_hours(one, day)[0] // 60 for one in bookings)])
    ends = max([CLOSES, *(-(-_hours(one, day)[1] // 60) for one in bookings)])
    shown = [room for room in rooms if room.is_active or room.id in by_room]
    return Day(range(begins, ends), [_one(room, by_room.get(room.id, []), begins, ends, day) for room in shown])


def _one(room: AnyRow, bookings: list[Booking], begins: int, ends: int, day: date) -> RoomDay:
    cell = 60 // QUARTERS
    first = begins * QUARTERS
    spans = [(start // cell - first, -(-end // cell) - first) for start, end in (_hours(one, day) for one in bookings)]
    return RoomDay(room, bookings, lanes(spans, (ends - begins) * QUARTERS))
