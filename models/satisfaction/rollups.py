"""The daily counts: moved in the transaction of the answer, rebuilt on wish, checked every night."""

from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, insert, literal, select

from models import journal
from models.base import db, read, upsert
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import Response, ResponseDay

_KEY = ("commune_id", "local_date", "mode", "scale_id", "level")


def count(commune_id: int, day: date, mode: Mode, scale_id: int, level: int, by: int) -> None:
    """Move one daily count by one answer, whether or not its row is there yet."""
    moved = upsert(ResponseDay).values(
        commune_id=commune_id,
        local_date=day,
        mode=mode,
        scale_id=scale_id,
        level=level,
        n=max(by, 0),  # both databases test n >= 0 on the new row before they see that the old one is there
    )
    db.session.execute(moved.on_conflict_do_update(index_elements=_KEY, set_={"n": ResponseDay.n + by}))


def rebuild_rollups(commune_id: int) -> None:
    """Count a commune's days anew from its answers; doing it twice changes nothing."""
    db.session.flush()
    db.session.execute(delete(ResponseDay).where(ResponseDay.commune_id == commune_id))
    key = [getattr(Response, name) for name in _KEY]
    counted = (
        select(*key, func.count(Response.id))
        .where(Response.status == Status.COUNTED, Response.commune_id == commune_id)
        .group_by(*key)
    )
    db.session.execute(insert(ResponseDay).from_select([*_KEY, "n"], counted))
    journal.note("counted", "response_day", "", commune_id)


def check_rollups() -> list[str]:
    """Where a daily count and the answers disagree, one line each; empty when all is well."""
    key = [getattr(Response, name) for name in _KEY]
    counted = select(*key, func.count(Response.id).label("n")).where(Response.status == Status.COUNTED).group_by(*key)
    columns = (getattr(ResponseDay, name) for name in (*_KEY, "n"))
    real, kept = _by_cell(counted), _by_cell(select(*columns).where(ResponseDay.n != literal(0)))
    return [
        f"response_day {'/'.join(str(part) for part in cell)}: kept {kept.get(cell, 0)}, counted {real.get(cell, 0)}"
        for cell in sorted(real.keys() | kept.keys())
        if kept.get(cell, 0) != real.get(cell, 0)
    ]


def _by_cell(query: Select[*tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    return {tuple(row[name] for name in _KEY): row["n"] for row in read(query).mappings()}
