"""When rooms are taken: to eyes that may not know of a meeting, the hours alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, select

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db, seen_by
from models.meetings.queries import open_to
from models.meetings.rules import Confidentiality, Platform
from models.meetings.states import OFF, State
from models.meetings.tables import Meeting
from models.places.tables import RoomBooking


@dataclass(frozen=True, slots=True)
class Booking:
    """One stay in a room; without ``meeting_id`` and ``purpose`` the eyes that look may know of the hours alone."""

    room_id: int
    starts_at: datetime
    ends_at: datetime
    meeting_id: int | None = None
    title: str = ""
    id: int | None = None  # of what somebody booked for a purpose of its own
    purpose: str = ""
    whose: str = ""
    booked_by: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether the eyes that look may know what it is for."""
        return self.meeting_id is not None or bool(self.purpose)


def bookings(
    viewer: Viewer, first: date, last: date, room_id: int | None = None, are_meetings: bool = False
) -> list[Booking]:
    """What takes rooms (or one room) from ``first`` to ``last``, also what began the day before and goes on.

    In the order of their hours. ``are_meetings``: leave out what is no meeting.
    """
    columns = (
        *(RoomBooking.id, RoomBooking.room_id, RoomBooking.starts_at, RoomBooking.ends_at, RoomBooking.meeting_id),
        *(RoomBooking.purpose, RoomBooking.booked_by, Meeting.title),
    )
    query = (
        select(*columns, open_to(viewer).label("is_open"), Unit.name.label("unit"), Person.full_name.label("person"))
        .outerjoin(Meeting, Meeting.id == RoomBooking.meeting_id)
        .outerjoin(Unit, Unit.id == RoomBooking.unit_id)
        .outerjoin(Person, Person.id == RoomBooking.person_id)
        .where(seen_by(viewer, RoomBooking), *_within(first, last, room_id))
        .order_by(RoomBooking.starts_at, RoomBooking.id)
    )
    if are_meetings:
        query = query.where(RoomBooking.meeting_id.is_not(None))
    found = []
    for row in db.session.execute(query):
        hours = row.room_id, row.starts_at, row.ends_at
        if row.meeting_id is None:
            whose = " · ".join(name for name in (row.unit, row.person) if name)
            own = Booking(*hours, id=row.id, purpose=row.purpose, whose=whose, booked_by=row.booked_by)
            found.append(own)
        else:
            found.append(Booking(*hours, row.meeting_id, row.title) if row.is_open else Booking(*hours))
    return found


@dataclass(frozen=True, slots=True)
class GuestBooking:
    """One stay as it is told to who stands before the door and is not signed in; ``title`` "" says the hours alone."""

    starts_at: datetime
    ends_at: datetime
    title: str


def for_guests(room_id: int, day: date) -> list[GuestBooking]:
    """What takes a room on a day, for everybody: the title of a meeting that the office was told of, else nothing.

    The room's commune is the room's own; a purpose that somebody typed for the office stays in the office.
    """
    query = (
        select(RoomBooking.starts_at, RoomBooking.ends_at, case((_is_told(), Meeting.title), else_="").label("title"))
        .outerjoin(Meeting, Meeting.id == RoomBooking.meeting_id)
        .where(*_within(day, day, room_id))
        .order_by(RoomBooking.starts_at, RoomBooking.id)
    )
    return [GuestBooking(row.starts_at, row.ends_at, row.title) for row in db.session.execute(query)]


def _is_told() -> ColumnElement[bool]:
    """Whether a title may hang at the door: neither closed nor secret, and no draft."""
    is_open = and_(Meeting.confidentiality == Confidentiality.OPEN, Meeting.platform != Platform.SECRET)
    return and_(Meeting.id.is_not(None), is_open, Meeting.state.not_in([State.DRAFT, *OFF]))


def _within(first: date, last: date, room_id: int | None) -> list[ColumnElement[bool]]:
    """What holds and shares a moment with some days."""
    return [
        RoomBooking.cancelled_at.is_(None),
        RoomBooking.ends_at > clock.at_office(first),
        RoomBooking.starts_at < clock.at_office(last + timedelta(days=1)),
        *([RoomBooking.room_id == room_id] if room_id is not None else []),
    ]
