"""What a handed-in plan would do: the sheets as they are understood, new rows, and exactly the cells that change."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.duties.tables import Duty
from models.plan.drafts import Draft, Understood, understood
from models.plan.heads import FIELDS, Proposal, SheetKind, propose, spread
from models.plan.rules import shown_no
from models.plan.tables import PlanImport, PlanTask, Target
from models.text import fold

MOST_IDS = 2**31
KEPT = "ke-hoach-goc"  # the hidden sheet of an export: what its cells said then
YEAR = re.compile(r"\b(20\d\d)\b")
TITLE = re.compile(r"ke hoach|danh muc|chuong trinh")


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet: where it stands in the file, what it is taken for, and its rows as they are understood."""

    at: int
    name: str
    kind: SheetKind
    proposal: Proposal
    columns: Mapping[str, int]
    rows: Understood
    width: int

    @property
    def clear(self) -> list[Draft]:
        """The rows in which nothing is left to be decided."""
        return [one for one in self.rows.drafts if one.is_clear]

    @property
    def unclear(self) -> list[Draft]:
        """The rows that wait for a decision."""
        return [one for one in self.rows.drafts if not one.is_clear]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One cell of the file that says another thing than what is stored."""

    draft: Draft
    field: str
    now: str
    wanted: str


@dataclass(slots=True)
class PlanReading:
    """Everything a file would do to a plan, or to a new one."""

    sheets: list[SheetReading]
    added: list[Draft] = field(default_factory=list)
    changes: list[PlanChange] = field(default_factory=list)
    clashes: list[PlanChange] = field(default_factory=list)
    same: int = 0

    @property
    def unclear(self) -> int:
        """How many rows wait for a decision."""
        return sum(len(one.unclear) for one in self.sheets)

    @property
    def changed(self) -> int:
        """How many rows of the plan would change."""
        return len({(one.draft.kind, one.draft.no) for one in self.changes})

    def digest(self) -> str:
        """What names this preview: another one, because somebody saved meanwhile, has another digest."""
        told = [[one.kind, one.no, one.said] for one in self.added]
        cells = [[one.draft.kind, one.draft.no, one.field, one.now, one.wanted] for one in self.changes]
        return hashlib.sha256(json.dumps([told, cells], default=str).encode()).hexdigest()


def first_wish(sheets: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """What is proposed of a file: the plan that its hidden sheet names, else a new one with the title it carries."""
    kept = next((one["rows"] for one in sheets if one["name"] == KEPT and one["rows"]), None)
    plan_id = kept[0][1] if kept and len(kept[0]) > 1 and isinstance(kept[0][1], int) else 0
    plan_id = plan_id if 0 < plan_id < MOST_IDS else 0
    titles = [text for one in sheets if one["name"] != KEPT for text in _titles(one)]
    title = next((text for text in titles if TITLE.search(fold(text))), "") or name.removesuffix(".xlsx")
    years = [int(found) for text in (title, *titles, name) for found in YEAR.findall(text)]
    return {"plan": plan_id, "title": title[:300], "year": years[0] if years else clock.today().year, "sheets": {}}


def _titles(sheet: dict[str, Any]) -> Iterator[str]:
    """The words above the head of a sheet."""
    proposal = propose(sheet["rows"], sheet["merged"])
    if proposal.kind is not SheetKind.NOTHING:
        for row in sheet["rows"][: proposal.head]:
            yield from (" ".join(cell.split()) for cell in row if isinstance(cell, str) and len(cell) > 9)


def sheet_readings(imported: PlanImport) -> list[SheetReading]:
    """Each visible sheet with its rows, by what people chose or what is proposed."""
    found = []
    for at, sheet in enumerate(imported.sheets):
        if sheet["name"] == KEPT or not sheet["rows"]:
            continue
        wish = imported.wish.get("sheets", {}).get(str(at), {})
        found.append(_reading(at, sheet, wish, int(imported.wish.get("year") or clock.today().year)))
    return found


def _reading(at: int, sheet: dict[str, Any], wish: dict[str, Any], year: int) -> SheetReading:
    chosen = SheetKind(wish["kind"]) if wish.get("kind") else None
    proposal = propose(sheet["rows"], sheet["merged"], None if chosen is SheetKind.NOTHING else chosen)
    kind = chosen or (SheetKind.NOTHING if sheet["is_hidden"] else proposal.kind)
    columns = {name: column for name, column in wish.get("columns", proposal.columns).items() if name in FIELDS[kind]}
    rows = spread(sheet["rows"], sheet["merged"])
    is_read = kind is not SheetKind.NOTHING and "title" in columns
    mended = wish.get("mended", {})
    first = proposal.last_head + 1
    told = understood(rows, kind, first, columns, year, sheet["is_1904"], mended) if is_read else Understood([], [])
    width = max(map(len, rows))
    return SheetReading(at, sheet["name"], kind, proposal, columns, told, width)


def plan_reading(viewer: Viewer, imported: PlanImport, sheets: list[SheetReading] | None = None) -> PlanReading:
    """What the file would do now (two statements for a plan that is there, none for a new one)."""
    found = PlanReading(sheet_readings(imported) if sheets is None else sheets)
    plan_id = int(imported.wish.get("plan") or 0)
    there = cells_of(viewer, plan_id) if plan_id else {}
    before = _before(imported) if plan_id else {}
    for sheet in found.sheets:
        for draft in sheet.clear:
            _compare(found, draft, sheet.columns, (there, before))
    return found


Cells = dict[tuple[SheetKind, int], dict[str, str]]


def _compare(found: PlanReading, draft: Draft, columns: Mapping[str, int], stored: tuple[Cells, Cells]) -> None:
    key = (draft.kind, draft.no or 0)
    now, base = (one.get(key) for one in stored)
    if now is None:
        found.added.append(draft)
        return
    is_same = True
    for name, wanted in cells_of_draft(draft).items():
        same = {_plain(wanted), *([_plain(draft.said[name])] if name in columns else [])}  # as understood, as written
        if not _is_told(draft, name, columns) or _plain(now[name]) in same:
            continue
        if base is not None and _plain(base.get(name, "")) in same:
            continue  # nobody touched it in the file; a colleague did meanwhile
        is_same = False
        is_clash = base is not None and _plain(base.get(name, "")) != _plain(now[name])
        (found.clashes if is_clash else found.changes).append(PlanChange(draft, name, now[name], wanted))
    found.same += is_same


def _is_told(draft: Draft, name: str, columns: Mapping[str, int]) -> bool:
    """Whether the file says anything of a cell: a column that it lacks changes nothing."""
    of_lead = name == "partners" and "lead" in columns and bool(draft.partners)
    return name in columns or of_lead or (name == "unit" and "threshold" in columns and bool(draft.unit))


def _plain(text: str) -> str:
    return " ".join(text.split())


def cells_of_draft(draft: Draft) -> dict[str, str]:
    """A row of the file as the cells that are compared."""
    shared = {"title": draft.title, "lead": draft.lead, "note": draft.note}
    if draft.kind is SheetKind.TARGETS:
        return shared | {"threshold": draft.said.get("threshold", ""), "unit": draft.unit}
    return shared | {
        "goal": draft.goal,
        "product": draft.product,
        "partners": "; ".join(draft.partners),
        "due": draft.due,
        "authority": draft.authority,
    }


def cells_of(viewer: Viewer, plan_id: int) -> Cells:
    """The tasks and targets of a plan as the cells of a sheet, by their numbers (two statements)."""
    t, d = PlanTask, Duty
    tasks = select(t.no, t.title, t.goal, t.product, t.lead, t.partners, t.due_text, t.authority, t.note, d.due_on)
    tasks = tasks.join(d, d.id == t.duty_id).where(seen_by(viewer, t), t.plan_id == plan_id).order_by(t.no)
    found: Cells = {}
    for row in read(tasks):
        day = f"{row.due_on.day}/{row.due_on.month}/{row.due_on.year}" if row.due_on else ""
        found[SheetKind.TASKS, shown_no(row.no)] = {
            "title": row.title,
            "goal": row.goal,
            "product": row.product,
            "lead": "; ".join(row.lead),
            "partners": "; ".join(row.partners),
            "due": row.due_text or day,
            "authority": row.authority,
            "note": row.note,
        }
    g = Target
    targets = select(g.no, g.title, g.threshold, g.comparator, g.value, g.unit_words, g.followed_by, g.note)
    for row in read(targets.where(seen_by(viewer, g), g.plan_id == plan_id).order_by(g.no)):
        number = f"{row.value.normalize():f}".replace(".", ",")
        found[SheetKind.TARGETS, shown_no(row.no)] = {
            "title": row.title,
            "threshold": row.threshold or f"{row.comparator} {number}{'%' if row.unit_words == '%' else ''}",
            "unit": row.unit_words,
            "lead": row.followed_by,
            "note": row.note,
        }
    return found


def _before(imported: PlanImport) -> Cells:
    """What the cells said when the file was exported; nothing where the hidden sheet is gone."""
    rows: list[list[Any]] = next((one["rows"] for one in imported.sheets if one["name"] == KEPT), [])
    found: Cells = {}
    for row in rows[1:]:
        if len(row) < 3 or row[0] not in set(SheetKind) or not isinstance(row[1], int) or not isinstance(row[2], str):
            continue
        try:
            cells = json.loads(row[2])
        except ValueError:
            continue
        if isinstance(cells, dict):
            found[SheetKind(row[0]), row[1]] = {str(name): str(text) for name, text in cells.items()}
    return found
