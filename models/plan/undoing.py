"""Taking back, for a day, what a handed-in plan wrote, as long as nobody has worked on it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from models import clock, journal
from models.base import db, read
from models.duties.rules import DutyStatus
from models.duties.tables import Duty, DutyExtension, DutyNote
from models.errors import RuleBroken
from models.plan.heads import SheetKind
from models.plan.rules import Comparator
from models.plan.tables import Figure, Pillar, Plan, PlanImport, PlanTask, Target
from models.plan.taking import kept_values, row_of

UNDO = timedelta(days=1)


def may_undo(imported: PlanImport) -> bool:
    """Whether it can still be taken back: for a day, once."""
    return imported.taken_at is not None and imported.undone_at is None and clock.now() - imported.taken_at <= UNDO


def undo(imported: PlanImport) -> None:
    """Take back what a file wrote; RuleBroken import_old, import_worked_on when somebody has worked on it since."""
    db.session.refresh(imported, ["taken_at", "undone_at"], with_for_update=True)
    if not may_undo(imported):
        raise RuleBroken("import_old")
    told, plan_id = imported.written, imported.plan_id
    tasks = _rows(PlanTask, plan_id, told["tasks"])
    targets = _rows(Target, plan_id, told["targets"])
    _require_untouched([task.duty_id for task in tasks], [target.id for target in targets])
    for one in reversed(told["changed"]):
        _put_back(plan_id or 0, one)
    duties = [task.duty for task in tasks]
    _delete([*tasks, *targets])
    _delete(duties)
    imported.undone_at = clock.now()
    journal.note("plan_import_undone", "plan", plan_id or 0, imported.commune_id, file=imported.name)
    if told["is_new"]:
        _drop_plan(imported, plan_id or 0)


def _rows(kind: type[Any], plan_id: int | None, numbers: Sequence[int]) -> Sequence[Any]:
    return db.session.scalars(select(kind).where(kind.plan_id == plan_id, kind.no.in_(numbers))).all()


def _delete(rows: Sequence[Any]) -> None:
    """Take rows away before those that they point at."""
    for row in rows:
        db.session.delete(row)
    db.session.flush()


def _drop_plan(imported: PlanImport, plan_id: int) -> None:
    """Take away the plan that this file began; one into which more came since stays."""
    others = select(PlanImport.id).where(PlanImport.plan_id == plan_id, PlanImport.id != imported.id)
    for more in (others, select(PlanTask.id).where(PlanTask.plan_id == plan_id)):
        if db.session.scalar(more.limit(1)) is not None:
            return
    imported.plan_id = None
    db.session.flush()
    _delete(db.session.scalars(select(Pillar).where(Pillar.plan_id == plan_id)).all())
    _delete([db.session.get_one(Plan, plan_id)])


def _require_untouched(duties: Sequence[int], targets: Sequence[int]) -> None:
    worked = or_(
        Duty.status != DutyStatus.NOT_STARTED,
        Duty.unit_id.is_not(None),
        Duty.person_id.is_not(None),
        Duty.id.in_(select(DutyNote.duty_id)),
        Duty.id.in_(select(DutyExtension.duty_id)),
    )
    refs = read(select(Duty.ref).where(Duty.id.in_(duties), worked).limit(1)).first()
    figures = read(select(Figure.id).where(Figure.target_id.in_(targets)).limit(1)).first()
    if refs is not None or figures is not None:
        raise RuleBroken("import_worked_on")


def _put_back(plan_id: int, told: dict[str, Any]) -> None:
    """One changed cell as it was before; one that somebody has changed since stays."""
    row = row_of(plan_id, SheetKind(told["kind"]), told["no"])
    before: dict[str, Any] = told["before"]
    if kept_values(row, before) != told["after"]:
        return
    if isinstance(row, PlanTask) and "first_due_on" in told:
        row.duty.promise(date.fromisoformat(told["first_due_on"]) if told["first_due_on"] else None)
        row.duty.due_rule = before["due_text"]
    if isinstance(row, PlanTask) and "title" in before:
        row.duty.title = before["title"]
    for column, value in before.items():
        setattr(row, column, _typed(column, value))
    row.own_words = [name for name in row.own_words if name not in told.get("own", ())]


def _typed(column: str, value: Any) -> Any:
    if column == "value":
        return Decimal(value)
    return Comparator(value) if column == "comparator" else value
