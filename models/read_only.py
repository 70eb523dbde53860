"""Opening a SQLite database where nothing can be written beside it: on a disk that is full or only read.

SQLite keeps a log and its index beside the database and makes them when the first connection opens. Where it cannot,
the database is opened as one that does not change, so that people can go on reading; each time such a connection is
taken up again it is given away if writing may work by now.
"""

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from models import trouble
from models.private import make_file

STILL = "opened as a database that does not change"
CANNOT_BEGIN = trouble.LASTING | {trouble.Trouble.UNREACHABLE}
ROOM = 1024 * 1024  # what SQLite needs beside a database to begin with


def install(engine: Engine) -> None:
    """Let the engine of a SQLite file open it for reading where it cannot be written."""
    path = Path(str(engine.url.database))
    if not path.is_absolute():
        return

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: Any, record: Any, given: list[Any], named: dict[str, Any]) -> Any:
        if path.parent.is_dir() and not path.exists():
            make_file(path)  # SQLite itself would make it with the rights that the machine gives everything
        connection = dialect.connect(*given, **named)
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.Error as problem:
            connection.close()
            if trouble.of(problem) not in CANNOT_BEGIN or not _is_one_file(path):
                raise
            record.info[STILL] = True
            return dialect.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", **{**named, "uri": True})
        return connection

    @event.listens_for(engine, "checkout")
    def _checked_out(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get(STILL) and may_write(path.parent):
            record.info.pop(STILL)
            raise DisconnectionError


def _is_one_file(path: Path) -> bool:
    """Whether everything stands in the database itself and nothing in a log beside it."""
    log = path.with_name(path.name + "-wal")
    return path.is_file() and (not log.exists() or log.stat().st_size == 0)


def may_write(folder: Path) -> bool:
    """Whether a disk takes writes and has room for a few."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
