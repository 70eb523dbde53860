"""Reading the plan of one commune: targets with their newest reading, tasks, script steps, notes."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, ScalarSelect, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Account, Person, Unit
from models.base import db, read, seen_by
from models.errors import NotFound
from models.files import StoredFile
from models.plan.rows import Reading, StepRow, TargetRow, TaskRow
from models.plan.rules import Status, monthly_due, reading, standing
from models.plan.tables import Figure, Pillar, Plan, PlanTask, ProgressNote, Step, Target, Workstream

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
            func.row_number().over(partition_by=Figure.target_id, order_by=_NEWEST).label("place"),
        )
        .where(seen_by(viewer, Figure))
        .subquery()
    )
    return (
        select(Target.id.label("target_id"), Target.no, Target.title, Target.comparator, Target.value.label("goal"),
               Target.source, Target.measure_key, Target.is_spoiled_by_complaint, Plan.near_percent,
               newest.c.value, newest.c.numerator, newest.c.denominator, newest.c.complaints, newest.c.as_of)
        .join(Plan, Plan.id == Target.plan_id)
        .outerjoin(newest, (newest.c.target_id == Target.id) & (newest.c.place == 1))
        .where(Target.plan_id == current_plan_id(viewer))
        .order_by(Target.no)
    )  # fmt: skip


_READING = (Figure.target_id, Figure.value, Figure.numerator, Figure.denominator, Figure.complaints, Figure.as_of)
_NEWEST = (Figure.as_of.desc(), Figure.id.desc())


def _target_row(row: AnyRow) -> TargetRow:
    hand = None
    if row.as_of is not None:
        value = reading(row.value, row.numerator, row.denominator)
        hand = Reading(value, row.numerator, row.denominator, row.complaints, row.as_of)
    return TargetRow(
        row.target_id,
        row.no,
        row.title,
        row.comparator,
        row.goal,
        row.source,
        row.measure_key,
        row.is_spoiled_by_complaint,
        row.near_percent,
        hand,
    )


def target(viewer: Viewer, no: int) -> Target:
    """One target of the current plan; NotFound otherwise."""
    query = select(Target).where(Target.plan_id == current_plan_id(viewer), Target.no == no)
    return _found(db.session.scalars(query).one_or_none())


def history(viewer: Viewer, target_id: int) -> Sequence[AnyRow]:
    """The readings of a target by hand, newest first, each with who entered it and its evidence (one statement)."""
    query = (
        select(*_READING, Figure.id, Figure.note, Figure.created_at, Figure.evidence_link,
               Figure.evidence_file_id, StoredFile.original_name, Account.display_name)
        .join(Account, Account.id == Figure.entered_by)
        .outerjoin(StoredFile, StoredFile.id == Figure.evidence_file_id)
        .where(seen_by(viewer, Figure), Figure.target_id == target_id)
        .order_by(*_NEWEST)
        .limit(200)
    )  # fmt: skip
    return db.session.execute(query).all()


def _newest_percent(subject: InstrumentedAttribute[int | None], owner: InstrumentedAttribute[int]) -> ScalarSelect[Any]:
    return (
        select(ProgressNote.percent)
        .where(subject == owner, ProgressNote.percent.is_not(None))
        .order_by(ProgressNote.id.desc()).limit(1).scalar_subquery()
    )  # fmt: skip


_NO_WORDS: tuple[str, str, list[str], list[str], str] = ("", "", [], [], "")


def _tasks(viewer: Viewer, in_full: bool) -> AnySelect:
    words = (PlanTask.goal, PlanTask.product, PlanTask.lead, PlanTask.partners, PlanTask.fold) if in_full else ()
    return (
        select(PlanTask.id, PlanTask.no, PlanTask.title, *words, PlanTask.due_on, PlanTask.status, PlanTask.done_on,
               PlanTask.unit_id, PlanTask.person_id, Pillar.code.label("pillar"), Pillar.title.label("pillar_title"),
               Unit.name.label("unit"), Person.full_name.label("person"),
               _newest_percent(ProgressNote.task_id, PlanTask.id).label("percent"))
        .join(Pillar, Pillar.id == PlanTask.pillar_id)
        .outerjoin(Unit, Unit.id == PlanTask.unit_id)
        .outerjoin(Person, Person.id == PlanTask.person_id)
        .where(PlanTask.plan_id == current_plan_id(viewer))
        .order_by(PlanTask.no)
    )  # fmt: skip


def task_rows(viewer: Viewer, in_full: bool = True) -> list[TaskRow]:
    """All tasks of the plan in its order, with today's standing (one statement).

    Not ``in_full``: for counting and short lists, without the long words of a task.
    """
    today = clock.today()
    return [
        TaskRow(row.id, str(row.no), row.title, row.pillar, row.due_on, row.status, row.unit_id, row.person_id,
                row.unit, row.person, _percent(row), standing(row.done_on, row.due_on, today), row.done_on,
                row.pillar_title,
                *((row.goal, row.product, row.lead, row.partners, row.fold) if in_full else _NO_WORDS))
        for row in read(_tasks(viewer, in_full))
    ]  # fmt: skip


def _percent(row: AnyRow) -> int:
    if row.status is Status.DONE:
        return 100
    return row.percent or 0


def step_rows(viewer: Viewer, in_full: bool = True) -> list[StepRow]:
    """All steps of the script in its order, with today's standing and the contact column (one statement).

    Not ``in_full``: for counting and short lists, without the contact column and the tasks it serves.
    """
    today = clock.today()
    return [_step_row(row, today, in_full) for row in read(_steps(viewer, in_full))]


def _steps(viewer: Viewer, in_full: bool) -> AnySelect:
    lists = (Workstream.province_contacts, Workstream.commune_contacts, Workstream.task_nos) if in_full else ()
    return (
        select(Step.id, Step.code, Step.title, Step.result, Step.recurrence, Step.monthly_before, Step.delivered_on,
               Step.measure, Step.due_on, Step.status, Step.done_on, Step.unit_id, Step.person_id,
               Workstream.code.label("stream"), Workstream.title.label("stream_title"),
               *lists,
               Unit.name.label("unit"), Person.full_name.label("person"),
               func.coalesce(Plan.script_decided_on, Plan.decided_on).label("since"),
               _newest_percent(ProgressNote.step_id, Step.id).label("percent"))
        .join(Workstream, Workstream.id == Step.workstream_id)
        .join(Plan, Plan.id == Step.plan_id)
        .outerjoin(Unit, Unit.id == Step.unit_id)
        .outerjoin(Person, Person.id == Step.person_id)
        .where(Step.plan_id == current_plan_id(viewer))
        .order_by(Workstream.position, Step.no)
    )  # fmt: skip


def _step_row(row: AnyRow, today: date, in_full: bool) -> StepRow:
    due_on = row.due_on if row.monthly_before is None else monthly_due(row.monthly_before, row.delivered_on, row.since)
    state = standing(row.done_on, due_on, today)
    lists = (row.province_contacts, row.commune_contacts, row.task_nos) if in_full else ([], [], [])
    return StepRow(
        row.id, row.code, row.title, row.stream, due_on, row.status, row.unit_id, row.person_id, row.unit, row.person,
        _percent(row), state, row.done_on, row.stream_title, row.result, row.recurrence, row.delivered_on, row.measure,
        *lists,
    )  # fmt: skip


def work_row(rows: Sequence[TaskRow] | Sequence[StepRow], work: PlanTask | Step) -> TaskRow | StepRow:
    """The line of one piece of work among those of its list."""
    return next(row for row in rows if row.id == work.id)


def task(viewer: Viewer, no: int) -> PlanTask:
    """One task of the current plan by its number; NotFound otherwise."""
    query = select(PlanTask).where(PlanTask.plan_id == current_plan_id(viewer), PlanTask.no == no)
    return _found(db.session.scalars(query).one_or_none())


def step(viewer: Viewer, code: str) -> Step:
    """One step of the current script by its code, like III.4; NotFound otherwise."""
    query = select(Step).where(Step.plan_id == current_plan_id(viewer), Step.code == code)
    return _found(db.session.scalars(query).one_or_none())


def notes(viewer: Viewer, work: PlanTask | Step) -> Sequence[AnyRow]:
    """The progress notes of a task or step, newest first, with author and evidence (one statement)."""
    subject = ProgressNote.task_id if isinstance(work, PlanTask) else ProgressNote.step_id
    query = (
        select(ProgressNote.id, ProgressNote.text, ProgressNote.percent, ProgressNote.is_product,
               ProgressNote.created_at, ProgressNote.evidence_link, ProgressNote.evidence_file_id,
               StoredFile.original_name, Account.display_name)
        .join(Account, Account.id == ProgressNote.written_by)
        .outerjoin(StoredFile, StoredFile.id == ProgressNote.evidence_file_id)
        .where(seen_by(viewer, ProgressNote), subject == work.id)
        .order_by(ProgressNote.id.desc())
        .limit(200)
    )  # fmt: skip
    return db.session.execute(query).all()


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound
    return row
