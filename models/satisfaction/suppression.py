"""What a table of counts must not show: small groups, and whatever would let somebody compute them back.

A cell of fewer than ``least`` answers is hidden, and beside it the next smallest ones, until in every row and column
the hidden ones are at least two and together at least ``least``, and none of them follows from the totals. An empty
cell is nobody, so it is shown, unless it has to stand in for a sibling that is not there.
"""

from collections.abc import Iterator, Sequence

Counts = Sequence[Sequence[int]]
Mask = list[list[bool]]
Place = tuple[int, int]

LEAST = 10
LEAST_LEVEL = 5  # a level of a breakdown with fewer answers is merged with its neighbours


def hidden(table: Counts, least: int = LEAST) -> Mask:
    """Which cells must not be shown where the totals of rows, columns and all stand beside the table.

    One row alone (or one column) is a list with its total. ValueError for a table with rows of several lengths or with
    negative counts. Where all of a table holds fewer than ``least`` the whole of it is hidden.
    """
    _checked(table)
    mask = [[0 < n < least for n in row] for row in table]
    if not any(map(any, mask)):
        return mask
    lines = list(_lines(table))
    while line := _to_widen(table, mask, lines, least):
        row, column = min(_shown(mask, line), key=lambda cell: _cost(table, mask, cell))
        mask[row][column] = True
    return mask


def _cost(table: Counts, mask: Mask, cell: Place) -> tuple[bool, bool, int, Place]:
    """The next smallest first, one that closes a circle with what is hidden before others; an empty cell last."""
    row, column = cell
    crosses = any(mask[row]) and any(line[column] for line in mask)
    return not table[row][column], not crosses, table[row][column], cell


def _to_widen(table: Counts, mask: Mask, lines: Sequence[Sequence[Place]], least: int) -> Sequence[Place] | None:
    """Where one more cell has to be hidden; None when all is well, or nothing is left."""
    weak = next((line for line in lines if _is_weak(table, mask, line, least)), None)
    if weak is not None:
        return weak
    bare = next((cell for cell in _cells(table) if _follows(table, mask, cell)), None)
    if bare is None:
        return None
    near = next((line for line in lines if bare in line and _shown(mask, line)), None)
    return near or _shown(mask, list(_cells(table)))


def _checked(table: Counts) -> None:
    if len({len(row) for row in table}) > 1:
        raise ValueError("the rows of a table are equally long")
    if any(n < 0 for row in table for n in row):
        raise ValueError("a count cannot be negative")


def _cells(table: Counts) -> Iterator[Place]:
    return ((row, column) for row, line in enumerate(table) for column in range(len(line)))


def _lines(table: Counts) -> Iterator[list[Place]]:
    """Every row and column whose total is published; of one row alone the columns are no sums."""
    rows, columns = len(table), len(table[0])
    if columns > 1 or rows == 1:
        yield from ([(row, column) for column in range(columns)] for row in range(rows))
    if rows > 1:
        yield from ([(row, column) for row in range(rows)] for column in range(columns))


def _shown(mask: Mask, line: Sequence[Place]) -> list[Place]:
    return [(row, column) for row, column in line if not mask[row][column]]


def _is_weak(table: Counts, mask: Mask, line: Sequence[Place], least: int) -> bool:
    """Whether what is hidden in a line is one cell, or a group too small, and something is left to hide."""
    values = [table[row][column] for row, column in line if mask[row][column]]
    return bool(values) and (len(values) == 1 or sum(values) < least) and len(values) < len(line)


def _follows(table: Counts, mask: Mask, cell: Place) -> bool:
    """Whether a hidden cell follows from what is shown: no other amounts give the same totals.

    Amounts move round a circle of hidden cells, one up, the next down; an empty cell can only go up (D. Gusfield,
    SIAM J. Comput. 17, 1988). The cell is safe where some circle leads through it, in either direction.
    """
    if not mask[cell[0]][cell[1]] or 1 in (len(table), len(table[0])):
        return False  # of a list two hidden ones are enough, and the lines have seen to that
    can_rise = _leads(table, mask, cell, is_up=True)
    return not can_rise and not (table[cell[0]][cell[1]] and _leads(table, mask, cell, is_up=False))


def _leads(table: Counts, mask: Mask, cell: Place, is_up: bool) -> bool:
    """Whether others can even out a change of the cell: from the line that has too much to the one that lacks."""
    row, column = ("row", cell[0]), ("column", cell[1])
    start, goal = (column, row) if is_up else (row, column)
    seen, waiting = {start}, [start]
    while waiting:
        for line in _next(table, mask, cell, *waiting.pop()):
            if line == goal:
                return True
            if line not in seen:
                seen.add(line)
                waiting.append(line)
    return False


def _next(table: Counts, mask: Mask, cell: Place, kind: str, at: int) -> list[tuple[str, int]]:
    """The lines that change next: a full column lets one of its cells fall, a lacking row lets one of its rise."""
    if kind == "column":
        rows = range(len(table))
        return [("row", r) for r in rows if mask[r][at] and (r, at) != cell and table[r][at]]
    return [("column", c) for c in range(len(table[0])) if mask[at][c] and (at, c) != cell]


def merges(lows: Counts, least: int = LEAST_LEVEL) -> bool:
    """Whether the levels below satisfied are shown as one: one of their counts is small, in any column of a table.

    All columns or none: merging one alone would be undone from the others and the total.
    """
    return any(0 < n < least for row in lows for n in row)
