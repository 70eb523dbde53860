"""Rows as an Excel sheet, whatever they tell of."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.base import outside_writing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | None


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
