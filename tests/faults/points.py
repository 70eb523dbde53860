"""The moments at which a program is killed by itself, and the mutants; all of it happens in a forked process alone."""

import os
import signal
from collections.abc import Callable
from typing import Any

from flask import Flask, has_request_context
from openpyxl.workbook import Workbook
from sqlalchemy import event
from sqlalchemy.orm import Session

from blueprints import workers
from models import files, private
from models.backup import archive, lite
from models.base import db, is_writing
from models.journal import listener
from tests.faults.place import First


def die(*_given: Any, **_named: Any) -> Any:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def _on_engine(app: Flask, name: str, do: Callable[..., Any], **how: Any) -> None:
    with app.app_context():
        event.listen(db.engine, name, do, **how)


def by_day(_app: Flask) -> None:
    """Nothing is done of the nightly work, which a place that is started catches up on by itself."""
    workers.start = lambda _app: lambda: None


def before_begin(app: Flask) -> None:
    """Somebody's request wants to write, and its transaction has not begun."""
    _on_engine(app, "begin", lambda _connection: has_request_context() and is_writing() and die(), insert=True)


def before_the_journal(_app: Flask) -> None:
    """The row is written, its line in the journal is not."""
    listener.append = die


def before_commit(table: str) -> First:
    """Everything is written, also to that table, and the commit is asked for."""

    def first(app: Flask) -> None:
        seen = []
        at_insert(table, seen.append)(app)
        _on_engine(app, "commit", lambda _connection: seen and die())

    return first


def after_commit(table: str) -> First:
    """It is committed, and nobody was told."""

    def first(app: Flask) -> None:
        seen = []
        at_insert(table, seen.append)(app)
        event.listen(Session, "after_commit", lambda _session: seen and die())

    return first


def at_insert(table: str, do: Callable[..., Any] = die) -> First:
    """A row of that table was written, and others of the same act were not."""

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            do(statement)

    return lambda app: _on_engine(app, "after_cursor_execute", look)


def amid_a_file(_app: Flask) -> None:
    """Half of a file is on the disk, under no name of its own."""

    def torn(out: Any) -> None:
        out.truncate(out.tell() // 2)
        out.flush()
        die()

    private.sync = torn


def after_the_file(_app: Flask) -> None:
    """The file has its name, and no row speaks of it."""
    files.keep = die


def amid_a_sheet(_app: Flask) -> None:
    """The lines are read, the workbook is not packed."""
    Workbook.save = die  # type: ignore[method-assign]


def amid_a_backup(_app: Flask) -> None:
    """The database is in the archive, the files and the list are not."""
    archive._add = dying(archive._add)


def dying(function: Callable[..., Any], after: int = 1) -> Callable[..., Any]:
    """A function behind whose ``after``-th call the process ends."""
    calls = 0

    def run(*given: Any, **named: Any) -> Any:
        nonlocal calls
        result = function(*given, **named)
        calls += 1
        return die() if calls >= after else result

    return run


def before_the_swap(_app: Flask) -> None:
    """A restore has put its files in place, and nothing of its database."""
    lite.replace = die


def amid_the_swap(_app: Flask) -> None:
    """A restore has put the former database aside."""
    lite._keep = dying(lite._keep)


def after_the_swap(_app: Flask) -> None:
    """A restore has put its database in place, and did nothing else after it."""
    lite.replace = dying(lite.replace)


def amid_migrations(steps: int) -> First:
    """So many steps of the way to the newest version are done, and something of the next one."""
    done = 0

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal done
        if done >= steps:
            die()
        done += statement.startswith("UPDATE alembic_version")

    return lambda app: _on_engine(app, "after_cursor_execute", look)


def nowhere(_app: Flask) -> None:
    """It goes on to its end."""
