"""The numbers of a device's answers: which came, which wait, which are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.devices.numbers import Numbers, how_many, joined, missing, spelled, spelled_out, without

PAIRS = some.lists(some.tuples(some.integers(1, 60), some.integers(1, 60)), max_size=8)


def spans(*ends: tuple[int, int]) -> list[Numbers]:
    return [Numbers(*pair) for pair in ends]


@pytest.mark.parametrize(
    ("received", "holding", "highest", "expected"),
    [
        ([], [], 0, []),
        ([], [], 3, [(1, 3)]),
        ([(1, 117), (121, 204)], [], 204, [(118, 120)]),
        ([(1, 117), (121, 204)], [(118, 119)], 204, [(120, 120)]),
        ([(1, 5)], [(6, 9)], 9, []),
        ([(1, 5)], [(7, 9)], 9, [(6, 6)]),
        ([(2, 5)], [], 5, [(1, 1)]),
        ([(1, 9)], [], 4, []),  # more came than it told of last
        ([(1, 9)], [(3, 4)], 9, []),  # told as waiting a moment before they came
        ([(1, 1), (2**53 - 1, 2**53 - 1)], [], 1, [(2, 2**53 - 2)]),
    ],
)
def test_what_is_missing(received: list, holding: list, highest: int, expected: list) -> None:
    found = missing(spans(*received), spans(*holding), highest)
    assert found == spans(*expected)
    assert how_many(found) == sum(last - first + 1 for first, last in expected)


@given(PAIRS, PAIRS)
def test_spans_are_sets_of_numbers(one: list, other: list) -> None:
    def whole(pairs: list) -> set[int]:
        return {number for first, last in pairs for number in range(first, last + 1)}

    assert whole(joined(spans(*one))) == whole(one)
    left = without(spans(*one), spans(*other))
    assert whole(left) == whole(one) - whole(other)
    assert joined(left) == left and spelled_out(spelled(left)) == left
