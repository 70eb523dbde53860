"""The calendar that somebody's phone subscribes to: a personal key, and the meetings it may show."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true

from models import clock
from models.accounts.queries import token_hash, viewer_of
from models.accounts.rules import Permission, Viewer
from models.base import db, read, seen_by
from models.errors import NotFound
from models.meetings.attending import Attendance
from models.meetings.personal import CalendarKey
from models.meetings.queries import open_to
from models.meetings.rules import Confidentiality, Platform
from models.meetings.states import OFF, State
from models.meetings.tables import Body, Meeting, Sitting
from models.places.queries import room_names

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 500
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One sitting as a calendar shows it; ``sequence`` rises with each change, ``uid`` never changes.

    A meeting with state secrets has its day alone; of a closed one the hours and the place leave the house.
    """

    uid: str
    sequence: int
    changed_at: datetime
    meeting_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    is_secret: bool
    is_closed: bool
    is_off: bool
    title: str = ""
    body: str = ""
    place: str = ""


def key_of(viewer: Viewer) -> CalendarKey | None:
    """The key of the viewer's own account, withdrawn or not."""
    return db.session.scalar(select(CalendarKey).where(CalendarKey.account_id == viewer.account_id))


def new_key(viewer: Viewer) -> str:
    """Make a key, or another one in its place: the old one opens nothing any more. Told once."""
    key, row = secrets.token_urlsafe(KEY_BYTES), key_of(viewer)
    if row is None:
        row = CalendarKey(commune_id=viewer.home_id, account_id=viewer.account_id)
        db.session.add(row)
    row.key_hash, row.made_at = token_hash(key), clock.now()
    db.session.flush()
    return key


def withdraw_key(viewer: Viewer) -> None:
    """The address that phones know opens nothing any more."""
    row = key_of(viewer)
    if row is not None:
        row.key_hash = row.made_at = None


def viewer_by_key(key: str) -> Viewer:
    """Whose calendar a key opens, with the rights of now; NotFound for a wrong one and for a closed account."""
    known = select(CalendarKey.account_id).where(CalendarKey.key_hash == token_hash(key))
    account_id = read(known).scalar()
    if account_id is None:
        raise NotFound("calendar_key")
    return viewer_of(account_id)


def _own(viewer: Viewer) -> ColumnElement[bool]:
    """Who keeps the office's calendar has all of it; everybody else what he is invited to."""
    if viewer.may(Permission.RECORD_MEETING):
        return true()
    me = viewer.person_id
    sits = exists().where(Attendance.meeting_id == Meeting.id, Attendance.person_id == me).correlate(Meeting)
    return or_(Meeting.chair_id == me, Meeting.secretary_id == me, sits)


def events(viewer: Viewer) -> list[FeedEvent]:
    """The sittings of two months back and a year ahead that the viewer may know of, in their order."""
    today = clock.today()
    query = (
        select(
            Meeting.id,
            Meeting.commune_id,
            Meeting.version,
            Meeting.held_on,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.room_id,
            Meeting.place,
            Meeting.state,
            Meeting.platform,
            Meeting.confidentiality,
            Meeting.created_at,
            Meeting.edited_at,
            Body.name.label("body"),
            Sitting.no,
            Sitting.starts_at.label("sits_from"),
            Sitting.ends_at.label("sits_until"),
            Sitting.room_id.label("sits_in"),
        )
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Sitting, Sitting.meeting_id == Meeting.id)
        .where(seen_by(viewer, Meeting), open_to(viewer), _own(viewer), Meeting.state != State.DRAFT)
        .where(Meeting.held_on.between(today - BACK, today + AHEAD))
        .order_by(Meeting.starts_at, Meeting.id, Sitting.no)
        .limit(MOST)
    )
    rows = read(query).all()
    rooms = room_names(viewer, {key for row in rows for key in (row.room_id, row.sits_in) if key})
    return [_event(row, rooms) for row in rows]


def _event(row: Any, rooms: dict[int, str]) -> FeedEvent:
    is_secret, is_closed = row.platform is Platform.SECRET, row.confidentiality is Confidentiality.CLOSED
    starts_at, no = row.sits_from or row.starts_at, row.no or 1
    return FeedEvent(
        uid=f"hop-{row.commune_id}-{row.id}-{no}@so-hop.gialai",
        sequence=row.version,
        changed_at=row.edited_at or row.created_at,
        meeting_id=row.id,
        day=clock.local(starts_at).date(),
        starts_at=starts_at,
        ends_at=row.sits_until or row.ends_at,
        is_secret=is_secret,
        is_closed=is_closed,
        is_off=row.state in OFF,
        title="" if is_secret or is_closed else row.title,
        body="" if is_secret or is_closed else row.body,
        place="" if is_secret else rooms.get(row.sits_in or row.room_id, "") or row.place,
    )
