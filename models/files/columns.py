"""Where the head of an office's sheet stands, which column is which, and which rows are none of its table."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from models.text import clean, fold

Rows = Sequence[Sequence[Any]]
HEAD_WITHIN = 25  # rows at the top of a sheet among which its head stands, below the titles of the paper
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROMAN = re.compile(r"(?:[ivx]{1,6}|[a-h])(?:[./)]|$)")
GROUP = re.compile(r"\s*([IVX]{1,6}|[A-H])\s*[.)/-]\s*(.+)", re.DOTALL)
COUNTED = re.compile(r"\(?\d{1,2}\)?")
FOOT = ("noi nhan", "tong cong", "tong so", "nguoi lap", "ghi chu:", "tm. uy ban", "chu tich", "kt. chu tich")


def letter(column: int) -> str:
    """How Excel names a column: A, B, AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = _LETTERS[rest] + name
    return name


def spread(rows: Rows, merged: Sequence[Sequence[int]]) -> list[list[Any]]:
    """The rows with the value of cells that are joined downwards in each of their rows."""
    found = [list(row) for row in rows]
    for top, left, bottom, right in merged:
        if left != right or bottom == top or top >= len(found) or left >= len(found[top]):
            continue
        for row in found[top + 1 : bottom + 1]:
            row.extend([None] * (left + 1 - len(row)))
            row[left] = found[top][left]
    return found


def head_texts(rows: Rows, merged: Sequence[Sequence[int]], first: int, last: int) -> list[str]:
    """The words above each column: of two rows of a head the lower one behind the upper one that spans it."""
    width = max((len(row) for row in rows[first : last + 1]), default=0)
    found: list[list[str]] = [[] for _ in range(width)]
    for at in range(first, last + 1):
        cells = list(rows[at]) + [None] * (width - len(rows[at]))
        for top, left, bottom, right in merged:
            if top == at and bottom == at and right > left and left < width:
                cells[left : right + 1] = [cells[left]] * (min(right, width - 1) - left + 1)
        for words, cell in zip(found, cells, strict=True):
            if isinstance(cell, str) and cell.strip() and " ".join(cell.split()) not in words:
                words.append(" ".join(cell.split()))
    return [" ".join(words) for words in found]


def matched(heads: Sequence[str], patterns: Mapping[str, str]) -> dict[str, int]:
    """Which column is which, by its words; a column has one meaning and a meaning one column, the first that fits."""
    found: dict[str, int] = {}
    for name, pattern in patterns.items():
        for at, head in enumerate(heads):
            if head and at not in found.values() and re.fullmatch(pattern, fold(head).strip(" .:")):
                found[name] = at
                break
    return found


def cell_at(row: Sequence[Any], at: int | None) -> Any:
    """The value in a column of a row; nothing where the row is too short."""
    return row[at] if at is not None and at < len(row) else None


def cell_text(cell: Any) -> str:
    """A cell as people read it."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, dict):
        year, month, day = str(cell.get("day", "0-0-0")).split("-")
        return f"{int(day)}/{int(month)}/{year}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
    return clean(str(cell).replace("_x000D_", ""), multiline=True).strip()


def no_row(row: Sequence[Any], first: Any, named: Any) -> tuple[tuple[str, str], str]:
    """Why a row is none of the table's: empty, a group with its number and name, numbers of columns, a foot."""
    filled = [text for cell in row if (text := cell_text(cell))]
    nothing = ("", "")
    if not filled:
        return nothing, "empty"
    if len(filled) > 2 and all(COUNTED.fullmatch(text) for text in filled):
        return nothing, "counted"
    if fold(filled[0]).startswith(FOOT):
        return nothing, "foot"
    number, title = cell_text(first), cell_text(named)
    if len(filled) == 1 and not number.isdecimal():
        group = GROUP.fullmatch(filled[0])
        return ((group[1], group[2].strip()) if group else ("", filled[0])), "group"
    if len(filled) == 2 and title and ROMAN.match(fold(number)):
        return (number.strip(" .)/"), title), "group"
    if not title:
        return nothing, "untitled"
    return nothing, ""
