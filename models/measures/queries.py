"""The measures of all capabilities, and one look at a commune that asks each of them only once."""

from datetime import date, datetime
from functools import cache
from typing import Any

from models import clock
from models.accounts.rules import Viewer
from models.audits import measures as audits
from models.audits.queries import RoundFigures
from models.collect import collected, merged
from models.counting import Counted, Measure, ReadOnce
from models.measures.readings import MeasureReading, nothing
from models.meetings import measures as meetings
from models.meetings.rules import WeekFigures
from models.plan import measures as plan
from models.plan.rows import StepRow, TargetRow, TaskRow
from models.plan.rules import Indicator, is_fresh
from models.satisfaction import measures as satisfaction
from models.satisfaction.rules import Mode, Tally
from models.satisfaction.steps import Span


@cache
def measures() -> dict[str, Measure]:
    """Everything that the office counts by itself, by key; KeyError for a key that two capabilities claim."""
    return merged({one.key: one} for module in collected("measures").values() for one in module.MEASURES)


class Look(ReadOnce):
    """One look at one commune, with the readings that several pages put side by side."""

    def satisfied(self, mode: Mode | None = None) -> Tally:
        """The counted answers of last month and this one, of one mode or of all, as far as they are told."""
        return satisfaction.satisfied(self, mode)

    def weekly(self, mode: Mode | None = None) -> list[tuple[Span, Tally]]:
        """The last eight weeks that are told, oldest first."""
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
            declared=known.grade,
            is_stale=self._is_stale(known, found),
        )

    def _is_stale(self, known: Measure, found: Counted) -> bool:
        """Whether a figure that has a day of its own is past the age limit of its kind."""
        if found.as_of is None or known.holds_days is None:
            return False
        day = clock.local(found.as_of).date() if isinstance(found.as_of, datetime) else found.as_of
        return not is_fresh(day, self.today, known.holds_days)


def look_back(viewer: Viewer, until: date, week: tuple[int, int]) -> Look:
    """A look as it was at the end of a day that is over."""
    look = Look(viewer, in_full=False)
    if until < look.today:
        look.today, look.week, look.at = until, week, clock.at_office(until, 23, 59)
    return look


def measure(viewer: Viewer, key: str) -> MeasureReading:
    """One measure for these eyes."""
    return Look(viewer).measure(key)
