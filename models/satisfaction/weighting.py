"""A rate as it would be if every kind of file had answered alike: each weighs as many files as it really has."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from models.satisfaction.rules import wilson


@dataclass(frozen=True, slots=True)
class Stratum:
    """One kind of file: ``satisfied`` of ``answers``, and how many files there really were."""

    satisfied: int
    answers: int
    files: int


@dataclass(frozen=True, slots=True)
class Weighted:
    """The weighted rate with its interval, and the share of files of which nobody answered."""

    rate: Fraction
    low: float
    high: float
    unheard: Fraction


def weighted(strata: Iterable[Stratum]) -> Weighted | None:
    """The rate weighted by real files; None where no stratum with files has answers.

    Strata without answers say nothing and weigh nothing; ``unheard`` tells how much that leaves out. The interval is
    Wilson's for Kish's effective number of answers, rounded down, so that it is rather too wide than too narrow.
    ValueError where more are satisfied than answered, or a count is negative.
    """
    known = list(strata)
    if any(not 0 <= one.satisfied <= one.answers or one.files < 0 for one in known):
        raise ValueError("a stratum counts files, answers, and the satisfied ones among them")
    heard = [one for one in known if one.answers and one.files]
    if not heard:
        return None
    files = sum(one.files for one in heard)
    rate = sum((Fraction(one.satisfied * one.files, one.answers) for one in heard), Fraction(0)) / files
    effective = files**2 / sum((Fraction(one.files**2, one.answers) for one in heard), Fraction(0))
    n = max(int(effective), 1)
    low, high = wilson(int(rate * n), n)[0], wilson(-int(-rate * n // 1), n)[1]
    return Weighted(rate, low, high, 1 - Fraction(files, sum(one.files for one in known)))
