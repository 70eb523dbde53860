"""Reading readiness: the light of each meeting in a room, who looked at a room when, what it has."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from models import clock
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.duties.rules import UNFINISHED
from models.duties.tables import Duty
from models.meetings.in_rooms import Booking, bookings
from models.places.tables import Room
from models.readiness.rules import Lamp, Light, RoomLine, is_ready, light
from models.readiness.tables import RoomCheck, RoomEquipment, RoomFault

DAYS_BACK = 30


def open_faults(viewer: Viewer, room_id: int | None = None) -> Sequence[RoomFault]:
    """What did not work at the last look at a room (or at each room) and is not reported as mended, in line order."""
    last = select(func.max(RoomCheck.id)).where(seen_by(viewer, RoomCheck)).group_by(RoomCheck.room_id)
    if room_id is not None:
        last = last.where(RoomCheck.room_id == room_id)
    query = (
        select(RoomFault)
        .join(Duty, Duty.id == RoomFault.duty_id)
        .where(RoomFault.check_id.in_(last), Duty.status.in_(UNFINISHED))
        .options(joinedload(RoomFault.duty).joinedload(Duty.person))
    )
    order = list(RoomLine)
    return sorted(db.session.scalars(query), key=lambda fault: (fault.room_id, order.index(fault.line)))


def last_check(viewer: Viewer, room_id: int) -> RoomCheck | None:
    """The newest look at a room, with its faults and who looked."""
    query = (
        select(RoomCheck)
        .where(RoomCheck.room_id == room_id, seen_by(viewer, RoomCheck))
        .order_by(RoomCheck.id.desc())
        .limit(1)
        .options(joinedload(RoomCheck.checker))
    )
    return db.session.scalars(query).first()


def fault_of(viewer: Viewer, duty_id: int) -> RoomFault | None:
    """The newest fault that a duty mends, for eyes that may see it."""
    query = select(RoomFault).where(RoomFault.duty_id == duty_id, seen_by(viewer, RoomFault))
    return db.session.scalars(query.order_by(RoomFault.id.desc()).limit(1)).first()


@dataclass(frozen=True, slots=True)
class RoomLight:
    """A meeting to come in a room, with its light and the faults behind it."""

    booking: Booking
    room: str
    light: Light
    faults: Sequence[RoomFault]


def lights(viewer: Viewer, now: datetime) -> list[RoomLight]:
    """The meetings of today that are still to begin, red first, then by their hour (four statements at most)."""
    today = clock.local(now).date()
    ahead = [one for one in bookings(viewer, today, today, are_meetings=True) if one.starts_at > now]
    if not ahead:
        return []
    looks = checks_of(viewer, today, today)
    open_now = open_faults(viewer)
    rooms = select(Room.id, Room.name).where(Room.id.in_({one.room_id for one in ahead}))
    names = {row.id: row.name for row in read(rooms)}
    found = []
    for one in ahead:
        faults = [fault for fault in open_now if fault.room_id == one.room_id]
        told = light(one.starts_at, looks.get(one.room_id, ()), [fault.line for fault in faults])
        found.append(RoomLight(one, names[one.room_id], told, faults))
    order = list(Lamp)
    return sorted(found, key=lambda one: (order.index(one.light.lamp), one.booking.starts_at))


def checks_of(viewer: Viewer, first: date, last: date, room_id: int | None = None) -> dict[int, list[datetime]]:
    """When each room was looked at from the first day to the last."""
    start, end = clock.at_office(first, 0, 0), clock.at_office(last + timedelta(days=1), 0, 0)
    query = select(RoomCheck.room_id, RoomCheck.checked_at).where(
        seen_by(viewer, RoomCheck), RoomCheck.checked_at >= start, RoomCheck.checked_at < end
    )
    if room_id is not None:
        query = query.where(RoomCheck.room_id == room_id)
    found: dict[int, list[datetime]] = {}
    for row in read(query):
        found.setdefault(row.room_id, []).append(row.checked_at)
    return found


@dataclass(frozen=True, slots=True)
class Readiness:
    """How often meetings of the last days stood in a room that was ready, and which lines gave trouble."""

    meetings: int
    checked: int
    ready: int
    faults: Counter[RoomLine]


def readiness(viewer: Viewer, now: datetime, room_id: int | None = None) -> Readiness:
    """Meetings in rooms of the thirty days before today that have begun: looked at, and ready in time.

    Not looked at is a failure of its own kind: such a meeting stays among those that are divided by.
    """
    today = clock.local(now).date()
    first = today - timedelta(days=DAYS_BACK)
    first_moment = clock.at_office(first)
    stays = bookings(viewer, first, today, room_id, are_meetings=True)
    held = [one for one in stays if first_moment <= one.starts_at <= now]
    looks, spans = checks_of(viewer, first, today, room_id), _fault_spans(viewer, room_id, first_moment)
    ready = checked = 0
    for one in held:
        day = clock.local(one.starts_at).date()
        same_day = [at for at in looks.get(one.room_id, ()) if clock.local(at).date() == day]
        checked += any(at <= one.starts_at for at in same_day)
        own = [(found, mended) for room, _line, found, mended in spans if room == one.room_id]
        ready += is_ready(one.starts_at, same_day, own)
    recent = Counter(line for _room, line, found, _mended in spans if found >= first_moment)
    return Readiness(len(held), checked, ready, recent)


def _fault_spans(
    viewer: Viewer, room_id: int | None, since: datetime
) -> list[tuple[int, RoomLine, datetime, datetime | None]]:
    """Room, line, when a fault was found, and when its mending was reported or the next look found it gone.

    Only what was still open at ``since`` or was found later: of the time before, the last look at each room is read.
    """
    here = [] if room_id is None else [RoomCheck.room_id == room_id]
    before = select(func.max(RoomCheck.id)).where(seen_by(viewer, RoomCheck), RoomCheck.checked_at < since, *here)
    of_span = or_(RoomCheck.checked_at >= since, RoomCheck.id.in_(before.group_by(RoomCheck.room_id)))
    mine = (seen_by(viewer, RoomCheck), of_span, *here)
    every = select(RoomCheck.id, RoomCheck.room_id, RoomCheck.checked_at).where(*mine).order_by(RoomCheck.id)
    query = (
        select(RoomFault.room_id, RoomFault.line, RoomFault.check_id, RoomCheck.checked_at, Duty.reported_at)
        .join(RoomCheck, RoomCheck.id == RoomFault.check_id)
        .join(Duty, Duty.id == RoomFault.duty_id)
        .where(*mine)
        .order_by(RoomFault.id)
    )
    rows = read(query).all()
    looks: dict[int, list[tuple[int, datetime]]] = {}
    for look in read(every):
        looks.setdefault(look.room_id, []).append((look.id, look.checked_at))
    found = []
    for row in rows:
        own = looks[row.room_id]
        place = bisect_right(own, row.check_id, key=lambda look: look[0])
        ends = [at for at in (row.reported_at, own[place][1] if place < len(own) else None) if at is not None]
        found.append((row.room_id, row.line, row.checked_at, min(ends, default=None)))
    return found


def equipment(viewer: Viewer, room_id: int) -> dict[RoomLine, RoomEquipment]:
    """What a room has, by line; what nobody has counted is not there."""
    query = select(RoomEquipment).where(RoomEquipment.room_id == room_id, seen_by(viewer, RoomEquipment))
    return {row.line: row for row in db.session.scalars(query)}
