"""The files of an archive on their way into the store: what stood there otherwise is put aside, never written over."""

import filecmp
from pathlib import Path

from models.files import FileStore
from models.private import make_folder

ASIDE = "set-aside"


def aside_folder(store: FileStore, stamp: str) -> Path:
    """Where files that are put aside at one time go: inside the store, out of reach of every row."""
    return store.root / ASIDE / stamp


def set_aside(store: FileStore, path: str, folder: Path) -> Path:
    """Move one file of the store aside, under its own path; nothing is deleted."""
    target = folder / path
    make_folder(target.parent)
    store.place(path).rename(target)
    return target


class Placing:
    """What a restore has changed in the store so far, so that it can be undone."""

    def __init__(self, store: FileStore, stamp: str) -> None:
        self.store, self.folder = store, aside_folder(store, stamp)
        self.added: list[Path] = []
        self.moved: list[tuple[Path, Path]] = []

    def put(self, unpacked: Path) -> None:
        """Put every file in its place that is missing there or other than in the archive."""
        for source in sorted(unpacked.glob("*/*/*.*")) if unpacked.exists() else ():
            path = source.relative_to(unpacked).as_posix()
            target = self.store.place(path)
            if target.exists():
                if filecmp.cmp(source, target, shallow=False):
                    continue
                self.set_aside(path)
            make_folder(target.parent)
            source.rename(target)
            self.added.append(target)

    def set_aside(self, path: str) -> None:
        """Put away what no row speaks of any more, or what the archive knows otherwise."""
        target = self.store.place(path)
        self.moved.append((set_aside(self.store, path, self.folder), target))

    def undo(self) -> None:
        """The store as it was."""
        for target in self.added:
            target.unlink(missing_ok=True)
        for aside, target in reversed(self.moved):
            aside.rename(target)
