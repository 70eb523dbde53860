"""How a share is shown in per cent: one function for every page, print, sheet and report."""

from decimal import Decimal
from fractions import Fraction

DASH = "—"
MOST_PLACES = 12  # two shares of whole numbers below a million differ before this place

Number = int | float | Decimal | Fraction


def show(numerator: Number, denominator: Number, target: Number | None = None, at_most: bool = False) -> str:
    """A share as official papers write it ("98,7%"), or a dash where there is nothing to share.

    ``target`` is in per cent (98 for "from 98% on"; with ``at_most`` for "no more than"). Rounded half up to one
    decimal, and to as many more as it takes not to cross the target: 4,898 of 5,000 under a target of 98 reads
    "97,96%". None and all read "0%" and "100%", and nothing else does. ValueError for a negative denominator.
    """
    if denominator < 0:
        raise ValueError("a denominator cannot be negative")
    if denominator == 0:
        return DASH
    exact = Fraction(numerator) * 100 / Fraction(denominator)
    return f"{_written(exact, None if target is None else Fraction(target), at_most)}%"


def score(points: Number | None) -> str:
    """Points out of a hundred, rounded as a share is ("87,5"), or a dash before anything is scored."""
    return DASH if points is None else _written(Fraction(points), None, False)


def _written(exact: Fraction, target: Fraction | None, at_most: bool) -> str:
    if exact in (0, 100):
        return str(int(exact))
    for places in range(1, MOST_PLACES + 1):
        shown = round_half_up(exact, places)
        if _is_true(exact, shown, target, at_most):
            break
    return f"{shown:f}".replace(".", ",")


def _is_true(exact: Fraction, shown: Decimal, target: Fraction | None, at_most: bool) -> bool:
    """Whether the shown number says the same as the exact one of the target, of none and of all."""
    there = Fraction(shown)
    if there in (0, 100):
        return False
    if target is None:
        return True
    return (there <= target) == (exact <= target) if at_most else (there >= target) == (exact >= target)


def round_half_up(exact: Fraction, places: int) -> Decimal:
    """An exact number with so many decimals; a half goes away from zero, as Excel and people do it."""
    whole = Decimal((abs(exact) * 10**places + Fraction(1, 2)).__floor__())
    return (whole if exact >= 0 else -whole).scaleb(-places)
