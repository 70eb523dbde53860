"""The rows of a handed-in plan as they are understood: each cell beside what was read of it, and what is not sure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from models.files.columns import cell_at, cell_text, no_row
from models.plan.heads import FIELDS, Rows, SheetKind
from models.plan.rules import Comparator
from models.plan.wording import monthly_before, read_bodies, read_due, read_threshold

MOST = {  # characters that a column keeps
    "title": 300,
    "goal": 500,
    "product": 500,
    "lead": 200,
    "partners": 500,
    "due": 200,
    "authority": 200,
    "note": 1000,
    "threshold": 200,
    "unit": 80,
}
NUMBERS = range(1, 10_000)  # of a plan's own rows


class CellDoubt(StrEnum):
    """Why a cell waits for a decision."""

    LONG = "long"
    DAY = "day"
    LEADS = "leads"
    NO_NUMBER = "no_number"
    EMPTY = "empty"
    NO_SIDE = "no_side"


@dataclass(slots=True)
class Draft:
    """One row as it is understood; ``said`` are its cells as text, ``doubts`` the fields nobody can be sure of."""

    row: int  # as Excel counts it
    kind: SheetKind
    said: dict[str, str]
    no: int | None = None
    title: str = ""
    group: tuple[str, str] = ("", "")
    goal: str = ""
    product: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    due_on: date | None = None
    due: str = ""
    monthly: int | None = None
    authority: str = ""
    note: str = ""
    comparator: Comparator | None = None
    value: Decimal | None = None
    unit: str = ""
    doubts: dict[str, CellDoubt] = field(default_factory=dict)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to be decided."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Understood:
    """A sheet as it is understood: its rows, and those that are none, each with its reason."""

    drafts: list[Draft]
    passed: list[tuple[int, str, str]]


def understood(
    rows: Rows,
    kind: SheetKind,
    first: int,
    columns: Mapping[str, int],
    year: int,
    is_1904: bool = False,
    mended: Mapping[str, Mapping[str, str]] | None = None,
) -> Understood:
    """The rows of a sheet from ``first`` (from 0); ``mended`` are cells that somebody wrote anew in the preview."""
    drafts: list[Draft] = []
    passed: list[tuple[int, str, str]] = []
    group = ("", "")
    for at, row in enumerate(rows[first:], first):
        cells: dict[str, Any] = {name: cell_at(row, columns.get(name)) for name in FIELDS[kind]}
        cells |= {name: text for name, text in (mended or {}).get(str(at + 1), {}).items() if name in cells}
        found, reason = no_row(row, cells.get("no"), cells.get("title"))
        if reason == "group":
            group = found
            passed.append((at + 1, ". ".join(filter(None, found)), "group"))
        elif reason:
            passed.append((at + 1, " ".join(cell_text(cell) for cell in row if cell)[:120], reason))
        else:
            drafts.append(_draft(at + 1, kind, cells, group, year, is_1904))
    _number(drafts)
    return Understood(drafts, [one for one in passed if one[2] != "empty"])


def _draft(
    row: int, kind: SheetKind, cells: Mapping[str, Any], group: tuple[str, str], year: int, is_1904: bool
) -> Draft:
    said = {name: cell_text(cell) for name, cell in cells.items()}
    draft = Draft(row, kind, said, group=group)
    draft.title, draft.note = " ".join(said["title"].split()), said["note"]
    number = re.fullmatch(r"0*(\d{1,4})[.)]?", said["no"])
    draft.no = int(number[1]) if number and int(number[1]) in NUMBERS else None
    for name, text in said.items():
        if len(text) > MOST.get(name, 40):
            draft.doubts[name] = CellDoubt.LONG
    _read_due(draft, cells.get("due"), year, is_1904)
    _read_bodies(draft)
    if kind is SheetKind.TARGETS:
        _read_threshold(draft, cells)
    else:
        draft.goal, draft.product, draft.authority = said["goal"], said["product"], said["authority"]
    return draft


def _read_due(draft: Draft, cell: Any, year: int, is_1904: bool) -> None:
    draft.due_on, draft.due, is_clear = read_due(cell, year, is_1904)
    draft.monthly = monthly_before(draft.due)
    if not is_clear:
        draft.doubts["due"] = CellDoubt.DAY


def _read_bodies(draft: Draft) -> None:
    found = read_bodies(draft.said.get("lead"))
    joins = read_bodies(draft.said.get("partners"))
    draft.lead = found.lead
    beside = filter(None, (joins.lead, *joins.partners))
    draft.partners = tuple(dict.fromkeys([*found.partners, *(one for one in beside if one != found.lead)]))
    if not found.is_clear:
        draft.doubts["lead"] = CellDoubt.LEADS


def _read_threshold(draft: Draft, cells: Mapping[str, Any]) -> None:
    unit = draft.said["unit"]
    draft.comparator, draft.value, read_unit = read_threshold(cells.get("threshold"))
    draft.unit = unit or read_unit
    if draft.value is None:
        draft.doubts["threshold"] = CellDoubt.NO_NUMBER if draft.said["threshold"] else CellDoubt.EMPTY
    elif draft.comparator is None and draft.value == 100 and unit == "%":
        draft.comparator = Comparator.AT_LEAST
    elif draft.comparator is None:
        draft.doubts["threshold"] = CellDoubt.NO_SIDE


def _number(drafts: Sequence[Draft]) -> None:
    """Rows keep their numbers where each has its own; where numbers begin anew in each group they count on."""
    numbers = [draft.no for draft in drafts]
    if None in numbers or len(set(numbers)) < len(numbers):
        for at, draft in enumerate(drafts, 1):
            draft.no = at
