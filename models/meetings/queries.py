"""Reading the ledger of meetings, for the eyes that look: lists, one meeting, what a new record may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db, seen_by
from models.duties.tables import Duty
from models.errors import NotFound
from models.meetings.rules import (
    HAPPENED,
    Convenor,
    MeetingFigure,
    MeetingMode,
    Platform,
    State,
    counts_as_ecabinet,
    is_late_entry,
)
from models.meetings.tables import Attendance, Body, Conclusion, Meeting
from models.meetings.weeks import recent_weeks, week_figures
from models.periods import week_days, week_of_day
from models.places.queries import room_names
from models.text import fold

__all__ = [
    "MeetingFilter",
    "MeetingLine",
    "Repeat",
    "bodies",
    "body",
    "commune_names",
    "conclusion_of",
    "count",
    "last_of_body",
    "lines",
    "meeting",
    "open_to",
    "people",
    "recent_weeks",
    "recorder",
    "repeats",
    "same_start",
    "units",
    "week_figures",
]
REPEAT_WEEKS = 3


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """What a list of meetings is narrowed to."""

    body_id: int | None = None
    week: tuple[int, int] | None = None
    platform: Platform | None = None
    text: str = ""
    figure: MeetingFigure | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return any((self.body_id, self.week, self.platform, self.text, self.figure))


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One line of the ledger; a hidden one says nothing but that there was a closed meeting."""

    id: int | None
    held_on: date
    is_hidden: bool
    title: str = ""
    body: str = ""
    commune: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    chair: str = ""
    platform: Platform = Platform.SECRET
    state: State = State.HELD
    convenor: Convenor = Convenor.OWN
    mode: MeetingMode = MeetingMode.IN_PERSON
    printed_pages: int | None = None
    is_proven: bool = False
    is_late: bool = False

    @property
    def week(self) -> tuple[int, int]:
        """The ISO week it was held in."""
        return week_of_day(self.held_on)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A meeting that the secretary may want to write down once more."""

    id: int
    body: str
    held_on: date
    starts_at: datetime


def open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Whether these eyes may see what a meeting was: a secret one only whoever was invited to it or recorded it."""
    known: list[ColumnElement[bool]] = [Meeting.platform != Platform.SECRET, Meeting.recorded_by == viewer.account_id]
    if viewer.person_id is not None:
        me = viewer.person_id
        invited = exists().where(Attendance.meeting_id == Meeting.id, Attendance.person_id == me)
        known += [Meeting.chair_id == me, Meeting.secretary_id == me, invited]
    return or_(*known)


def meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    """One meeting with all that its page shows; NotFound for eyes that may not know of it."""
    found = db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id, seen_by(viewer, Meeting), open_to(viewer))
        .options(
            joinedload(Meeting.body),
            joinedload(Meeting.chair),
            joinedload(Meeting.secretary),
            joinedload(Meeting.evidence),
            selectinload(Meeting.conclusions)
            .joinedload(Conclusion.duty)
            .options(joinedload(Duty.unit), joinedload(Duty.person)),
            selectinload(Meeting.attendance).joinedload(Attendance.person),
        )
    )
    if found is None:
        raise NotFound("meeting")
    return found


def conclusion_of(viewer: Viewer, duty_id: int) -> Conclusion | None:
    """The conclusion behind a duty, with its meeting; None for eyes that may not know of it."""
    query = select(Conclusion).join(Meeting, Meeting.id == Conclusion.meeting_id)
    query = query.where(Conclusion.duty_id == duty_id, seen_by(viewer, Meeting), open_to(viewer))
    return db.session.scalar(query.options(joinedload(Conclusion.meeting)))


def _narrowed(viewer: Viewer, wanted: MeetingFilter, ids: Sequence[int] | None) -> list[ColumnElement[bool]]:
    """The conditions of a list; what is searched for by its words is only found among meetings open to the viewer."""
    conditions = [seen_by(viewer, Meeting), or_(Meeting.state.in_(HAPPENED), open_to(viewer))]
    if wanted.body_id is not None:
        conditions += [Meeting.body_id == wanted.body_id, open_to(viewer)]
    if wanted.text and (words := fold(wanted.text)):
        conditions += [Meeting.fold.contains(words, autoescape=True), open_to(viewer)]
    if wanted.platform is not None:
        conditions.append(Meeting.platform == wanted.platform)
    if wanted.week is not None:
        conditions.append(Meeting.held_on.between(*week_days(*wanted.week)))
    if ids is not None:
        conditions.append(Meeting.id.in_(ids))
    return conditions


def count(viewer: Viewer, wanted: MeetingFilter, ids: Sequence[int] | None = None) -> int:
    """How many lines the list has."""
    return db.session.scalar(select(func.count(Meeting.id)).where(*_narrowed(viewer, wanted, ids))) or 0


def lines(
    viewer: Viewer, wanted: MeetingFilter, ids: Sequence[int] | None = None, limit: int = 50, offset: int = 0
) -> list[MeetingLine]:
    """The ledger, newest first; columns only, and no words of what the viewer may not see."""
    query = (
        _columns(open_to(viewer))
        .where(*_narrowed(viewer, wanted, ids))
        .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(limit)
        .offset(offset)
    )
    rows = db.session.execute(query).all()
    names = room_names(viewer, {row.room_id for row in rows if row.room_id})
    return [_line(row, names.get(row.room_id, "")) for row in rows]


def _columns(is_open: ColumnElement[bool]) -> Select[Any]:
    columns: Any = (
        select(
            Meeting.id,
            Meeting.held_on,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.place,
            Meeting.platform,
            Meeting.state,
            Meeting.convenor,
            Meeting.mode,
            Meeting.printed_pages,
            Meeting.ecabinet_ref,
            Meeting.evidence_id,
            Meeting.logged_at,
            is_open.label("is_open"),
            Meeting.room_id,
            Body.name.label("body"),
            Person.full_name.label("chair"),
            Commune.name.label("commune"),
        )
        .join(Body, Body.id == Meeting.body_id)
        .join(Commune, Commune.id == Meeting.commune_id)
        .join(Person, Person.id == Meeting.chair_id)
    )
    found: Select[Any] = columns
    return found


def _line(r: Any, room: str) -> MeetingLine:
    if not r.is_open:
        return MeetingLine(id=None, held_on=r.held_on, is_hidden=True, commune=r.commune, state=r.state)
    return MeetingLine(
        id=r.id,
        held_on=r.held_on,
        is_hidden=False,
        title=r.title,
        body=r.body,
        commune=r.commune,
        starts_at=r.starts_at,
        ends_at=r.ends_at,
        place=room or r.place,
        chair=r.chair,
        platform=r.platform,
        state=r.state,
        convenor=r.convenor,
        mode=r.mode,
        printed_pages=r.printed_pages,
        is_proven=counts_as_ecabinet(r.state, r.platform, r.ecabinet_ref, r.evidence_id is not None),
        is_late=is_late_entry(r.held_on, clock.local(r.logged_at).date()),
    )


def same_start(body_id: int, starts_at: datetime, but: int | None = None) -> int | None:
    """The meeting of this body that already stands at this start, if there is one."""
    query = select(Meeting.id).where(
        Meeting.body_id == body_id,
        Meeting.starts_at == starts_at,
        Meeting.state != State.CANCELLED,
        true() if but is None else Meeting.id != but,
    )
    return db.session.scalar(query)


def bodies(viewer: Viewer, with_retired: bool = False, also: int | None = None) -> list[Body]:
    """The bodies that meet (``also`` one that no longer does), in the office's order."""
    query = select(Body).where(seen_by(viewer, Body)).order_by(Body.position, Body.id)
    if not with_retired:
        query = query.where(Body.is_active if also is None else or_(Body.is_active, Body.id == also))
    return list(db.session.scalars(query))


def body(viewer: Viewer, body_id: int) -> Body:
    """One body; NotFound for eyes of another commune."""
    found = db.session.scalar(select(Body).where(Body.id == body_id, seen_by(viewer, Body)))
    if found is None:
        raise NotFound("meeting_body")
    return found


def people(viewer: Viewer, also: Sequence[int] = ()) -> list[Person]:
    """Everybody who works here (and ``also`` those of an older list), in the order of an attendance list."""
    working = or_(Person.is_active, Person.id.in_(also)) if also else Person.is_active
    query = select(Person).where(Person.commune_id == viewer.commune_id, working)
    return list(db.session.scalars(query.order_by(Person.rank, Person.sort_key, Person.id)))


def units(viewer: Viewer) -> list[tuple[int, str]]:
    """The units that may lead a task: (id, name)."""
    query = select(Unit.id, Unit.name).where(Unit.commune_id == viewer.commune_id, Unit.is_active)
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Unit.position, Unit.id))]


def recorder(meeting: Meeting) -> str:
    """Who wrote the record, "" where nobody is known."""
    if meeting.recorded_by is None:
        return ""
    return db.session.scalar(select(Account.display_name).where(Account.id == meeting.recorded_by)) or ""


def commune_names(viewer: Viewer) -> dict[int, str]:
    """The communes these eyes look at, by name."""
    mine = Commune.id == viewer.commune_id if viewer.commune_id is not None else Commune.joined_on.is_not(None)
    return {row.id: row.name for row in db.session.execute(select(Commune.id, Commune.name).where(mine))}


def repeats(viewer: Viewer, most: int = 4) -> list[Repeat]:
    """Meetings of the last weeks to do again: each body's latest one, where the body has not met yet this week."""
    monday, _ = week_days(*week_of_day(clock.today()))
    query = (
        select(Meeting.id, Meeting.body_id, Meeting.held_on, Meeting.starts_at, Body.name)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            seen_by(viewer, Meeting),
            open_to(viewer),
            Body.is_active,
            Meeting.state.in_(HAPPENED),
            Meeting.platform != Platform.SECRET,
            Meeting.held_on >= monday - timedelta(weeks=REPEAT_WEEKS),
        )
        .order_by(Meeting.starts_at.desc())
    )
    latest: dict[int, Repeat] = {}
    for row in db.session.execute(query):
        latest.setdefault(row.body_id, Repeat(row.id, row.name, row.held_on, row.starts_at))
    return [found for found in latest.values() if found.held_on < monday][:most]


def last_of_body(viewer: Viewer, body_id: int) -> Meeting | None:
    """The body's latest meeting that these eyes may see: whose list of people the next one starts from."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.body_id == body_id, Meeting.state != State.CANCELLED, seen_by(viewer, Meeting), open_to(viewer))
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
