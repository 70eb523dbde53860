"""Figures of meetings with the rooms they stood in: were those looked at in time, and without an open fault."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.duties.tables import Duty
from models.meetings.counting import MeetingMetric
from models.meetings.figures import FigureLedger, read_ledger
from models.readiness.rules import is_ready
from models.readiness.tables import RoomCheck, RoomFault
from models.spans import Period

FAULTS_BACK = timedelta(days=92)  # an open fault stands again in every later look, so an older line adds nothing


def ledger_with_rooms(
    viewer: Viewer, first: date, last: date, shown: Period, body_id: int | None = None
) -> FigureLedger:
    """All parts that the figures of meetings are made of, those of their rooms with them."""
    found = read_ledger(viewer, first, last, shown, body_id)
    if not found.stays:
        return found
    rooms = {room_id for room_id, _, _ in found.stays}
    looks = _looks(viewer, rooms, first, last)
    faults = _faults(viewer, rooms, first - FAULTS_BACK, last)
    told: set[tuple[int, date]] = set()
    for room_id, starts_at, part in found.stays:
        that_day = sum(clock.local(at).date() == part.day for at, _ in faults.get(room_id, ()))
        if (room_id, part.day) in told:
            that_day = 0  # a fault counts once, however many meet in the room that day
        told.add((room_id, part.day))
        found.parts[MeetingMetric.FAULTS].append(replace(part, numerator=that_day, denominator=1))
        same_day = [at for at in looks.get(room_id, ()) if clock.local(at).date() == part.day]
        is_fit = is_ready(starts_at, same_day, faults.get(room_id, ()))
        found.parts[MeetingMetric.ROOMS].append(replace(part, numerator=int(is_fit), denominator=1))
    return found


def _looks(viewer: Viewer, rooms: set[int], first: date, last: date) -> dict[int, list[datetime]]:
    between = RoomCheck.checked_at.between(clock.at_office(first), clock.at_office(last + timedelta(days=1)))
    query = select(RoomCheck.room_id, RoomCheck.checked_at).where(
        seen_by(viewer, RoomCheck), RoomCheck.room_id.in_(rooms), between
    )
    found: dict[int, list[datetime]] = {}
    for row in read(query):
        found.setdefault(row.room_id, []).append(row.checked_at)
    return found


def _faults(
    viewer: Viewer, rooms: set[int], first: date, last: date
) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """When each fault was found and when its mending was reported; a later look without it says so too."""
    between = RoomCheck.checked_at.between(clock.at_office(first), clock.at_office(last + timedelta(days=1)))
    query = (
        select(RoomCheck.id, RoomCheck.room_id, RoomCheck.checked_at, RoomFault.line, Duty.reported_at)
        .outerjoin(RoomFault, RoomFault.check_id == RoomCheck.id)
        .outerjoin(Duty, Duty.id == RoomFault.duty_id)
        .where(seen_by(viewer, RoomCheck), RoomCheck.room_id.in_(rooms), between)
        .order_by(RoomCheck.checked_at, RoomCheck.id)
    )
    rows = read(query).all()
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for row in rows:
        if row.line is None:
            continue
        later = (one.checked_at for one in rows if one.room_id == row.room_id and one.id > row.id)
        ends = [at for at in (row.reported_at, next(later, None)) if at is not None]
        found.setdefault(row.room_id, []).append((row.checked_at, min(ends, default=None)))
    return found
