"""The files of each month, added up from their days in the transaction that writes these; rebuilt and checked like all
counts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import BigInteger, cast, delete, func, insert, select

from models import periods
from models.base import db, read
from models.satisfaction.rules import Mode
from models.satisfaction.service_tables import ServiceDay, ServiceMonth


def recount_months(commune_id: int, months: Iterable[date]) -> None:
    """Add some months of a commune up anew, by their first days."""
    m = ServiceMonth
    for month in sorted(set(months)):
        db.session.execute(delete(ServiceMonth).where(m.commune_id == commune_id, m.month == month))
        own = {"commune_id": commune_id, "month": month}
        rows = [own | {"mode": mode, "received": n} for mode, n in _real(commune_id, month).items()]
        if rows:
            db.session.execute(insert(ServiceMonth), rows)


def rebuild_months(commune_id: int) -> None:
    """Add all months of a commune up anew; doing it twice changes nothing."""
    recount_months(commune_id, [*_kept_months(commune_id), *_real_months(commune_id)])


def wrong_months(commune_id: int) -> Iterator[str]:
    """Where a month and its days disagree, one line each."""
    m = ServiceMonth
    for month in sorted({*_kept_months(commune_id), *_real_months(commune_id)}):
        kept_rows = read(select(m.mode, m.received).where(m.commune_id == commune_id, m.month == month))
        kept, real = {row.mode: row.received for row in kept_rows}, _real(commune_id, month)
        for mode in sorted(kept.keys() | real.keys()):
            told, counted = kept.get(mode, 0), real.get(mode, 0)
            if told != counted:
                yield f"service_month {commune_id}/{month}/{mode}: kept {told}, counted {counted}"


def _real(commune_id: int, month: date) -> dict[Mode, int]:
    d = ServiceDay
    days = d.local_date.between(*periods.month_days(month.year, month.month))
    sums = select(d.mode, cast(func.sum(d.received), BigInteger).label("n"))
    return {row.mode: int(row.n) for row in read(sums.where(d.commune_id == commune_id, days).group_by(d.mode))}


def _kept_months(commune_id: int) -> list[date]:
    return list(read(select(ServiceMonth.month).distinct().where(ServiceMonth.commune_id == commune_id)).scalars())


def _real_months(commune_id: int) -> list[date]:
    """The months between the first and the last day with files."""
    d = ServiceDay
    ends = select(func.min(d.local_date).label("first"), func.max(d.local_date).label("last"))
    span = read(ends.where(d.commune_id == commune_id)).one()
    found, month = [], span.first.replace(day=1) if span.first else None
    while month is not None and month <= span.last:
        found.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return found
