"""What a measure says of itself."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from models.counting import MeasureUnit, behind, share
from models.measures.readings import MeasureReading, nothing
from models.plan.rules import Comparator, Indicator
from models.verdicts import Verdict

NOW = datetime(2026, 3, 30, 2, tzinfo=UTC)
HERE = behind("tasks")


def test_a_share_of_nothing_is_no_share() -> None:
    assert share(0, 0, HERE).value is None
    assert share(0, 5, HERE).value == 0
    assert share(412, 418, HERE).value == Fraction(41200, 418)


@pytest.mark.parametrize(
    ("value", "comparator", "target", "verdict", "lacking"),
    [
        (2, ">=", 3, Verdict.NOT_MET, 1),
        (3, ">=", 3, Verdict.MET, 0),
        (5, ">=", 3, Verdict.MET, 0),
        (None, ">=", 3, Verdict.NO_DATA, 3),
        (2, "<=", 0, Verdict.NOT_MET, 0),
        (0, "<=", 0, Verdict.MET, 0),
    ],
)
def test_against_a_target(value: int | None, comparator: str, target: int, verdict: Verdict, lacking: int) -> None:
    point = Indicator("x", Comparator(comparator), Decimal(target))
    counted = None if value is None else Fraction(value)
    found = MeasureReading("x", counted, MeasureUnit.PERCENT, NOW, where=HERE).against(point)
    assert (found.verdict, found.lacking) == (verdict, lacking)


def test_without_a_target_there_is_no_verdict() -> None:
    found = MeasureReading("x", Fraction(3), MeasureUnit.PERCENT)
    assert (found.verdict, found.lacking) == (None, 0)


def test_what_nothing_counts_has_no_value_and_no_list() -> None:
    assert (nothing("training.ai").value, nothing("training.ai").where) == (None, None)
