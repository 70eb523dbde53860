"""A counter whose week goes bad: one line for each, computed from the counts, so that it never floods."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.places.tables import Counter
from models.satisfaction import catalogue, figures
from models.satisfaction.rollups import week_of
from models.satisfaction.rules import Tally, trend
from models.satisfaction.tables import CountKind

WEEKS_BEFORE, WEEK = 4, timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class BadWeek:
    """A counter that is worse in a week than chance explains, beside the four weeks before.

    Pages tell that it is so, never the counts: beside the table of weeks they would show what is hidden there.
    """

    counter: str
    monday: date
    is_running: bool
    now: Tally
    before: Tally


def bad_weeks(viewer: Viewer, today: date) -> list[BadWeek]:
    """The counters whose satisfied share fell this week or the last one by more than chance explains, by name.

    One line for a counter: the running week, else the one that is over. Small groups never fall.
    """
    monday, policy = week_of(today), catalogue.policy(today)
    weeks = (monday, monday - WEEK)
    span = (weeks[-1] - WEEKS_BEFORE * WEEK, today)
    lines = figures.counts(viewer, {CountKind.COUNTER: span}, is_live=True)
    worse: dict[str, tuple[date, Tally, Tally]] = {}
    for key, own in figures.by_key(lines, CountKind.COUNTER).items():
        for first in weeks:
            now = figures.tally(line for line in own if first <= line.period < first + WEEK)
            since = first - WEEKS_BEFORE * WEEK
            before = figures.tally(line for line in own if since <= line.period < first)
            if trend(now, before, policy) < 0:
                worse[key] = (first, now, before)
                break
    names = _names(viewer) if worse else {}
    found = [
        BadWeek(names[key], first, first == monday, now, before)
        for key, (first, now, before) in worse.items()
        if key in names
    ]
    return sorted(found, key=lambda one: one.counter)


def _names(viewer: Viewer) -> dict[str, str]:
    """The counters by the key of their counts."""
    return {str(row.id): row.name for row in read(select(Counter.id, Counter.name).where(seen_by(viewer, Counter)))}
