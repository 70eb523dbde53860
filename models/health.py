"""Whether this place can write: told by trying, seldom enough that nobody notices."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from models import clock, trouble
from models.accounts.tables import FormKey
from models.trouble import Trouble

EVERY_SECONDS = 30
TRIED_BYTES = 64 * 1024
_ROW = {"key": "health" + "." * 58, "body_hash": "." * 64, "result": "." * 400}


class Health:
    """What keeps the place from writing, looked at anew when the last look is older than half a minute.

    The database is tried by a connection of its own, which waits for nobody and disturbs nobody.
    """

    def __init__(self, engine: Engine, folders: Sequence[Path], least_free: int) -> None:
        own = {"timeout": 0} if engine.dialect.name == "sqlite" else {}
        self.engine = create_engine(engine.url, poolclass=NullPool, connect_args=own)
        self._folders, self._least_free = folders, least_free
        self._found: Trouble | None = None
        self._looked_at: float | None = None
        self._one_looks = threading.Lock()

    def trouble(self) -> Trouble | None:
        """The trouble of the last look, or of one that is made now; None when all is well."""
        with self._one_looks:
            if self._looked_at is None or time.monotonic() - self._looked_at >= EVERY_SECONDS:
                self._found, self._looked_at = self.look(), time.monotonic()
            return self._found

    def look(self) -> Trouble | None:
        """Try to write, on the disk and in the database; nothing of it stays."""
        return self._of_disk() or self._of_database()

    def _of_disk(self) -> Trouble | None:
        for folder in filter(Path.is_dir, self._folders):  # one that nobody needed yet is made when somebody does
            try:
                with tempfile.TemporaryFile(dir=folder) as tried:
                    tried.write(bytes(TRIED_BYTES))
                    tried.flush()
                    os.fsync(tried.fileno())
                if shutil.disk_usage(folder).free < self._least_free:
                    return Trouble.FULL
            except OSError as problem:
                return trouble.of(problem) or Trouble.UNREACHABLE
        return None

    def _of_database(self) -> Trouble | None:
        try:
            with self.engine.connect() as connection:
                connection.execute(FormKey.__table__.insert(), {**_ROW, "used_at": clock.now()})  # type: ignore[attr-defined]
                connection.rollback()
        except DBAPIError as problem:
            return _lasting(problem)
        return None


def _lasting(problem: DBAPIError) -> Trouble | None:
    """What a refused write tells; that somebody else is writing shows that one can."""
    found = trouble.of(problem.orig) or Trouble.UNREACHABLE
    return None if found is Trouble.BUSY else found
