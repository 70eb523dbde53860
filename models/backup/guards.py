"""What the database itself must refuse: whether a database from elsewhere has exactly the guards of its version."""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, column, select, table

from models import migrate
from models.backup import lite
from models.backup.problems import Unusable

_SCHEMA = table("sqlite_master", column("type"), column("name"), column("sql"))


def found(connection: Connection) -> dict[str, str]:
    """The triggers and views of a SQLite database, by name."""
    query = select(_SCHEMA.c.name, _SCHEMA.c.sql).where(_SCHEMA.c.type.in_(("trigger", "view")))
    return {row.name: " ".join(row.sql.split()) for row in connection.execute(query)}


@cache
def expected(revision: str) -> dict[str, str]:
    """The guards of an empty SQLite database of a version."""
    with tempfile.TemporaryDirectory() as folder, lite.opened(Path(folder) / "empty") as engine:
        migrate.upgrade(engine, revision)
        with engine.connect() as connection:
            return found(connection)


def compare(here: dict[str, str], wanted: dict[str, str]) -> None:
    """Unusable names every guard that is missing, changed, or of nobody's making."""
    odd = sorted(name for name in here.keys() | wanted.keys() if here.get(name) != wanted.get(name))
    if odd:
        raise Unusable("guards", names=odd)


def check(engine: Engine, revision: str) -> None:
    """Whether a SQLite database has the guards of its version and, brought to the newest one, its tables."""
    if migrate.version(engine) != revision:
        raise Unusable("database_damaged")
    with engine.connect() as connection:
        compare(found(connection), expected(revision))
    migrate.upgrade(engine)
    differences(engine)


def differences(engine: Engine) -> None:
    """Unusable when the tables of a database are not those of this program."""
    others = migrate.differences(engine)
    if others:
        raise Unusable("tables", count=len(others))
