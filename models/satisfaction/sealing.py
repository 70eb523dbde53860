"""Sealing an answer: one statement writes it, tied to the one before; its id tells whether it was written before."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from models.base import read, upsert
from models.satisfaction.chain import linked, lock_chain, move_end
from models.satisfaction.rules import Status
from models.satisfaction.tables import Response


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
    """Keep an answer as the next one of its commune's chain; a repeated one stays one row.

    The same id with other content, or from another commune, changes nothing and is a conflict.
    """
    end = linked(lock_chain(values["commune_id"]), values)
    row = values | {"place_in_chain": end.length, "seal": end.digest}
    insert = upsert(Response).values(row).on_conflict_do_nothing(index_elements=["cid"])
    made = read(insert.returning(Response.id)).scalar()
    if made is not None:
        move_end(values["commune_id"], end)
        return Sealed(Outcome.CREATED, made, values.get("counter_id"), values["status"], values.get("hold_reason"))
    r = Response
    known = select(r.id, r.commune_id, r.content_hash, r.counter_id, r.status, r.hold_reason)
    kept = read(known.where(r.cid == values["cid"])).one()
    same = (kept.content_hash, kept.commune_id) == (values["content_hash"], values["commune_id"])
    outcome = Outcome.DUPLICATE if same else Outcome.CONFLICT
    return Sealed(outcome, kept.id, kept.counter_id, kept.status, kept.hold_reason)
