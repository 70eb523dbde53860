"""The counts that every figure reads: moved in the transaction of the answer, rebuilt on wish, checked every night.

One function moves all of them (``count``), one tells what they ought to be (``_real``); nothing else writes them.
A move after its day is written down with the day of the move as well (``late``): what was told of that day stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, select

from models import clock, journal, periods
from models.accounts.tables import Commune
from models.base import Model, db, read, upsert
from models.satisfaction.chain import lock_chain
from models.satisfaction.count_tables import CountKind, ResponseAside, ResponseCount, ResponseDay
from models.satisfaction.late import LATE, late_cells, late_row, wrong_late
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.service_rollups import rebuild_months, wrong_months
from models.satisfaction.tables import Response, ResponseReason

Cell = tuple[Any, ...]  # a row of a table of counts by its key
TABLES: tuple[type[Model], ...] = (ResponseDay, ResponseCount, ResponseAside)


class CountedAnswer(NamedTuple):
    """What the counts look at in an answer."""

    commune_id: int
    local_date: date
    local_hour: int
    mode: Mode
    scale_id: int
    level: int
    status: Status
    hold_reason: HoldReason | None
    channel: Channel
    stage: Stage | None
    counter_id: int | None
    procedure_id: int | None
    served_by_id: int | None


_FACTS = [getattr(Response, name) for name in CountedAnswer._fields]


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def week_of(day: date) -> date:
    """The Monday of its ISO week."""
    return day - timedelta(days=day.weekday())


def counted_of(values: dict[str, Any]) -> CountedAnswer:
    """What the counts look at in the columns of an answer that was just sealed."""
    facts: dict[str, Any] = {name: values.get(name) for name in CountedAnswer._fields}
    return CountedAnswer(**facts)


def facts_of(response: Response) -> CountedAnswer:
    """What the counts look at in an answer that is kept."""
    return CountedAnswer(*(getattr(response, name) for name in CountedAnswer._fields))


def _cells(one: CountedAnswer, reasons: Iterable[str] = ()) -> Iterator[tuple[type[Model], Cell]]:
    """Every count that an answer moves."""
    if one.status is not Status.COUNTED:
        yield ResponseAside, (one.commune_id, one.local_date, one.status, one.hold_reason or "", one.mode)
        return
    level, month = (one.scale_id, one.level), month_of(one.local_date)
    yield ResponseDay, (one.commune_id, one.local_date, one.mode, *level)
    for kind, period, key in (
        (CountKind.COUNTER, one.local_date, one.counter_id),
        (CountKind.PROCEDURE, month, one.procedure_id),
        (CountKind.STAFF, month, one.served_by_id),
        (CountKind.HOUR, month, f"{one.local_date.isoweekday()}.{one.local_hour:02}"),
        (CountKind.STAGE, month, one.stage),
        (CountKind.CHANNEL, month, one.channel),
        (CountKind.MONTH, month, one.mode),
        (CountKind.WEEK, week_of(one.local_date), one.mode),
        *((CountKind.REASON, month, code) for code in reasons),
    ):
        yield ResponseCount, (one.commune_id, kind, period, str(key or ""), *level)


def count(one: CountedAnswer, by: int, reasons: Iterable[str] = ()) -> None:
    """Move every count of an answer by one, whether or not its rows are there yet; ``by`` is +1 or -1."""
    _move([(one, reasons)], by)


def count_all(new: Iterable[tuple[CountedAnswer, Iterable[str]]]) -> None:
    """Count new answers together: each count moves once, by all of them."""
    _move(new, +1)


def _move(answers: Iterable[tuple[CountedAnswer, Iterable[str]]], by: int) -> None:
    moved: dict[type[Model], Counter[Cell]] = {}
    today = clock.today()
    for one, reasons in answers:
        cells = list(_cells(one, reasons))
        for table, cell in (*cells, *late_cells(one.local_date, cells, today)):
            moved.setdefault(table, Counter())[cell] += 1
    for table in (kind for kind in (*TABLES, *LATE) if kind in moved):  # everybody in one order, and so in each table
        key, is_late = _key(table), table in LATE
        # n of the new row: both databases test n >= 0 on it before they see that the old one is there
        rows = [
            dict(zip(key, cell, strict=True)) | (late_row(cell, by * times) if is_late else {"n": max(by * times, 0)})
            for cell, times in sorted(moved[table].items(), key=repr)
        ]
        counted = upsert(table).values(rows)
        n = table.__table__.c.n + (counted.excluded.n if by > 0 or is_late else by)
        db.session.execute(counted.on_conflict_do_update(index_elements=key, set_={"n": n}))


def _key(table: type[Model]) -> list[str]:
    return [column.name for column in table.__table__.primary_key]


def _months(commune_id: int) -> list[date]:
    """The months in which a commune has answers, all those between included."""
    ends = select(func.min(Response.local_date).label("first"), func.max(Response.local_date).label("last"))
    span = read(ends.where(Response.commune_id == commune_id)).one()
    found, month = [], month_of(span.first) if span.first else None
    while month is not None and month <= span.last:
        found.append(month)
        month = month_of(month + timedelta(days=31))
    return found


def _real(commune_id: int, month: date) -> dict[type[Model], Counter[Cell]]:
    """What the counts of a month ought to be, by its answers; a week's are those of the days in this month."""
    own = (Response.commune_id == commune_id, Response.status.in_(list(Status)))  # as the index has them
    within = (*own, Response.local_date.between(*_days(month)))
    found: dict[type[Model], Counter[Cell]] = {table: Counter() for table in TABLES}
    facts = select(*_FACTS, func.count().label("n")).where(*within).group_by(*_FACTS)
    for row in read(facts.execution_options(yield_per=2000)).mappings():
        for table, cell in _cells(CountedAnswer(**{name: row[name] for name in CountedAnswer._fields})):
            found[table][cell] += row["n"]
    named = (ResponseReason.code, Response.scale_id, Response.level)
    reasons = select(*named, func.count().label("n")).join(Response, Response.id == ResponseReason.response_id)
    for row in read(reasons.where(*within, Response.status == Status.COUNTED).group_by(*named)).mappings():
        key = (CountKind.REASON, month, row["code"], row["scale_id"], row["level"])
        found[ResponseCount][commune_id, *key] += row["n"]
    return found


def _days(month: date) -> tuple[date, date]:
    return periods.month_days(month.year, month.month)


def _outside_week(table: type[Model]) -> ColumnElement[bool]:
    return ResponseCount.kind != CountKind.WEEK if table is ResponseCount else literal(True)


def _period(table: type[Model]) -> Any:
    return ResponseCount.period if table is ResponseCount else table.__table__.c.local_date


def rebuild_rollups(commune_id: int, commit_each: bool = False) -> None:
    """Count a commune's months anew from its answers, one at a time; doing it twice changes nothing.

    ``commit_each``: let others write between two months. Weeks are added up from their days at the end. Whoever seals
    or decides an answer of the commune waits meanwhile.
    """
    db.session.flush()
    lock_chain(commune_id)
    months = _months(commune_id)
    for month in months:
        real = _real(commune_id, month)
        for table, cells in real.items():
            own = and_(table.__table__.c.commune_id == commune_id, _outside_week(table))
            db.session.execute(delete(table).where(own, _period(table).between(*_days(month))))
            _insert(table, {cell: n for cell, n in cells.items() if CountKind.WEEK not in cell})
        if commit_each:
            db.session.commit()
            lock_chain(commune_id)
    _drop_outside(commune_id, months)
    _rebuild_weeks(commune_id)
    rebuild_months(commune_id)
    journal.note("counted", "response_day", "", commune_id)


def _insert(table: type[Model], cells: dict[Cell, int]) -> None:
    rows = [dict(zip(_key(table), cell, strict=True)) | {"n": n} for cell, n in cells.items()]
    if rows:
        db.session.execute(insert(table), rows)


def _drop_outside(commune_id: int, months: Sequence[date]) -> None:
    """What is kept of days before the first answer or after the last one."""
    for table in TABLES:
        period = _period(table)
        gone = [table.__table__.c.commune_id == commune_id, _outside_week(table)]
        if months:
            gone.append((period < months[0]) | (period > _days(months[-1])[1]))
        db.session.execute(delete(table).where(*gone))


def _rebuild_weeks(commune_id: int) -> None:
    is_week = (ResponseCount.commune_id == commune_id, ResponseCount.kind == CountKind.WEEK)
    db.session.execute(delete(ResponseCount).where(*is_week))
    _insert(ResponseCount, _weeks_of_days(commune_id))


def _weeks_of_days(commune_id: int) -> Counter[Cell]:
    """The weeks as their days add up to them."""
    weeks: Counter[Cell] = Counter()
    for row in read(select(ResponseDay.__table__).where(ResponseDay.commune_id == commune_id)):
        key = (CountKind.WEEK, week_of(row.local_date), row.mode, row.scale_id, row.level)
        weeks[commune_id, *key] += row.n
    return +weeks


def check_rollups() -> list[str]:
    """Where a count and the answers of any commune disagree, one line each; empty when all is well."""
    communes = list(read(select(Commune.id).order_by(Commune.id)).scalars())
    return [line for commune_id in communes for line in wrong_counts(commune_id)]


def wrong_counts(commune_id: int) -> Iterator[str]:
    """Where a count and the answers of a commune disagree, month by month, one line each."""
    months = _months(commune_id)
    for month in months:
        real = _real(commune_id, month)
        for table, cells in real.items():
            kept = _kept(table, commune_id, _period(table).between(*_days(month)))
            yield from _differences(table, {c: n for c, n in cells.items() if CountKind.WEEK not in c}, kept)
    weeks = ResponseCount.kind == CountKind.WEEK
    yield from _differences(ResponseCount, _weeks_of_days(commune_id), _kept(ResponseCount, commune_id, weeks, weeks))
    for table in TABLES:
        period = _period(table)
        outside = (period < months[0]) | (period > _days(months[-1])[1]) if months else literal(True)
        yield from _differences(table, {}, _kept(table, commune_id, outside))
    yield from wrong_late(commune_id)
    yield from wrong_months(commune_id)


def _kept(
    table: type[Model], commune_id: int, where: ColumnElement[bool], kinds: ColumnElement[bool] | None = None
) -> dict[Cell, int]:
    columns = table.__table__.c
    own = (columns.commune_id == commune_id, columns.n != 0, _outside_week(table) if kinds is None else kinds, where)
    key = _key(table)
    rows = read(select(*(columns[name] for name in key), columns.n).where(*own)).mappings()
    return {tuple(row[name] for name in key): row["n"] for row in rows}


def _differences(table: type[Model], real: dict[Cell, int], kept: dict[Cell, int]) -> Iterator[str]:
    for cell in sorted(real.keys() | kept.keys(), key=repr):
        if kept.get(cell, 0) != real.get(cell, 0):
            at = "/".join(str(part) for part in cell)
            yield f"{table.__tablename__} {at}: kept {kept.get(cell, 0)}, counted {real.get(cell, 0)}"
