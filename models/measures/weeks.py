"""The figures of a commune, all of them, and what they were at the end of each week."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, Select, or_, select, tuple_

from models import clock
from models.accounts.rules import Role, Viewer
from models.base import read, seen_by, upsert
from models.evidence import Grade
from models.measures.queries import Look, look_back, measures
from models.measures.readings import MeasureReading
from models.measures.tables import MeasureWeek
from models.measures.targets import read_indicator, read_targets
from models.periods import week_days, week_of_day
from models.plan import figures
from models.plan import queries as plan
from models.plan.rows import TargetRow
from models.verdicts import Verdict

Week = tuple[int, int]
TREND_WEEKS = 26


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """One figure of a commune: its key, what it is of, how it is defined, and what it reads."""

    key: str
    of: str  # the course, set or target, in words
    definition: str
    reading: MeasureReading
    verdict: Verdict | None = None
    says: str = ""  # how it is counted, in the words of whoever reads it by hand


def mark(*parts: object) -> str:
    """A short mark of how a figure is defined: other words or another unit give another one."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def counted(look: Look, past_only: bool = False) -> Iterator[KnownFigure]:
    """Everything that the office counts by itself, each family for every word it knows here."""
    for one in measures().values():
        if past_only and not one.tells_past:
            continue
        if "*" not in one.key:
            found = look.measure(one.key)
            yield KnownFigure(one.key, "", str(one.definition), found, found.verdict)
            continue
        for said in one.words(look) if one.words else ():
            key = one.key.replace("*", said.word)
            found = look.measure(key, **said.asks)
            full = f"{key}:{said.suffix}" if said.suffix else key
            yield KnownFigure(full, said.name, str(one.definition), found, found.verdict)


def _tells_past(target: TargetRow) -> bool:
    """Whether a target can be read as it stood at the end of a week: by hand it always can."""
    declared = measures().get(target.measure_key or "")
    return target.measure_key is None or (declared is not None and declared.tells_past)


def followed(look: Look, until: date | None = None, past_only: bool = False) -> Iterator[KnownFigure]:
    """The targets of the main plan, and what the commune follows beside it."""
    if look.viewer.commune_id is None:
        return
    targets = plan.target_rows(look.viewer, until) if until else look.targets
    for item in read_targets(look, [one for one in targets if _tells_past(one)] if past_only else targets):
        target, declared = item.target, measures().get(item.measure.key)
        told = (declared.key, declared.definition) if declared else (target.unit_words, target.definition)
        yield KnownFigure(
            f"target.{target.no}", target.name, mark(*told), item.measure, item.verdict, target.definition
        )
    for row in figures.indicators(look.viewer, until=until):
        found = read_indicator(look, row)
        definition = mark(row.unit_words, row.says)
        yield KnownFigure(f"indicator.{row.id}", row.title, definition, found, found.verdict, row.says)


def last_closed(today: date) -> Week:
    """The last ISO week that is over."""
    return week_of_day(today - timedelta(days=today.isoweekday()))


def before(week: Week, weeks: int = 1) -> Week:
    """The week so many weeks earlier."""
    return week_of_day(week_days(*week)[0] - timedelta(weeks=weeks))


def office_eyes(commune_id: int) -> Viewer:
    """The eyes of the office itself, which counts its own weeks."""
    return Viewer(0, Role.ADMIN, "", commune_id)


def rows_of(viewer: Viewer, week: Week) -> list[dict[str, Any]]:
    """What a week that is over is to keep: all figures of the last one, of earlier ones what can tell the past."""
    sunday = week_days(*week)[1]
    past_only = week != last_closed(clock.today())
    look = look_back(viewer, sunday, week)
    known = [*counted(look, past_only), *followed(look, sunday, past_only)]
    return [_row(viewer, week, one) for one in known]


def _row(viewer: Viewer, week: Week, one: KnownFigure) -> dict[str, Any]:
    found = one.reading
    as_of = clock.local(found.as_of).date() if isinstance(found.as_of, datetime) else found.as_of
    is_there = found.value is not None
    return {
        "commune_id": viewer.home_id,
        "key": one.key,
        "year": week[0],
        "week": week[1],
        "definition": one.definition,
        "unit_words": found.unit_words,
        "value": str(found.value) if is_there else "",
        "numerator": found.numerator if is_there else None,
        "denominator": found.denominator if is_there else None,
        "as_of": as_of if is_there else None,
        "verdict": one.verdict,
        "grade": found.grade,
        "taken_at": clock.now(),
    }


def keep(rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep figures of a week; those that are there already stay as they are."""
    told = [dict(row) for row in rows]
    if told:
        read(upsert(MeasureWeek).values(told).on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """A figure at the end of a week."""

    week: Week
    value: Fraction | None
    numerator: int | None
    denominator: int | None
    definition: str
    unit_words: str
    as_of: date | None
    verdict: Verdict | None
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class WeekChange:
    """A figure of the last two weeks that are over; of another definition there is no difference."""

    after: WeekFigure | None
    before: WeekFigure | None

    @property
    def is_refused(self) -> bool:
        """Whether both are known and yet cannot be compared."""
        known = self.after is not None and self.before is not None
        return known and not self._is_alike and self.after.value is not None  # type: ignore[union-attr]

    @property
    def difference(self) -> Fraction | None:
        """How much it grew, exact, in its unit; None where one is missing or the definition is another one."""
        if self.after is None or self.before is None or not self._is_alike:
            return None
        if self.after.value is None or self.before.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def _is_alike(self) -> bool:
        after, earlier = self.after, self.before
        if after is None or earlier is None:
            return False
        return (after.definition, after.unit_words) == (earlier.definition, earlier.unit_words)


def figure(row: Row[*tuple[Any, ...]]) -> WeekFigure:
    """A kept week as it was counted."""
    value = Fraction(row.value) if row.value else None
    words = (row.definition, row.unit_words, row.as_of, row.verdict, row.grade)
    return WeekFigure((row.year, row.week), value, row.numerator, row.denominator, *words)


def columns(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """What is kept of weeks, for these eyes."""
    w = MeasureWeek
    told = (w.key, w.year, w.week, w.value, w.numerator, w.denominator, w.definition, w.unit_words, w.as_of)
    return select(*told, w.verdict, w.grade).where(seen_by(viewer, w))


def changes(viewer: Viewer, today: date) -> dict[str, WeekChange]:
    """What changed between the last two weeks that are over, by key (one statement)."""
    last = last_closed(today)
    earlier = before(last)
    query = columns(viewer).where(tuple_(MeasureWeek.year, MeasureWeek.week).in_([last, earlier]))
    found: dict[str, dict[Week, WeekFigure]] = {}
    for row in read(query):
        found.setdefault(row.key, {})[row.year, row.week] = figure(row)
    return {key: WeekChange(weeks.get(last), weeks.get(earlier)) for key, weeks in found.items()}


def trend(viewer: Viewer, key: str, today: date, weeks: int = TREND_WEEKS) -> list[tuple[Week, WeekFigure | None]]:
    """The last weeks that are over, oldest first; None for a week of which nothing is kept. From the first on."""
    last = last_closed(today)
    first = before(last, weeks - 1)
    since = or_(MeasureWeek.year > first[0], (MeasureWeek.year == first[0]) & (MeasureWeek.week >= first[1]))
    rows = {(row.year, row.week): figure(row) for row in read(columns(viewer).where(MeasureWeek.key == key, since))}
    spans = [before(last, back) for back in range(weeks - 1, -1, -1)]
    return [(week, rows.get(week)) for week in spans if rows and week >= min(rows)]
