"""What a measure says at one instant: an exact value, what it is made of, how new it is, what lies behind it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.counting import Behind, MeasureUnit
from models.percent import DASH, show
from models.plan.rules import Comparator, Indicator, verdict
from models.satisfaction import rules as satisfaction
from models.verdicts import Verdict, grounded


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """One reading: ``value`` in its unit (per cent runs 0 to 100), None while there is nothing to count."""

    key: str
    value: Fraction | None
    unit: StrEnum
    as_of: datetime | date | None = None
    numerator: int | None = None
    denominator: int | None = None
    where: Behind | None = None
    name: str = ""  # the key under which the measure is declared, stars and all
    no: int | None = None
    is_final: bool = True
    has_proof: bool = True
    is_sample: bool = False
    is_firm: bool = True
    complaints: int | None = None
    comparator: Comparator | None = None
    target: Decimal | None = None

    def against(self, point: Indicator) -> "MeasureReading":
        """The same reading with the target that a plan or script sets for it."""
        return replace(self, comparator=point.comparator, target=point.value)

    @property
    def lacking(self) -> Fraction:
        """How much is missing to a target that asks for at least so much; 0 where nothing is."""
        if self.comparator is not Comparator.AT_LEAST or self.target is None:
            return Fraction(0)
        return max(Fraction(self.target) - (self.value or 0), Fraction(0))

    @property
    def verdict(self) -> Verdict | None:
        """What the target says; None where no target is known. What was sampled also says how sure it is."""
        if self.comparator is None or self.target is None:
            return None
        if self.is_sample and self.value is not None and self.comparator is Comparator.AT_LEAST:
            found = satisfaction.verdict(self.numerator or 0, self.denominator or 0, self.target)
            return grounded(found, self.is_firm)
        if self.complaints:
            return Verdict.NOT_MET
        found = verdict(self.value, self.comparator, self.target)
        return Verdict.UNPROVEN if found.is_met and not self.has_proof else found

    @property
    def shown(self) -> str:
        """A share as it is written, on the right side of its target."""
        if self.value is None:
            return DASH
        return show(self.value, 100, self.target, self.comparator is Comparator.AT_MOST)


def nothing(key: str) -> MeasureReading:
    """A measure that no part of the office counts yet."""
    return MeasureReading(key, None, MeasureUnit.PERCENT)
