"""The rows of a workbook's sheets, as plain values: no formula, no picture, no link leaves this process."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from models.errors import RuleBroken
from models.opening import office

SHEETS, ROWS, COLUMNS = 12, 2_000, 40
TEXT = 4_000  # characters of one cell
BYTES = 16 * 1024 * 1024  # of all of them
UNPACKED = 32 * office.MIB  # of the parts in XML, which alone are read
STRINGS = 4 * office.MIB  # of the texts that cells share: the reader keeps them all, at many times their size
MERGED = 4_000  # joined cells of one sheet
ROWS_END = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheetData"
PIECE = 64 * 1024
RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.ASCII)


def read(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Every sheet with its rows and joined cells as JSON; RuleBroken sheet_kind, sheet_long, file_bomb or as office."""
    from openpyxl import load_workbook
    from openpyxl.worksheet import _reader

    whole = _reader.iterparse
    _reader.iterparse = lambda source: _rows_alone(whole(source))
    _bound(content)
    if office.checked(content)[0]["kind"] != "xlsx":
        raise RuleBroken("sheet_kind")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if len(book.worksheets) > SHEETS:
        raise RuleBroken("sheet_many", most=SHEETS)
    is_1904 = book.epoch.year == 1904
    told = [_told(sheet, is_1904) for sheet in book.worksheets]
    made = json.dumps(told, ensure_ascii=False).encode()
    if len(made) > BYTES:
        raise RuleBroken("sheet_long", most=ROWS)
    return {}, made


def _rows_alone(elements: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """A sheet up to the end of its rows: of what stands behind them a hundred thousand joined cells take seconds."""
    for event, element in elements:
        if element.tag == ROWS_END:
            return
        yield event, element


def _bound(content: bytes) -> None:
    """What the parts say they will unpack to, before any of them is; a part that says too little breaks by itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [part for part in package.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    except office.BROKEN as problem:
        raise RuleBroken("file_broken") from problem
    shared = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    if sum(part.file_size for part in parts) > UNPACKED or shared > STRINGS:
        raise RuleBroken("file_bomb")


def _told(sheet: Any, is_1904: bool) -> dict[str, Any]:
    rows = _rows(sheet)
    merged = list(_merged(sheet, len(rows))) if rows else []
    is_hidden = sheet.sheet_state != "visible"
    return {"name": sheet.title, "rows": rows, "merged": merged, "is_1904": is_1904, "is_hidden": is_hidden}


def _rows(sheet: Any) -> list[list[Any]]:
    """The rows of a sheet up to the last that holds anything; its own word about its size is not believed."""
    sheet.reset_dimensions()
    found: list[list[Any]] = []
    end = 0
    for line in sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS):
        width = max((at for at, cell in enumerate(line, 1) if cell.value not in (None, "")), default=0)
        found.append([_told_cell(cell) for cell in line[:width]])
        if width:
            end = len(found)
    if end > ROWS:
        raise RuleBroken("sheet_long", most=ROWS)
    return found[:end]


def _merged(sheet: Any, rows: int) -> Iterator[list[int]]:
    """First row and column, last row and column of joined cells, from 0, within what was read of the sheet."""
    for ref in _refs(sheet):
        found = RANGE.fullmatch(ref)
        if found is None:
            continue
        top, bottom = int(found[2]) - 1, min(int(found[4]), rows) - 1
        left, right = _column(found[1]), min(_column(found[3]), COLUMNS - 1)
        if 0 <= top <= bottom and left <= right:
            yield [top, left, bottom, right]


def _refs(sheet: Any) -> list[str]:
    """The joined cells that the part of a sheet names; the reader that goes row by row does not tell them."""
    refs: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("mergeCell") and len(refs) < MERGED:
            refs.append(attributes.get("ref", ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with sheet._get_source() as part:  # the sheet's own part, wherever the package keeps it
        while piece := part.read(PIECE):
            parser.Parse(piece)
    return refs


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _told_cell(cell: Any) -> Any:
    """A cell as people see it: what Excel draws as a share ("95%") is kept as 0.95."""
    value = _plain(cell.value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_percent(cell):
        return value
    return f"{value * 100:.10g}%".replace(".", ",")


def _is_percent(cell: Any) -> bool:
    try:
        return "%" in (cell.number_format or "")
    except (IndexError, KeyError):  # a style that the workbook does not have
        return False


def _plain(value: Any) -> Any:
    """A cell as JSON says it: nothing, a text, a number, or a day."""
    if isinstance(value, datetime):
        return {"day": value.date().isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if value is None or isinstance(value, bool | int | float):
        return value
    if len(str(value)) > TEXT:
        raise RuleBroken("sheet_cell_long", most=TEXT)
    return str(value)
