"""Taking a handed-in plan: it waits for somebody to look at it, and is written in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from models import clock, journal
from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, seen_by
from models.duties.rules import DutyKind
from models.errors import NotFound, RuleBroken
from models.files.sheets import SheetRows
from models.plan.drafts import Draft
from models.plan.heads import SheetKind
from models.plan.rules import NUMBERS, Comparator, Source, last_day_before
from models.plan.sheet_plan import PlanChange, PlanReading, first_wish, plan_reading
from models.plan.shelf import Shelf
from models.plan.tables import Pillar, Plan, PlanImport, PlanTask, Target


def keep(viewer: Viewer, name: str, sheets: Sequence[SheetRows]) -> PlanImport:
    """Keep what a file says until somebody has looked at the preview; files of the same person that wait are let go."""
    mine = (seen_by(viewer, PlanImport), PlanImport.handed_in_by == viewer.account_id, PlanImport.taken_at.is_(None))
    db.session.execute(delete(PlanImport).where(*mine).execution_options(synchronize_session=False))
    told = [asdict(one) for one in sheets]
    wish = first_wish(told, name)
    if wish["plan"] and not _is_plan(viewer, wish["plan"]):
        wish["plan"] = 0
    kept_ = PlanImport(
        commune_id=viewer.home_id,
        handed_in_by=viewer.account_id,
        name=name[-200:],
        sheets=told,
        wish=wish,
        written={},
    )
    db.session.add(kept_)
    db.session.flush()
    return kept_


def _is_plan(viewer: Viewer, plan_id: int) -> bool:
    query = select(Plan.id).where(seen_by(viewer, Plan), Plan.id == plan_id)
    return db.session.scalar(query) is not None


def kept(viewer: Viewer, import_id: int) -> PlanImport:
    """A file that waits, or was taken; NotFound for other eyes."""
    query = select(PlanImport).where(seen_by(viewer, PlanImport), PlanImport.id == import_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def choose(viewer: Viewer, imported: PlanImport, wish: dict[str, Any]) -> None:
    """What somebody says of the file: plan, sheets, columns, mended cells; RuleBroken import_taken, plan_unknown."""
    if imported.taken_at is not None:
        raise RuleBroken("import_taken")
    if wish.get("plan") and not _is_plan(viewer, wish["plan"]):
        raise RuleBroken("plan_unknown")
    imported.wish = wish


def take(viewer: Viewer, imported: PlanImport, seen: str = "") -> PlanReading:
    """Write the rows that are clear, all in one transaction; ``seen`` names the preview.

    RuleBroken import_taken, plan_moved when somebody has saved since, import_empty.
    """
    db.session.refresh(imported, ["taken_at"], with_for_update=True)
    if imported.taken_at is not None:
        raise RuleBroken("import_taken")
    found = plan_reading(viewer, imported)
    if seen and seen != found.digest():
        raise RuleBroken("plan_moved")
    if not found.added and not found.changes:
        raise RuleBroken("import_empty")
    commune = db.session.get_one(Commune, viewer.home_id)
    is_new = not imported.wish.get("plan")
    plan = _new_plan(commune, imported) if is_new else db.session.get_one(Plan, imported.wish["plan"])
    told = _TakenPlan(commune, plan).write(found)
    imported.plan_id, imported.taken_at = plan.id, clock.now()
    imported.written = told | {"is_new": is_new}
    counts = {"added": len(found.added), "cells": len(found.changes)}
    journal.note("plan_imported", "plan", plan.id, plan.commune_id, file=imported.name, **counts)
    return found


def _new_plan(commune: Commune, imported: PlanImport) -> Plan:
    """A plan of its own; the first of a commune is its main one, and the numbers of each further one begin apart."""
    query = select(func.count(), func.max(Plan.first_no)).where(Plan.commune_id == commune.id)
    there, last = db.session.execute(query).one()
    decided = imported.wish.get("decided_on")
    plan = Plan(
        commune_id=commune.id,
        code=f"NHAP-{imported.id}",
        title=imported.wish.get("title") or imported.name,
        decision=imported.wish.get("decision", ""),
        decided_on=date.fromisoformat(decided) if decided else None,
        year=imported.wish.get("year"),
        is_main=not there,
        first_no=(last or 0) + NUMBERS if there else 0,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


class _TakenPlan:
    """The rows of a file on their way into one plan."""

    def __init__(self, commune: Commune, plan: Plan) -> None:
        self.plan, self.shelf = plan, Shelf(commune)
        self.pillars: dict[tuple[str, str], Pillar] = {}
        self.added: dict[str, list[int]] = {"tasks": [], "targets": []}

    def write(self, found: PlanReading) -> dict[str, Any]:
        """Write new rows and changed cells; what was written, by which it can be undone."""
        changed = [self._change(one) for one in found.changes]
        self._write_pillars(found.added)
        self._reserve(found.added)
        for draft in found.added:
            if draft.kind is SheetKind.TARGETS:
                self._target(draft)
            else:
                for one in self._months(draft):
                    self._task(one)
        self.shelf.write()
        return {"changed": changed, **self.added}

    def _reserve(self, added: Sequence[Draft]) -> None:
        """Further months of monthly work take the numbers behind the last one of the plan."""
        top = select(func.max(PlanTask.no)).where(PlanTask.plan_id == self.plan.id)
        stored = db.session.scalar(top) or self.plan.first_no
        self.last = max([stored, *(self._no(one) for one in added if one.kind is SheetKind.TASKS)])

    def _no(self, draft: Draft) -> int:
        return self.plan.first_no + (draft.no or 0)

    def _write_pillars(self, added: Sequence[Draft]) -> None:
        groups = dict.fromkeys(one.group for one in added if one.kind is SheetKind.TASKS and any(one.group))
        for at, (code, title) in enumerate(groups, 1):
            identity = {"plan_id": self.plan.id, "code": (code or f"N{at}")[:8]}
            self.pillars[code, title] = self.shelf.put(Pillar, identity, {"title": title[:160], "position": at})
        db.session.flush()

    def _target(self, draft: Draft) -> None:
        no = self._no(draft)
        words = {
            "title": draft.title,
            "comparator": draft.comparator or Comparator.AT_LEAST,
            "value": draft.value,
            "source": Source.MANUAL,
            "official": draft.title,
            "threshold": draft.said["threshold"],
            "unit_words": draft.unit,
            "followed_by": draft.lead,
            "note": draft.note,
        }
        self.shelf.put(Target, {"plan_id": self.plan.id, "no": no}, words)
        self.added["targets"].append(no)

    def _months(self, draft: Draft) -> list[Draft]:
        """Monthly work as one line for each month of the plan's year that is left."""
        if draft.monthly is None:
            return [draft]
        today, year = clock.today(), self.plan.year or clock.today().year
        first = 1 if year > today.year else today.month if year == today.year else 12
        lines = []
        for month in range(first, 13):
            due = last_day_before(draft.monthly, date(year, month, 1))
            title = f"{draft.title[:280]} ({month}/{year})"
            number = draft.no if month == first else self._next() - self.plan.first_no
            lines.append(replace(draft, no=number, title=title, due_on=due))
        return lines

    def _next(self) -> int:
        self.last += 1
        return self.last

    def _task(self, draft: Draft) -> None:
        no, pillar = self._no(draft), self.pillars.get(draft.group)
        words = {
            "pillar_id": pillar.id if pillar else None,
            "title": draft.title,
            "goal": draft.goal,
            "product": draft.product,
            "lead": [draft.lead] if draft.lead else [],
            "partners": list(draft.partners),
            "official_title": draft.title,
            "official_goal": draft.goal,
            "official_product": draft.product,
            "due_text": draft.due,
            "authority": draft.authority,
            "note": draft.note,
        }
        task = self.shelf.put(PlanTask, {"plan_id": self.plan.id, "no": no}, words)
        duty = self.shelf.owed(task, DutyKind.TASK)
        found_by = " ".join([draft.goal, draft.product, draft.lead, *draft.partners])
        duty.name_it(str(no), draft.title, pillar.title if pillar else self.plan.title, words=found_by)
        duty.due_rule = draft.due
        duty.promise(draft.due_on)
        self.added["tasks"].append(no)

    def _change(self, change: PlanChange) -> dict[str, Any]:
        """Write one cell; what it was and is, by which it can be put back."""
        draft, no = change.draft, self._no(change.draft)
        row = row_of(self.plan.id, draft.kind, no)
        values = values_of(draft, change.field)
        own = [name for name in values if name not in row.own_words]
        told: dict[str, Any] = {"kind": draft.kind.value, "no": no, "before": kept_values(row, values), "own": own}
        row.own_words = [*row.own_words, *own]
        for column, value in values.items():
            setattr(row, column, value)
        if isinstance(row, PlanTask) and change.field == "due":
            told["first_due_on"] = None if row.duty.first_due_on is None else row.duty.first_due_on.isoformat()
            row.duty.due_rule = draft.due
            row.duty.promise(draft.due_on)
        if isinstance(row, PlanTask) and change.field == "title":
            row.duty.title = draft.title
        return told | {"after": kept_values(row, values)}


def row_of(plan_id: int, kind: SheetKind, no: int) -> Target | PlanTask:
    """A row of a plan by its number."""
    table: type[Any] = Target if kind is SheetKind.TARGETS else PlanTask
    found: Target | PlanTask = db.session.scalars(select(table).where(table.plan_id == plan_id, table.no == no)).one()
    return found


def kept_values(row: Target | PlanTask, names: Iterable[str]) -> dict[str, Any]:
    """Columns of a row as JSON keeps them."""
    values = {name: getattr(row, name) for name in names}
    return {name: value if value is None or isinstance(value, list) else str(value) for name, value in values.items()}


def values_of(draft: Draft, name: str) -> dict[str, Any]:
    """The columns that one cell of the file fills."""
    if draft.kind is SheetKind.TARGETS:
        asked = {"threshold": draft.said.get("threshold", ""), "comparator": draft.comparator, "value": draft.value}
        columns: dict[str, dict[str, Any]] = {
            "threshold": asked,
            "unit": {"unit_words": draft.unit},
            "lead": {"followed_by": draft.lead},
        }
    else:
        columns = {
            "lead": {"lead": [draft.lead] if draft.lead else []},
            "partners": {"partners": list(draft.partners)},
            "due": {"due_text": draft.due},
        }
    return columns.get(name) or {name: getattr(draft, name)}
