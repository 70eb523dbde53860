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

WEEKS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class BadWeek:
    """A counter that is worse this week than chance explains, beside the four weeks before."""

    counter: str
    now: Tally
    before: Tally


def bad_weeks(viewer: Viewer, today: date) -> list[BadWeek]:
    """The counters whose satisfied share fell this week by more than chance explains, by name."""
    monday, policy = week_of(today), catalogue.policy(today)
    lines = figures.counts(viewer, {CountKind.COUNTER: (monday - timedelta(weeks=WEEKS_BEFORE), today)})
    names = {str(row.id): row.name for row in read(select(Counter.id, Counter.name).where(seen_by(viewer, Counter)))}
    found = []
    for key, own in figures.by_key(lines, CountKind.COUNTER).items():
        now = figures.tally(line for line in own if line.period >= monday)
        before = figures.tally(line for line in own if line.period < monday)
        if key in names and trend(now, before, policy) < 0:
            found.append(BadWeek(names[key], now, before))
    return sorted(found, key=lambda one: one.counter)
