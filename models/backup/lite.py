"""A SQLite database as a whole: copied while in use, looked through, put in the place of another one and taken back."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, delete, select

from models.accounts.tables import SignIn
from models.backup.problems import Unusable
from models.base import prepare_engine
from models.files import StoredFile
from models.private import make_file, make_folder, narrow, note_on_disk, put_in_place, whole

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps next to a database
PIECE = 1024 * 1024
TAKEN = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def path_of(engine: Engine) -> Path:
    """Where the database of an engine lies."""
    return Path(str(engine.url.database))


def copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use; a plain copy of the file would miss what still stands in its log."""
    make_file(target)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as out:
        live.backup(out)


def dump(engine: Engine, target: Path) -> dict[str, str]:
    """Copy the database of an engine; the files that the copy speaks of are returned with their SHA-256."""
    copy(path_of(engine), target)
    with opened(target) as kept, kept.connect() as connection:
        return {row.path: row.sha256 for row in connection.execute(select(StoredFile.path, StoredFile.sha256))}


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    """A database file of its own, worked on as the site does; afterwards it is one file again."""
    engine = create_engine(f"sqlite:///{path}")
    prepare_engine(engine)
    try:
        yield engine
    finally:
        engine.dispose()
        if path.exists():
            _settle(path)


def _settle(path: Path) -> None:
    """Bring everything into the one file; Unusable when somebody else has the database open."""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode & 0xFF in TAKEN:
            raise Unusable("in_use") from problem
        return  # broken, so there is nothing to bring together
    if mode != "delete":
        raise Unusable("in_use")


def check(path: Path) -> None:
    """Whether a file is a whole database whose rows fit each other; Unusable otherwise."""
    with closing(sqlite3.connect(path)) as kept:
        whole = kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not whole or kept.execute("PRAGMA foreign_key_check").fetchone():
            raise Unusable("database_damaged")


def close_sessions(path: Path) -> None:
    """End every session that a database speaks of."""
    with opened(path) as kept, kept.begin() as connection:
        connection.execute(delete(SignIn))


def replace(engine: Engine, new: Path, stamp: str) -> Path | None:
    """Put a database file in the place of the present one, which is kept beside it; None when there was none."""
    live = path_of(engine)
    make_folder(live.parent)
    engine.dispose()
    aside = _beside(live, f"before-restore-{stamp}") if live.exists() else None
    ready = _copy_to_live_disk(new, live)  # whatever may find no room happens before anything is moved
    try:
        if aside is not None:
            _settle(live)
            _keep(live, aside)
        put_in_place(ready, live)
    except BaseException:
        ready.unlink(missing_ok=True)
        if aside is not None and aside.exists():
            _move(aside, live)
        raise
    note_on_disk(live.parent)
    return aside


def _copy_to_live_disk(new: Path, live: Path) -> Path:
    """A copy of a database on the disk of the present one, complete and for good."""
    near = live.with_name(live.name + ".new")
    with whole(near) as out, new.open("rb") as content:
        shutil.copyfileobj(content, out, PIECE)
    return near


def put_back(engine: Engine, aside: Path | None) -> None:
    """Take the new database away again and the former one back to its place."""
    live = path_of(engine)
    engine.dispose()
    for ending in BESIDE:
        live.with_name(live.name + ending).unlink(missing_ok=True)
    if aside is not None:
        _move(aside, live)
    else:
        live.unlink(missing_ok=True)
    note_on_disk(live.parent)


def _beside(live: Path, why: str) -> Path:
    target, number = live.with_name(f"{live.stem}.{why}{live.suffix}"), 1
    while target.exists():
        number += 1
        target = live.with_name(f"{live.stem}.{why}-{number}{live.suffix}")
    return target


def _keep(live: Path, aside: Path) -> None:
    """Give a database a second name, so that there is one under its own name whenever the power fails."""
    narrow(live)
    _move_beside(live, aside)
    try:
        os.link(live, aside)
    except OSError:  # a disk on which nothing has two names
        put_in_place(live, aside)


def _move(source: Path, target: Path) -> None:
    """Rename a database, over another one if there is one; its log goes first, so that no other ever takes it up."""
    _move_beside(source, target)
    if target.exists() and source.samefile(target):
        source.unlink()
    else:
        narrow(source)
        put_in_place(source, target)


def _move_beside(source: Path, target: Path) -> None:
    for ending in BESIDE:
        part = source.with_name(source.name + ending)
        if part.exists():
            narrow(part)
            put_in_place(part, target.with_name(target.name + ending))
