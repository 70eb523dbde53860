"""The chain of each commune: who acts, how a line is written, and how it is tied to the line before it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Select, insert, select, text

from models import clock
from models.base import read
from models.journal.tables import JournalEntry

HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: an account, or a named act of the system or of a citizen."""

    account_id: int | None
    name: str


SYSTEM = Actor(None, "system")
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def set_actor(actor: Actor) -> None:
    """From here on, what this context writes was done by ``actor``."""
    _actor.set(actor)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """What is written inside was done by ``actor``."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def _plain(value: object) -> object:
    """How the journal writes what JSON has no word for; the words of a closed list are texts there already."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return HIDDEN if isinstance(value, bytes) else str(value)


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_plain).encode
_chained = json.JSONEncoder(ensure_ascii=False).encode


def entry(action: str, entity: str, entity_id: str, commune_id: int | None, changes: dict[str, Any]) -> dict[str, Any]:
    """A line of the journal, not yet tied to the one before it."""
    actor = _actor.get()
    return {
        "at": clock.now(),
        "commune_id": commune_id,
        "account_id": actor.account_id,
        "actor": actor.name[:120],
        "action": action[:40],
        "entity": entity[:60],
        "entity_id": entity_id[:80],
        "changes": _written(changes),
    }


def digest(previous: str, line: dict[str, Any]) -> str:
    """What ties a line to the digest of the one before it."""
    parts = [
        previous,
        line["at"].isoformat(),
        line["commune_id"],
        line["account_id"],
        line["actor"],
        line["action"],
        line["entity"],
        line["entity_id"],
        line["changes"],
    ]
    return hashlib.sha256(_chained(parts).encode()).hexdigest()


def _newest(commune_id: int | None) -> Select[str]:
    """The end of a commune's chain, or of the one that all share."""
    lines = JournalEntry
    own = lines.commune_id.is_(None) if commune_id is None else lines.commune_id == commune_id
    return select(lines.digest).where(own).order_by(lines.id.desc()).limit(1)


def state(commune_id: int, *also: Select[Any]) -> tuple[Any, ...]:
    """What names the present records of a commune: the ends of its own chain and of the one that all share.

    Every write adds a line to one of them in its own transaction, so equal names mean equal records. ``also``: the
    ends of other chains, and single figures, read in the same look; they come last.
    """
    ends = [_newest(commune_id), _newest(None), *also]
    named = (end.scalar_subquery().label(f"end_{place}") for place, end in enumerate(ends))
    return tuple(read(select(*named)).one())


_ENDS = "the ends of the chains that this transaction has written to"


def _known_ends(on: Connection) -> dict[int | None, str]:
    """The ends of the chains as this transaction has left them, so that its next lines need not ask for them.

    Nobody else can write behind them before it ends. Inside a savepoint, which may be taken back alone, none is known.
    """
    if on.in_nested_transaction():
        on.info.pop(_ENDS, None)
        return {}
    whose, ends = on.info.get(_ENDS, (None, {}))
    transaction = on.get_transaction()
    if whose is not transaction:
        ends = {}
        on.info[_ENDS] = transaction, ends
    return ends  # type: ignore[no-any-return]


def append(on: Connection, lines: list[dict[str, Any]]) -> None:
    """Add lines to their communes' chains; on PostgreSQL a lock per commune keeps a chain in one piece."""
    known = _known_ends(on)
    last = dict(known)
    for line in lines:
        chain = line["commune_id"]
        if chain not in last:
            if on.dialect.name == "postgresql":
                on.execute(text("SELECT pg_advisory_xact_lock(815, :chain)"), {"chain": chain or 0})
            last[chain] = on.execute(_newest(chain)).scalar() or ""
        line["digest"] = last[chain] = digest(last[chain], line)
    on.execute(insert(JournalEntry), lines)
    known.update(last)
