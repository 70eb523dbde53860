"""Targets, steps and indicators with their readings: computed where the office counts, by hand where it cannot."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.counting import MeasureUnit, behind
from models.measures.queries import Look
from models.measures.readings import HAND, MeasureReading, by_hand
from models.plan.rows import IndicatorRow, StepRow, TargetRow
from models.plan.rules import PERCENT, Indicator
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
    found = by_hand(target.hand, behind("target", no=target.no), target.reading_days, look.today).against(point)
    return TargetReading(target, found, found.verdict or Verdict.NO_DATA, found.complaints)


def read_step(look: Look, step: StepRow) -> list[MeasureReading]:
    """What a step is measured by: as the office counts it, else its newest reading by hand, if any."""
    if not step.is_read_by_hand:
        return [look.asked(point) for point in step.points]
    if step.hand is None:
        return []
    found = by_hand(step.hand, behind("step", code=step.ref), step.reading_days, look.today)
    return [found.against(step.points[0]) if step.points else found]


def read_indicator(look: Look, row: IndicatorRow) -> MeasureReading:
    """The newest reading of what the commune follows beside the plan, against its goal where it has one."""
    found = by_hand(row.hand, behind("indicator", indicator_id=row.id), row.reading_days, look.today)
    if row.hand is None and row.unit_words != PERCENT:
        found = replace(found, unit=MeasureUnit.WORDED, unit_words=row.unit_words)
    return found.against(Indicator(HAND, row.comparator, row.goal))
