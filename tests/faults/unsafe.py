"""What of files and names is safe on a disk, and what is not yet: the pieces of the model in ``tests.faults.power``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTOR = 512


class Names(Enum):
    """When names are safe: see the head of the model."""

    JOURNAL = "journal"
    FOLDER = "folder"


class Change(NamedTuple):
    """Something a file was told and may forget: bytes at a place, or (``data`` None) a length."""

    at: int
    where: int
    data: bytes | None

    def do(self, content: bytearray) -> None:
        """To what a file holds."""
        end = self.where + len(self.data or b"")
        content.extend(bytes(max(0, end - len(content))))
        if self.data is None:
            del content[end:]
        else:
            content[self.where : end] = self.data

    def sectors(self) -> Iterator["Change"]:
        """In the pieces that a disk writes whole; a length is one."""
        if self.data is None:
            yield self
            return
        begin, end = self.where, self.where + len(self.data)
        while begin < end:
            stop = min(end, (begin // SECTOR + 1) * SECTOR)
            yield Change(self.at, begin, self.data[begin - self.where : stop - self.where])
            begin = stop


@dataclass(eq=False)
class File:
    """What of a file is safe, and what is not yet."""

    safe: bytearray = field(default_factory=bytearray)
    changes: list[Change] = field(default_factory=list)

    def sync(self, before: int) -> None:
        """All that it was told before a line of the record is safe now."""
        for change in self.changes:
            if change.at < before:
                change.do(self.safe)
        self.changes = [change for change in self.changes if change.at >= before]

    @property
    def size(self) -> int:
        """As programs see it."""
        size = len(self.safe)
        for change in self.changes:
            size = change.where if change.data is None else max(size, change.where + len(change.data))
        return size

    @property
    def now(self) -> bytes:
        """As programs see it."""
        return self.left(Random(0), luck=1)

    def left(self, chance: Random, luck: float) -> bytes:
        """What a cut leaves of it."""
        content = bytearray(self.safe)
        for change in self.changes:
            if chance.random() < luck:
                change.do(content)
            elif chance.random() < luck:
                for piece in change.sectors():
                    if chance.random() < 0.5:
                        piece.do(content)
        return bytes(content)


@dataclass(eq=False)
class Folder:
    """What lies in a folder as programs see it, and what of that is safe."""

    now: "dict[str, File | Folder]" = field(default_factory=dict)
    safe: "dict[str, File | Folder]" = field(default_factory=dict)


Thing = File | Folder


@dataclass
class Naming:
    """One change of names, which comes to the disk as a whole or not at all; a thing that is None has lost its name."""

    at: int
    entries: list[tuple[Folder, str, Thing | None]]
    is_safe: bool = False

    def do(self, names_of: Callable[[Folder], dict[str, Thing]]) -> None:
        """To the names of its folders."""
        for folder, name, thing in self.entries:
            if thing is None:
                names_of(folder).pop(name, None)
            else:
                names_of(folder)[name] = thing

    def becomes_safe(self, synced: Thing, names: Names) -> bool:
        """Whether an fsync is enough for it."""
        is_removal = all(thing is None for _folder, _name, thing in self.entries)
        return names is Names.JOURNAL or is_removal or self.entries[-1][0] is synced


def read(folder: Path) -> Folder:
    """A folder of the machine, all of which is safe."""
    found: dict[str, Thing] = {
        path.name: read(path) if path.is_dir() else File(bytearray(path.read_bytes())) for path in folder.iterdir()
    }
    return Folder(dict(found), found)
