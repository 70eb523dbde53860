"""Why nothing can be written at the moment, read from what database and disk complain about."""

import errno
import sqlite3
from enum import StrEnum

from models.errors import OfficeError


class CannotWrite(OfficeError):
    """Something was to be written by somebody who may only read, because nothing could be written at the sign-in."""

    def __init__(self, trouble: "Trouble") -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Trouble(StrEnum):
    """What keeps the office from writing."""

    FULL = "full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    UNREACHABLE = "unreachable"


LASTING = frozenset({Trouble.FULL, Trouble.READ_ONLY})  # waiting does not mend them
_DISK = {
    Trouble.FULL: {errno.ENOSPC, errno.EDQUOT},
    Trouble.READ_ONLY: {errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO},
}
# SQLite's result codes; a disk that refuses a write for any other reason than room counts as one that is only read
_LITE = {
    Trouble.FULL: {sqlite3.SQLITE_FULL},
    Trouble.READ_ONLY: {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR},
    Trouble.BUSY: {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED},
    Trouble.UNREACHABLE: {sqlite3.SQLITE_CANTOPEN},
}
# PostgreSQL's SQLSTATE: disk_full; read_only_sql_transaction; lock_not_available, deadlock_detected
_STATES = {Trouble.FULL: {"53100"}, Trouble.READ_ONLY: {"25006"}, Trouble.BUSY: {"55P03", "40P01"}}


def of(problem: BaseException | None) -> Trouble | None:
    """The trouble behind an error of the disk or of a database driver; None for any other error."""
    if isinstance(problem, OSError):
        return next((trouble for trouble, codes in _DISK.items() if problem.errno in codes), None)
    if isinstance(problem, sqlite3.Error):
        code = getattr(problem, "sqlite_errorcode", 0)
        if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the index of the log
            return Trouble.FULL
        return next((trouble for trouble, codes in _LITE.items() if code & 0xFF in codes), None)
    state = getattr(problem, "sqlstate", None)
    if state is None and type(problem).__name__ == "OperationalError":
        return Trouble.UNREACHABLE
    return next((trouble for trouble, states in _STATES.items() if state in states), None)
