"""What a measure says at one instant: an exact value, what it is made of, how new it is, what lies behind it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.counting import Behind, MeasureUnit
from models.evidence import Grade, grade_of, proven
from models.percent import DASH, show
from models.plan.rows import Reading
from models.plan.rules import PERCENT, Comparator, Indicator, is_fresh, verdict
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
    declared: Grade = Grade.COUNTED
    unit_words: str = ""  # what a reading by hand counts in, where that is not per cent
    is_stale: bool = False
    is_by_hand: bool = False

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
    def grade(self) -> Grade | None:
        """What the figure stands on; None where there is none."""
        return grade_of(self.declared, self.value is not None, self.has_proof)

    @property
    def verdict(self) -> Verdict | None:
        """What the target says; None where no target is known. What was sampled also says how sure it is."""
        if self.comparator is None or self.target is None:
            return None
        if self.is_stale and self.value is not None:
            return Verdict.STALE
        if self.is_by_hand and self.value is not None and not self.has_proof:
            return Verdict.UNPROVEN
        if self.is_sample and self.value is not None and self.comparator is Comparator.AT_LEAST:
            found = satisfaction.verdict(self.numerator or 0, self.denominator or 0, self.target)
            return grounded(found, self.is_firm)
        if self.complaints:
            return Verdict.NOT_MET
        return proven(verdict(self.value, self.comparator, self.target), self.grade)

    @property
    def shown(self) -> str:
        """A share as it is written, on the right side of its target."""
        if self.value is None:
            return DASH
        return show(self.value, 100, self.target, self.comparator is Comparator.AT_MOST)


HAND = "plan.hand_figure"


def by_hand(hand: Reading | None, where: Behind, days: int | None, today: date) -> MeasureReading:
    """A reading by hand as a figure; without one there is no value. ``days`` is how long it holds."""
    if hand is None:
        return MeasureReading(HAND, None, MeasureUnit.PERCENT, where=where, is_by_hand=True)
    is_percent = hand.unit_words == PERCENT
    return MeasureReading(
        key=HAND,
        value=hand.value,
        unit=MeasureUnit.PERCENT if is_percent else MeasureUnit.WORDED,
        as_of=hand.as_of,
        numerator=hand.numerator,
        denominator=hand.denominator,
        where=where,
        has_proof=hand.has_proof,
        complaints=hand.complaints,
        declared=Grade.TYPED,
        unit_words="" if is_percent else hand.unit_words,
        is_stale=not is_fresh(hand.as_of, today, days),
        is_by_hand=True,
    )


def nothing(key: str) -> MeasureReading:
    """A measure that no part of the office counts yet."""
    return MeasureReading(key, None, MeasureUnit.PERCENT)
