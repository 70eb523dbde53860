"""The chain of sealed answers: each carries the digest of the one before it in its commune.

A changed, removed or inserted answer no longer fits. It stands in the place of a line in the journal for each answer,
which would tell to the second, with the clerk's name, who said what.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from models.base import db, read, upsert
from models.satisfaction.count_tables import ResponseChain
from models.satisfaction.tables import Response

SEALED = (  # what never changes once an answer is sealed
    "cid",
    "content_hash",
    "scale_id",
    "level",
    "mode",
    "channel",
    "stage",
    "counter_id",
    "link_id",
    "procedure_id",
    "served_by_id",
    "recorded_by_id",
    "questionnaire",
    "local_date",
    "local_hour",
)


class End(NamedTuple):
    """The end of a chain."""

    length: int
    digest: str


_written = json.JSONEncoder(ensure_ascii=False, default=str).encode


def linked(end: End, values: dict[str, Any]) -> End:
    """The end of the chain with one answer more."""
    content = [end.digest, end.length + 1, values["commune_id"], *(values.get(name) for name in SEALED)]
    return End(end.length + 1, hashlib.sha256(_written(content).encode()).hexdigest())


def lock_chain(commune_id: int) -> End:
    """The end of a commune's chain, which nobody else moves until the commit."""
    query = select(ResponseChain.length, ResponseChain.digest).where(ResponseChain.commune_id == commune_id)
    kept = read(query.with_for_update()).first()
    if kept is None:
        first = upsert(ResponseChain).values(commune_id=commune_id, length=0, digest="")
        db.session.execute(first.on_conflict_do_nothing())
        kept = read(query.with_for_update()).one()
    return End(kept.length, kept.digest)


def move_end(commune_id: int, end: End) -> None:
    """The chain ends there now."""
    moved = upsert(ResponseChain).values(commune_id=commune_id, **end._asdict())
    db.session.execute(moved.on_conflict_do_update(index_elements=["commune_id"], set_=end._asdict()))


def newest(commune_id: int) -> Select[str]:
    """What names the sealed answers of a commune: equal names mean equal answers."""
    return select(ResponseChain.digest).where(ResponseChain.commune_id == commune_id)


def state(commune_id: int) -> str:
    """The name of the sealed answers of a commune."""
    return read(newest(commune_id)).scalar() or ""


def chain_new(rows: list[Response]) -> None:
    """Seal new rows of one commune that were made by hand, in their order."""
    if rows:
        end = lock_chain(rows[0].commune_id)
        for row in rows:
            end = linked(end, {name: getattr(row, name) for name in ("commune_id", *SEALED)})
            row.place_in_chain, row.seal = end
        move_end(rows[0].commune_id, end)


def broken_seals(commune_id: int) -> Iterator[str]:
    """The answers that do not fit the chain of their commune, and a chain that ends elsewhere than it says."""
    end = End(0, "")
    columns = (getattr(Response, name) for name in ("id", "commune_id", "place_in_chain", "seal", *SEALED))
    query = select(*columns).where(Response.commune_id == commune_id).order_by(Response.place_in_chain)
    for row in read(query.execution_options(yield_per=2000)).mappings():
        if (row["place_in_chain"], row["seal"]) != linked(end, dict(row)):
            yield str(row["id"])
        end = End(row["place_in_chain"], row["seal"])
    kept = read(
        select(ResponseChain.length, ResponseChain.digest).where(ResponseChain.commune_id == commune_id)
    ).first()
    if end != (End(kept.length, kept.digest) if kept else End(0, "")):
        yield f"chain {commune_id}"
