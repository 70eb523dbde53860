"""Rows as an Excel sheet, whatever they tell of."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from models.base import outside_writing

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | None
MOST_LINES = 5000  # of a list that grows year after year
LEFT_OUT = f"Bảng chỉ gồm {MOST_LINES} dòng đầu; xin lọc bớt rồi tải lại"
RUN = ("=", "+", "-", "@", "\t", "\r")  # what a text begins with that a spreadsheet would run


def workbook(name: str, lines: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet; numbers are numbers, everything else is text and never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    outside_writing("making a sheet")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for line in lines:
        cells = []
        for value in line:
            is_text = isinstance(value, str)
            cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if is_text else value)
            cell.data_type = "s" if is_text else "n"
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bounded(lines: list[list[Cell]]) -> list[list[Cell]]:
    """A head and its lines, no more than a sheet holds; a last line says so where more were found."""
    return lines if len(lines) <= MOST_LINES + 1 else [*lines[: MOST_LINES + 1], [LEFT_OUT]]


def csv_file(lines: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV with a mark in front, so that Excel reads the letters; what looks like a formula is text."""
    written = io.StringIO()
    writer = csv.writer(written)
    for line in lines:
        writer.writerow([f"'{one}" if isinstance(one, str) and one.startswith(RUN) else one for one in line])
    return written.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class EditableSheet:
    """A sheet to go on working in: rows under a head, widths of its columns, and the words that a column chooses from.

    ``typed``: the columns to be filled in, by their number from 0; everything else is drawn as not meant for that.
    """

    name: str
    lines: Sequence[Sequence[Cell]]
    head: int = 0
    widths: Sequence[int] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    typed: frozenset[int] = frozenset()
    is_hidden: bool = False


def book(sheets: Iterable[EditableSheet]) -> bytes:
    """Sheets to be edited and handed in again; numbers are numbers, everything else is text and never a formula."""
    from openpyxl import Workbook

    outside_writing("making a sheet")
    made = Workbook()
    made.remove(made.active)
    for sheet in sheets:
        drawn = made.create_sheet(sheet.name)
        drawn.sheet_state = "hidden" if sheet.is_hidden else "visible"
        for at, line in enumerate(sheet.lines, 1):
            for column, value in enumerate(line, 1):
                _write(drawn.cell(at, column), value, sheet, at - 1, column - 1)
        _dress(drawn, sheet)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _write(cell: Any, value: Cell, sheet: EditableSheet, row: int, column: int) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font, PatternFill

    if value is not None:
        text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else None
        cell.value = value if text is None else text
        cell.data_type = "n" if text is None else "s"
        cell.quotePrefix = bool(text) and str(text)[:1] in RUN  # so that it stays text when somebody edits the cell
    if sheet.is_hidden or row < sheet.head:
        return
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if row == sheet.head:
        cell.font = Font(bold=True)
    if column in sheet.typed:
        cell.fill = PatternFill("solid", start_color="FFFBE6")


def _dress(drawn: Any, sheet: EditableSheet) -> None:
    """Widths, the head that stays in sight, and the lists to choose from."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if sheet.is_hidden:
        return
    for column, width in enumerate(sheet.widths, 1):
        drawn.column_dimensions[get_column_letter(column)].width = width
    drawn.freeze_panes = drawn.cell(sheet.head + 2, 2)
    for column, words in sheet.choices.items():
        letter = get_column_letter(column + 1)
        listed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        listed.add(f"{letter}{sheet.head + 2}:{letter}{max(len(sheet.lines), sheet.head + 2)}")
        drawn.add_data_validation(listed)
