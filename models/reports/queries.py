"""Reading a week: its facts from the records until the end of a day, and the reports that are kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Unit
from models.base import db, read, seen_by
from models.duties.rules import UNFINISHED, DutyKind, DutyState, DutyStatus
from models.duties.tables import Duty
from models.errors import NotFound
from models.measures.queries import look_back, measures
from models.measures.targets import TargetReading, read_targets
from models.meetings import weeks
from models.periods import week_days, week_of_day
from models.plan import queries as plan
from models.plan.tables import PlanTask, Step
from models.reports.rules import (
    CitizenFacts,
    DutyFact,
    MeetingFacts,
    ReportState,
    TargetFact,
    WeekFacts,
    WorkFacts,
    WorkLine,
    definition_of,
    stood,
)
from models.reports.tables import WeekReport
from models.satisfaction import case_queries

AnyRow = Row[*tuple[Any, ...]]
KINDS = (DutyKind.TASK, DutyKind.STEP, DutyKind.CONCLUSION, DutyKind.FINDING)
WATCHED = (DutyState.OVERDUE, DutyState.WAITING)


def report(viewer: Viewer, year: int, week: int) -> WeekReport | None:
    """The report of a week, None before anybody wrote or sent it; the province reads what was sent alone."""
    query = select(WeekReport).where(seen_by(viewer, WeekReport), WeekReport.year == year, WeekReport.week == week)
    found = db.session.scalars(query).one_or_none()
    if viewer.role is Role.PROVINCE and (found is None or not found.is_sent):
        raise NotFound("week_report")
    return found


def before(viewer: Viewer, year: int, week: int) -> WeekReport | None:
    """The report of the week before, where it was sent."""
    monday, _ = week_days(year, week)
    earlier = week_of_day(monday - timedelta(days=7))
    own = (WeekReport.year == earlier[0], WeekReport.week == earlier[1], WeekReport.state == ReportState.SENT)
    return db.session.scalars(select(WeekReport).where(seen_by(viewer, WeekReport), *own)).one_or_none()


def kept(viewer: Viewer, since: tuple[int, int]) -> Sequence[AnyRow]:
    """Of the weeks since one of them: which are written, which were sent, under which number."""
    r = WeekReport
    query: Select[*tuple[Any, ...]] = select(r.year, r.week, r.state, r.number, r.dated, r.sent_at)
    later = or_(r.year > since[0], and_(r.year == since[0], r.week >= since[1]))
    if viewer.role is Role.PROVINCE:
        later = and_(later, r.state == ReportState.SENT)
    return read(query.where(seen_by(viewer, r), later).order_by(r.year.desc(), r.week.desc()).limit(200)).all()


def last_day(year: int, week: int) -> date:
    """The day until which a week is told: its Sunday, or today; NotFound for a week to come."""
    monday, sunday = week_days(year, week)
    today = clock.today()
    if monday > today:
        raise NotFound("week")
    return min(sunday, today)


def facts(viewer: Viewer, year: int, week: int) -> WeekFacts:
    """The facts of a week as the records tell them now; of a week that is over as they stood at its end."""
    monday, sunday = week_days(year, week)
    until = last_day(year, week)
    rows = _duties(viewer, monday)
    met = weeks.week_figures(viewer, year, week)
    told = case_queries.figures(viewer, monday, until)
    look = look_back(viewer, until, (year, week))
    return WeekFacts(
        year=year,
        week=week,
        until=until.isoformat(),
        targets=tuple(map(_target, read_targets(look, plan.target_rows(viewer, until)))),
        tasks=_work(rows, DutyKind.TASK, monday, until),
        steps=_work(rows, DutyKind.STEP, monday, until),
        conclusions=_work(rows, DutyKind.CONCLUSION, monday, until),
        findings=_work(rows, DutyKind.FINDING, monday, until),
        meetings=MeetingFacts(
            met.held,
            met.counted,
            met.ecabinet,
            met.paperless,
            met.goal.weekly_minimum if met.goal else None,
            str(met.goal.share_percent) if met.goal and met.goal.share else "",
        ),
        cases=CitizenFacts(told.received, told.closed),
        lines=tuple(_lines(rows, until, sunday + timedelta(days=7))),
    )


def _target(item: TargetReading) -> TargetFact:
    target, found = item.target, item.measure
    declared = measures().get(found.key)
    is_there = found.value is not None
    as_of = clock.local(found.as_of).date() if isinstance(found.as_of, datetime) else found.as_of
    return TargetFact(
        no=target.no,
        title=target.title,
        comparator=target.comparator.value,
        goal=f"{target.goal.normalize():f}",
        verdict=item.verdict,
        definition=definition_of(
            found.key, declared.says if declared else "", target.comparator.value, target.goal.normalize(), target.title
        ),
        grade=found.grade,
        value=str(found.value) if is_there else "",
        shown=found.shown if is_there else "",
        numerator=found.numerator if is_there else None,
        denominator=found.denominator if is_there else None,
        as_of=as_of.isoformat() if as_of and is_there else "",
        is_sample=found.is_sample,
        is_hidden=not is_there and bool(found.denominator),
        complaints=item.complaints or None,
    )


_FACTS = (Duty.kind, Duty.ref, Duty.title, Duty.origin, Duty.status, Duty.due_on, Duty.judged_on)


def _duties(viewer: Viewer, monday: date) -> Sequence[AnyRow]:
    """The work of the plan, and of conclusions and findings what was still owed in the week (one statement)."""
    in_plan = or_(
        PlanTask.plan_id == plan.current_plan_id(viewer),
        Step.plan_id == plan.current_plan_id(viewer),
    )
    live = or_(Duty.status.in_((*UNFINISHED, DutyStatus.REPORTED)), Duty.confirmed_at >= clock.at_office(monday))
    others = and_(Duty.kind.in_((DutyKind.CONCLUSION, DutyKind.FINDING)), live)
    query: Select[*tuple[Any, ...]] = (
        select(*_FACTS, Duty.reported_at, Duty.confirmed_at, Duty.created_at, Unit.name.label("unit"))
        .outerjoin(PlanTask, PlanTask.duty_id == Duty.id)
        .outerjoin(Step, Step.duty_id == Duty.id)
        .outerjoin(Unit, Unit.id == Duty.unit_id)
        .where(seen_by(viewer, Duty), Duty.status != DutyStatus.VOID, or_(in_plan, others))
        .order_by(PlanTask.no, Step.workstream_id, Step.no, Duty.id)
    )
    return read(query).all()


def _fact(row: AnyRow) -> DutyFact:
    days = [clock.local(at).date() if at else None for at in (row.reported_at, row.confirmed_at)]
    return DutyFact(row.status, row.due_on, row.judged_on, *days)


def _is_of_plan(row: AnyRow) -> bool:
    return row.kind in (DutyKind.TASK, DutyKind.STEP)


def _there(row: AnyRow, until: date) -> bool:
    """Whether the work was known by then; the plan's own was, from the day of the plan on."""
    return _is_of_plan(row) or clock.local(row.created_at).date() <= until


def _work(rows: Sequence[AnyRow], kind: DutyKind, monday: date, until: date) -> WorkFacts:
    own = [row for row in rows if row.kind is kind and _there(row, until)]
    stands = [(row, _fact(row), stood(_fact(row), until)) for row in own]
    overdue = sum(one.state is DutyState.OVERDUE for _, _, one in stands)
    newly = [row.ref for row, fact, one in stands if one.is_done and fact.done_on and fact.done_on >= monday]
    return WorkFacts(
        total=len(own),
        done=sum(one.is_done for _, _, one in stands),
        waiting=sum(one.state is DutyState.WAITING for _, _, one in stands),
        going=sum(one.is_open for _, _, one in stands) - overdue,
        overdue=overdue,
        newly=tuple(newly),
        added=sum(clock.local(row.created_at).date() >= monday for row in own),
    )


def _lines(rows: Sequence[AnyRow], until: date, soon: date) -> list[WorkLine]:
    """What was overdue, waited to be confirmed, or was due soon."""
    found = []
    for row in rows:
        one = stood(_fact(row), until)
        is_soon = one.is_open and row.due_on is not None and row.due_on <= soon
        if _there(row, until) and (one.state in WATCHED or is_soon):
            due = row.due_on.isoformat() if row.due_on else ""
            late = one.days if one.state is DutyState.OVERDUE else 0
            found.append(WorkLine(row.kind, row.ref, row.title, one.state, row.unit or "", due, late, row.origin))
    return sorted(found, key=lambda line: (KINDS.index(line.kind), line.state is not DutyState.OVERDUE))
