"""Sealing an answer: one statement writes it, tied to the one before; its id tells whether it was written before."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

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
        return _created(made, values)
    return known([values])[values["cid"]]


def seal_all(rows: list[dict[str, Any]]) -> list[Sealed]:
    """Keep new answers of one commune together, in their order: one step of the chain over all of them.

    What the end of the chain waits for is the shortest there is: a caller has read everything else before. The same id
    twice, or one that came in the meantime, is a KeyError: then each has to be sealed by itself.
    """
    commune_id = rows[0]["commune_id"]
    end = lock_chain(commune_id)
    tied = []
    for row in rows:
        end = linked(end, row)
        tied.append(row | {"place_in_chain": end.length, "seal": end.digest})
    insert = upsert(Response).values(tied).on_conflict_do_nothing(index_elements=["cid"])
    made = {row.cid: row.id for row in read(insert.returning(Response.id, Response.cid))}
    ids = [made[row["cid"]] for row in rows]
    move_end(commune_id, end)
    return [_created(at, row) for at, row in zip(ids, rows, strict=True)]


def _created(made: int, values: dict[str, Any]) -> Sealed:
    return Sealed(Outcome.CREATED, made, values.get("counter_id"), values["status"], values.get("hold_reason"))


def known(rows: list[dict[str, Any]]) -> dict[UUID, Sealed]:
    """What became of those answers whose id is there already: the same again, or another one under the same id."""
    r, by_cid = Response, {row["cid"]: row for row in rows}
    columns = (r.cid, r.id, r.commune_id, r.content_hash, r.counter_id, r.status, r.hold_reason)
    return {kept.cid: _again(kept, by_cid[kept.cid]) for kept in read(select(*columns).where(r.cid.in_(by_cid)))}


def _again(kept: Any, values: dict[str, Any]) -> Sealed:
    same = (kept.content_hash, kept.commune_id) == (values["content_hash"], values["commune_id"])
    outcome = Outcome.DUPLICATE if same else Outcome.CONFLICT
    return Sealed(outcome, kept.id, kept.counter_id, kept.status, kept.hold_reason)
