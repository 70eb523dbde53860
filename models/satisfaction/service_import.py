"""Reading the files of days from a table, pasted or an Excel sheet, with bounds set before anything is opened."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import clock, periods
from models.errors import RuleBroken
from models.files.sheets import read_sheets
from models.satisfaction.rules import Mode
from models.text import clean, fold

MOST_ROWS, MOST_COLUMNS = 2000, 12
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
COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,3}", re.ASCII)
HEAD_WITHIN = 10  # rows at the top of a sheet in which its head stands, below the title of the table
Heads = Mapping[str, tuple[str, ...]]
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
    said: str = ""  # the line itself


def read_sheet(content: bytes) -> list[list[str]]:
    """The first sheet of an .xlsx file as texts, at most so many rows and columns; RuleBroken for what is none.

    It is opened in a process of its own, with bounds; never while a transaction that writes is open.
    """
    try:
        sheet = read_sheets(content)[0]
    except RuleBroken as broken:
        raise RuleBroken("file_broken") if broken.code == "sheet_kind" else broken from broken
    return [[_text(value) for value in row[:MOST_COLUMNS]] for row in sheet.rows[: MOST_ROWS + 1]]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        value = value["day"]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))[:200]


def as_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as the lines that people see and may mend before they are kept."""
    return "\n".join("; ".join(cell.replace(";", ",") for cell in row).rstrip("; ") for row in rows if any(row))


def understood(text: str) -> list[DayLine]:
    """The lines of a pasted table: a head names the columns, else they stand in the order of the form."""
    return list(_lines(under_heads(rows_of(text), HEADS, tuple(HEADS), ("day", "received"))))


def rows_of(text: str) -> list[list[str]]:
    """The rows of a pasted table; RuleBroken for more than one takes at once."""
    rows = [[clean(cell) for cell in line.split(";" if ";" in line else "\t")] for line in text.splitlines()]
    rows = [row for row in rows if any(row)][: MOST_ROWS + 1]
    if len(rows) > MOST_ROWS:
        raise RuleBroken("too_many_rows", field="lines", most=MOST_ROWS)
    return rows


def under_heads(
    rows: Sequence[Sequence[str]], heads: Heads, order: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the head with its number, its cells under the names of their columns.

    The head is the first of the rows at the top that names the ``needed`` columns; without one the cells stand in
    ``order``.
    """
    named = [_places(row, heads) for row in rows[:HEAD_WITHIN]]
    head = next((at for at, places in enumerate(named) if places.keys() >= set(needed)), None)
    first, places = (0, {name: at for at, name in enumerate(order)}) if head is None else (head + 1, named[head])
    for no, row in enumerate(rows[first:], first + 1):
        yield no, {name: row[places[name]] if places.get(name, len(row)) < len(row) else "" for name in order}


def _places(head: Sequence[str], heads: Heads) -> dict[str, int]:
    """Which column is which, by a head: of two columns that begin alike the one that is named more fully."""
    found: dict[str, int] = {}
    for name, beginnings in heads.items():
        for at, cell in enumerate(head):
            if at not in found.values() and fold(cell).startswith(beginnings):
                found[name] = at
                break
    return found


def whole(said: Mapping[str, str]) -> str:
    """A line as it stood in the file."""
    return "; ".join(value for value in said.values() if value)


def _lines(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[DayLine]:
    for no, said in rows:
        day, numbers = day_of(said["day"]), {name: _number(said[name]) for name in NUMBERS}
        wrong = [name for name, value in (("day", day), *numbers.items()) if value is None]
        mode = Mode.ONLINE if fold(said["mode"]).startswith(ONLINE) else Mode.IN_PERSON
        counts = {name: value or 0 for name, value in numbers.items()}
        yield DayLine(
            no, day, said["procedure"][:200], mode, **counts, problem=wrong[0] if wrong else "", said=whole(said)
        )


def day_of(text: str) -> date | None:
    """A day that is not to come, as people write it; None for anything else."""
    try:
        found = periods.read_day(text, clock.today().year)
    except ValueError:
        return None
    return found if date(2020, 1, 1) <= found <= clock.today() else None


def _number(text: str) -> int | None:
    """A count, perhaps with dots between its thousands; nothing is none, and half a file is not understood."""
    plain = text.replace("\u00a0", "").strip()
    if not plain:
        return 0
    if not COUNT.fullmatch(plain):
        return None
    found = int(plain.replace(".", ""))
    return found if found <= LARGEST else None
