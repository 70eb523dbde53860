"""What a measure is: an exact value with what it is made of, how new it is, and where the rows behind it are listed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.plan.rules import Comparator, Point, Verdict, verdict

SATISFACTION_DAYS = 30


class Unit(StrEnum):
    """What a value counts."""

    PERCENT = "percent"
    MEETINGS = "meetings"
    CRITERIA = "criteria"
    FINDINGS = "findings"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Where:
    """The list behind a value, as the name of its page and the page's arguments."""

    endpoint: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """One reading: ``value`` in its unit (per cent runs 0 to 100), None while there is nothing to count."""

    key: str
    value: Fraction | None
    unit: Unit
    as_of: datetime | date | None = None
    numerator: int | None = None
    denominator: int | None = None
    where: Where | None = None
    comparator: Comparator | None = None
    target: Decimal | None = None

    def against(self, point: Point) -> "Measure":
        """The same reading with the target that a plan or script sets for it."""
        return replace(self, comparator=point.comparator, target=point.value)

    @property
    def lacking(self) -> Fraction:
        """How much is missing to a target that asks for at least so much; 0 where nothing is."""
        if self.comparator is not Comparator.AT_LEAST or self.target is None:
            return Fraction(0)
        return max(Fraction(self.target) - (self.value or 0), Fraction(0))

    def verdict(self, near_percent: int = 95) -> Verdict | None:
        """What the target says; None where no target is known."""
        if self.comparator is None or self.target is None:
            return None
        return verdict(self.value, self.comparator, self.target, near_percent)


def share(key: str, numerator: int, denominator: int, as_of: datetime, where: Where) -> Measure:
    """A share in per cent; of an empty set there is no share, neither none nor all."""
    value = Fraction(numerator * 100, denominator) if denominator else None
    return Measure(key, value, Unit.PERCENT, as_of, numerator, denominator, where)


def amount(key: str, value: int | None, unit: Unit, as_of: datetime, where: Where) -> Measure:
    """A plain count."""
    return Measure(key, None if value is None else Fraction(value), unit, as_of, where=where)


def nothing(key: str) -> Measure:
    """A measure that no part of the office counts yet."""
    return Measure(key, None, Unit.PERCENT)
