"""A counter whose week goes bad: one line for each, computed from the counts, so that it never floods."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, cast, func, select

from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.places.tables import Counter
from models.satisfaction import catalogue
from models.satisfaction.rollups import week_of
from models.satisfaction.rules import Tally, trend
from models.satisfaction.tables import CountKind, ResponseCount, ScaleLevel

WEEKS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class BadWeek:
    """A counter that is worse this week than chance explains, beside the four weeks before."""

    counter: str
    now: Tally
    before: Tally


def bad_weeks(viewer: Viewer, today: date) -> list[BadWeek]:
    """The counters whose satisfied share fell this week by more than chance explains, by name."""
    monday = week_of(today)
    now = _tallies(viewer, monday, today)
    before = _tallies(viewer, monday - timedelta(weeks=WEEKS_BEFORE), monday - timedelta(days=1))
    policy = catalogue.policy(today)
    names = {str(row.id): row.name for row in read(select(Counter.id, Counter.name).where(seen_by(viewer, Counter)))}
    worse = [key for key, tally in now.items() if trend(tally, before.get(key, Tally()), policy) < 0]
    found = [BadWeek(names[key], now[key], before[key]) for key in worse if key in names]
    return sorted(found, key=lambda one: one.counter)


def _tallies(viewer: Viewer, since: date, until: date) -> dict[str, Tally]:
    """The counts of each counter within some days."""
    c, level = ResponseCount, ScaleLevel
    n = cast(func.sum(c.n), BigInteger).label("n")
    query = select(c.key, c.level, level.is_satisfied, n)
    query = query.join(level, (level.scale_id == c.scale_id) & (level.value == c.level))
    query = query.where(seen_by(viewer, c), c.kind == CountKind.COUNTER, c.period.between(since, until))
    found: dict[str, Tally] = {}
    for row in read(query.group_by(c.key, c.level, level.is_satisfied)):
        one = Tally({row.level: row.n}, row.n if row.is_satisfied else 0)
        found[row.key] = found.get(row.key, Tally()) + one
    return found
