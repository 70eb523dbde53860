"""What the office counts of satisfaction: the share of content answers in the last days."""

from dataclasses import replace
from datetime import date, timedelta

from models import periods
from models.counting import Counted, Measure, MeasureUnit, ReadOnce, behind, share
from models.satisfaction import figures, queries
from models.satisfaction.catalogue import policy
from models.satisfaction.evidence import response_rate
from models.satisfaction.figures import Served
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode, Size, Tally, size

DAYS = 30
WEEKS = 8


def first_day(look: ReadOnce) -> date:
    """The first of the days that are counted."""
    return look.today - timedelta(days=DAYS - 1)


def daily(look: ReadOnce) -> list[DayCount]:
    """The counted answers of each day, as far back as the days and the weeks below go."""
    first, _ = periods.week_days(*periods.week_of_day(look.today - timedelta(weeks=WEEKS - 1)))
    return queries.daily(look.viewer, min(first, first_day(look)), look.today)


def satisfied(look: ReadOnce, mode: Mode | None = None) -> Tally:
    """The counted answers of the last days, of one mode or of both."""
    return queries.total(look.once(daily), first_day(look), look.today, mode)


def weekly(look: ReadOnce, mode: Mode | None = None) -> list[tuple[int, int, Tally]]:
    """The tally of each of the last ISO weeks, the present one last."""
    return queries.weekly(look.once(daily), look.today, WEEKS, mode)


def served(look: ReadOnce) -> Served:
    """The files of the last days."""
    return figures.served(look.viewer, first_day(look), look.today)


def _rate(look: ReadOnce, mode: Mode | None) -> Counted:
    """The share and its ground; too few answers make none."""
    tally = satisfied(look, mode)
    where = behind("responses", since=first_day(look), until=look.today, mode=mode)
    limits, visits = policy(look.today), look.once(served).visits(mode)
    is_firm = response_rate(tally.n, visits, limits.least_response_percent).is_firm
    found = replace(share(tally.satisfied, tally.n, where), is_sample=True, is_firm=is_firm)
    return replace(found, value=None) if size(tally.n, limits) is Size.HIDDEN else found


def _online_rate(look: ReadOnce) -> Counted:
    return _rate(look, Mode.ONLINE)


def _all_rate(look: ReadOnce) -> Counted:
    return _rate(look, None)


def _on_time(look: ReadOnce) -> Counted:
    found = look.once(served).punctuality
    where = behind("service_days", month=look.today)
    return replace(share(found.on_time, found.all, where), complaints=found.complaints)


MEASURES = [
    Measure(
        "satisfaction.on_time",
        MeasureUnit.PERCENT,
        "Files finished in time among those finished, or due and still open, in the last 30 days; complaints spoil it.",
        _on_time,
    ),
    Measure(
        "satisfaction.online_rate",
        MeasureUnit.PERCENT,
        "Satisfied and very satisfied among the counted answers on online submissions of the last 30 days.",
        _online_rate,
    ),
    Measure(
        "satisfaction.all_rate",
        MeasureUnit.PERCENT,
        "Satisfied and very satisfied among all counted answers of the last 30 days.",
        _all_rate,
    ),
]
