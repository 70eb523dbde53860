"""Which of the eight masks leaves a symbol that cameras find most easily, by the penalty of ISO/IEC 18004."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

Matrix = Sequence[Sequence[bool]]

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: (row * column % 3 + (row + column) % 2) % 2 == 0,
)
_RUN = re.compile("0{5,}|1{5,}")
_FINDER = re.compile("(?=10111010000|00001011101)")


def penalty(rows: Sequence[str]) -> int:
    """The four penalties of a matrix written as rows of 0 and 1: runs, blocks, finder look-alikes, imbalance."""
    size = len(rows)
    columns = ["".join(column) for column in zip(*rows, strict=True)]
    total = 0
    for line in (*rows, *columns):
        total += sum(len(run) - 2 for run in _RUN.findall(line)) + 40 * len(_FINDER.findall(line))
    numbers = [int(row, 2) for row in rows]
    inside = (1 << (size - 1)) - 1
    for upper, lower in pairwise(numbers):
        unlike = (upper ^ lower) | (upper ^ upper >> 1) | (lower ^ lower >> 1) | ((upper ^ lower) >> 1)
        total += 3 * (~unlike & inside).bit_count()
    dark = sum(number.bit_count() for number in numbers)
    return total + 10 * int(abs(dark * 100 / size**2 - 50) / 5)


def best_mask(matrix: Matrix, is_data: Matrix, present: int) -> int:
    """The mask with the lowest penalty; ``matrix`` was made with mask ``present``, masks touch only ``is_data``."""
    size = len(matrix)
    numbers = [int("".join("1" if cell else "0" for cell in row), 2) for row in matrix]
    data = [int("".join("1" if cell else "0" for cell in row), 2) for row in is_data]
    patterns = [_pattern(mask, size) for mask in range(8)]
    scores = []
    for mask in range(8):
        flips = [(old ^ new) & cells for old, new, cells in zip(patterns[present], patterns[mask], data, strict=True)]
        scores.append(penalty([f"{number ^ flip:0{size}b}" for number, flip in zip(numbers, flips, strict=True)]))
    return scores.index(min(scores))


_kept: dict[tuple[int, int], list[int]] = {}


def _pattern(mask: int, size: int) -> list[int]:
    if (mask, size) not in _kept:
        rule = MASKS[mask]
        _kept[mask, size] = [
            int("".join("1" if rule(row, column) else "0" for column in range(size)), 2) for row in range(size)
        ]
    return _kept[mask, size]
