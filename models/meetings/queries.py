"""Reading the ledger of meetings, for the eyes that look: lists, one meeting, what a new record may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption as ExecutableOption

from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db, seen_by
from models.duties.tables import Duty
from models.errors import NotFound
from models.meetings.lateness import Lateness
from models.meetings.rules import (
    HAPPENED,
    Confidentiality,
    Convenor,
    MeetingFigure,
    MeetingMode,
    Platform,
    State,
    counts_as_ecabinet,
)
from models.meetings.tables import (
    AgendaItem,
    Attendance,
    Body,
    Conclusion,
    ConclusionUnit,
    ItemPosition,
    Meeting,
)
from models.meetings.weeks import recent_weeks, week_figures
from models.periods import week_days, week_of_day
from models.places.queries import room_names
from models.searching import as_written
from models.text import fold, marked_words

__all__ = [
    "MeetingFilter",
    "MeetingLine",
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
    "same_start",
    "units",
    "week_figures",
]


MOST_WORDS = 8  # of what is searched for


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
    """One line of the ledger; a hidden one says nothing but that there was a closed meeting.

    ``key`` is where the next page begins; it leads nowhere by itself.
    """

    id: int | None
    key: int
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
    is_as_written: bool = True  # it has the marks that were typed into the search

    @property
    def week(self) -> tuple[int, int]:
        """The ISO week it was held in."""
        return week_of_day(self.held_on)


def open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Whether these eyes may know of a meeting: of a closed or secret one only whoever is invited or wrote it down."""
    anybody = and_(Meeting.platform != Platform.SECRET, Meeting.confidentiality == Confidentiality.OPEN)
    known: list[ColumnElement[bool]] = [anybody, Meeting.recorded_by == viewer.account_id]
    if viewer.person_id is not None:
        me = viewer.person_id
        sits = Attendance.meeting_id == Meeting.id, Attendance.person_id == me
        invited = exists().where(*sits).correlate(Meeting)
        known += [Meeting.chair_id == me, Meeting.secretary_id == me, invited]
    if viewer.may(Permission.RECORD_MEETING):
        return or_(*known)
    return and_(or_(*known), Meeting.state != State.DRAFT)  # nobody is told of a draft


def meeting(
    viewer: Viewer,
    meeting_id: int,
    *more: ExecutableOption,
    for_papers: bool = False,
    with_votes: bool = False,
) -> Meeting:
    """One meeting with all that its page shows; NotFound for eyes that may not know of it.

    ``for_papers``: also the units that join in its tasks; ``with_votes``: its agenda with the votes on it.
    """
    of_tasks = [joinedload(Conclusion.duty).options(joinedload(Duty.unit), joinedload(Duty.person))]
    votes: list[ExecutableOption] = []
    if for_papers:
        of_tasks.append(selectinload(Conclusion.joining).joinedload(ConclusionUnit.unit))
    if with_votes:
        votes.append(selectinload(Meeting.items).selectinload(AgendaItem.ballots))
    rows = db.session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id, seen_by(viewer, Meeting), open_to(viewer))
        .options(
            joinedload(Meeting.body),
            joinedload(Meeting.chair),
            joinedload(Meeting.secretary),
            joinedload(Meeting.evidence),
            selectinload(Meeting.conclusions).options(*of_tasks),
            selectinload(Meeting.attendance).joinedload(Attendance.person),
            *votes,
            *more,
        )
    )
    found = rows.unique().one_or_none()
    if found is None:
        raise NotFound("meeting")
    return found


def with_course() -> tuple[ExecutableOption, ...]:
    """What the page of a meeting shows besides: how it was moved, when it sits; in the same statement."""
    return joinedload(Meeting.moves), joinedload(Meeting.sittings)


def with_agenda() -> tuple[ExecutableOption, ...]:
    """The agenda with positions and votes, and who came and left."""
    items = selectinload(Meeting.items)
    return (
        items.selectinload(AgendaItem.positions).joinedload(ItemPosition.person),
        items.selectinload(AgendaItem.ballots),
        selectinload(Meeting.attendance).selectinload(Attendance.movements),
    )


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
    if words := fold(wanted.text).split()[:MOST_WORDS]:
        conditions += [open_to(viewer), *(Meeting.fold.contains(word, autoescape=True) for word in words)]
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
    viewer: Viewer,
    wanted: MeetingFilter,
    ids: Sequence[int] | None = None,
    limit: int = 50,
    after: int | None = None,
    late: Lateness | None = None,
) -> list[MeetingLine]:
    """The ledger, newest first, behind the row ``after``; columns only, and no words of what the viewer may not see."""
    rows = db.session.execute(lines_query(viewer, wanted, ids, limit, after)).all()
    names = room_names(viewer, {row.room_id for row in rows if row.room_id})
    is_late = (late or Lateness(viewer)).of(rows)
    found = [_line(row, names.get(row.room_id, ""), row.id in is_late) for row in rows]
    if not marked_words(wanted.text):
        return found
    return [replace(line, is_as_written=bool(row.is_exact)) for line, row in zip(found, rows, strict=True)]


def lines_query(
    viewer: Viewer, wanted: MeetingFilter, ids: Sequence[int] | None = None, limit: int = 50, after: int | None = None
) -> Select[Any]:
    """What ``lines`` asks the database; it walks the index of the days and stops where the page is full.

    Where marks were typed, what has them comes before what has other ones.
    """
    query = _columns(open_to(viewer)).where(*_narrowed(viewer, wanted, ids))
    order: list[Any] = [Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc()]
    last = aliased(Meeting)
    behind = tuple_(Meeting.held_on, Meeting.starts_at, Meeting.id)
    key = select(last.held_on, last.starts_at, last.id).where(last.id == after, seen_by(viewer, last))
    of_last = select(last.held_on).where(last.id == after, seen_by(viewer, last))
    is_behind = and_(Meeting.held_on <= of_last.scalar_subquery(), behind < key.scalar_subquery())
    if marked_words(wanted.text):
        exact = as_written(Meeting.title, wanted.text)
        query, order = query.add_columns(exact.label("is_exact")), [exact.desc(), *order]
        its = (
            select(as_written(last.title, wanted.text)).where(last.id == after, seen_by(viewer, last)).scalar_subquery()
        )
        is_behind = or_(exact < its, and_(exact == its, is_behind))
    if after is not None:
        query = query.where(is_behind)
    return query.order_by(*order).limit(limit)


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


def _line(r: Any, room: str, is_late: bool) -> MeetingLine:
    if not r.is_open:
        return MeetingLine(
            id=None, key=r.id, held_on=r.held_on, is_hidden=True, commune=r.commune, platform=r.platform, state=r.state
        )
    return MeetingLine(
        id=r.id,
        key=r.id,
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
        is_late=is_late,
    )


def same_start(body_id: int, starts_at: datetime, but: int | None = None) -> int | None:
    """The meeting of this body that already stands at this start, if there is one."""
    return db.session.scalar(same_start_query(body_id, starts_at, but))


def same_start_query(body_id: int, starts_at: datetime, but: int | None = None) -> Select[int]:
    """What asks for it."""
    return select(Meeting.id).where(
        Meeting.body_id == body_id,
        Meeting.starts_at == starts_at,
        Meeting.state != State.CANCELLED,
        true() if but is None else Meeting.id != but,
    )


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


def last_of_body(viewer: Viewer, body_id: int) -> Meeting | None:
    """The body's latest meeting that these eyes may see: whose list of people the next one starts from."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.body_id == body_id, Meeting.state != State.CANCELLED, seen_by(viewer, Meeting), open_to(viewer))
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
