"""What moves a count after its day: answers of a tablet that was cut off, and decisions about answers that waited.

Figures tell of a move under the day on which it was made, so that whatever was told of a day stands, and nobody reads
single people out of two looks. What moves a month that is over is told by itself, never within the month.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, CompoundSelect, and_, case, cast, func, literal, not_, or_, select, union_all

from models.accounts.rules import Viewer
from models.base import Model, read, seen_by
from models.satisfaction.count_tables import CountKind, LateCount, LateDay, ResponseCount, ResponseDay

LATE: tuple[type[Model], ...] = (LateDay, LateCount)
Cell = tuple[Any, ...]


def _month(day: date) -> date:
    return day.replace(day=1)


def late_cells(
    local_date: date, cells: Iterable[tuple[type[Model], Cell]], today: date
) -> Iterator[tuple[type[Model], Cell]]:
    """The late counts beside those that an answer of a day moves today; none while its day is not over.

    Counts of a month are late once the month is over; weeks are told nowhere, so nothing of them is late.
    """
    is_after = _month(today) > _month(local_date)
    for table, cell in cells if today > local_date else ():
        if table is ResponseDay:
            yield LateDay, (*cell[:2], today, *cell[2:])
        elif table is ResponseCount and (cell[1] is CountKind.COUNTER or (is_after and cell[1] is not CountKind.WEEK)):
            yield LateCount, (*cell[:3], today, *cell[3:])


def late_row(cell: Cell, n: int) -> dict[str, Any]:
    """The columns of a late count beside its key."""
    period, booked_on = (part for part in cell if isinstance(part, date))
    return {"n": n, "is_after": _month(booked_on) > _month(period)}


def day_counts(viewer: Viewer, since: date, until: date, is_live: bool = False) -> CompoundSelect[Any]:
    """The daily counts as figures tell of them: date, mode, scale, level, n, several rows for one.

    ``is_live``: under the days of the answers themselves, with all that came later.
    """
    d, late = ResponseDay, LateDay
    own = select(d.local_date, d.mode, d.scale_id, d.level, d.n)
    less = select(late.local_date, late.mode, late.scale_id, late.level, -late.n)
    more = select(late.booked_on, late.mode, late.scale_id, late.level, late.n)
    parts = [own.where(seen_by(viewer, d), d.local_date.between(since, until))]
    if not is_live:
        parts.append(less.where(seen_by(viewer, late), late.local_date.between(since, until)))
        parts.append(more.where(seen_by(viewer, late), late.booked_on.between(since, until), ~late.is_after))
    return union_all(*parts)


def period_counts(
    viewer: Viewer, wanted: dict[CountKind, tuple[date, date]], is_live: bool = False
) -> CompoundSelect[Any]:
    """The counts of some kinds as figures tell of them: commune, kind, period, key, scale, level, n."""
    c, late = ResponseCount, LateCount

    def spans(of: Any) -> Any:
        return or_(*((of.kind == kind) & of.period.between(*span) for kind, span in wanted.items()))

    own = select(c.commune_id, c.kind, c.period, c.key, c.scale_id, c.level, c.n)
    columns = (late.key, late.scale_id, late.level)
    parts = [own.where(seen_by(viewer, c), c.n > 0, spans(c))]
    if not is_live:
        less = select(late.commune_id, late.kind, late.period, *columns, -late.n)
        parts.append(less.where(seen_by(viewer, late), spans(late)))
    if not is_live and (span := wanted.get(CountKind.COUNTER)):
        more = select(late.commune_id, late.kind, late.booked_on, *columns, late.n)
        of_counters = (late.kind == CountKind.COUNTER, ~late.is_after, late.booked_on.between(*span))
        parts.append(more.where(seen_by(viewer, late), *of_counters))
    return union_all(*parts)


def crosses(viewer: Viewer, since: date, until: date) -> bool:
    """Whether figures of a span of days tell of other answers than those of these days."""
    late = LateDay
    own, booked = late.local_date.between(since, until), and_(late.booked_on.between(since, until), ~late.is_after)
    differs = or_(and_(own, not_(booked)), and_(booked, not_(own)))
    return read(select(late.n).where(seen_by(viewer, late), late.n != 0, differs).limit(1)).first() is not None


class After(NamedTuple):
    """How many answers came to a month that was over, and how many were taken out of it."""

    came: int
    went: int


def after(viewer: Viewer, since: date, until: date) -> After:
    """What became of the answers of a month, from its first day to its last, once it was over."""
    late = LateDay
    by_cell = (
        select(func.sum(late.n).label("n"))
        .where(seen_by(viewer, late), late.local_date.between(since, until), late.is_after)
        .group_by(late.commune_id, late.local_date, late.mode, late.scale_id, late.level)
        .subquery()
    )
    n = by_cell.c.n
    came, went = func.sum(case((n > 0, n), else_=0)), func.sum(case((n < 0, -n), else_=0))
    row = read(select(cast(came, BigInteger).label("came"), cast(went, BigInteger).label("went"))).one()
    return After(row.came or 0, row.went or 0)


def wrong_late(commune_id: int) -> Iterator[str]:
    """Late moves that cannot be: more than the day has, or not the same ones in each kind of count."""
    yield from _too_many(commune_id)
    days = _moved(commune_id, LateDay, LateDay.local_date, literal(CountKind.MONTH))[CountKind.MONTH]
    kept = _moved(commune_id, LateCount, LateCount.period, LateCount.kind)
    for kind in CountKind:
        if kind not in (CountKind.REASON, CountKind.WEEK):  # one answer names several; of weeks nothing is late
            for cell in sorted({*days, *kept[kind]}, key=repr):
                if days[cell] != kept[kind][cell]:
                    at = "/".join(map(str, (kind, *cell)))
                    yield f"late_count {at}: kept {kept[kind][cell]}, counted {days[cell]}"


def _too_many(commune_id: int) -> Iterator[str]:
    d, late = ResponseDay, LateDay
    of_day = (late.local_date, late.mode, late.scale_id, late.level)
    moved, counted = func.sum(late.n), func.coalesce(func.max(d.n), 0)
    same = (getattr(d, column.key) == column for column in of_day)
    query = select(*of_day, moved.label("moved"), counted.label("counted"))
    query = query.outerjoin(d, and_(d.commune_id == commune_id, *same)).where(late.commune_id == commune_id)
    for row in read(query.group_by(*of_day).having(moved > counted)).mappings():
        at = "/".join(str(row[column.key]) for column in of_day)
        yield f"late_day {at}: {row['moved']} came after the day, counted {row['counted']}"


def _moved(commune_id: int, table: Any, period: Any, kind: Any) -> dict[CountKind, Counter[Cell]]:
    """By kind: what moved months that were over, by month, day of the move and level."""
    found: dict[CountKind, Counter[Cell]] = {one: Counter() for one in CountKind}
    columns = (kind.label("kind"), period.label("period"), table.booked_on, table.scale_id, table.level, table.n)
    for row in read(select(*columns).where(table.commune_id == commune_id, table.is_after)).mappings():
        found[CountKind(row["kind"])][_month(row["period"]), row["booked_on"], row["scale_id"], row["level"]] += row[
            "n"
        ]
    return found
