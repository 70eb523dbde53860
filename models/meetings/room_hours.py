"""The hours that a meeting takes of its room: they follow its record, whichever verb changes that.

A room is taken by the plan: a meeting that begins late or goes on longer takes nothing from the next one, since what
happened cannot be refused. One that ends early gives the rest back, one that does not take place gives back all.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, event, insert, inspect
from sqlalchemy.orm import Session

from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken
from models.meetings.states import HAPPENED, OFF, State
from models.meetings.tables import Meeting, Sitting
from models.places import booking
from models.places.rules import Span
from models.places.tables import RoomBooking

MATTERS = ("state", "room_id", "starts_at", "ends_at", "planned_start", "planned_end")


def reserved(state: State, actual: Span, planned: Span | None = None) -> Span | None:
    """The hours that a meeting of one sitting takes: its plan, and once it is over what it used of that."""
    if state in OFF:
        return None
    start, end = actual
    if planned is not None:
        start, end = planned
        if state in HAPPENED:
            start, end = max(start, actual[0]), min(end, actual[1])
    return (start, end) if start < end else None


def stays(meeting: Meeting, sittings: Sequence[Sitting]) -> list[tuple[int, Span]]:
    """Which rooms a meeting takes, and when: each of its sittings, or itself where it sits once."""
    if meeting.state in OFF:
        return []
    if sittings:
        return [(one.room_id, (one.starts_at, one.ends_at)) for one in sittings if one.room_id is not None]
    plan = (meeting.planned_start, meeting.planned_end) if meeting.planned_start and meeting.planned_end else None
    span = reserved(meeting.state, (meeting.starts_at, meeting.ends_at), plan)
    return [(meeting.room_id, span)] if meeting.room_id is not None and span is not None else []


def clashes(viewer: Viewer, meeting: Meeting) -> list[RuleBroken]:
    """The refusal of a room that somebody else has at that time, for what is about to be kept; asks only when it moves.

    Until the commit nobody else takes the rooms it asks for.
    """
    with db.session.no_autoflush:
        if not _moves(meeting) and not any(_moves(one) for one in meeting.sittings):
            return []
        wanted: dict[int, list[Span]] = {}
        for room_id, span in stays(meeting, meeting.sittings):
            wanted.setdefault(room_id, []).append(span)
        booking.lock(wanted)
        found = [booking.clash(viewer, room_id, spans, meeting.id) for room_id, spans in wanted.items()]
        return [one for one in found if one is not None]


def _moves(row: Any) -> bool:
    state = inspect(row)
    known = [state.attrs[name] for name in MATTERS if name in state.attrs]
    return not state.persistent or any(attribute.history.has_changes() for attribute in known)


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: object) -> None:
    """Take the rooms anew for each meeting whose state, hours or rooms this flush has changed."""
    changed: dict[int, Meeting] = {}
    fresh = {row for row in session.new if isinstance(row, Meeting)}
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Meeting) and row not in session.deleted and (row in fresh or _moves(row)):
            changed[row.id] = row
        elif isinstance(row, Sitting) and row.meeting is not None and (row in session.deleted or _moves(row)):
            changed[row.meeting.id] = row.meeting
    for meeting in changed.values():
        _take(session, meeting, meeting in fresh)


def _take(session: Session, meeting: Meeting, is_new: bool) -> None:
    """Replace what a meeting takes; the rule of the database refuses what somebody else has."""
    connection = session.connection()
    if not is_new:
        connection.execute(delete(RoomBooking).where(RoomBooking.meeting_id == meeting.id))
    known = inspect(meeting).attrs.sittings.loaded_value
    sittings: Sequence[Sitting] = known if isinstance(known, list) else [] if is_new else meeting.sittings
    rows = [
        {
            "commune_id": meeting.commune_id,
            "room_id": room_id,
            "meeting_id": meeting.id,
            "starts_at": start,
            "ends_at": end,
        }
        for room_id, (start, end) in stays(meeting, sittings)
    ]
    if rows:
        connection.execute(insert(RoomBooking), rows)
