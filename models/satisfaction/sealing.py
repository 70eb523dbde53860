"""Sealing an answer: one statement writes it, and its id tells whether it was written before."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from models import journal
from models.satisfaction.rules import Status
from models.satisfaction.tables import Response
from models.statements import connection

_R = Response.__table__.c
_KNOWN = select(_R.id, _R.commune_id, _R.content_hash, _R.counter_id, _R.status, _R.hold_reason).where(
    _R.cid == bindparam("cid")
)


class Outcome(StrEnum):
    """What became of a sealed answer that arrived."""

    CREATED = "created"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed answer as it is kept, and what became of the one that arrived."""

    outcome: Outcome
    id: int
    counter_id: int | None
    status: Status
    hold_reason: str | None


def seal(values: dict[str, Any]) -> Sealed:
    """Keep an answer with its line in the journal; a repeated one stays one row.

    The same id with other content, or from another commune, changes nothing and is a conflict.
    """
    on = connection()
    made = on.execute(_insert(on.dialect.name == "sqlite"), values).scalar()
    if made is not None:
        journal.created(Response, made, values)
        return Sealed(Outcome.CREATED, made, values.get("counter_id"), values["status"], values.get("hold_reason"))
    kept = on.execute(_KNOWN, {"cid": values["cid"]}).one()
    same = (kept.content_hash, kept.commune_id) == (values["content_hash"], values["commune_id"])
    outcome = Outcome.DUPLICATE if same else Outcome.CONFLICT
    return Sealed(outcome, kept.id, kept.counter_id, kept.status, kept.hold_reason)


@cache
def _insert(is_sqlite: bool) -> Executable:
    insert = sqlite.insert(Response) if is_sqlite else postgresql.insert(Response)
    return insert.on_conflict_do_nothing(index_elements=["cid"]).returning(_R.id)
