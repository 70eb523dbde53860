"""The arithmetic of satisfaction against tables of known cases."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.satisfaction.rules import (
    Mode,
    Policy,
    Size,
    Stage,
    Tally,
    content_hash,
    difference,
    form_cid,
    meets_target,
    size,
    trend,
    verdict,
    wilson,
)
from models.verdicts import Verdict

POLICY = Policy(min_group=10, thin_group=30, comment_group=5, burst_seconds=8, undo_minutes=5)
WILSON = [
    (0, 10, "0.00", "27.75"),
    (7, 20, "18.12", "56.71"),
    (10, 10, "72.25", "100.00"),
    (30, 30, "88.65", "100.00"),
    (49, 50, "89.50", "99.65"),
    (98, 100, "93.00", "99.45"),
    (189, 189, "98.01", "100.00"),
    (490, 500, "96.36", "98.91"),
    (980, 1000, "96.93", "98.70"),
    (990, 1000, "98.17", "99.46"),
    (1970, 2000, "97.87", "98.95"),
    (9800, 10000, "97.71", "98.26"),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_gives_the_known_intervals(k: int, n: int, low: str, high: str) -> None:
    found = wilson(k, n)
    assert (f"{100 * found[0]:.2f}", f"{100 * found[1]:.2f}") == (low, high)


def test_wilson_without_answers_knows_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 10), (11, 10), (0, -1), (1, 0)])
def test_a_share_that_cannot_be_is_refused(k: int, n: int) -> None:
    for rule in (lambda: wilson(k, n), lambda: meets_target(k, n, 98), lambda: verdict(k, n, 98)):
        with pytest.raises(ValueError, match="no share"):
            rule()


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_and_mirrors(pair: tuple[int, int]) -> None:
    k, n = pair
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    other_low, other_high = wilson(n - k, n)
    assert math.isclose(low, 1 - other_high, abs_tol=1e-12)
    assert math.isclose(high, 1 - other_low, abs_tol=1e-12)


def test_wilson_ends_are_exact() -> None:
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0


@pytest.mark.parametrize(
    ("k", "n", "percent", "met"),
    [
        (98, 100, 98, True),
        (49, 50, 98, True),
        (4898, 5000, 98, False),
        (4900, 5000, 98, True),
        (4899, 5000, 98, False),
        (99, 101, 98, True),
        (0, 0, 98, False),
        (0, 10, 0, True),
        (10, 10, 100, True),
        (999_999, 1_000_000, 100, False),
        (197, 200, Decimal("98.5"), True),
        (197, 200, "98.5", True),
        (197, 200, "98,5", True),
        (1969, 2000, "98.5", False),
        (2, 3, Fraction(200, 3), True),
        (666_666, 1_000_000, Fraction(200, 3), False),
        (29, 100, 29, True),
        (57, 100, "57", True),
        (9_799_999_999_999_999_999, 10**19, "98", False),
        (9_800_000_000_000_000_000, 10**19, "98", True),
    ],
)
def test_the_target_is_tested_exactly(k: int, n: int, percent: int | Decimal | Fraction | str, met: bool) -> None:
    assert meets_target(k, n, percent) is met


@pytest.mark.parametrize(
    ("k", "n", "word"),
    [
        (189, 189, Verdict.SURELY_MET),
        (188, 188, Verdict.MET),
        (990, 1000, Verdict.SURELY_MET),
        (98, 100, Verdict.MET),
        (980, 1000, Verdict.MET),
        (97, 100, Verdict.NOT_MET),
        (4898, 5000, Verdict.NOT_MET),
        (90, 100, Verdict.SURELY_NOT_MET),
        (0, 10, Verdict.SURELY_NOT_MET),
        (0, 0, Verdict.NO_DATA),
    ],
)
def test_the_verdict_says_how_sure_it_is(k: int, n: int, word: Verdict) -> None:
    assert verdict(k, n, 98) is word


@pytest.mark.parametrize(
    ("n", "word"),
    [(0, Size.NONE), (1, Size.HIDDEN), (9, Size.HIDDEN), (10, Size.THIN), (29, Size.THIN), (30, Size.FIRM)],
)
def test_small_groups_carry_less(n: int, word: Size) -> None:
    assert size(n, POLICY) is word


def test_newcombe_difference_of_the_paper() -> None:
    d, low, high = difference(56, 70, 48, 80)  # Newcombe 1998, table II, column (a), method 10
    assert (round(d, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


def test_an_arrow_needs_more_than_chance() -> None:
    few, many = Tally({5: 9, 1: 0}, 9), Tally({5: 56, 1: 14}, 56)
    assert trend(many, Tally({5: 48, 1: 32}, 48), POLICY) == 1
    assert trend(Tally({5: 48, 1: 32}, 48), many, POLICY) == -1
    assert trend(many, Tally({5: 60, 1: 15}, 60), POLICY) == 0
    assert trend(many, few, POLICY) == 0


def test_totals_add_counts_never_rates() -> None:
    one, other = Tally({5: 1}, 1), Tally({4: 98, 1: 2}, 98)
    both = one + other
    assert (both.n, both.satisfied, both.counts) == (101, 99, {1: 2, 4: 98, 5: 1})
    assert both.rate == 99 / 101
    assert Tally().rate is None


def test_the_fingerprint_tells_contents_apart() -> None:
    base = content_hash(5, Mode.ONLINE)
    assert base == content_hash(5, Mode.ONLINE, None, "")
    others = {content_hash(4, Mode.ONLINE), content_hash(5, Mode.IN_PERSON), content_hash(5, Mode.ONLINE, Stage.RESULT)}
    assert len({base, *others, content_hash(5, Mode.ONLINE, None, "tốt")}) == 5


def test_one_form_key_is_one_answer() -> None:
    assert form_cid("a") == form_cid("a") != form_cid("b")
