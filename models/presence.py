"""Who is at work in this place: the site and its helpers share it, a restore wants it for itself.

In the instance folder a lock file is locked by whoever serves; on PostgreSQL every connection of the program holds an
advisory lock. Both go with the process that held them, however it ended.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event, func, select

from models.errors import OfficeError
from models.private import FILE

LOCK_FILE = "site.lock"
DATABASE_LOCK = 817
SEATS = 64  # Windows locks bytes, and only for one: as many processes may serve at once
_alone: list[Engine] = []  # the database that this process has for itself


class AtWork(OfficeError):
    """Somebody else is at work in this place."""


def _try_lock(descriptor: int, for_itself: bool) -> bool:
    """Lock the file for this process alone, or together with others; False when others stand in the way."""
    if sys.platform == "win32":
        import msvcrt

        for seat in range(SEATS):
            try:
                os.lseek(descriptor, seat, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, SEATS if for_itself else 1)
            except OSError:
                if for_itself:
                    return False
                continue
            return True
        return False
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if for_itself else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _locked(folder: Path, for_itself: bool) -> Iterator[None]:
    descriptor = _opened(folder / LOCK_FILE, for_itself)
    try:
        if descriptor is not None and not _try_lock(descriptor, for_itself):
            raise AtWork
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(path: Path, for_itself: bool) -> int | None:
    """The lock file; a site on a disk that is only read does without, since nobody can restore there."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, FILE)
    except OSError:
        if for_itself:
            raise
        return os.open(path, os.O_RDONLY) if path.exists() else None


@contextmanager
def at_work(folder: Path, engine: Engine) -> Iterator[None]:
    """While the site is served from here, also when nobody asks anything; AtWork during a restore."""
    with _locked(folder, for_itself=False), ExitStack() as stack:
        if engine.dialect.name == "postgresql":
            stack.enter_context(engine.connect())
        yield


@contextmanager
def alone(folder: Path, engine: Engine) -> Iterator[None]:
    """While nobody else may be at work here; AtWork when the site runs, or anything else uses its database server."""
    with ExitStack() as stack:
        stack.enter_context(_locked(folder, for_itself=True))
        if engine.dialect.name == "postgresql":
            stack.enter_context(_database_alone(engine))
        yield


@contextmanager
def _database_alone(engine: Engine) -> Iterator[None]:
    engine.dispose()
    unseen = create_engine(engine.url, poolclass=NullPool)
    with unseen.connect() as connection:
        if not connection.execute(select(func.pg_try_advisory_lock(DATABASE_LOCK))).scalar_one():
            raise AtWork
        connection.commit()
        _alone.append(engine)
        try:
            yield
        finally:
            _alone.remove(engine)
            engine.dispose()  # connections that were made meanwhile told nobody that they are there


def announce(engine: Engine) -> None:
    """On PostgreSQL let every connection say that somebody is at work, for as long as it lives."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "connect")
    def _say_so(connection: Any, _record: Any) -> None:
        if engine not in _alone:
            connection.execute(f"SELECT pg_advisory_lock_shared({DATABASE_LOCK})")
            connection.commit()
