"""What a response rate allows, the promise of files in time, and a rate weighted by real files, by tables of cases."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.satisfaction.evidence import Ground, response_rate
from models.satisfaction.punctuality import Promise, Punctuality
from models.satisfaction.rules import wilson
from models.satisfaction.weighting import Stratum, weighted


@pytest.mark.parametrize(
    ("answers", "visits", "ground"),
    [
        (318, 704, Ground.FIRM),
        (20, 100, Ground.FIRM),
        (19, 100, Ground.TOO_FEW),
        (1999, 10_000, Ground.TOO_FEW),
        (0, 100, Ground.TOO_FEW),
        (100, 100, Ground.FIRM),
        (101, 100, Ground.TOO_MANY),
        (12, None, Ground.UNKNOWN),
        (12, 0, Ground.UNKNOWN),
        (0, 0, Ground.UNKNOWN),
    ],
)
def test_the_response_rate_says_what_may_be_said(answers: int, visits: int | None, ground: Ground) -> None:
    found = response_rate(answers, visits, 20)
    assert found.ground is ground
    assert found.is_firm is (ground is Ground.FIRM)


@pytest.mark.parametrize(("answers", "visits"), [(-1, 3), (1, -3)])
def test_counts_are_not_negative(answers: int, visits: int) -> None:
    with pytest.raises(ValueError):
        response_rate(answers, visits, 20)


@pytest.mark.parametrize(
    ("facts", "rate", "promise"),
    [
        (Punctuality(), None, Promise.NO_DATA),
        (Punctuality(10), Fraction(1), Promise.KEPT),
        (Punctuality(9, 1), Fraction(9, 10), Promise.LATE),
        (Punctuality(9, 0, 1), Fraction(9, 10), Promise.LATE),
        (Punctuality(0, 0, 1), Fraction(0), Promise.LATE),
        (Punctuality(10, 0, 0, 1), Fraction(1), Promise.COMPLAINT),
        (Punctuality(9, 1, 0, 1), Fraction(9, 10), Promise.BOTH),
        (Punctuality(0, 0, 0, 1), None, Promise.COMPLAINT),
        (Punctuality(5) + Punctuality(4, 0, 1), Fraction(9, 10), Promise.LATE),
    ],
)
def test_open_files_past_their_day_are_late_and_one_complaint_breaks_the_promise(
    facts: Punctuality, rate: Fraction | None, promise: Promise
) -> None:
    assert (facts.rate, facts.promise) == (rate, promise)


def test_each_kind_of_file_weighs_what_it_really_has() -> None:
    found = weighted([Stratum(90, 100, 900), Stratum(10, 20, 100)])
    assert found is not None
    assert found.rate == Fraction(86, 100)
    assert found.low < 0.86 < found.high
    assert found.unheard == 0


def test_who_did_not_answer_is_named_and_not_invented() -> None:
    found = weighted([Stratum(9, 10, 60), Stratum(0, 0, 40)])
    assert found is not None
    assert (found.rate, found.unheard) == (Fraction(9, 10), Fraction(2, 5))
    assert weighted([Stratum(0, 0, 40)]) is weighted([]) is None
    with pytest.raises(ValueError):
        weighted([Stratum(2, 1, 4)])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50), st.integers(1, 900)), min_size=1, max_size=6))
def test_the_interval_holds_the_weighted_rate_and_is_no_narrower_than_the_plain_one(
    drawn: list[tuple[int, int, int]],
) -> None:
    found = weighted(Stratum(min(k, n), n, files) for k, n, files in drawn)
    assert found is not None
    assert found.low <= found.rate <= found.high
    n = sum(one[1] for one in drawn)
    low, high = wilson(round(found.rate * n), n)
    assert found.high - found.low >= (high - low) * 0.99
