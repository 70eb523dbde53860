"""How much a rate rests on: how many of those who were served have answered, and what that allows to say."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Ground(StrEnum):
    """What the response rate allows: only a firm one lets a rate be called met."""

    UNKNOWN = "unknown"  # nobody entered how many were served
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"  # more answers than people served: something was entered wrongly, or answered twice
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """``answers`` out of ``visits``; ``visits`` is None where nobody entered them. ``least`` is a share, 0 to 1."""

    answers: int
    visits: int | None
    least: Fraction

    @property
    def share(self) -> Fraction | None:
        """Answers for each visit; None where the visits are not known."""
        return Fraction(self.answers, self.visits) if self.visits else None

    @property
    def ground(self) -> Ground:
        """What the rate allows to say."""
        if self.share is None:
            return Ground.UNKNOWN
        if self.share > 1:
            return Ground.TOO_MANY
        return Ground.FIRM if self.share >= self.least else Ground.TOO_FEW

    @property
    def is_firm(self) -> bool:
        """Whether "Đạt" may be said; not knowing is no better than knowing that few answered."""
        return self.ground is Ground.FIRM


def response_rate(answers: int, visits: int | None, least_percent: Decimal | int) -> ResponseRate:
    """The response rate of a period against the least one, given in per cent; ValueError for what cannot be counted."""
    if answers < 0 or (visits is not None and visits < 0):
        raise ValueError("answers and visits are counts")
    return ResponseRate(answers, visits, Fraction(least_percent) / 100)
