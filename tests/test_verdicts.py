"""A figure beside its target: exact, the worst of several, and no verdict where there is nothing to judge."""

from decimal import Decimal
from fractions import Fraction

import pytest

from models.verdicts import WORST_FIRST, Verdict, compare, worst


@pytest.mark.parametrize(
    ("value", "target", "at_most", "found"),
    [
        (Fraction(98), 98, False, Verdict.MET),
        (Fraction(9796, 100), 98, False, Verdict.NOT_MET),  # close is not met
        (Decimal("98.03"), Decimal("98.03"), False, Verdict.MET),
        (Fraction(0), 0, True, Verdict.MET),
        (Fraction(1), 0, True, Verdict.NOT_MET),
        (Fraction(0), 0, False, Verdict.MET),
        (None, 98, False, Verdict.NO_DATA),
        (None, 0, True, Verdict.NO_DATA),  # nothing counted is not none
    ],
)
def test_a_value_beside_its_target(value: Fraction | None, target: Decimal, at_most: bool, found: Verdict) -> None:
    assert compare(value, target, at_most) is found


def test_of_several_conditions_the_worst_decides() -> None:
    assert worst([Verdict.MET, Verdict.NOT_MET, Verdict.SURELY_MET]) is Verdict.NOT_MET
    assert worst([Verdict.MET, Verdict.NO_DATA]) is Verdict.NO_DATA
    assert worst([]) is Verdict.NO_DATA
    assert set(WORST_FIRST) == set(Verdict)
