"""What the pages of figures read: counts by counter, hour, reason and so on, never an answer by itself.

Counters are told by closed weeks, clerks and procedures by closed months, so that nobody reads a single day out of two
looks at a running figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, case, cast, func, select

from models import clock, periods
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.satisfaction import late
from models.satisfaction.punctuality import Punctuality
from models.satisfaction.queries import of_series
from models.satisfaction.rollups import month_of
from models.satisfaction.rules import Mode, Status, Tally
from models.satisfaction.tables import (
    ComplaintKind,
    ComplaintOutcome,
    CountKind,
    ResponseAside,
    ScaleLevel,
    ServiceComplaint,
    ServiceDay,
)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month as figures look at it on a day."""

    first: date
    today: date

    @property
    def last(self) -> date:
        """Its last day."""
        return periods.month_days(self.first.year, self.first.month)[1]

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return self.last < self.today

    @property
    def until(self) -> date:
        """The last day that figures of it tell of."""
        return min(self.last, self.today)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month(month_of(self.first - timedelta(days=1)), self.today)

    @property
    def closed(self) -> "Month":
        """This one where it is over, else the last one that is."""
        return self if self.is_closed else Month(month_of(self.today), self.today).before


def this_month() -> Month:
    """The month of today."""
    return Month(month_of(clock.today()), clock.today())


class CountLine(NamedTuple):
    """How many answers of one level a period has under one key."""

    kind: CountKind
    period: date
    key: str
    level: int
    is_satisfied: bool
    n: int


def counts(viewer: Viewer, wanted: Mapping[CountKind, tuple[date, date]], is_live: bool = False) -> list[CountLine]:
    """The counts of some kinds, each between two days (both included), in one look; on the scale in force.

    As they are told: counters by the days on which answers began to count, months as they were when they were over.
    ``is_live``: with all that came later.
    """
    if not wanted:
        return []
    newest = max(until for _, until in wanted.values())
    c = late.period_counts(viewer, dict(wanted), is_live).subquery().c
    n = func.sum(c.n)
    query = (
        select(c.kind, c.period, c.key, c.level, ScaleLevel.is_satisfied, cast(n, BigInteger).label("n"))
        .join(ScaleLevel, (ScaleLevel.scale_id == c.scale_id) & (ScaleLevel.value == c.level))
        .where(of_series(c.scale_id, newest))
        .group_by(c.kind, c.period, c.key, c.level, ScaleLevel.is_satisfied)
        .having(n != 0)
    )
    return [CountLine(**row) for row in read(query).mappings()]


def tally(lines: Iterable[CountLine]) -> Tally:
    """Counts added up."""
    levels: dict[int, int] = {}
    satisfied = 0
    for line in lines:
        levels[line.level] = levels.get(line.level, 0) + line.n
        satisfied += line.n if line.is_satisfied else 0
    return Tally(levels, satisfied)


def by_key(lines: Sequence[CountLine], kind: CountKind) -> dict[str, list[CountLine]]:
    """The counts of one kind under their keys."""
    found: dict[str, list[CountLine]] = {}
    for line in lines:
        if line.kind is kind:
            found.setdefault(line.key, []).append(line)
    return found


class Served(NamedTuple):
    """The files of a period, all and those handed in online; None where nobody entered any."""

    received: int | None
    online: int | None
    punctuality: Punctuality

    def visits(self, mode: Mode | None) -> int | None:
        """How many were served, in one mode or in all."""
        return self.online if mode is Mode.ONLINE else self.received


def served(viewer: Viewer, since: date, until: date, online_until: date | None = None) -> Served:
    """The files of a period with the substantiated complaints of harassment received in it.

    ``online_until``: those handed in online up to another day, where the online answers are told up to that one.
    """
    d, last = ServiceDay, max(until, online_until or until)
    complaints = select(func.count(ServiceComplaint.id)).where(
        seen_by(viewer, ServiceComplaint),
        ServiceComplaint.received_on.between(since, until),
        ServiceComplaint.kind == ComplaintKind.HARASSMENT,
        ServiceComplaint.outcome == ComplaintOutcome.SUBSTANTIATED,
    )
    online = case(((d.mode == Mode.ONLINE) & (d.local_date <= (online_until or until)), d.received), else_=0)
    names = ("received", "on_time", "late", "open_overdue")
    sums = {name: func.sum(case((d.local_date <= until, getattr(d, name)))) for name in names}
    query = select(
        *(cast(total, BigInteger).label(name) for name, total in (*sums.items(), ("online", func.sum(online)))),
        complaints.scalar_subquery().label("complaints"),
    )
    row = read(query.where(seen_by(viewer, d), d.local_date.between(since, last))).one()
    judged = Punctuality(row.on_time or 0, row.late or 0, row.open_overdue or 0, row.complaints)
    return Served(row.received, row.online, judged)


def set_aside(viewer: Viewer, since: date, until: date) -> dict[tuple[Status, str], int]:
    """How many answers of a period do not count, by what became of them and why they waited."""
    a = ResponseAside
    query = (
        select(a.status, a.reason, cast(func.sum(a.n), BigInteger).label("n"))
        .where(seen_by(viewer, a), a.local_date.between(since, until), a.n > 0)
        .group_by(a.status, a.reason)
    )
    return {(row.status, row.reason): int(row.n) for row in read(query)}


def files_by_procedure(viewer: Viewer, since: date, until: date) -> dict[str, int]:
    """How many files each procedure really had."""
    d = ServiceDay
    query = select(d.procedure_id, cast(func.sum(d.received), BigInteger).label("n"))
    query = query.where(seen_by(viewer, d), d.local_date.between(since, until)).group_by(d.procedure_id)
    return {str(row.procedure_id): int(row.n) for row in read(query)}
