"""Scores as people hand them in: whose they are and how many of 100 points, with nothing guessed."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from models import clock, periods
from models.accounts.naming import Candidate, Match, Whose, match
from models.errors import RuleBroken
from models.files import kinds
from models.files.sheets import read_sheets
from models.text import clean, fold
from models.training.rules import HUNDREDTHS

MOST_ROWS, MOST_CELLS, MOST_BYTES = 1_000, 40, 2 * 1024 * 1024
HEADS = {  # columns by the words that begin their heads, folded; the first that fits is taken
    "name": ("ho va ten", "ho ten", "ho, ten", "ten nguoi", "can bo", "full name"),
    "score": ("diem so", "diem", "score", "ket qua"),
    "day": ("dau thoi gian", "ngay", "timestamp"),
}
NUMBER = r"\d{1,3}(?:[.,]\d{1,4})?"
SCORE = re.compile(rf"({NUMBER})\s*(?:/\s*(\d{{1,3}}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One line as it was understood; ``problem`` names what was not: name, score or day."""

    no: int
    name: str
    said: str
    hundredths: int | None
    taken_on: date | None
    match: Match
    problem: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it can be kept for one person."""
        return not self.problem and self.match.whose is Whose.SURE


def hundredths_of(text: str, out_of: int) -> int | None:
    """A score in hundredths of 100 points, never rounded up; ``8,5`` of 10 is 8,500. None for what is no score."""
    found = SCORE.fullmatch(fold(text).removesuffix("diem").strip())
    if found is None:
        return None
    value, most = Fraction(found[1].replace(",", ".")), int(found[2] or out_of)
    if not most or value > most:
        return None
    return int(value * 100 * HUNDREDTHS / most)


def read_scores(content: bytes) -> list[list[str]]:
    """The rows of a handed-in .xlsx or .csv (as Google Forms hands it out) as texts; RuleBroken for anything else.

    A workbook is opened by a process of its own, never inside a transaction that writes.
    """
    if kinds.is_package(content):
        filled = next((sheet.rows for sheet in read_sheets(content) if sheet.rows), [])
        return _bounded([[_text(cell) for cell in row] for row in filled])
    if len(content) > MOST_BYTES:
        raise RuleBroken("scores_long", most=MOST_ROWS)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RuleBroken("scores_kind") from problem
    if not text.strip():
        raise RuleBroken("scores_empty")
    if "\x00" in text or text.lstrip().startswith(("<", "%PDF", "{")):
        raise RuleBroken("scores_kind")
    return _bounded(list(_csv_rows(text)))


def _csv_rows(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=between):
            yield [clean(cell) for cell in row[:MOST_CELLS]]
    except csv.Error as problem:
        raise RuleBroken("scores_kind") from problem


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    kept = [row for row in rows if any(row)]
    if not kept:
        raise RuleBroken("scores_empty")
    if len(kept) > MOST_ROWS:
        raise RuleBroken("scores_long", most=MOST_ROWS)
    return kept


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Mapping):
        return str(cell["day"])
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """Name, score and day of each row, as lines that people see and may mend; RuleBroken without a column of names."""
    places = next((found for row in rows[:10] if "name" in (found := _places(row))), None)
    if places is None or "score" not in places:
        raise RuleBroken("scores_columns")
    head = next(at for at, row in enumerate(rows) if _places(row) == places)
    lines = []
    for row in rows[head + 1 :]:
        cells = [_cell(row, places.get(key)) for key in HEADS]
        if any(cells[:2]):
            lines.append("; ".join(cells).rstrip("; "))
    return "\n".join(lines)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].replace(";", ",")[:200] if place is not None and place < len(row) else ""


def _places(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, beginnings in HEADS.items():
        at = next((at for at, cell in enumerate(row) if fold(cell).startswith(beginnings)), None)
        if at is not None:
            found[key] = at
    return found


def understood(text: str, out_of: int, people: Iterable[Candidate]) -> list[ExamLine]:
    """Each line ``name; score; day`` with whose it is; RuleBroken for more than one takes at once."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise RuleBroken("scores_long", field="lines", most=MOST_ROWS)
    everybody = list(people)
    return [_line(no, line, out_of, everybody) for no, line in enumerate(lines, 1)]


def _line(no: int, line: str, out_of: int, people: list[Candidate]) -> ExamLine:
    between = ";" if ";" in line else "\t"
    name, said, day, *_rest = [clean(cell) for cell in [*line.split(between), "", "", ""]]
    found, taken_on = hundredths_of(said, out_of), _day(day)
    problem = "name" if not name or len(name) > 120 else "score" if found is None else ""
    problem = problem or ("day" if day and taken_on is None else "")
    return ExamLine(no, name, said[:40], found, taken_on, match(name, people), problem)


def _day(text: str) -> date | None:
    """The day of an attempt, which may stand before a time; none that is to come."""
    try:
        found = periods.read_day(text.split(" ", maxsplit=1)[0], clock.today().year)
    except ValueError:
        return None
    return found if date(2020, 1, 1) <= found <= clock.today() else None
