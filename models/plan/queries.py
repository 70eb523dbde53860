"""Reading the plan of one commune: targets with their newest reading, tasks and script steps with their duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, ScalarSelect, Select, func, or_, select

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.base import db, read, seen_by
from models.duties import queries as duties
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.errors import NotFound
from models.files import StoredFile
from models.plan.rows import Reading, StepRow, TargetRow, TaskRow
from models.plan.rules import reading
from models.plan.tables import Figure, Pillar, Plan, PlanTask, Step, Target, Workstream

Found = TypeVar("Found")
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


def current_plan_id(viewer: Viewer) -> ScalarSelect[int]:
    """The commune's newest plan, as a part of other queries; NotFound for eyes on all communes at once."""
    if viewer.commune_id is None:
        raise NotFound
    newest = select(Plan.id).where(seen_by(viewer, Plan)).order_by(Plan.decided_on.desc(), Plan.id.desc()).limit(1)
    return newest.scalar_subquery()


def plan(viewer: Viewer) -> Plan | None:
    """The commune's newest plan, None before one is loaded."""
    return db.session.scalars(select(Plan).where(Plan.id == current_plan_id(viewer))).one_or_none()


def pillars(viewer: Viewer) -> Sequence[Row[str, str]]:
    """Code and title of the plan's pillars, in the plan's order."""
    query = select(Pillar.code, Pillar.title).where(Pillar.plan_id == current_plan_id(viewer))
    return db.session.execute(query.order_by(Pillar.position)).all()


def target_rows(viewer: Viewer) -> list[TargetRow]:
    """All targets in the plan's order, each with its newest reading by hand (one statement)."""
    return [_target_row(row) for row in read(_targets(viewer))]


def _targets(viewer: Viewer) -> AnySelect:
    newest = (
        select(
            *_READING,
            _HAS_PROOF,
            func.row_number().over(partition_by=Figure.target_id, order_by=_NEWEST).label("place"),
        )
        .where(seen_by(viewer, Figure))
        .subquery()
    )
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
            Plan.reading_days,
            newest.c.value,
            newest.c.numerator,
            newest.c.denominator,
            newest.c.complaints,
            newest.c.as_of,
            newest.c.has_proof,
        )
        .join(Plan, Plan.id == Target.plan_id)
        .outerjoin(newest, (newest.c.target_id == Target.id) & (newest.c.place == 1))
        .where(Target.plan_id == current_plan_id(viewer))
        .order_by(Target.no)
    )


_READING = (Figure.target_id, Figure.value, Figure.numerator, Figure.denominator, Figure.complaints, Figure.as_of)
_HAS_PROOF = or_(Figure.evidence_file_id.is_not(None), Figure.evidence_link != "").label("has_proof")
_NEWEST = (Figure.as_of.desc(), Figure.id.desc())


def _target_row(row: AnyRow) -> TargetRow:
    hand = None
    if row.as_of is not None:
        value = reading(row.value, row.numerator, row.denominator)
        hand = Reading(
            value=value,
            numerator=row.numerator,
            denominator=row.denominator,
            complaints=row.complaints,
            as_of=row.as_of,
            has_proof=bool(row.has_proof),
        )
    return TargetRow(
        id=row.target_id,
        no=row.no,
        title=row.title,
        comparator=row.comparator,
        goal=row.goal,
        source=row.source,
        measure_key=row.measure_key,
        is_spoiled_by_complaint=row.is_spoiled_by_complaint,
        reading_days=row.reading_days,
        hand=hand,
    )


def target(viewer: Viewer, no: int) -> Target:
    """One target of the current plan; NotFound otherwise."""
    query = select(Target).where(Target.plan_id == current_plan_id(viewer), Target.no == no)
    return _found(db.session.scalars(query).one_or_none())


def history(viewer: Viewer, target_id: int) -> Sequence[AnyRow]:
    """The readings of a target by hand, newest first, each with who entered it and its evidence (one statement)."""
    query = (
        select(
            *_READING,
            _HAS_PROOF,
            Figure.id,
            Figure.note,
            Figure.created_at,
            Figure.evidence_link,
            Figure.evidence_file_id,
            StoredFile.original_name,
            Account.display_name,
        )
        .join(Account, Account.id == Figure.entered_by)
        .outerjoin(StoredFile, StoredFile.id == Figure.evidence_file_id)
        .where(seen_by(viewer, Figure), Figure.target_id == target_id)
        .order_by(*_NEWEST)
        .limit(200)
    )
    return db.session.execute(query).all()


def task_rows(viewer: Viewer) -> list[TaskRow]:
    """All tasks of the plan in its order, with today's standing (one statement)."""
    today = clock.today()
    query: AnySelect = select(
        *duties.columns(), *_GROUP_OF_TASK, PlanTask.goal, PlanTask.product, PlanTask.lead, PlanTask.partners
    )
    query = duties.joined(
        query.select_from(PlanTask)
        .join(Duty, Duty.id == PlanTask.duty_id)
        .join(Pillar, Pillar.id == PlanTask.pillar_id)
    )
    query = query.where(PlanTask.plan_id == current_plan_id(viewer)).order_by(PlanTask.no)
    return [
        TaskRow(
            **duties.facts(row, today),
            group=row.pillar,
            group_title=row.pillar_title,
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
    query: AnySelect = select(*duties.columns(), *_GROUP_OF_STEP, *_OF_STEP, *contacts)
    query = duties.joined(
        query.select_from(Step)
        .join(Duty, Duty.id == Step.duty_id)
        .join(Workstream, Workstream.id == Step.workstream_id)
    )
    query = query.where(Step.plan_id == current_plan_id(viewer)).order_by(Workstream.position, Step.no)
    return [
        StepRow(
            **_step_facts(row, today),
            province_contacts=row.province_contacts,
            commune_contacts=row.commune_contacts,
            task_nos=row.task_nos,
        )
        for row in read(query)
    ]


def short_rows(viewer: Viewer) -> tuple[list[TaskRow], list[StepRow]]:
    """Tasks and steps in their order without their long words, for pages that count and name them (one statement)."""
    today = clock.today()
    query: AnySelect = select(*duties.columns(), *_GROUP_OF_TASK, *_GROUP_OF_STEP, *_OF_STEP)
    query = duties.joined(
        query.select_from(Duty)
        .outerjoin(PlanTask, PlanTask.duty_id == Duty.id)
        .outerjoin(Pillar, Pillar.id == PlanTask.pillar_id)
        .outerjoin(Step, Step.duty_id == Duty.id)
        .outerjoin(Workstream, Workstream.id == Step.workstream_id)
    )
    in_plan = func.coalesce(PlanTask.plan_id, Step.plan_id) == current_plan_id(viewer)
    query = query.where(seen_by(viewer, Duty), in_plan).order_by(PlanTask.no, Workstream.position, Step.no)
    tasks: list[TaskRow] = []
    steps: list[StepRow] = []
    for row in read(query):
        if row.kind is DutyKind.TASK:
            group: dict[str, Any] = {"group": row.pillar, "group_title": row.pillar_title}
            tasks.append(TaskRow(**duties.facts(row, today), **group, goal="", product="", lead=[], partners=[]))
        else:
            lists: dict[str, Any] = {"province_contacts": [], "commune_contacts": [], "task_nos": []}
            steps.append(StepRow(**_step_facts(row, today), **lists))
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
    """One task of the current plan by its number; NotFound otherwise."""
    query = select(PlanTask).where(PlanTask.plan_id == current_plan_id(viewer), PlanTask.no == no)
    return _found(db.session.scalars(query).one_or_none())


def step(viewer: Viewer, code: str) -> Step:
    """One step of the current script by its code, like III.4; NotFound otherwise."""
    query = select(Step).where(Step.plan_id == current_plan_id(viewer), Step.code == code)
    return _found(db.session.scalars(query).one_or_none())


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound
    return row
