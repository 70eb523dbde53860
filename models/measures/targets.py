"""The plan's targets with their readings: computed where the office counts by itself, by hand where it cannot."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.counting import MeasureUnit, behind
from models.measures.queries import Look
from models.measures.readings import MeasureReading
from models.plan.rows import TargetRow
from models.plan.rules import Indicator
from models.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class TargetReading:
    """A target beside its newest reading."""

    target: TargetRow
    measure: MeasureReading
    verdict: Verdict
    complaints: int | None = None


def read_targets(look: Look, targets: Iterable[TargetRow] | None = None) -> list[TargetReading]:
    """Every target of the plan (or the given ones) with its reading and verdict.

    One that a complaint spoils is counted from the files of the days where the office enters them, else read by hand.
    """
    return [_read(look, target) for target in (look.targets if targets is None else targets)]


def _read(look: Look, target: TargetRow) -> TargetReading:
    point = Indicator(target.measure_key or "", target.comparator, target.goal)
    if target.measure_key is not None:
        found = look.measure(target.measure_key).against(point)
        return TargetReading(target, found, found.verdict or Verdict.NO_DATA)
    if target.is_spoiled_by_complaint:
        counted = look.measure("satisfaction.on_time").against(point)
        if counted.denominator or counted.complaints:
            return TargetReading(target, counted, counted.verdict or Verdict.NO_DATA, counted.complaints)
    hand, where = target.hand, behind("target", no=target.no)
    if hand is None:
        empty = MeasureReading("plan.hand_figure", None, MeasureUnit.PERCENT, where=where).against(point)
        return TargetReading(target, empty, Verdict.NO_DATA)
    found = MeasureReading(
        key="plan.hand_figure",
        value=hand.value,
        unit=MeasureUnit.PERCENT,
        as_of=hand.as_of,
        numerator=hand.numerator,
        denominator=hand.denominator,
        where=where,
    )
    return TargetReading(target, found.against(point), target.hand_verdict(look.today), hand.complaints)
