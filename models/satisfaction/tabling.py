"""A table of figures as it may be shown: small lines are joined, small cells hidden, and only then is it drawn.

Page, CSV, XLSX and JSON all draw the same ``FigureTable``; what is hidden is not in it any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.satisfaction.rules import Tally
from models.satisfaction.suppression import LEAST, hidden

Line = tuple[str, Mapping[str, Tally]]  # the label of a row, and its tallies by column
NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Rows and columns of tallies with their totals; None where a cell must not be shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Tally | None, ...], ...]
    row_totals: tuple[Tally, ...]
    column_totals: tuple[Tally, ...]
    total: Tally
    is_withheld: bool = False  # not made at all: beside the online answers it would show the few others

    @property
    def has_hidden(self) -> bool:
        """Whether anything is hidden."""
        return any(cell is None for row in self.cells for cell in row)

    @property
    def is_list(self) -> bool:
        """Whether there is one column alone, so that the totals of rows would say the same twice."""
        return len(self.columns) == 1


WITHHELD = FigureTable((), (), (), (), (), NOTHING, is_withheld=True)


def summed(tallies: Iterable[Tally]) -> Tally:
    """The tally of all together: counts add up, rates never do."""
    return sum(tallies, NOTHING)


def figure_table(lines: Sequence[Line], columns: Sequence[str], least: int = LEAST, rest: str = "…") -> FigureTable:
    """The table that may be shown: every total in it is of at least ``least`` answers, and no hidden cell follows.

    Rows too small for a total of their own are joined as ``rest``; columns, which have an order, with a neighbour.
    Where all together are too few nothing is left but the number of answers.
    """
    total = summed(tally for _, cells in lines for tally in cells.values())
    if total.n < least:
        return FigureTable((), (), (), (), (), total)
    names, grouped = _joined_columns(lines, columns, least)
    rows = _joined_rows(
        [(label, [summed(cells.get(c, NOTHING) for c in group) for group in grouped]) for label, cells in lines],
        least,
        rest,
    )
    mask = hidden([[cell.n for cell in cells] for _, cells in rows], least)
    shown = tuple(
        tuple(None if is_hidden else cell for cell, is_hidden in zip(cells, line, strict=True))
        for (_, cells), line in zip(rows, mask, strict=True)
    )
    return FigureTable(
        tuple(label for label, _ in rows),
        tuple(names),
        shown,
        tuple(summed(cells) for _, cells in rows),
        tuple(summed(column) for column in zip(*(cells for _, cells in rows), strict=True)),
        total,
    )


def _joined_columns(lines: Sequence[Line], columns: Sequence[str], least: int) -> tuple[list[str], list[list[str]]]:
    """Neighbouring columns together until each has enough answers; "45 – 46" names what is in it."""
    groups = [[column] for column in columns]

    def size(group: Sequence[str]) -> int:
        return sum(cells.get(c, NOTHING).n for _, cells in lines for c in group)

    groups = [group for group in groups if size(group)]
    while len(groups) > 1 and min(map(size, groups)) < least:
        at = min(range(len(groups)), key=lambda place: size(groups[place]))
        beside = min((p for p in (at - 1, at + 1) if 0 <= p < len(groups)), key=lambda place: size(groups[place]))
        low, high = sorted((at, beside))
        groups[low : high + 1] = [groups[low] + groups[high]]
    return [group[0] if len(group) == 1 else f"{group[0]} – {group[-1]}" for group in groups], groups


def _joined_rows(rows: list[tuple[str, list[Tally]]], least: int, rest: str) -> list[tuple[str, list[Tally]]]:
    """Rows without answers are left out, small ones joined, and the next smallest with them while that is too small."""
    known = [row for row in rows if summed(row[1]).n]
    by_size = sorted(range(len(known)), key=lambda place: summed(known[place][1]).n)
    joined: list[int] = []
    for place in by_size:
        together = sum(summed(known[one][1]).n for one in joined)
        if summed(known[place][1]).n >= least and (not joined or together >= least):
            break
        joined.append(place)
    if len(joined) < 2:  # one row alone is large enough, or all there is
        return known
    kept = [row for place, row in enumerate(known) if place not in joined]
    cells = [summed(column) for column in zip(*(known[place][1] for place in joined), strict=True)]
    return [*kept, (rest, cells)]
