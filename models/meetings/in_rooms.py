"""When rooms are taken by meetings: to eyes that may not know of a meeting, the hours alone."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.meetings.queries import open_to
from models.meetings.rules import State
from models.meetings.tables import Meeting


@dataclass(frozen=True, slots=True)
class Booking:
    """One stay in a room; without ``meeting_id`` the eyes that look may know of the hours alone."""

    room_id: int
    starts_at: datetime
    ends_at: datetime
    meeting_id: int | None = None
    title: str = ""


def bookings(viewer: Viewer, first: date, last: date, room_id: int | None = None) -> list[Booking]:
    """The meetings in rooms (or in one room) from ``first`` to ``last``, in the order of their hours."""
    in_room = Meeting.room_id.is_not(None) if room_id is None else Meeting.room_id == room_id
    columns = Meeting.id, Meeting.room_id, Meeting.starts_at, Meeting.ends_at, Meeting.title
    query = (
        select(*columns, open_to(viewer).label("is_open"))
        .where(seen_by(viewer, Meeting), Meeting.held_on.between(first, last), in_room)
        .where(Meeting.state != State.CANCELLED)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        Booking(room_id=row.room_id, starts_at=row.starts_at, ends_at=row.ends_at, meeting_id=row.id, title=row.title)
        if row.is_open
        else Booking(row.room_id, row.starts_at, row.ends_at)
        for row in db.session.execute(query)
    ]
