"""Tables of cases: what is late, what is met, when a monthly report is due."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import RuleBroken
from models.plan.rules import (
    Comparator,
    Indicator,
    check_figure,
    due_after,
    hand_verdict,
    is_fresh,
    monthly_due,
    points,
    reading,
    verdict,
)
from models.verdicts import Verdict

DAY = date(2026, 3, 30)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2026, 4, 15), date(2026, 4, 24)),
        (date(2026, 4, 24), date(2026, 4, 24)),
        (date(2026, 4, 25), date(2026, 5, 24)),
        (date(2026, 12, 30), date(2027, 1, 24)),
    ],
)
def test_a_report_before_the_25th_of_each_month(since: date, expected: date) -> None:
    assert monthly_due(25, since) == expected


@pytest.mark.parametrize(
    ("owed", "day", "expected"),
    [
        (date(2026, 4, 24), date(2026, 4, 20), date(2026, 5, 24)),  # in time
        (date(2026, 4, 24), date(2026, 4, 24), date(2026, 5, 24)),
        (date(2026, 4, 24), date(2026, 4, 28), date(2026, 5, 24)),  # late in its month
        (date(2026, 4, 24), date(2026, 5, 3), date(2026, 5, 24)),  # late in the next month: May is not jumped over
        (date(2026, 4, 24), date(2026, 5, 24), date(2026, 5, 24)),
        (date(2026, 4, 24), date(2026, 5, 25), date(2026, 6, 24)),  # the next day that is still to come
        (date(2026, 4, 24), date(2026, 11, 3), date(2026, 11, 24)),
        (date(2026, 5, 24), date(2026, 4, 30), date(2026, 5, 24)),  # a supplement to the month before
        (date(2026, 12, 24), date(2027, 1, 5), date(2027, 1, 24)),
        (date(2026, 12, 24), date(2026, 12, 1), date(2027, 1, 24)),
    ],
)
def test_a_delivery_leaves_the_next_day_owed(owed: date, day: date, expected: date) -> None:
    assert due_after(25, owed, day) == expected


@pytest.mark.parametrize("before_day", [-3, 0, 1, 2, 15, 28, 31, 99])
def test_any_day_of_the_month_gives_a_day(before_day: int) -> None:
    assert monthly_due(before_day, date(2027, 2, 1)).month == 2


@pytest.mark.parametrize(
    ("value", "comparator", "target", "expected"),
    [
        (None, ">=", "98", Verdict.NO_DATA),
        (Fraction(98), ">=", "98", Verdict.MET),
        (Fraction(9799, 100), ">=", "98", Verdict.NOT_MET),
        (Fraction(931, 10), ">=", "98", Verdict.NOT_MET),
        (Fraction(9309, 100), ">=", "98", Verdict.NOT_MET),
        (Fraction(412 * 100, 418), ">=", "98", Verdict.MET),
        (Fraction(97_999_999 * 100, 100_000_000), ">=", "98", Verdict.NOT_MET),
        (Fraction(0), ">=", "98", Verdict.NOT_MET),
        (Fraction(0), ">=", "0", Verdict.MET),
        (Fraction(5), "<=", "5", Verdict.MET),
        (Fraction(525, 100), "<=", "5", Verdict.NOT_MET),
        (Fraction(6), "<=", "5", Verdict.NOT_MET),
        (Fraction(1), "<=", "0", Verdict.NOT_MET),
        (Fraction(0), "<=", "0", Verdict.MET),
    ],
)
def test_verdict(value: Fraction | None, comparator: str, target: str, expected: Verdict) -> None:
    assert verdict(value, Comparator(comparator), Decimal(target)) is expected


@given(n=st.integers(1, 10_000_000), data=st.data())
def test_a_share_is_never_rounded_up_to_its_target(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    met = verdict(reading(None, k, n), Comparator.AT_LEAST, Decimal(98)) is Verdict.MET
    assert met == (k * 100 >= 98 * n)


@pytest.mark.parametrize(
    ("value", "complaints", "expected"),
    [
        (Fraction(100), 0, Verdict.MET),
        (Fraction(100), 1, Verdict.NOT_MET),
        (Fraction(100), None, Verdict.MET),
        (Fraction(99), 0, Verdict.NOT_MET),
        (None, 2, Verdict.NO_DATA),
        (None, None, Verdict.NO_DATA),
    ],
)
def test_one_valid_complaint_spoils_the_on_time_target(
    value: Fraction | None, complaints: int | None, expected: Verdict
) -> None:
    found = hand_verdict(value, Comparator.AT_LEAST, Decimal(100), complaints, has_proof=True)
    assert found is expected


@pytest.mark.parametrize("value", [Fraction(100), Fraction(0)])
@pytest.mark.parametrize(
    ("has_proof", "holds", "expected"),
    [
        (False, True, Verdict.UNPROVEN),
        (True, False, Verdict.STALE),
        (False, False, Verdict.STALE),
    ],
)
def test_a_reading_without_proof_or_too_old_gives_no_verdict(
    value: Fraction, has_proof: bool, holds: bool, expected: Verdict
) -> None:
    for complaints in (None, 0, 1):
        found = hand_verdict(value, Comparator.AT_LEAST, Decimal(98), complaints, has_proof=has_proof, holds=holds)
        assert found is expected


@pytest.mark.parametrize(
    ("age", "days", "holds"), [(0, 14, True), (14, 14, True), (15, 14, False), (400, None, True), (1, 0, False)]
)
def test_how_long_a_reading_holds(age: int, days: int | None, holds: bool) -> None:
    assert is_fresh(DAY - timedelta(days=age), DAY, days) is holds


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "as_of", "code"),
    [
        (None, None, None, DAY, "figure_missing"),
        (Decimal("101"), None, None, DAY, "percent_out_of_range"),
        (Decimal("-1"), None, None, DAY, "percent_out_of_range"),
        (Decimal("50"), 1, 2, DAY, "figure_told_twice"),
        (None, 1, None, DAY, "count_missing"),
        (None, None, 2, DAY, "count_missing"),
        (None, 0, 0, DAY, "denominator_zero"),
        (None, 3, 2, DAY, "numerator_too_big"),
        (None, -1, 2, DAY, "numerator_too_big"),
        (None, 1, 10**12, DAY, "denominator_zero"),
        (None, 1, 2, DAY + timedelta(days=1), "day_in_future"),
    ],
)
def test_impossible_readings_are_refused(
    value: Decimal | None, numerator: int | None, denominator: int | None, as_of: date, code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_figure(value, numerator, denominator, as_of, DAY)
    assert refusal.value.code == code


def test_readings_that_are_taken() -> None:
    check_figure(Decimal("94.25"), None, None, DAY, DAY)
    check_figure(None, 0, 5, DAY, DAY)
    assert reading(Decimal("94.25"), None, None) == Fraction(377, 4)
    assert reading(None, 1103, 1171) == Fraction(110300, 1171)
    assert reading(None, None, None) is None


def test_what_a_step_is_measured_by() -> None:
    assert points(None) == []
    assert points({"checklist": "website", "kind": "met"}) == [Indicator("audits.website.met")]
    assert points({"checklist": "website", "kind": "progress", "round": 1, "group": "WEB-D"}) == [
        Indicator("audits.website.progress", asks=(("round_no", 1), ("group", "WEB-D")))
    ]
    assert points({"checklist": "infrastructure", "kind": "open_findings", "comparator": "<=", "value": 0}) == [
        Indicator("audits.infrastructure.open_findings", Comparator.AT_MOST, Decimal(0))
    ]
    assert points(
        {
            "meetings": "ecabinet_per_week",
            "comparator": ">=",
            "value": 3,
            "also": {"meetings": "ecabinet_share", "comparator": ">=", "value": 100},
        }
    ) == [
        Indicator("meetings.ecabinet_per_week", Comparator.AT_LEAST, Decimal(3)),
        Indicator("meetings.ecabinet_share", Comparator.AT_LEAST, Decimal(100)),
    ]
    assert (
        points({"course": "AI", "kind": "attended_share", "comparator": ">=", "value": 100})[0].key
        == "training.ai.attended_share"
    )
    assert points({"ranking": "website", "comparator": "<=", "value": 5})[0].key == "website.rank"
    assert points({"content_sections": "on_time"})[0].key == "website.on_time"
    assert points({"content_assignments": "zalo_oa"})[0].key == "website.zalo_assigned"
