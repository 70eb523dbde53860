"""A table of figures as a file: CSV, Excel or JSON, each drawn from the same table that the page shows."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from werkzeug.wrappers import Response as AnyResponse

from blueprints.labels import word
from blueprints.pages import download
from blueprints.satisfaction.comparing import Change, points
from blueprints.spreadsheets import CSV, XLSX, Cell, csv_file, workbook
from models.percent import show
from models.satisfaction.rules import Tally
from models.satisfaction.suppression import LEAST
from models.satisfaction.tabling import FigureTable

HIDDEN = "ẩn"


@dataclass(frozen=True, slots=True)
class Export:
    """What a file says: its title, notes above the table, the head, and the rows."""

    name: str
    title: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def export_of(
    table: FigureTable, name: str, title: str, head: str, notes: tuple[str, ...], target: Decimal | None = None
) -> Export:
    """Answers, satisfied ones and rate of each cell; of a hidden one only that it is hidden."""
    columns = [*table.columns, *([] if table.is_list else ["Cả bảng"])]
    heads = [f"{column}: {what}" for column in columns for what in ("số phiếu", "hài lòng", "tỷ lệ")]
    rows = [(label, *_cells(table, row, target)) for row, label in enumerate(table.rows)]
    if len(table.rows) > 1:
        totals = [*table.column_totals, *([] if table.is_list else [table.total])]
        rows.append(("Tất cả", *(value for tally in totals for value in _values(tally, target))))
    return Export(name, title, notes, (head, *heads), tuple(rows))


def export_of_changes(
    changes: Sequence[Change], before: str, now: str, name: str, notes: tuple[str, ...], target: Decimal | None = None
) -> Export:
    """Two months side by side: rates with their answers, and the difference with its interval, never alone."""
    heads = [f"{month}: {what}" for month in (before, now) for what in ("số phiếu", "hài lòng", "tỷ lệ")]
    rows = [
        (
            word(one.mode) if one.mode else "Tất cả phiếu",
            *(value for tally in (one.before, one.now) for value in _values(tally, target)),
            *(map(points, one.interval) if one.interval else ("", "", "")),
        )
        for one in changes
    ]
    head = ("Phiếu", *heads, "Chênh lệch, điểm phần trăm", "từ", "đến")
    return Export(name, f"{now} so với {before.lower()}", notes, head, tuple(rows))


def _cells(table: FigureTable, row: int, target: Decimal | None) -> Iterator[Cell]:
    for tally in (*table.cells[row], *(() if table.is_list else (table.row_totals[row],))):
        yield from _values(tally, target)


def _values(tally: Tally | None, target: Decimal | None) -> tuple[Cell, Cell, Cell]:
    if tally is None:
        return HIDDEN, HIDDEN, HIDDEN
    return tally.n, tally.satisfied, show(tally.satisfied, tally.n, target) if tally.n >= LEAST else ""


def as_csv(export: Export) -> bytes:
    """As plain text."""
    return csv_file(_lines(export))


def as_xlsx(export: Export) -> bytes:
    """One sheet for Excel."""
    return workbook("Số liệu", _lines(export))


def as_json(export: Export) -> bytes:
    """For another program: the same words and numbers."""
    told: dict[str, Any] = {
        "title": export.title,
        "notes": export.notes,
        "columns": export.head,
        "rows": export.rows,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _lines(export: Export) -> Iterator[tuple[Cell, ...]]:
    yield (export.title,)
    yield from ((note,) for note in export.notes)
    yield export.head
    yield from export.rows


FORMATS: dict[str, tuple[str, Callable[[Export], bytes]]] = {
    "csv": (CSV, as_csv),
    "xlsx": (XLSX, as_xlsx),
    "json": ("application/json", as_json),
}


def as_file(export: Export, ending: str) -> AnyResponse:
    """The table as a file of one of the three kinds."""
    mime, draw = FORMATS[ending]
    return download(draw(export), mime, f"{export.name}.{ending}")
