"""What a month tells: the answers and the files of the same days, for every page that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.accounts.rules import Role, Viewer
from models.satisfaction import catalogue, figures, queries
from models.satisfaction.evidence import ResponseRate, response_rate
from models.satisfaction.figures import Month, Served
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode, Tally
from models.satisfaction.suppression import shown_upto


@dataclass(frozen=True, slots=True)
class ToldMonth:
    """A month up to the day it may be told; ``until`` is None where too few have answered yet."""

    month: Month
    days: Sequence[DayCount]
    until: date | None
    served: Served

    def tally(self, mode: Mode | None = None) -> Tally:
        """The answers of one mode or of all."""
        return queries.total(self.days, self.month.first, self.until, mode) if self.until else Tally()

    def visits(self, mode: Mode | None = None) -> int | None:
        """How many were served on the same days; None where nobody entered any."""
        return self.served.visits(mode)

    def answered(self, mode: Mode | None = None) -> ResponseRate | None:
        """How many of those who were served have answered; None where too few have yet."""
        if self.until is None:
            return None
        least = catalogue.policy(self.month.until).least_response_percent
        return response_rate(self.tally(mode).n, self.visits(mode), least)


def told_of(viewer: Viewer, month: Month, days: Sequence[DayCount]) -> ToldMonth:
    """What a viewer is told of a month; ``days`` are the daily counts with all of it."""
    until = told_until(days, month, viewer)
    last = until or month.first - timedelta(days=1)  # no day at all
    return ToldMonth(month, days, until, figures.served(viewer, month.first, last))


def told_until(counts: Sequence[DayCount], month: Month, viewer: Viewer) -> date | None:
    """The last day that the figures of a month tell of; None where too few have answered yet.

    A closed month is told whole, a running one in steps that nobody can take apart; at the counter never the same day.
    """
    last = month.until if viewer.role is not Role.COUNTER else min(month.until, month.today - timedelta(days=1))
    if month.is_closed:
        return month.last
    modes = sorted({count.mode for count in counts})
    of_day: dict[date, list[int]] = {}
    for count in counts:
        if month.first <= count.local_date <= last:
            of_day.setdefault(count.local_date, [0] * len(modes))[modes.index(count.mode)] += count.n
    days = sorted(of_day)
    told = shown_upto([of_day[day] for day in days])
    return days[told - 1] if told else None
