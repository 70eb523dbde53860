"""What the journal says of rows: a listener writes a line for each one that the session inserts, changes or deletes."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Mapper, Session, object_session

from models.base import Model, db
from models.journal.chain import HIDDEN, append, entry

SILENT_COLUMNS = frozenset({"id", "version", "created_at"})


def note(action: str, entity: str, entity_id: object, commune_id: int | None, **details: object) -> None:
    """Journal an act that changes no row by itself (a reveal, a download, a failed sign-in)."""
    _add(entry(action, entity, str(entity_id), commune_id, details))


def created(kind: type[Model], row_id: int, values: dict[str, Any]) -> None:
    """Journal a row that one statement has written, outside the session's own flush."""
    columns = kind.__table__.c
    shown = {name: _shown(columns[name].info, value) for name, value in values.items() if value not in (None, "")}
    _add(entry("created", kind.__tablename__, str(row_id), values["commune_id"], shown))


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
    table = inspect(kinds.pop()).local_table
    columns = inspect(type(rows[0])).column_attrs
    names = [column.key for column in columns if any(column.key in vars(row) for row in rows)]
    db.session.flush()
    db.session.execute(insert(table), [{name: getattr(row, name) for name in names} for row in rows])
    lines = [_new_values(row) for row in rows]
    told: dict[str, object] = {"count": len(rows)}
    for name in sorted({name for line in lines for name in line}):
        values = [line.get(name) for line in lines]
        told[name] = values if any(value != values[0] for value in values) else values[0]
    _add(entry("created", table.name, "", communes.pop(), told))


def _add(line: dict[str, Any]) -> None:
    db.session.flush()  # what was done before it comes before it
    append(db.session.connection(), [line])


def _is_hidden(info: dict[str, Any]) -> bool:
    return bool(info.get("secret") or info.get("private"))


def _shown(info: dict[str, Any], value: object) -> object:
    return HIDDEN if value is not None and _is_hidden(info) else value


def _hidden_words(row: Any, value: object) -> object:
    """The words of what is secret stay out of the journal too; that they changed stays in it."""
    is_words = isinstance(value, str) and not isinstance(value, Enum)
    hides = getattr(row, "hides_words", False) or getattr(row, "is_secret", False)
    return HIDDEN if value and is_words and hides else value


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
            if not getattr(row, "__journal__", True) or (action == "created" and getattr(row, "__sealed__", False)):
                continue  # a sealed row is a link of a chain of its own
            changes = _changed_values(row) if action == "changed" else _new_values(row)
            if action == "changed" and not changes:
                continue
            lines.append(entry(action, row.__tablename__, _identity(row), _commune_of(row), changes))
    if lines:
        append(session.connection(), lines)
