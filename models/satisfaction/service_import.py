"""Reading the files of days from a table, pasted or an Excel sheet, with bounds set before anything is opened."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import clock, periods
from models.base import outside_writing
from models.errors import RuleBroken
from models.satisfaction.rules import Mode
from models.text import clean, fold

MOST_ROWS, MOST_COLUMNS = 2000, 12
MOST_UNPACKED = 20 * 1024 * 1024
LARGEST = 1_000_000
HEADS = {  # the columns by the words that begin their heads, folded
    "day": ("ngay",),
    "procedure": ("thu tuc", "ten thu tuc"),
    "mode": ("hinh thuc",),
    "received": ("tiep nhan", "nhan"),
    "on_time": ("xong dung", "dung h", "truoc"),
    "late": ("xong tre", "tre h"),
    "open_overdue": ("qua h",),
}
NUMBERS = ("received", "on_time", "late", "open_overdue")
ONLINE = ("truc tuyen", "qua mang", "online")


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line as it was understood; ``problem`` names the first column that was not."""

    no: int
    day: date | None
    procedure: str
    mode: Mode
    received: int
    on_time: int
    late: int
    open_overdue: int
    problem: str = ""


def read_sheet(content: bytes) -> list[list[str]]:
    """The first sheet of an .xlsx file as texts, at most so many rows and columns; RuleBroken for what is none.

    The declared size is looked at before anything is unpacked; never while a transaction that writes is open.
    """
    outside_writing("reading a sheet")
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise RuleBroken("file_bomb")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        return [[_text(value) for value in row] for row in rows]
    except RuleBroken:
        raise
    except Exception as problem:  # whatever a broken file makes the reader stumble over
        raise RuleBroken("file_broken") from problem


def _text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "date"):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))[:200]


def as_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as the lines that people see and may mend before they are kept."""
    return "\n".join("; ".join(cell.replace(";", ",") for cell in row).rstrip("; ") for row in rows if any(row))


def understood(text: str) -> list[DayLine]:
    """The lines of a pasted table: a head names the columns, else they stand in the order of the form."""
    rows = [[clean(cell) for cell in line.split(";" if ";" in line else "\t")] for line in text.splitlines()]
    rows = [row for row in rows if any(row)][: MOST_ROWS + 1]
    if len(rows) > MOST_ROWS:
        raise RuleBroken("too_many_rows", field="lines", most=MOST_ROWS)
    places = _places(rows[0]) if rows else {}
    body = rows[1:] if places else rows
    places = places or {name: at for at, name in enumerate(HEADS)}
    return list(_lines(body, places, 2 if len(body) < len(rows) else 1))


def _places(head: Sequence[str]) -> dict[str, int]:
    """Which column is which, by a head; empty where the first line is no head."""
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        word = fold(cell)
        for name, beginnings in HEADS.items():
            if name not in found and word.startswith(beginnings):
                found[name] = at
                break
    return found if {"day", "received"} <= found.keys() else {}


def _lines(rows: Sequence[Sequence[str]], places: dict[str, int], first: int) -> Iterator[DayLine]:
    for no, row in enumerate(rows, first):
        said = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        day, numbers = _day(said.get("day", "")), {name: _number(said.get(name, "")) for name in NUMBERS}
        wrong = [name for name, value in (("day", day), *numbers.items()) if value is None]
        mode = Mode.ONLINE if fold(said.get("mode", "")).startswith(ONLINE) else Mode.IN_PERSON
        counts = {name: value or 0 for name, value in numbers.items()}
        yield DayLine(no, day, said.get("procedure", "")[:200], mode, **counts, problem=wrong[0] if wrong else "")


def _day(text: str) -> date | None:
    try:
        found = periods.read_day(text, clock.today().year)
    except ValueError:
        return None
    return found if date(2020, 1, 1) <= found <= clock.today() else None


def _number(text: str) -> int | None:
    plain = text.replace(".", "").replace("\u00a0", "").strip()
    if not plain:
        return 0
    return int(plain) if plain.isascii() and plain.isdigit() and int(plain) <= LARGEST else None
