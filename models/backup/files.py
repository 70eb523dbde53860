"""The files of an archive on their way into the store: what stood there otherwise is put aside, never written over."""

import filecmp
from pathlib import Path

from models import clock
from models.files import FileStore
from models.files.aside import folder_of, orphans, set_aside
from models.private import make_folder, note_on_disk, put_in_place


class Placing:
    """What a restore has changed in the store so far, so that it can be undone."""

    def __init__(self, store: FileStore) -> None:
        self.store, self.folder = store, folder_of(store, clock.now())
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
                self._set_aside(path)
            make_folder(target.parent)
            put_in_place(source, target)
            self.added.append(target)
        for folder in {target.parent for target in self.added}:
            note_on_disk(folder)

    def sweep(self) -> None:
        """Put aside what the restored rows do not speak of."""
        for path in orphans(self.store):
            self._set_aside(path)

    def _set_aside(self, path: str) -> None:
        target = self.store.place(path)
        self.moved.append((set_aside(self.store, path, self.folder), target))

    def undo(self) -> None:
        """The store as it was."""
        for target in self.added:
            target.unlink(missing_ok=True)
        for aside, target in reversed(self.moved):
            put_in_place(aside, target)
