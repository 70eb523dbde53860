"""Reading the journal: who did what to which thing of the commune, newest first, and the names behind ids."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, select

from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.base import db, seen_by
from models.journal import JournalEntry
from models.periods import day_span

PAGE_SIZE = 50
MOST_NAMES = 5000
NAME_COLUMNS = ("display_name", "full_name", "name", "title", "original_name", "short_name", "subject", "label", "code")


class JournalLine(NamedTuple):
    """One line of the journal."""

    id: int
    at: datetime
    actor: str
    action: str
    entity: str
    entity_id: str
    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which lines are shown; days are inclusive, None and empty leave a side open."""

    since: date | None = None
    until: date | None = None
    account_id: int | None = None
    entity: str = ""
    entity_id: str = ""


def _narrow(query: Any, wanted: JournalFilter) -> Any:
    if wanted.since:
        query = query.where(JournalEntry.at >= day_span(wanted.since)[0])
    if wanted.until:
        query = query.where(JournalEntry.at < day_span(wanted.until)[1])
    if wanted.account_id is not None:
        query = query.where(JournalEntry.account_id == wanted.account_id)
    if wanted.entity:
        query = query.where(JournalEntry.entity == wanted.entity)
    if wanted.entity_id:
        query = query.where(JournalEntry.entity_id == wanted.entity_id)
    return query


def entries(
    viewer: Viewer, wanted: JournalFilter, before: int | None = None, most: int = PAGE_SIZE
) -> list[JournalLine]:
    """So many lines of the commune's journal and one more, so that one sees whether older ones follow."""
    line = JournalEntry
    columns = select(line.id, line.at, line.actor, line.action, line.entity, line.entity_id, line.changes)
    query = _narrow(columns.where(seen_by(viewer, line)), wanted)
    if before is not None:
        query = query.where(line.id < before)
    rows = db.session.execute(query.order_by(line.id.desc()).limit(most + 1)).all()
    return [
        JournalLine(
            id=row.id,
            at=row.at,
            actor=row.actor,
            action=row.action,
            entity=row.entity,
            entity_id=row.entity_id,
            changes=json.loads(row.changes),
        )
        for row in rows
    ]


def actors(viewer: Viewer) -> Sequence[tuple[int, str]]:
    """The accounts whose acts a journal can be narrowed to."""
    account = Account
    query = select(account.id, account.display_name, account.username).where(seen_by(viewer, account))
    rows = db.session.execute(query.order_by(account.username))
    return [(row.id, f"{row.display_name} ({row.username})") for row in rows]


def points_at(entity: str, field: str) -> str | None:
    """The table that a field of a table refers to, when it refers to one by id."""
    table = db.metadata.tables.get(entity)
    if table is None or field not in table.c:
        return None
    return next((key.column.table.name for key in table.c[field].foreign_keys if key.column.name == "id"), None)


def column_type(entity: str, field: str) -> Any:
    """The type of a field of a table; None for a field that is no column (or no longer one)."""
    table = db.metadata.tables.get(entity)
    return None if table is None or field not in table.c else table.c[field].type


def names(viewer: Viewer, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The names behind (table, id), one statement a table, inside the viewer's commune."""
    by_table: dict[str, set[int]] = {}
    for table, row_id in wanted:
        by_table.setdefault(table, set()).add(row_id)
    found: dict[tuple[str, int], str] = {}
    pieces = [(name, piece) for name, ids in by_table.items() for piece in _pieces(sorted(ids))]
    for name, piece in pieces:
        query = _names_query(viewer, db.metadata.tables[name], piece)
        if query is not None:
            found |= {(name, row_id): str(text) for row_id, text in db.session.execute(query) if text}
    return found


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many ids at once as a statement may ask for."""
    return (ids[at : at + MOST_NAMES] for at in range(0, len(ids), MOST_NAMES))


def _names_query(viewer: Viewer, table: Table, ids: Sequence[int]) -> Select[Any] | None:
    if "named_by" in table.info:  # rows that people know by what they point at
        pointer, name = table.info["named_by"]
        other = db.metadata.tables[points_at(table.name, pointer) or ""]
        named = select(table.c.id, other.c[name]).join(other, other.c.id == table.c[pointer])
        return named.where(table.c.id.in_(ids))
    column = next((table.c[key] for key in NAME_COLUMNS if key in table.c), None)
    if column is None or table.info.get("nameless"):
        return None
    query = select(table.c.id, column).where(table.c.id.in_(ids))
    if "named_if" in table.info:  # rows of which some are known to whoever is concerned alone
        query = query.where(table.info["named_if"](table.c))
    return query.where(seen_by(viewer, table)) if "commune_id" in table.c else query
