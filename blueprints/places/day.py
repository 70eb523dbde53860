"""A day of the rooms: each with what takes place in it, side by side by the hour."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def _hours(booking: Booking) -> tuple[int, int]:
    """From which minute of its day to which; what goes on past midnight ends with the day."""
    start, end = clock.local(booking.starts_at), clock.local(booking.ends_at)
    until = end.hour * 60 + end.minute if end.date() == start.date() else 24 * 60
    return start.hour * 60 + start.minute, until


def lay_out(rooms: Sequence[AnyRow], bookings: Sequence[Booking]) -> Day:
    """The rooms in use, and those that are not but are taken; hours from 7 to 18, more where something lies outside."""
    by_room: dict[int, list[Booking]] = {}
    for booking in bookings:
        by_room.setdefault(booking.room_id, []).append(booking)
    begins = min([OPENS, *(_hours(one)[0] // 60 for one in bookings)])
    ends = max([CLOSES, *(-(-_hours(one)[1] // 60) for one in bookings)])
    shown = [room for room in rooms if room.is_active or room.id in by_room]
    return Day(range(begins, ends), [_one(room, by_room.get(room.id, []), begins, ends) for room in shown])


def _one(room: AnyRow, bookings: list[Booking], begins: int, ends: int) -> RoomDay:
    cell = 60 // QUARTERS
    first = begins * QUARTERS
    spans = [(start // cell - first, -(-end // cell) - first) for start, end in map(_hours, bookings)]
    return RoomDay(room, bookings, lanes(spans, (ends - begins) * QUARTERS))
