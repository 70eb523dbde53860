"""What a figure says of its target: one set of verdicts for every room, page, paper and sheet."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """A figure beside its target; the last four are no verdict, each for another reason."""

    SURELY_MET = "surely_met"
    MET = "met"
    NOT_MET = "not_met"
    SURELY_NOT_MET = "surely_not_met"
    NO_DATA = "no_data"
    STALE = "stale"
    UNPROVEN = "unproven"
    UNGROUNDED = "ungrounded"

    @property
    def is_met(self) -> bool:
        """Whether the target is reached, surely or not."""
        return self in (Verdict.SURELY_MET, Verdict.MET)


WORST_FIRST = (
    Verdict.SURELY_NOT_MET,
    Verdict.NOT_MET,
    Verdict.UNPROVEN,
    Verdict.UNGROUNDED,
    Verdict.STALE,
    Verdict.NO_DATA,
    Verdict.MET,
    Verdict.SURELY_MET,
)


def compare(value: Fraction | Decimal | None, target: Decimal | Fraction | int, at_most: bool = False) -> Verdict:
    """Met or not, in exact arithmetic; ``at_most`` for a target that is a ceiling. No value is no data."""
    if value is None:
        return Verdict.NO_DATA
    exact, goal = Fraction(value), Fraction(target)
    return Verdict.MET if (exact <= goal if at_most else exact >= goal) else Verdict.NOT_MET


def grounded(found: Verdict, is_firm: bool) -> Verdict:
    """The same, but never met where too few of those who could have answered did, or nobody knows how many they are."""
    return Verdict.UNGROUNDED if found.is_met and not is_firm else found


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of several conditions that all have to hold; without any condition there is none."""
    return min(verdicts, key=WORST_FIRST.index, default=Verdict.NO_DATA)
