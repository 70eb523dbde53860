"""Workbooks of rows: kept until somebody has looked, read by the words of their heads, and taken back for a day."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import delete, select

from models import clock
from models.base import Eyes, db, seen_by
from models.errors import NotFound, RuleBroken
from models.files.columns import HEAD_WITHIN, Rows, cell_at, cell_text, head_texts, matched, no_row, spread
from models.files.sheets import SheetRows
from models.files.tables import RowsImport

UNDO = timedelta(days=1)


class Clerk(Eyes, Protocol):
    """Whoever hands a workbook in at one commune."""

    @property
    def home_id(self) -> int:
        """The commune he works for."""

    @property
    def account_id(self) -> int:
        """His account."""


@dataclass(frozen=True, slots=True)
class SheetWanted:
    """What is looked for in a workbook: fields with the words of their heads; one of each set must be there."""

    kind: str
    heads: Mapping[str, str]
    asks: Sequence[frozenset[str]]
    first: str  # the field that counts the rows, and the one that names them
    named: str


class RowOutcome(StrEnum):
    """What becomes of a row at the press."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell that says another thing than what is stored."""

    field: str
    now: str
    wanted: str


@dataclass(slots=True)
class HandedRow:
    """One row of a sheet: where it stands, its cells, what is read of each, and what nobody can be sure of.

    ``doubts`` are words of the capability's own list; ``choices`` are the answers that are offered for a field: what
    is sent, the kind of answer, and what it is about.
    """

    sheet: str
    at: int
    row: int  # as Excel counts it
    cells: dict[str, Any]
    group: str = ""
    said: dict[str, str] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, StrEnum] = field(default_factory=dict)
    choices: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    changes: list[CellEdit] = field(default_factory=list)
    key: Any = None  # the stored row that it is
    found: Any = None  # what the capability understands of it
    told: frozenset[str] = frozenset()  # the fields of which the file has a column
    whole: Sequence[Any] = ()  # all cells of the row, as they stand

    @property
    def outcome(self) -> RowOutcome:
        """What becomes of it."""
        if self.doubts:
            return RowOutcome.UNCLEAR
        if self.key is None:
            return RowOutcome.NEW
        return RowOutcome.CHANGED if self.changes else RowOutcome.SAME


@dataclass(slots=True)
class SheetTable:
    """One sheet: whether it is read, its columns with the words above them, its rows, and those that are none."""

    at: int
    name: str
    is_read: bool
    columns: dict[str, int]
    heads: Sequence[str]
    width: int
    is_left: bool = False  # somebody said so
    above: str = ""
    lines: list[HandedRow] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class HandedSheets:
    """Everything that a file would do."""

    tables: list[SheetTable]

    @property
    def lines(self) -> list[HandedRow]:
        """All rows, in their order."""
        return [line for table in self.tables for line in table.lines]

    def of(self, outcome: RowOutcome) -> list[HandedRow]:
        """The rows of which this becomes."""
        return [line for line in self.lines if line.outcome is outcome]

    @property
    def cells(self) -> int:
        """How many cells would change."""
        return sum(len(line.changes) for line in self.of(RowOutcome.CHANGED))

    def digest(self) -> str:
        """What names this preview: another one, because somebody saved meanwhile, has another digest."""
        rows = [
            [one.at, one.row, one.outcome, one.read, [asdict(change) for change in one.changes]] for one in self.lines
        ]
        return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()


def keep(viewer: Clerk, kind: str, name: str, sheets: Sequence[SheetRows], wish: dict[str, Any]) -> RowsImport:
    """Keep what a file says until somebody has looked at it; files of the same person that wait are let go."""
    mine = (seen_by(viewer, RowsImport), RowsImport.kind == kind, RowsImport.taken_at.is_(None))
    own = RowsImport.handed_in_by == viewer.account_id
    db.session.execute(delete(RowsImport).where(*mine, own).execution_options(synchronize_session=False))
    added = RowsImport(
        commune_id=viewer.home_id,
        kind=kind,
        handed_in_by=viewer.account_id,
        name=name[-200:],
        sheets=[asdict(one) for one in sheets],
        wish=wish,
        written={},
    )
    db.session.add(added)
    db.session.flush()
    return added


def kept(viewer: Eyes, kind: str, import_id: int) -> RowsImport:
    """A file of this kind that waits, or was taken; NotFound for other eyes."""
    query = select(RowsImport).where(seen_by(viewer, RowsImport), RowsImport.id == import_id)
    found = db.session.scalars(query.where(RowsImport.kind == kind)).one_or_none()
    if found is None:
        raise NotFound("rows_import")
    return found


def latest(viewer: Eyes, kind: str) -> Sequence[Any]:
    """The files of a kind that were handed in last, newest first, without their rows."""
    t = RowsImport
    query = select(t.id, t.name, t.created_at, t.taken_at, t.undone_at).where(seen_by(viewer, t), t.kind == kind)
    return db.session.execute(query.order_by(t.id.desc()).limit(20)).all()


def choose(imported: RowsImport, wish: dict[str, Any]) -> None:
    """What somebody says of the file; RuleBroken sheet_taken once it was written."""
    if imported.taken_at is not None:
        raise RuleBroken("sheet_taken")
    imported.wish = wish


def begin_taking(imported: RowsImport, told: HandedSheets, seen: str) -> None:
    """Look once more before it is written; RuleBroken sheet_taken, sheet_moved, sheet_nothing."""
    if seen and seen != told.digest():
        raise RuleBroken("sheet_moved")
    if not told.of(RowOutcome.NEW) and not told.of(RowOutcome.CHANGED):
        raise RuleBroken("sheet_nothing")
    imported.taken_at = clock.now()


def hold(imported: RowsImport) -> None:
    """Nobody else takes it meanwhile; RuleBroken sheet_taken."""
    db.session.refresh(imported, ["taken_at", "undone_at"], with_for_update=True)
    if imported.taken_at is not None:
        raise RuleBroken("sheet_taken")


def may_undo(imported: Any) -> bool:
    """Whether it can still be taken back: for a day, once."""
    return imported.taken_at is not None and imported.undone_at is None and clock.now() - imported.taken_at <= UNDO


def begin_undoing(imported: RowsImport) -> None:
    """From now on it is taken back; RuleBroken sheet_old."""
    db.session.refresh(imported, ["taken_at", "undone_at"], with_for_update=True)
    if not may_undo(imported):
        raise RuleBroken("sheet_old")
    imported.undone_at = clock.now()
    db.session.flush()


def tables_of(imported: RowsImport, wanted: SheetWanted) -> list[SheetTable]:
    """Each visible sheet with its rows, by what people chose or what its head says."""
    wish = imported.wish.get("sheets", {})
    return [
        _table(at, sheet, wish.get(str(at), {}), wanted)
        for at, sheet in enumerate(imported.sheets)
        if sheet["rows"] and not sheet["is_hidden"]
    ]


def _table(at: int, sheet: dict[str, Any], wish: dict[str, Any], wanted: SheetWanted) -> SheetTable:
    head, last, heads, proposed = _head(sheet["rows"], sheet["merged"], wanted)
    columns = {name: column for name, column in wish.get("columns", proposed).items() if name in wanted.heads}
    is_left = bool(wish.get("is_left"))
    is_read = all(columns.keys() & asked for asked in wanted.asks) and not is_left
    rows = spread(sheet["rows"], sheet["merged"])
    table = SheetTable(at, sheet["name"], is_read, columns, heads, max(map(len, rows)), is_left)
    table.above = " ".join(cell for row in rows[:head] for cell in row if isinstance(cell, str))
    if is_read:
        _fill(table, rows[last + 1 :], last + 2, wanted, wish.get("mended", {}))
    return table


def _fill(table: SheetTable, rows: Rows, first: int, wanted: SheetWanted, mended: Mapping[str, Any]) -> None:
    group = ""
    for number, row in enumerate(rows, first):
        cells = {name: cell_at(row, table.columns.get(name)) for name in wanted.heads}
        cells |= {name: text for name, text in mended.get(str(number), {}).items() if name in cells}
        heading, reason = no_row(row, cells.get(wanted.first), cells.get(wanted.named) or _other_name(cells, wanted))
        if reason == "group":
            group = heading[1]
        if not reason:
            said = {name: cell_text(cell) for name, cell in cells.items()}
            told = frozenset(table.columns)
            table.lines.append(HandedRow(table.name, table.at, number, cells, group, said, told=told, whole=row))
        elif reason != "empty":
            table.passed.append((number, reason))


def _other_name(cells: Mapping[str, Any], wanted: SheetWanted) -> Any:
    return next((cells[name] for asked in wanted.asks for name in sorted(asked) if cells.get(name)), None)


def _head(
    rows: Rows, merged: Sequence[Sequence[int]], wanted: SheetWanted
) -> tuple[int, int, list[str], dict[str, int]]:
    """The row of the head that names most, its last row, its words, its columns."""
    best: tuple[int, int, list[str], dict[str, int]] = (0, 0, [], {})
    for at in range(min(len(rows), HEAD_WITHIN)):
        last = max((bottom for top, _, bottom, _ in merged if top == at and bottom - top < 3), default=at)
        heads = head_texts(rows, merged, at, last)
        columns = matched(heads, wanted.heads)
        if len(columns) > max(1, len(best[3])) and all(columns.keys() & asked for asked in wanted.asks):
            best = (at, last, heads, columns)
    return best
