"""The copies in their places: made, carried to the second place, tried, listed, and the oldest taken away."""

import hashlib
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine

from models import backup, clock
from models.files import FileStore
from models.files.aside import IN_FLIGHT
from models.office.rules import staying
from models.private import PART, sync, whole

NAME = re.compile(r"office-(\d{8}-\d{6})\.zip")
STAMP = "%Y%m%d-%H%M%S"
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Copy:
    """One archive in a place; ``made_at`` is the office's own time, as its name says."""

    path: Path
    made_at: datetime
    size: int


def name_of(made_at: datetime) -> str:
    """What an archive is called."""
    return f"office-{clock.local(made_at).strftime(STAMP)}.zip"


def copies(folder: Path) -> list[Copy]:
    """The archives in a folder, the newest first; OSError when the folder cannot be looked at."""
    found = []
    for path in folder.iterdir():
        if (known := NAME.fullmatch(path.name)) and path.is_file():
            made_at = datetime.strptime(known[1], STAMP).replace(tzinfo=clock.OFFICE_ZONE)
            found.append(Copy(path, made_at, path.stat().st_size))
    return sorted(found, key=lambda copy: copy.made_at, reverse=True)


def run(engine: Engine, store: FileStore, keys: Path, places: Sequence[Path]) -> dict[str, Any]:
    """Make a copy in the first place that takes one, carry it to the others, try it, take the oldest away.

    The answer is what the page tells: per place a fault (empty when all is well), of the trial its figures.
    """
    name, source = name_of(clock.now()), None
    faults: dict[str, str] = {}
    faulty_files = 0
    for place in places:
        try:
            _check(place)
            _clear(place)
            if source is None:
                faulty_files = len(backup.write(engine, store, place / name, keys))
                source = place / name
            else:
                _carry(source, place / name)
            faults[str(place)] = ""
        except (OSError, backup.Unusable) as problem:
            faults[str(place)] = _code(problem)
    facts: dict[str, Any] = {"places": faults, "faulty_files": faulty_files, "name": name if source else ""}
    if source is not None:
        facts |= _tried(engine, store, source)
    if source is not None and not facts["trial_fault"]:  # nothing is taken away for a copy that cannot be opened
        for place in places:
            if not faults[str(place)]:
                _thin(place)
    return facts


def is_good(facts: dict[str, Any]) -> bool:
    """Whether every place has the copy and it could be opened."""
    return bool(facts["name"]) and not any(facts["places"].values()) and not facts["trial_fault"]


def _check(place: Path) -> None:
    if not place.is_dir():  # a stick that is not in: making the folder would fill the machine's own disk
        raise FileNotFoundError(place)


def _clear(place: Path) -> None:
    """Take away halves that the power has cut off, large as they may be; nobody has written to one for an hour."""
    latest = (clock.now() - IN_FLIGHT).timestamp()
    for half in place.glob(f"office-*.zip*{PART}"):
        if half.stat().st_mtime < latest:
            half.unlink(missing_ok=True)


def _code(problem: Exception) -> str:
    if isinstance(problem, backup.Unusable):
        return problem.code
    if isinstance(problem, FileNotFoundError):
        return "missing"
    if isinstance(problem, PermissionError):
        return "not_allowed"
    return "full" if isinstance(problem, OSError) and problem.errno in (28, 122) else "not_written"


def _carry(source: Path, target: Path) -> None:
    """Copy an archive and read it back; OSError when what arrived is not what was sent."""
    with whole(target) as out, source.open("rb") as sent:
        shutil.copyfileobj(sent, out, PIECE)
        sync(out)
        if _digest(out) != _digest(sent):
            raise OSError("what was written is not what was sent")


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _tried(engine: Engine, store: FileStore, source: Path) -> dict[str, Any]:
    try:
        found = backup.attempt(engine, store, source)
    except backup.Unusable as problem:
        return {"trial_fault": problem.code}
    fault = "keys" if found.unreadable_keys else ""
    told = {"rows": found.rows, "files": found.files, "keys": found.keys, "carries_key": found.carries_key}
    return {"trial_fault": fault, **told}


def _thin(place: Path) -> None:
    """Take away what neither the last days nor the last weeks nor the last months need."""
    there = copies(place)
    stay = staying(copy.made_at for copy in there)
    for copy in there:
        if copy.made_at not in stay:
            with suppress(OSError):  # one that is looked at, or kept from us, goes another night; the copies are made
                copy.path.unlink()
