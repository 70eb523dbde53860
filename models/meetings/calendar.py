"""The calendar of meetings between two days; of what eyes may not know, the hours of a taken room and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.meetings.queries import open_to
from models.meetings.rules import Platform, counts_as_ecabinet
from models.meetings.seats import Presence, Reply
from models.meetings.states import HAPPENED, OFF, State
from models.meetings.tables import Attendance, Body, Meeting, MeetingMove
from models.places.queries import room_names

MOST = 400  # entries of a month that are drawn


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One meeting in the calendar; without ``id`` only the hours of a room may be known."""

    starts_at: datetime
    ends_at: datetime
    place: str
    id: int | None = None
    title: str = ""
    body: str = ""
    state: State = State.INVITED
    is_unproven: bool = False
    moved_from: datetime | None = None
    moved_to: datetime | None = None
    coming: int = 0
    invited: int = 0

    @property
    def day(self) -> date:
        """The day it stands under."""
        return clock.local(self.starts_at).date()

    @property
    def is_morning(self) -> bool:
        """Whether it begins before noon."""
        return clock.local(self.starts_at).hour < 12

    @property
    def is_off(self) -> bool:
        """Whether it does not take place."""
        return self.state in OFF


def entries(viewer: Viewer, first: date, last: date) -> list[CalendarEntry]:
    """What stands in the calendar from ``first`` to ``last``, by its hours; what was moved away stands there too."""
    seats = select(func.count(Attendance.id)).where(
        Attendance.meeting_id == Meeting.id, Attendance.status != Presence.SUBSTITUTE
    )
    moved = (
        select(MeetingMove.from_start)
        .where(MeetingMove.meeting_id == Meeting.id)
        .order_by(MeetingMove.id.desc())
        .limit(1)
    )
    query = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.room_id,
            Meeting.place,
            Meeting.state,
            Meeting.platform,
            Meeting.ecabinet_ref,
            Meeting.evidence_id,
            Body.name.label("body"),
            open_to(viewer).label("is_open"),
            moved.scalar_subquery().label("moved_from"),
            seats.scalar_subquery().label("invited"),
            seats.where(Attendance.reply == Reply.COMING).scalar_subquery().label("coming"),
        )
        .join(Body, Body.id == Meeting.body_id)
        .where(seen_by(viewer, Meeting), Meeting.held_on.between(first, last))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    rows = read(query).all()
    rooms = room_names(viewer, {row.room_id for row in rows if row.room_id})
    found = [_entry(row, rooms.get(row.room_id, "")) for row in rows if row.is_open or _is_busy(row)]
    return sorted([*found, *_moved_away(viewer, first, last)], key=lambda entry: (entry.starts_at, entry.id or 0))


def _is_busy(row: Any) -> bool:
    return row.room_id is not None and row.state not in OFF


def _entry(row: Any, room: str) -> CalendarEntry:
    if not row.is_open:
        return CalendarEntry(row.starts_at, row.ends_at, room)
    is_proven = counts_as_ecabinet(row.state, row.platform, row.ecabinet_ref, row.evidence_id is not None)
    return CalendarEntry(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=room or row.place,
        id=row.id,
        title=row.title,
        body=row.body,
        state=row.state,
        is_unproven=row.state in HAPPENED and row.platform is Platform.ECABINET and not is_proven,
        moved_from=row.moved_from,
        coming=row.coming,
        invited=row.invited,
    )


def _moved_away(viewer: Viewer, first: date, last: date) -> list[CalendarEntry]:
    """What was planned for these days and was moved to others: where it stood, with the way to where it stands."""
    began = MeetingMove.from_start.between(clock.at_office(first), clock.at_office(last, 23, 59))
    query = (
        select(
            MeetingMove.from_start,
            MeetingMove.from_end,
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Body.name.label("body"),
        )
        .join(Meeting, Meeting.id == MeetingMove.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(seen_by(viewer, Meeting), open_to(viewer), began, ~Meeting.held_on.between(first, last))
        .order_by(MeetingMove.id)
        .limit(MOST)
    )
    return [
        CalendarEntry(
            row.from_start,
            row.from_end,
            "",
            id=row.id,
            title=row.title,
            body=row.body,
            state=State.MOVED,
            moved_to=row.starts_at,
        )
        for row in read(query)
    ]
