"""What the office counts of satisfaction: the share of content answers of last month and of this one, as far as told.

Not of the last thirty days: two looks on successive days, subtracted, would tell what single people said.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from models.counting import Counted, Measure, MeasureUnit, ReadOnce, behind, share
from models.evidence import Grade
from models.satisfaction import figures, queries
from models.satisfaction.catalogue import policy
from models.satisfaction.evidence import response_rate
from models.satisfaction.figures import Month, Served
from models.satisfaction.rollups import month_of
from models.satisfaction.rules import Mode, Tally
from models.satisfaction.steps import Span
from models.satisfaction.told import ToldDays, told_days

DAYS = 30
WEEKS = 8


class Window(NamedTuple):
    """What is told of last month and of this one: the answers of one mode or of all, from one day to another."""

    since: date
    until: date | None  # None where nothing is told
    tally: Tally


def first_day(look: ReadOnce) -> date:
    """The first of the last thirty days."""
    return look.today - timedelta(days=DAYS - 1)


def _months(look: ReadOnce) -> list[Month]:
    """The months that may be told, the present one last: as many as eight weeks touch, or two."""
    found = [Month(month_of(look.today), look.today)]
    while len(found) < 2 or found[0].first > look.today - timedelta(weeks=WEEKS):
        found.insert(0, found[0].before)
    return found


def told(look: ReadOnce) -> list[ToldDays]:
    """These months, each as far as it is told."""
    months = _months(look)
    days = queries.daily(look.viewer, months[0].first, look.today)
    return [told_days(look.viewer, month, days) for month in months]


def window(look: ReadOnce, mode: Mode | None = None) -> Window:
    """The counted answers since the beginning of last month, as far as they are told."""
    months = [one for one in look.once(told)[-2:] if one.until(mode)]
    if not months:
        return Window(look.once(told)[-1].month.first, None, Tally())
    return Window(months[0].month.first, months[-1].until(mode), sum((one.tally(mode) for one in months), Tally()))


def satisfied(look: ReadOnce, mode: Mode | None = None) -> Tally:
    """The same answers, without their days."""
    return window(look, mode).tally


def weekly(look: ReadOnce, mode: Mode | None = None) -> list[tuple[Span, Tally]]:
    """The last eight weeks that are told, each with enough answers of its own, oldest first."""
    return [(span, one.of(span, mode)) for one in look.once(told) for span in one.weeks(mode)][-WEEKS:]


def served(look: ReadOnce, since: date, until: date) -> Served:
    """The files of some days."""
    return figures.served(look.viewer, since, until)


def _rate(look: ReadOnce, mode: Mode | None) -> Counted:
    """The share and its ground; too few answers make none, and their number is not told."""
    since, until, tally = window(look, mode)
    where = behind("responses", since=since, until=until or look.today, mode=mode)
    if until is None:
        return replace(share(0, 0, where), is_sample=True, is_firm=False)
    visits = look.once(served, since, until).visits(mode)
    is_firm = response_rate(tally.n, visits, policy(look.today).least_response_percent).is_firm
    return replace(share(tally.satisfied, tally.n, where), is_sample=True, is_firm=is_firm, as_of=until)


def _online_rate(look: ReadOnce) -> Counted:
    return _rate(look, Mode.ONLINE)


def _all_rate(look: ReadOnce) -> Counted:
    return _rate(look, None)


def _on_time(look: ReadOnce) -> Counted:
    found = look.once(served, first_day(look), look.today).punctuality
    where = behind("service_days", month=look.today)
    return replace(share(found.on_time, found.all, where), complaints=found.complaints)


MEASURES = [
    Measure(
        "satisfaction.on_time",
        MeasureUnit.PERCENT,
        "Files finished in time among those finished, or due and still open, in the last 30 days; complaints spoil it.",
        _on_time,
        grade=Grade.IMPORTED,
        tells_past=True,
    ),
    Measure(
        "satisfaction.online_rate",
        MeasureUnit.PERCENT,
        "Satisfied and very satisfied among the counted answers on online submissions since last month.",
        _online_rate,
        tells_past=True,
    ),
    Measure(
        "satisfaction.all_rate",
        MeasureUnit.PERCENT,
        "Satisfied and very satisfied among all counted answers since last month.",
        _all_rate,
        tells_past=True,
    ),
]
