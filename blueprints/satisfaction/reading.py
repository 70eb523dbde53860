"""How a tally is read on a page: with its base, its interval and its verdict, and never a rate without them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import url_for

from blueprints.filters import number
from blueprints.labels import VERDICT_KIND
from models.accounts.rules import Viewer
from models.errors import NotFound
from models.percent import DASH, show
from models.plan import queries as plan_queries
from models.satisfaction import catalogue, rules
from models.satisfaction.evidence import ResponseRate
from models.satisfaction.rules import Mode, Size, Tally
from models.verdicts import Verdict, grounded

MEASURE = "satisfaction.online_rate"
FLOOR, HIGH_FLOOR = 0.8, 0.9  # where scales begin: in tables everywhere alike, so that rows can be compared


@dataclass(frozen=True, slots=True)
class SatisfactionGoal:
    """The target of the plan that satisfaction has to reach."""

    no: int
    title: str
    percent: Decimal

    @property
    def answers_needed(self) -> int:
        """How many answers without a single dissatisfied one make the verdict sure; 0 where none ever do."""
        share = rules.exact_share(self.percent)
        return 0 if share >= 1 else int(Fraction(rules.Z_95**2) * share / (1 - share)) + 1


def goal(viewer: Viewer) -> SatisfactionGoal | None:
    """The target in the viewer's own plan; None for eyes on many communes or without a plan."""
    try:
        rows = plan_queries.target_rows(viewer)
    except NotFound:
        return None
    found = next((row for row in rows if row.measure_key == MEASURE), None)
    return SatisfactionGoal(found.no, found.title, found.goal) if found else None


@dataclass(frozen=True, slots=True)
class SatisfactionRow:
    """One line of the figures page."""

    label: str
    since: date
    until: date
    mode: Mode | None
    tally: Tally
    goal: SatisfactionGoal | None
    answered: ResponseRate | None = None  # where it is read: without it nothing is called met

    @property
    def size(self) -> Size:
        """Whether the group is large enough for a rate."""
        return rules.size(self.tally.n, catalogue.policy(self.until))

    @property
    def rate(self) -> Fraction | None:
        """The exact rate, None where the group is too small to show one."""
        shown = self.size in (Size.THIN, Size.FIRM)
        return Fraction(self.tally.satisfied, self.tally.n) if shown else None

    @property
    def bounds(self) -> tuple[str, str]:
        """The ends of the 95 % interval as they are written, each on its own side of the target."""
        low, high = rules.wilson(self.tally.satisfied, self.tally.n)
        target = self.goal.percent if self.goal else None
        return show(low, 1, target), show(high, 1, target)

    @property
    def shown(self) -> str:
        """The rate as it is written, a dash where it is not shown."""
        return DASH if self.rate is None else show(self.rate, 1, self.goal.percent if self.goal else None)

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of the online answers against the target, None for others; a hidden rate is no data."""
        if self.goal is None or self.mode is not Mode.ONLINE:
            return None
        if self.rate is None:
            return Verdict.NO_DATA
        found = rules.verdict(self.tally.satisfied, self.tally.n, self.goal.percent)
        return grounded(found, self.answered is not None and self.answered.is_firm)

    @property
    def kind(self) -> str:
        """The status colour that goes with the verdict."""
        return "idle" if self.verdict is None else VERDICT_KIND[self.verdict]

    @property
    def text(self) -> str:
        """The rate with what it is made of; of too few answers nothing but that they are few."""
        if self.size is Size.NONE:
            return "chưa có số liệu"
        if self.rate is None:
            return f"dưới {catalogue.policy(self.until).min_group} phiếu"
        return f"{self.shown} ({number(self.tally.satisfied)}/{number(self.tally.n)})"

    @property
    def chart(self) -> "IntervalChart | None":
        """The rate on its scale with interval and target; None where no rate is shown."""
        if self.rate is None:
            return None
        low, high = rules.wilson(self.tally.satisfied, self.tally.n)
        target = float(self.goal.percent) / 100 if self.goal else None
        floor = min(HIGH_FLOOR, int(min(low, target or low) * 10) / 10) if self.label else FLOOR
        return IntervalChart(float(self.rate), low, high, target, floor)

    def href(self, group: str | None = None, level: int | None = None) -> str:
        """The list of exactly these answers, or of the satisfied ones or the others among them."""
        args: dict[str, Any] = {"tu": self.since, "den": self.until, "hinh-thuc": self.mode}
        return url_for("satisfaction.responses", **args, nhom=group, muc=level)


def reader(day: date, aim: SatisfactionGoal | None) -> Callable[[Tally], SatisfactionRow]:
    """How a cell of a table is read: with the thresholds of a day, beside the target, without a verdict."""
    return lambda tally: SatisfactionRow("", day, day, None, tally, aim)


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """A rate, its interval and its target on a scale from ``floor`` to 100 %."""

    rate: float
    low: float
    high: float
    target: float | None
    floor: float

    def at(self, share: float) -> float:
        """The place of a share on the scale, 0 to 100."""
        return round(max(0.0, (share - self.floor) / (1 - self.floor)) * 100, 2)

    @property
    def ticks(self) -> list[int]:
        """Six whole per cents from the beginning to the end."""
        floor = round(self.floor * 100)
        return [floor + (100 - floor) * step // 5 for step in range(6)]
