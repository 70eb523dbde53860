"""Reading the figures of meetings: the parts of all of them, in as many statements whatever the history holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased

from models import clock
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Unit
from models.base import read, seen_by
from models.duties.rules import UNFINISHED, DutyKind, DutyStatus, standing
from models.duties.tables import Duty
from models.meetings import staff
from models.meetings.counting import (
    OF_NOW,
    AsideKind,
    CountedPart,
    MeetingMetric,
    MetricFigure,
    aside_of,
    parts_of,
    parts_of_staff,
    task_in_time,
)
from models.meetings.lateness import Lateness
from models.meetings.paper_rules import SETTLED
from models.meetings.points import PointKind
from models.meetings.queries import open_to
from models.meetings.rules import HAPPENED, Facts
from models.meetings.seats import Presence, SeatRole
from models.meetings.states import OFF
from models.meetings.tables import (
    AgendaItem,
    Attendance,
    Body,
    Conclusion,
    ItemPosition,
    Meeting,
    MeetingMove,
    MeetingNotice,
    Paper,
    PaperVersion,
    Receipt,
)
from models.meetings.weeks import counted_then, facts_of
from models.spans import Period

Number = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A task whose day is over: how many days, and who leads it."""

    days: int
    unit: str


@dataclass(slots=True)
class FigureLedger:
    """All parts that were read, of one span and those before it."""

    parts: dict[MeetingMetric, list[CountedPart]] = field(default_factory=lambda: defaultdict(list))
    asides: dict[AsideKind, list[CountedPart]] = field(default_factory=lambda: defaultdict(list))
    facts: list[Facts] = field(default_factory=list)
    stays: list[tuple[int, datetime, CountedPart]] = field(default_factory=list)  # in which room, from when
    overdue: list[Overdue] = field(default_factory=list)
    days_off: frozenset[date] = frozenset()

    def figure(self, metric: MeetingMetric, span: Period) -> MetricFigure:
        """One figure of a span; what is overdue is so now, and so is what people have reached."""
        known = self.parts.get(metric, [])
        is_now = metric in OF_NOW
        return MetricFigure(metric, tuple(part for part in known if is_now or span.has(part.day)))

    def aside(self, span: Period) -> dict[AsideKind, list[CountedPart]]:
        """What does not count in a span, by its reason."""
        found = {kind: [part for part in self.asides.get(kind, []) if span.has(part.day)] for kind in AsideKind}
        return {kind: parts for kind, parts in found.items() if parts}


def read_ledger(viewer: Viewer, first: date, last: date, shown: Period, body_id: int | None) -> FigureLedger:
    """The parts of all meetings from the first day to the last, of the tasks due in these days, and of what is late."""
    found, today = FigureLedger(), clock.today()
    rows = read(_meetings(viewer, first, last, body_id)).all()
    late = Lateness(viewer)
    are_late, known = late.of(row for row in rows if row.state in HAPPENED), late.calendar
    found.days_off = known.days_off
    for row in rows:
        facts, part = facts_of(row, row.id in are_late), _part(row)
        if (reason := aside_of(row.state, facts)) is not None:
            found.asides[reason].append(part)
        if row.state not in HAPPENED:
            continue
        found.facts.append(facts)
        if row.room_id is not None:
            found.stays.append((row.room_id, row.starts_at, part))
        for metric, numerator, denominator in parts_of(row, facts, known.after(row.held_on, row.notice_days), today):
            found.parts[metric].append(replace(part, numerator=int(numerator), denominator=denominator))
    _read_tasks(found, viewer, first, last, body_id, today)
    _read_moves(found, viewer, shown, body_id)
    return found


def add_staff(found: FigureLedger, viewer: Viewer) -> None:
    """Put in what each person at work has of e-Cabinet (three statements)."""
    with_names = viewer.may(Permission.KEEP_ECABINET_STAFF)
    for metric, part in parts_of_staff(staff.staff(viewer), clock.today(), with_names):
        found.parts[metric].append(part)


def _part(row: Any) -> CountedPart:
    if not row.is_open:
        return CountedPart(row.held_on, is_hidden=True)
    return CountedPart(row.held_on, meeting_id=row.id, title=row.title, body=row.body)


def _of_body(viewer: Viewer, body_id: int | None) -> ColumnElement[bool]:
    """Which kind of meeting a closed one was is known to those alone who may know of it."""
    return true() if body_id is None else (Meeting.body_id == body_id) & open_to(viewer)


def _meetings(viewer: Viewer, first: date, last: date, body_id: int | None) -> Select[Any]:
    columns: Any = select(
        Meeting.id,
        Meeting.title,
        Meeting.held_on,
        Meeting.state,
        Meeting.platform,
        Meeting.convenor,
        Meeting.ecabinet_ref,
        Meeting.evidence_id,
        Meeting.printed_pages,
        Meeting.logged_at,
        Meeting.room_id,
        Meeting.starts_at,
        Meeting.ends_at,
        Meeting.planned_start,
        Meeting.planned_end,
        Meeting.invited_at,
        Meeting.urgency,
        Body.name.label("body"),
        Body.notice_workdays.label("notice_days"),
        counted_then().label("counts_for_kpi"),
        open_to(viewer).label("is_open"),
        *(number.label(name) for name, number in {**_heads(), **_of_papers(), **_of_agenda()}.items()),
    )
    query: Select[Any] = (
        columns.join(Body, Body.id == Meeting.body_id)
        .where(seen_by(viewer, Meeting), Meeting.held_on.between(first, last), Meeting.state.in_(HAPPENED | OFF))
        .where(_of_body(viewer, body_id))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return query


def _count(kind: Any, *conditions: Any) -> Number:
    return select(func.count()).select_from(kind).where(*conditions).correlate(Meeting).scalar_subquery()


def _heads() -> dict[str, Number]:
    here = Attendance.meeting_id == Meeting.id
    member = (here, Attendance.duty != SeatRole.GUEST, Attendance.status != Presence.SUBSTITUTE)
    return {
        "required": _count(Attendance, *member),
        "present": _count(Attendance, *member, Attendance.status == Presence.PRESENT),
        "substitutes": _count(Attendance, here, Attendance.status == Presence.SUBSTITUTE),
        "people": _count(Attendance, here, Attendance.person_id.is_not(None)),
    }


def _of_papers() -> dict[str, Number]:
    here = (Paper.meeting_id == Meeting.id, Paper.is_required)
    of_paper, later = PaperVersion.paper_id == Paper.id, aliased(PaperVersion)
    is_current = ~select(later.id).where(later.paper_id == PaperVersion.paper_id, later.no > PaperVersion.no).exists()
    seated = select(Attendance.id).where(Attendance.meeting_id == Meeting.id, Attendance.person_id == Receipt.person_id)
    versions = Paper.__table__.join(PaperVersion.__table__, of_paper)
    receipts = versions.join(Receipt.__table__, Receipt.version_id == PaperVersion.id)
    before = PaperVersion.published_at < Meeting.starts_at
    confirmed = (*here, is_current, before, Receipt.confirmed_at < Meeting.starts_at)
    return {
        "papers": _count(Paper, *here),
        "papers_in_time": _count(versions, *here, PaperVersion.no == 1, PaperVersion.late_workdays == 0),
        "papers_before": _count(versions, *here, is_current, before),
        "confirmed": _count(receipts, *confirmed, seated.correlate(Meeting, Receipt).exists()),
        "pages": select(func.coalesce(func.sum(PaperVersion.pages), 0))
        .select_from(versions)
        .where(*here, is_current)
        .correlate(Meeting)
        .scalar_subquery(),
    }


def _of_agenda() -> dict[str, Number]:
    here = AgendaItem.meeting_id == Meeting.id
    items = AgendaItem.__table__.join(ItemPosition.__table__, ItemPosition.item_id == AgendaItem.id)
    of_task = (Conclusion.meeting_id == Meeting.id, Conclusion.kind == PointKind.TASK)
    tasks = Conclusion.__table__.join(Duty.__table__, Duty.id == Conclusion.duty_id)
    clear = (Duty.person_id.is_not(None), Duty.unit_id.is_not(None), Duty.due_on.is_not(None))
    notice = select(func.min(MeetingNotice.issued_on)).where(
        MeetingNotice.meeting_id == Meeting.id, MeetingNotice.state.in_(SETTLED)
    )
    return {
        "items": _count(AgendaItem, here),
        "in_block": _count(AgendaItem, here, AgendaItem.in_block),
        "positions": _count(items, here, ItemPosition.said_at < Meeting.starts_at),
        "conclusions": _count(Conclusion, Conclusion.meeting_id == Meeting.id),
        "tasks": _count(Conclusion, *of_task),
        "clear_tasks": _count(tasks, *of_task, *clear),
        "notice_on": notice.correlate(Meeting).scalar_subquery(),
    }


def _tasks(viewer: Viewer, body_id: int | None, *conditions: ColumnElement[bool]) -> Iterable[Any]:
    columns = (Duty.id, Duty.title, Duty.status, Duty.due_on, Duty.first_due_on, Duty.judged_on)
    query = (
        select(*columns, open_to(viewer).label("is_open"), Body.name.label("body"), Unit.name.label("unit"))
        .join(Conclusion, Conclusion.duty_id == Duty.id)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Unit, Unit.id == Duty.unit_id)
        .where(seen_by(viewer, Duty), Duty.kind == DutyKind.CONCLUSION, _of_body(viewer, body_id), *conditions)
        .order_by(Duty.first_due_on, Duty.id)
    )
    return read(query).all()


def tasks_in_time(viewer: Viewer, span: Period, today: date) -> tuple[int, int]:
    """How many tasks of conclusions were confirmed by the day asked for first, of those whose day was in a span.

    The same parts as in the list of that figure (one statement).
    """
    found = FigureLedger()
    _read_due(found, viewer, *span.days, None, today)
    figure = found.figure(MeetingMetric.TASKS, span)
    return figure.numerator, figure.denominator


def _read_tasks(found: FigureLedger, viewer: Viewer, first: date, last: date, body_id: int | None, today: date) -> None:
    _read_due(found, viewer, first, last, body_id, today)
    for row in _tasks(viewer, body_id, Duty.status.in_(UNFINISHED)):
        is_late = row.due_on is not None and row.due_on < today
        found.parts[MeetingMetric.OVERDUE].append(_of_task(row, row.due_on or today, is_late))
        if is_late:
            found.overdue.append(Overdue((today - row.due_on).days, row.unit or ""))


def _read_due(found: FigureLedger, viewer: Viewer, first: date, last: date, body_id: int | None, today: date) -> None:
    in_days = Duty.first_due_on.between(first, last)
    for row in _tasks(viewer, body_id, in_days, Duty.status != DutyStatus.VOID):
        in_time = task_in_time(standing(row.status, row.first_due_on, row.judged_on, today))
        if in_time is not None:
            found.parts[MeetingMetric.TASKS].append(_of_task(row, row.first_due_on, in_time))


def _of_task(row: Any, day: date, is_reached: bool) -> CountedPart:
    if not row.is_open:
        return CountedPart(day, int(is_reached), 1, is_hidden=True)
    return CountedPart(day, int(is_reached), 1, duty_id=row.id, title=row.title, body=row.unit or row.body)


def _read_moves(found: FigureLedger, viewer: Viewer, shown: Period, body_id: int | None) -> None:
    """What was to be held in a span and went to another one."""
    first, last = shown.days
    began = MeetingMove.from_start.between(clock.at_office(first), clock.at_office(last, 23, 59))
    query = (
        select(Meeting.id, Meeting.title, Meeting.held_on, MeetingMove.from_start, Body.name.label("body"))
        .add_columns(open_to(viewer).label("is_open"))
        .join(Meeting, Meeting.id == MeetingMove.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(seen_by(viewer, MeetingMove), began, ~Meeting.held_on.between(first, last), _of_body(viewer, body_id))
        .order_by(MeetingMove.id)
    )
    seen: set[int] = set()
    for row in read(query):
        if row.id not in seen:
            seen.add(row.id)
            day = clock.local(row.from_start).date()
            words = {"meeting_id": row.id, "title": row.title, "body": row.body}
            found.asides[AsideKind.MOVED].append(
                CountedPart(day, **words) if row.is_open else CountedPart(day, is_hidden=True)
            )
