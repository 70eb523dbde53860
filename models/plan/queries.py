"""Reading the plan of one commune: targets with their newest reading, tasks and script steps with their duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, ScalarSelect, Select, Subquery, func, select
from sqlalchemy.orm import defer

from models import clock
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.duties import queries as duties
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.errors import NotFound
from models.plan import figures
from models.plan.rows import StepRow, TargetRow, TaskRow
from models.plan.tables import Figure, Pillar, Plan, PlanImport, PlanTask, Step, Target, Workstream

Found = TypeVar("Found")
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


MAIN_FIRST = (Plan.is_main.desc(), Plan.decided_on.is_(None), Plan.decided_on.desc(), Plan.id.desc())


def current_plan_id(viewer: Viewer) -> ScalarSelect[int]:
    """The commune's main plan, as a part of other queries; NotFound for eyes on all communes at once."""
    if viewer.commune_id is None:
        raise NotFound
    return select(Plan.id).where(seen_by(viewer, Plan)).order_by(*MAIN_FIRST).limit(1).scalar_subquery()


def main_plans(viewer: Viewer) -> Subquery:
    """Id, commune and code of the main plan of each commune, as a part of other queries."""
    place = func.row_number().over(partition_by=Plan.commune_id, order_by=MAIN_FIRST).label("place")
    ranked = select(Plan.id, Plan.commune_id, Plan.code, place).where(seen_by(viewer, Plan)).subquery()
    return select(ranked.c.id, ranked.c.commune_id, ranked.c.code).where(ranked.c.place == 1).subquery()


def _asked(viewer: Viewer, plan_id: int | None) -> ScalarSelect[int] | int:
    """The plan that is asked for, which the viewer was seen to own, or the main one."""
    return current_plan_id(viewer) if plan_id is None else plan_id


def plan(viewer: Viewer) -> Plan | None:
    """The commune's main plan, None before one is loaded."""
    return db.session.scalars(select(Plan).where(Plan.id == current_plan_id(viewer))).one_or_none()


def plans(viewer: Viewer) -> Sequence[Plan]:
    """The plans of the commune, the main one first; NotFound for eyes on all communes at once."""
    if viewer.commune_id is None:
        raise NotFound
    return db.session.scalars(select(Plan).where(seen_by(viewer, Plan)).order_by(*MAIN_FIRST).limit(50)).all()


def chosen(there: Sequence[Plan], plan_id: int) -> Plan | None:
    """The plan that is asked for among those of the commune, 0 for the main one; NotFound for one of others."""
    if not plan_id:
        return next(iter(there), None)
    return _found(next((one for one in there if one.id == plan_id), None))


def imports(viewer: Viewer) -> Sequence[PlanImport]:
    """The workbooks that were handed in last, newest first, without their sheets."""
    query = select(PlanImport).options(defer(PlanImport.sheets)).where(seen_by(viewer, PlanImport))
    return db.session.scalars(query.order_by(PlanImport.id.desc()).limit(10)).all()


def pillars(viewer: Viewer, plan_id: int | None = None) -> Sequence[Row[str, str]]:
    """Code and title of the plan's pillars, in the plan's order."""
    query = select(Pillar.code, Pillar.title).where(Pillar.plan_id == _asked(viewer, plan_id))
    return db.session.execute(query.order_by(Pillar.position)).all()


def target_rows(viewer: Viewer, until: date | None = None, plan_id: int | None = None) -> list[TargetRow]:
    """All targets in the plan's order, each with its newest reading by hand, or its newest ``until`` a day.

    One statement.
    """
    return [_target_row(row) for row in read(_targets(viewer, until, plan_id))]


def _targets(viewer: Viewer, until: date | None, plan_id: int | None) -> AnySelect:
    latest = figures.newest(viewer, Figure.target_id, until)
    return (
        select(
            Target.id.label("target_id"),
            Target.no,
            Target.title,
            Target.comparator,
            Target.value.label("goal"),
            Target.source,
            Target.measure_key,
            Target.is_spoiled_by_complaint,
            Target.threshold,
            Target.unit_words,
            Target.followed_by,
            func.coalesce(Plan.reading_days, Target.reading_days).label("reading_days"),
            Target.short_title,
            (Target.numerator_words + "/" + Target.denominator_words).label("definition"),
            *figures.of_newest(latest),
        )
        .join(Plan, Plan.id == Target.plan_id)
        .outerjoin(latest, (latest.c.subject_id == Target.id) & (latest.c.place == 1))
        .where(seen_by(viewer, Target), Target.plan_id == _asked(viewer, plan_id))
        .order_by(Target.no)
    )


def _target_row(row: AnyRow) -> TargetRow:
    return TargetRow(
        id=row.target_id,
        no=row.no,
        title=row.title,
        comparator=row.comparator,
        goal=row.goal,
        source=row.source,
        measure_key=row.measure_key,
        is_spoiled_by_complaint=row.is_spoiled_by_complaint,
        threshold=row.threshold,
        unit_words=row.unit_words,
        followed_by=row.followed_by,
        reading_days=row.reading_days,
        short_title=row.short_title,
        definition=row.definition,
        hand=figures.hand(row),
    )


def target(viewer: Viewer, no: int) -> Target:
    """One target of a plan of the commune; NotFound otherwise."""
    query = select(Target).where(seen_by(viewer, Target), Target.no == _in_one_commune(viewer, no))
    return _found(db.session.scalars(query).one_or_none())


def task_rows(viewer: Viewer, plan_id: int | None = None) -> list[TaskRow]:
    """All tasks of the main plan, or of another one, in its order, with today's standing (one statement)."""
    today = clock.today()
    query: AnySelect = select(
        *duties.columns(), *_GROUP_OF_TASK, PlanTask.goal, PlanTask.product, PlanTask.lead, PlanTask.partners
    )
    query = duties.joined(
        query.select_from(PlanTask)
        .join(Duty, Duty.id == PlanTask.duty_id)
        .outerjoin(Pillar, Pillar.id == PlanTask.pillar_id)
    )
    query = query.where(seen_by(viewer, PlanTask), PlanTask.plan_id == _asked(viewer, plan_id)).order_by(PlanTask.no)
    return [
        TaskRow(
            **duties.facts(row, today),
            group=row.pillar or "",
            group_title=row.pillar_title or "",
            goal=row.goal,
            product=row.product,
            lead=row.lead,
            partners=row.partners,
        )
        for row in read(query)
    ]


def step_rows(viewer: Viewer) -> list[StepRow]:
    """All steps of the script in its order, with today's standing and the contact column (one statement)."""
    today = clock.today()
    contacts = (Workstream.province_contacts, Workstream.commune_contacts, Workstream.task_nos)
    latest = figures.newest(viewer, Figure.step_id)
    by_hand = (*figures.of_newest(latest), Plan.reading_days)
    query: AnySelect = select(*duties.columns(), *_GROUP_OF_STEP, *_OF_STEP, *contacts, *by_hand)
    query = duties.joined(
        query.select_from(Step)
        .join(Duty, Duty.id == Step.duty_id)
        .join(Workstream, Workstream.id == Step.workstream_id)
        .join(Plan, Plan.id == Step.plan_id)
        .outerjoin(latest, (latest.c.subject_id == Step.id) & (latest.c.place == 1))
    )
    query = query.where(Step.plan_id == current_plan_id(viewer)).order_by(Workstream.position, Step.no)
    return [
        StepRow(
            **_step_facts(row, today),
            province_contacts=row.province_contacts,
            commune_contacts=row.commune_contacts,
            task_nos=row.task_nos,
            hand=figures.hand(row),
            reading_days=row.reading_days,
        )
        for row in read(query)
    ]


def short_rows(viewer: Viewer) -> tuple[list[TaskRow], list[StepRow]]:
    """Tasks and steps in their order without their long words, for pages that count and name them (one statement)."""
    today = clock.today()
    latest = figures.newest(viewer, Figure.step_id)
    by_hand = (*figures.of_newest(latest), Plan.reading_days, Workstream.task_nos)
    query: AnySelect = select(*duties.columns(), *_GROUP_OF_TASK, *_GROUP_OF_STEP, *_OF_STEP, *by_hand)
    query = duties.joined(
        query.select_from(Duty)
        .outerjoin(PlanTask, PlanTask.duty_id == Duty.id)
        .outerjoin(Pillar, Pillar.id == PlanTask.pillar_id)
        .outerjoin(Step, Step.duty_id == Duty.id)
        .outerjoin(Workstream, Workstream.id == Step.workstream_id)
        .outerjoin(Plan, Plan.id == Step.plan_id)
        .outerjoin(latest, (latest.c.subject_id == Step.id) & (latest.c.place == 1))
    )
    in_plan = func.coalesce(PlanTask.plan_id, Step.plan_id) == current_plan_id(viewer)
    query = query.where(seen_by(viewer, Duty), in_plan).order_by(PlanTask.no, Workstream.position, Step.no)
    tasks: list[TaskRow] = []
    steps: list[StepRow] = []
    for row in read(query):
        if row.kind is DutyKind.TASK:
            group: dict[str, Any] = {"group": row.pillar or "", "group_title": row.pillar_title or ""}
            tasks.append(TaskRow(**duties.facts(row, today), **group, goal="", product="", lead=[], partners=[]))
        else:
            lists: dict[str, Any] = {"province_contacts": [], "commune_contacts": [], "task_nos": row.task_nos}
            told: dict[str, Any] = {"hand": figures.hand(row), "reading_days": row.reading_days}
            steps.append(StepRow(**_step_facts(row, today), **lists, **told))
    return tasks, steps


_GROUP_OF_TASK = (Pillar.code.label("pillar"), Pillar.title.label("pillar_title"))
_GROUP_OF_STEP = (Workstream.code.label("stream"), Workstream.title.label("stream_title"))
_OF_STEP = (Step.result, Step.recurrence, Step.monthly_before, Step.delivered_on, Step.measure)


def _step_facts(row: AnyRow, today: date) -> dict[str, Any]:
    return {
        **duties.facts(row, today),
        "group": row.stream,
        "group_title": row.stream_title,
        "result": row.result,
        "recurrence": row.recurrence,
        "monthly_before": row.monthly_before,
        "delivered_on": row.delivered_on,
        "measure": row.measure,
    }


def work_row(rows: Sequence[TaskRow] | Sequence[StepRow], work: PlanTask | Step) -> TaskRow | StepRow:
    """The line of one piece of work among those of its list."""
    return next(row for row in rows if row.id == work.duty_id)


def task(viewer: Viewer, no: int) -> PlanTask:
    """One task of a plan of the commune by its number; NotFound otherwise."""
    query = select(PlanTask).where(seen_by(viewer, PlanTask), PlanTask.no == _in_one_commune(viewer, no))
    return _found(db.session.scalars(query).one_or_none())


def step(viewer: Viewer, code: str) -> Step:
    """One step of the current script by its code, like III.4; NotFound otherwise."""
    query = select(Step).where(Step.plan_id == current_plan_id(viewer), Step.code == code)
    return _found(db.session.scalars(query).one_or_none())


def _in_one_commune(viewer: Viewer, no: int) -> int:
    """A number stands for one row within one commune; NotFound for eyes on all of them."""
    if viewer.commune_id is None:
        raise NotFound
    return no


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound
    return row
