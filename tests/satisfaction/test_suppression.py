"""What a table hides, and that nobody computes it back: every other filling with the same totals is tried."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.satisfaction.suppression import hidden, merges

Rows = list[list[int]]


def fillings(table: Rows, mask: list[list[bool]]) -> Iterator[dict[tuple[int, int], int]]:
    """Every way to fill the hidden cells so that the totals of rows and columns stay the same."""
    unknown = [(r, c) for r, row in enumerate(table) for c in range(len(row)) if mask[r][c]]
    is_row, is_column = len(table) == 1, len(table[0]) == 1
    left: dict[tuple[str, int], int] = {}
    for r, c in unknown:
        for line in [("row", r)] * (not is_column) + [("column", c)] * (not is_row):
            left[line] = left.get(line, 0) + table[r][c]

    def fill(place: int, found: dict[tuple[int, int], int]) -> Iterator[dict[tuple[int, int], int]]:
        if place == len(unknown):
            if not any(left.values()):
                yield dict(found)
            return
        r, c = unknown[place]
        lines = [line for line in (("row", r), ("column", c)) if line in left]
        for n in range(min(left[line] for line in lines) + 1):
            for line in lines:
                left[line] -= n
            yield from fill(place + 1, found | {(r, c): n})
            for line in lines:
                left[line] += n

    yield from fill(0, {})


def known_cells(table: Rows, mask: list[list[bool]]) -> set[tuple[int, int]]:
    """The hidden cells that have one value in every filling."""
    open_ones = {cell for cell in product(range(len(table)), range(len(table[0]))) if mask[cell[0]][cell[1]]}
    for found in fillings(table, mask):
        open_ones -= {cell for cell in open_ones if found[cell] != table[cell[0]][cell[1]]}
        if not open_ones:
            break
    return open_ones


@pytest.mark.parametrize(
    ("table", "mask"),
    [
        ([[40, 3]], [[True, True]]),
        ([[40], [3]], [[True], [True]]),
        ([[40, 50], [30, 20]], [[False, False], [False, False]]),
        ([[40, 0], [30, 20]], [[False, False], [False, False]]),
        ([[40, 30, 3]], [[False, True, True]]),
        ([[40, 4, 3, 60]], [[True, True, True, False]]),
        ([[40, 7, 3, 60]], [[False, True, True, False]]),
        ([[3]], [[True]]),
        ([[3, 0]], [[True, True]]),
        ([[0, 0]], [[False, False]]),
        ([[10, 12]], [[False, False]]),
        ([[9, 12]], [[True, True]]),
        ([[]], [[]]),
        ([], []),
        ([[3, 40], [50, 60]], [[True, True], [True, True]]),
        ([[3, 40, 41], [50, 60, 61], [70, 80, 81]], [[True, True, False], [True, True, False], [False] * 3]),
        ([[4, 6, 41], [50, 60, 61], [70, 80, 81]], [[True, True, False], [True, True, False], [False] * 3]),
    ],
)
def test_small_groups_take_a_sibling_with_them(table: Rows, mask: list[list[bool]]) -> None:
    assert hidden(table) == mask


@pytest.mark.parametrize("table", [[[1, 2], [3]], [[-1, 2]]])
def test_what_is_no_table_of_counts_is_refused(table: Rows) -> None:
    with pytest.raises(ValueError):
        hidden(table)


TABLES = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 4), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_hidden_cell_can_be_computed_back(table: Rows) -> None:
    mask = hidden(table, least=3)
    small = {(r, c) for r, row in enumerate(table) for c, n in enumerate(row) if 0 < n < 3}
    assert all(mask[r][c] for r, c in small)
    if not all(map(all, mask)):  # else the totals alone tell what they tell
        assert known_cells(table, mask) == set()


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_what_is_hidden_in_a_line_is_together_no_small_group(table: Rows) -> None:
    mask = hidden(table, least=3)
    lines = (
        [list(zip(row, hid, strict=True)) for row, hid in zip(table, mask, strict=True)] if len(table[0]) > 1 else []
    )
    if len(table) > 1:
        columns = zip(zip(*table, strict=True), zip(*mask, strict=True), strict=True)
        lines += [list(zip(*column, strict=True)) for column in columns]
    for line in lines:
        out = [n for n, is_hidden in line if is_hidden]
        assert not out or len(out) == len(line) or (len(out) > 1 and sum(out) >= 3)


def test_a_large_table_is_decided_at_once() -> None:
    table = [[(row * 7 + column * 3) % 40 for column in range(12)] for row in range(60)]
    assert any(map(any, hidden(table)))


@pytest.mark.parametrize(
    ("lows", "merged"),
    [([[5, 6], [0, 0], [9, 7]], False), ([[4, 6], [0, 0], [9, 7]], True), ([], False), ([[0], [0], [1]], True)],
)
def test_low_levels_are_merged_over_the_whole_table_or_not_at_all(lows: Rows, merged: bool) -> None:
    assert merges(lows) is merged
