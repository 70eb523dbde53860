"""The journal: every write adds one append-only, chained row in the same transaction.

A row keeps who, when, what and the changed fields before and after. Columns marked ``secret`` never show; columns
marked ``private``, and the words of a row that ``is_secret``, show that they changed, not to what. Each row carries
the digest of the row before it in the same commune, so that a changed, removed or inserted row is found by
``broken_links``.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    Select,
    String,
    Table,
    Text,
    bindparam,
    event,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column, object_session

from models import clock
from models.base import Model, db
from models.statements import Runs, connection, look

HIDDEN = "•••"
SILENT_COLUMNS = frozenset({"id", "version", "created_at"})


class JournalEntry(Model):
    """One thing that was done; rows are added, never changed and never removed."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_chain", "commune_id", "id"), Index("ix_journal_thing", "entity", "entity_id"))
    __journal__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(60))
    entity_id: Mapped[str] = mapped_column(String(80))
    changes: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


TRIGGERS: dict[str, list[str]] = {
    "sqlite": [
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
        "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal "
        "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
        "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal "
        "WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'journal is append-only'; END $$",
        "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
    ],
}


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


def note(action: str, entity: str, entity_id: object, commune_id: int | None, **details: object) -> None:
    """Journal an act that changes no row by itself (a reveal, a download, a failed sign-in)."""
    _append(connection(), [_line(action, entity, str(entity_id), commune_id, details)])


def created(kind: type[Any], row_id: int | str, values: dict[str, Any]) -> None:
    """Journal a row that one statement has written, outside the session's own flush."""
    hidden = _hidden(kind.__table__)
    shown = {
        name: HIDDEN if name in hidden else value for name, value in values.items() if value is not None and value != ""
    }
    _append(connection(), [_line("created", kind.__tablename__, str(row_id), values.get("commune_id"), shown)])


def write(kind: type[Any], values: dict[str, Any]) -> Any:
    """Write one new row by a statement of its own, with its line in the journal; the first part of its key."""
    made = connection().execute(_one_row(kind.__table__), values).one()
    created(kind, "/".join(map(str, made)), values)
    return made[0]


def insert_many(rows: Sequence[Any]) -> None:
    """Insert many new rows of one kind and commune by one statement, with one line in the journal for all of them.

    The line tells how many they are, what they share, and in their order what each has of its own. ValueError for rows
    of several kinds or communes. The rows themselves stay outside the session: read them again to work with them.
    """
    if not rows:
        return
    kinds, communes = {type(row) for row in rows}, {_commune_of(row) for row in rows}
    if len(kinds) > 1 or len(communes) > 1:
        raise ValueError("one act writes rows of one kind and one commune")
    table = kinds.pop().__table__
    names = [column.key for column in inspect(type(rows[0])).column_attrs if column.key in rows[0].__dict__]
    db.session.flush()
    db.session.execute(insert(table), [{name: getattr(row, name) for name in names} for row in rows])
    lines = [_new_values(row) for row in rows]
    told: dict[str, object] = {"count": len(rows)}
    for name in sorted({name for line in lines for name in line}):
        values = [line.get(name) for line in lines]
        told[name] = values if any(value != values[0] for value in values) else values[0]
    _append(connection(), [_line("created", table.name, "", communes.pop(), told)])


@cache
def _one_row(table: Table) -> Any:
    return table.insert().returning(*table.primary_key.columns)


@cache
def _hidden(table: Table) -> frozenset[str]:
    """The columns of which the journal says only that they were filled."""
    return frozenset(column.key for column in table.c if _is_hidden(column.info))


def _is_hidden(info: dict[str, Any]) -> bool:
    return bool(info.get("secret") or info.get("private"))


def _plain(value: object) -> object:
    """How the journal writes what JSON has no word for; the words of a closed list are texts there already."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return HIDDEN if isinstance(value, bytes) else str(value)


def _shown(info: dict[str, Any], value: object) -> object:
    return HIDDEN if value is not None and _is_hidden(info) else value


def _hidden_words(row: Any, value: object) -> object:
    """The words of what is secret stay out of the journal too; that they changed stays in it."""
    is_words = isinstance(value, str) and not isinstance(value, Enum)
    return HIDDEN if value and is_words and getattr(row, "is_secret", False) else value


def _new_values(row: Any) -> dict[str, object]:
    columns = inspect(type(row)).column_attrs
    return {
        column.key: _shown(column.columns[0].info, _hidden_words(row, value))
        for column in columns
        if column.key not in SILENT_COLUMNS and (value := getattr(row, column.key)) not in (None, "")
    }


def _changed_values(row: Any) -> dict[str, object]:
    changes: dict[str, object] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        if column.key in SILENT_COLUMNS:
            continue
        history = state.attrs[column.key].history
        if history.added and history.added != history.deleted:
            before = history.deleted[0] if history.deleted else None
            info = column.columns[0].info
            both = (_hidden_words(row, value) for value in (before, history.added[0]))
            changes[column.key] = [_shown(info, value) for value in both]
    return changes


def _identity(row: Any) -> str:
    return "/".join(str(part) for part in inspect(type(row)).primary_key_from_instance(row))


def _commune_of(row: Any) -> int | None:
    if row.__tablename__ == "commune":
        return int(row.id)
    owner = getattr(row, "commune_id", None)
    return None if owner is None else int(owner)


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_plain).encode
_chained = json.JSONEncoder(ensure_ascii=False).encode


def _line(action: str, entity: str, entity_id: str, commune_id: int | None, changes: dict[str, Any]) -> dict[str, Any]:
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


def _digest(previous: str, line: dict[str, Any]) -> str:
    parts = [previous, line["at"].isoformat(), line["commune_id"], line["account_id"], line["actor"], line["action"],
             line["entity"], line["entity_id"], line["changes"]]  # fmt: skip
    return hashlib.sha256(_chained(parts).encode()).hexdigest()


_LINES = JournalEntry.__table__.c
_INSERT = insert(JournalEntry)


@cache
def _newest(is_nobody: bool) -> Select[str]:
    """The end of a commune's chain; put together once."""
    own = _LINES.commune_id.is_(None) if is_nobody else _LINES.commune_id == bindparam("chain")
    return select(_LINES.digest).where(own).order_by(_LINES.id.desc()).limit(1)


def _end(own: ColumnElement[bool]) -> ScalarSelect[str]:
    return select(_LINES.digest).where(own).order_by(_LINES.id.desc()).limit(1).scalar_subquery()


_STATE = select(_end(_LINES.commune_id == bindparam("chain")), _end(_LINES.commune_id.is_(None)))


def state(commune_id: int) -> tuple[str | None, str | None]:
    """What names the present records of a commune: the ends of its own chain and of the one that all share.

    Every write adds a line to one of them in its own transaction, so equal names mean equal records.
    """
    own, shared = look(_STATE, {"chain": commune_id}).one()
    return own, shared


_OF_COMMUNE = _LINES.commune_id == bindparam("chain")
_RECENT = select(_LINES.entity, _LINES.digest).where(_OF_COMMUNE).order_by(_LINES.id.desc()).limit(200)


def kinds_since(commune_id: int, digest: str | None) -> set[str] | None:
    """What kinds of things were written in a commune since its chain ended with ``digest``; None when long ago."""
    kinds: set[str] = set()
    for entity, own in db.session.connection().execute(_RECENT, {"chain": commune_id}):
        if own == digest:
            return kinds
        kinds.add(entity)
    return None


def _append(on: Runs, lines: list[dict[str, Any]]) -> None:
    """Add lines to their communes' chains; on PostgreSQL a lock per commune keeps a chain in one piece."""
    last: dict[int | None, str] = {}
    for line in lines:
        chain = line["commune_id"]
        if chain not in last:
            if on.dialect.name == "postgresql":
                on.execute(text("SELECT pg_advisory_xact_lock(815, :chain)"), {"chain": chain or 0})
            last[chain] = on.execute(_newest(chain is None), {"chain": chain}).scalar() or ""
        line["digest"] = last[chain] = _digest(last[chain], line)
    on.execute(_INSERT, lines)


_GONE = "rows that this flush has deleted, also those that only left their parent"


@event.listens_for(Session, "before_flush")
def _begin_flush(session: Session, *_context: object) -> None:
    session.info[_GONE] = []


@event.listens_for(Mapper, "after_delete")
def _note_gone(_mapper: object, _connection: object, row: Any) -> None:
    session = object_session(row)
    if session is not None:
        session.info[_GONE].append(row)


@event.listens_for(Session, "after_flush")
def _journal_flush(session: Session, _context: object) -> None:
    lines: list[dict[str, Any]] = []
    gone = session.info[_GONE]
    changed = [row for row in session.dirty if row not in gone]
    for action, rows in (("created", session.new), ("changed", changed), ("deleted", gone)):
        for row in rows:
            if not getattr(row, "__journal__", True):
                continue
            changes = _changed_values(row) if action == "changed" else _new_values(row)
            if action == "changed" and not changes:
                continue
            lines.append(_line(action, row.__tablename__, _identity(row), _commune_of(row), changes))
    if lines:
        _append(session.connection(), lines)


def broken_links() -> Iterator[int]:
    """The ids of journal rows that do not fit the chain of their commune."""
    last: dict[int | None, str] = {}
    rows = db.session.execute(select(JournalEntry.__table__).order_by(JournalEntry.id)).mappings()
    for row in rows:
        chain = row["commune_id"]
        if row["digest"] != _digest(last.get(chain, ""), dict(row)):
            yield row["id"]
        last[chain] = row["digest"]
