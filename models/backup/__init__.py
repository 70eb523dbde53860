"""Backup and restore: one signed archive with the database and every file, each with its SHA-256.

Keys stay outside, but for the data key where it is sealed under the office's recovery code.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from models import clock
from models.backup import lite
from models.backup.archive import sealed_key_of, write
from models.backup.problems import HalfDone, Unusable
from models.backup.recovery import WrongCode, open_key
from models.backup.restoring import Restored, restore
from models.backup.trial import Trial, attempt
from models.private import make_folder

__all__ = [
    "HalfDone",
    "Restored",
    "Trial",
    "Unusable",
    "WrongCode",
    "attempt",
    "copy_before_upgrade",
    "open_key",
    "restore",
    "sealed_key_of",
    "write",
]


def _stamp(instant: datetime) -> str:
    return clock.local(instant).strftime("%Y%m%d-%H%M%S")


def copy_before_upgrade(engine: Engine, folder: Path) -> Path | None:
    """Keep a copy of a SQLite database before its schema changes; None for an empty or a PostgreSQL one."""
    if engine.dialect.name != "sqlite" or not lite.path_of(engine).exists():
        return None
    target = make_folder(folder) / f"before-{_stamp(clock.now())}.sqlite"
    lite.copy(lite.path_of(engine), target)
    return target
