"""What no row speaks of is put aside in a dated folder of the store; nothing is ever deleted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from models import clock
from models.base import db
from models.files.store import FileStore
from models.files.tables import StoredFile
from models.private import PART, make_folder, put_in_place

FOLDER = "set-aside"
RESTORING = ".restore-"  # what a restore unpacks before it puts anything in place
IN_FLIGHT = timedelta(hours=1)  # a file is on the disk before its row is


class Swept(NamedTuple):
    """What a sweep did: where it put how many files, and how many it left because they are too young."""

    folder: Path | None
    moved: int
    young: int


def folder_of(store: FileStore, instant: datetime) -> Path:
    """Where files go that are put aside at this instant; a folder of its own each time."""
    stamp, number = clock.local(instant).strftime("%Y%m%d-%H%M%S"), 1
    folder = store.root / FOLDER / stamp
    while folder.exists():
        number += 1
        folder = store.root / FOLDER / f"{stamp}-{number}"
    return folder


def set_aside(store: FileStore, path: str, folder: Path) -> Path:
    """Move something of the store aside, under its own path."""
    target = folder / path
    make_folder(target.parent)
    put_in_place(store.root / path, target)
    return target


def orphans(store: FileStore) -> list[str]:
    """Content that no row speaks of; the disk is read first, since a file is there before its row is."""
    present = list(store.all_paths())
    known = set(db.session.scalars(select(StoredFile.path)))
    return [path for path in present if path not in known and store.exists(path)]


def halves(store: FileStore) -> Iterator[str]:
    """What somebody left half-written who was interrupted."""
    for found in sorted([*store.root.glob(f"*/*/*{PART}"), *store.root.glob(f"{RESTORING}*")]):
        yield found.relative_to(store.root).as_posix()


def sweep(store: FileStore) -> Swept:
    """Put orphans and halves aside, all but those of the last hour, which may still be on their way."""
    now = clock.now()
    found = [*orphans(store), *halves(store)]
    old = [path for path in found if _age(store.root / path, now) >= IN_FLIGHT]
    folder = folder_of(store, now)
    for path in old:
        set_aside(store, path, folder)
    return Swept(folder if old else None, len(old), len(found) - len(old))


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
