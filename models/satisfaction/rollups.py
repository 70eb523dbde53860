"""The daily counts: moved in the transaction of the answer, rebuilt on wish, checked every night."""

from datetime import date

from sqlalchemy import delete, func, insert, literal, select

from models import journal
from models.base import db, insert_into
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import Response, ResponseDay

_KEY = ("commune_id", "local_date", "mode", "scale_id", "level")


def count(commune_id: int, day: date, mode: Mode, scale_id: int, level: int, by: int) -> None:
    """Move one daily count by one answer, whether or not its row is there yet."""
    row = dict(zip(_KEY, (commune_id, day, mode, scale_id, level), strict=True))
    row["n"] = max(by, 0)  # both databases test n >= 0 on the new row before they see that the old one is there
    insert = insert_into(ResponseDay).values(row)
    db.session.execute(insert.on_conflict_do_update(index_elements=_KEY, set_={"n": ResponseDay.n + by}))


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
    db.session.flush()
    key = [getattr(Response, name) for name in _KEY]
    counted = select(*key, func.count(Response.id)).where(Response.status == Status.COUNTED).group_by(*key)
    real = {tuple(row[:-1]): row[-1] for row in db.session.execute(counted)}
    kept_query = select(*(getattr(ResponseDay, name) for name in _KEY), ResponseDay.n).where(
        ResponseDay.n != literal(0)
    )
    kept = {tuple(row[:-1]): row[-1] for row in db.session.execute(kept_query)}
    return [
        f"response_day {'/'.join(str(part) for part in cell)}: kept {kept.get(cell, 0)}, counted {real.get(cell, 0)}"
        for cell in sorted(real.keys() | kept.keys())
        if kept.get(cell, 0) != real.get(cell, 0)
    ]
