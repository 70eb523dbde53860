"""Shares as official papers write them: half up, and never on the wrong side of a target."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.percent import show

CASES = [
    # numerator, denominator, target, shown
    (4898, 5000, 98, "97,96%"),  # not met, so it must not read 98,0%
    (4898, 5000, None, "98,0%"),
    (4900, 5000, 98, "98,0%"),
    (2, 3, None, "66,7%"),
    (2, 3, 98, "66,7%"),
    (1, 3, None, "33,3%"),
    (942, 1000, 95, "94,2%"),
    (987, 1000, 98, "98,7%"),
    (1, 2, None, "50,0%"),
    (5, 5, 100, "100%"),
    (0, 5, 98, "0%"),
    (0, 0, 98, "—"),
    (0, 0, None, "—"),
    (1, 2000, None, "0,1%"),  # a half goes up: 0,05
    (1, 2001, None, "0,05%"),  # some are not none: 0,0 would say so
    (9999, 10000, None, "99,99%"),  # one is missing, so it is not all
    (99999, 100000, 100, "99,999%"),
    (979999, 1000000, 98, "97,9999%"),
    (980001, 1000000, 98, "98,0%"),
    (9804, 10000, Decimal("98.03"), "98,04%"),  # met, so it must not read 98,0%
    (3, 2, 100, "150,0%"),
]


@pytest.mark.parametrize(("numerator", "denominator", "target", "shown"), CASES)
def test_a_share_as_papers_write_it(numerator: int, denominator: int, target: Decimal | None, shown: str) -> None:
    assert show(numerator, denominator, target) == shown


def test_a_limit_from_above_is_not_crossed_either() -> None:
    assert show(2004, 100_000, 2, at_most=True) == "2,004%"
    assert show(2000, 100_000, 2, at_most=True) == "2,0%"
    assert show(1996, 100_000, 2, at_most=True) == "2,0%"


def test_a_negative_denominator_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        show(1, -1)


@given(some.integers(0, 200_000), some.integers(1, 200_000), some.integers(1, 100))
def test_what_is_read_gives_the_same_verdict_as_what_is_counted(k: int, n: int, target: int) -> None:
    read = Fraction(show(k, n, target).removesuffix("%").replace(",", "."))
    assert (read >= target) == (Fraction(k * 100, n) >= target)
    assert (read == 100) == (k == n)
    assert (read == 0) == (k == 0)
