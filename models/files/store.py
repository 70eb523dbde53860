"""The one owner of the upload folder, and the rows of what lies in it. On disk a file has a random name."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, event, select
from sqlalchemy.orm import Session, SessionTransaction

from models import clock
from models.base import Eyes, db, outside_writing, seen_by
from models.errors import NotFound
from models.files.accept import Accepted
from models.files.tables import StoredFile
from models.private import PART, make_folder, write_whole
from models.text import clean

STORED_PATH = re.compile(r"[0-9]+/[0-9]{4}/[0-9a-f]{32}\.[a-z]{2,5}")


class FileStore:
    """The one owner of the upload folder; a province may put another storage behind the same four verbs."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def put(self, commune_id: int | None, accepted: Accepted) -> str:
        """Write content durably under a random name and return its path inside the store.

        Never inside a transaction that writes: an old disk takes its time to promise that a file is there for good.
        """
        outside_writing("writing a file")
        relative = f"{commune_id or 0}/{clock.today().year}/{secrets.token_hex(16)}.{accepted.extension}"
        target = self.root / relative
        make_folder(target.parent)
        write_whole(target, accepted.content)
        return relative

    def place(self, relative: str) -> Path:
        """Where a stored path lies; NotFound for anything that would leave the store."""
        if not STORED_PATH.fullmatch(relative):
            raise NotFound
        target = (self.root / relative).resolve()
        if not target.is_relative_to(self.root):
            raise NotFound
        return target

    def open(self, relative: str) -> BufferedReader:
        """The content for reading; NotFound when it is not there."""
        try:
            return self.place(relative).open("rb")
        except FileNotFoundError as problem:
            raise NotFound from problem

    def exists(self, relative: str) -> bool:
        """Whether the content is there."""
        return self.place(relative).is_file()

    def all_paths(self) -> Iterator[str]:
        """Every path in the store."""
        for path in sorted(self.root.glob("*/*/*.*")):
            relative = path.relative_to(self.root).as_posix()
            if STORED_PATH.fullmatch(relative) and path.suffix != PART:
                yield relative

    def remove(self, relative: str) -> None:
        """Take away content that no row speaks of."""
        self.place(relative).unlink(missing_ok=True)


@dataclass(slots=True)
class Staged:
    """Content that is on the disk for good already, while its row is still to come."""

    store: FileStore
    commune_id: int | None  # None: the province's own
    path: str
    mime: str
    extension: str
    size: int
    sha256: str
    notes: tuple[str, ...]
    is_taken: bool = False  # by a transaction, which decides whether it stays


def stage(store: FileStore, commune_id: int | None, accepted: Accepted) -> Staged:
    """Put what was accepted on the disk, ahead of the transaction that adds its row; ``unstage`` when none does."""
    return Staged(
        store,
        commune_id,
        store.put(commune_id, accepted),
        accepted.mime,
        accepted.extension,
        len(accepted.content),
        hashlib.sha256(accepted.content).hexdigest(),
        accepted.notes,
    )


def unstage(staged: Staged) -> None:
    """Take away content whose row was never added; what a transaction has taken is its business."""
    if not staged.is_taken:
        staged.store.remove(staged.path)


def keep(staged: Staged, account_id: int | None, name: str) -> StoredFile:
    """Add the row of a person's file (flushed, not committed); a transaction that is rolled back removes the file."""
    stored = StoredFile(
        commune_id=staged.commune_id,
        uploaded_by=account_id,
        path=staged.path,
        original_name=people_name(name, staged.extension),
        mime=staged.mime,
        size=staged.size,
        sha256=staged.sha256,
    )
    db.session.info.setdefault(_UNDECIDED, []).append(staged)
    staged.is_taken = True
    db.session.add(stored)
    db.session.flush()
    return stored


_UNDECIDED = "files on disk for whose rows nobody has asked a commit yet"


@event.listens_for(Session, "before_commit")
def _stay(session: Session) -> None:
    """From the moment a commit is asked for its files stay, whatever becomes of the answer: it may have come through.

    What the database refuses before that is found by writing all rows first. A file that is left over in the end is
    put aside by ``flask files sweep``.
    """
    if session.info.get(_UNDECIDED) and not session.in_nested_transaction():
        session.flush()
        session.info.pop(_UNDECIDED)


@event.listens_for(Session, "after_transaction_end")
def _leave(session: Session, transaction: SessionTransaction) -> None:
    """What no row speaks of, because no commit was ever asked for, goes from the disk too."""
    if transaction.parent is None:
        for staged in session.info.pop(_UNDECIDED, []):
            staged.store.remove(staged.path)


def people_name(name: str, extension: str) -> str:
    """The name a person gave, fit to be shown and saved: no path, no control characters, the true extension."""
    base = re.split(r"[\\/]", clean(name))[-1].strip(". ")
    base = re.sub(r'[<>:"|?*\x00-\x1f]', "_", base)
    stem = base.rsplit(".", 1)[0] if "." in base else base
    return f"{(stem or 'tep')[:180]}.{extension}"


# conditions under which eyes may have a file, of those capabilities that keep some of theirs to whoever is invited
DOORS: list[Callable[[Any], ColumnElement[bool]]] = []


def load(viewer: Eyes, file_id: int) -> StoredFile:
    """One file of the viewer's commune; NotFound otherwise."""
    query = select(StoredFile).where(StoredFile.id == file_id, seen_by(viewer, StoredFile))
    query = query.where(*(door(viewer) for door in DOORS))
    stored = db.session.scalars(query).one_or_none()
    if stored is None:
        raise NotFound
    return stored
