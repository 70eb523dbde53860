"""The measures of all capabilities, and one look at a commune that asks each of them only once."""

from functools import cache
from typing import Any

from models.accounts.rules import Viewer
from models.audits import measures as audits
from models.audits.queries import RoundFigures
from models.collect import collected, merged
from models.counting import Measure, ReadOnce
from models.measures.readings import MeasureReading, nothing
from models.meetings import measures as meetings
from models.meetings.rules import WeekFigures
from models.plan import measures as plan
from models.plan.rows import StepRow, TargetRow, TaskRow
from models.plan.rules import Indicator
from models.satisfaction import measures as satisfaction
from models.satisfaction.rules import Mode, Tally


@cache
def measures() -> dict[str, Measure]:
    """Everything that the office counts by itself, by key; KeyError for a key that two capabilities claim."""
    return merged({one.key: one} for module in collected("measures").values() for one in module.MEASURES)


class Look(ReadOnce):
    """One look at one commune, with the readings that several pages put side by side."""

    def satisfied(self, mode: Mode | None = None) -> Tally:
        """The counted answers of the last days, of one mode or of both."""
        return satisfaction.satisfied(self, mode)

    def weekly(self, mode: Mode | None = None) -> list[tuple[int, int, Tally]]:
        """The tally of each of the last eight ISO weeks, the present one last."""
        return satisfaction.weekly(self, mode)

    @property
    def meetings(self) -> WeekFigures:
        """The meetings of the present ISO week."""
        return self.once(meetings.week)

    def round(self, set_code: str) -> RoundFigures | None:
        """The round of a criteria set that figures are read from; all sets are read when the first is asked for."""
        return audits.read_round(self, set_code)

    def going_on(self, set_code: str) -> RoundFigures | None:
        """The round of a set that is being assessed while figures are still read from the one before."""
        return audits.going_on(self, set_code)

    @property
    def tasks(self) -> list[TaskRow]:
        """The tasks of the plan."""
        return self.once(plan.tasks)

    @property
    def steps(self) -> list[StepRow]:
        """The steps of the script."""
        return self.once(plan.steps)

    @property
    def targets(self) -> list[TargetRow]:
        """The targets of the plan."""
        return self.once(plan.targets)

    def asked(self, point: Indicator) -> MeasureReading:
        """What a plan or script asks for, beside its target."""
        return self.measure(point.key, **dict(point.asks)).against(point)

    def measure(self, key: str, **asks: Any) -> MeasureReading:
        """The measure of a key, narrowed to what is asked; one without a value when nothing counts it yet."""
        area, _, rest = key.partition(".")
        word, _, what = rest.rpartition(".")
        one, family = measures().get(key), measures().get(f"{area}.*.{what}")
        known = one or family
        if known is None:
            return nothing(key)
        found = known.read(self, **asks) if one else known.read(self, word, **asks)
        as_of = found.as_of or self.at
        return MeasureReading(
            key=key,
            name=known.key,
            value=found.value,
            unit=known.unit,
            as_of=as_of,
            numerator=found.numerator,
            denominator=found.denominator,
            where=found.where,
            no=found.no,
            is_final=found.is_final,
            has_proof=found.has_proof,
            is_sample=found.is_sample,
            is_firm=found.is_firm,
            complaints=found.complaints,
        )


def measure(viewer: Viewer, key: str) -> MeasureReading:
    """One measure for these eyes."""
    return Look(viewer).measure(key)
