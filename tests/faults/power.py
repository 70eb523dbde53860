"""What a disk holds when the power is cut, made again from a record of all calls that changed it (F05, F06).

The model. What a file held when an fsync of it began is safe once that fsync came back. Of the changes after it each
one stays by chance: bytes whole, or in some of their sectors of 512; a new length, or the old one. Names of files and
folders are safe under ``Names.JOURNAL`` when any later fsync came back, as file systems with a journal do it; under
``Names.FOLDER`` only when their own folder was synced, which is all that POSIX promises. That a name was removed is
safe with any fsync under both: SQLite stands on it when it takes its log away, and without it the model reports damage
that no usual disk does. Names that are not safe come to the disk in their order, up to some point.

Its limits. Disks that lie about fsync, sectors that go bad and file systems with other habits are not in it. Writes
through memory maps are not seen: one that could reach a file of the place is an error here, but for the index of
SQLite's log (-shm), which SQLite makes anew after a cut. Copies inside of the kernel are not seen and are an error too.
Where the next plain write goes is followed through writes and seeks, not through reads.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from random import Random

from tests.faults.record import Call
from tests.faults.unsafe import Change, File, Folder, Names, Naming, Thing, read

SHARED_INDEX = "-shm"
UNSEEN = {
    "writev": 0,
    "pwritev": 0,
    "pwritev2": 0,
    "sendfile": 0,
    "copy_file_range": 1,
}  # which of their files is written

Image = dict[str, bytes | None]  # content by path below the place; None is a folder


class Disk:
    """A place on a disk, followed call by call; ``beginning`` is a copy of it from before, all of which is safe."""

    def __init__(self, root: Path, beginning: Path, names: Names) -> None:
        self.root, self.names, self.top = PurePosixPath(root), names, read(beginning)
        self.turns = 0  # changes of names and syncs so far: before and after each a cut may leave another thing
        self._namings: list[Naming] = []
        self._pens: dict[tuple[int, PurePosixPath], int | None] = {}  # None: at the end, wherever that is

    def take(self, call: Call) -> None:
        """Follow one call."""
        if call.name in UNSEEN and self._find([*call.handles][UNSEEN[call.name]].path) is not None:
            raise ValueError(f"{call.name} writes what a record does not show")
        act = getattr(self, f"_{call.name}", None)
        if act is not None:
            act(call)

    def seen(self) -> Image:
        """What programs see at this moment."""

        def inside(folder: Folder, above: str) -> Iterator[tuple[str, bytes | None]]:
            for name, thing in sorted(folder.now.items()):
                yield above + name, thing.now if isinstance(thing, File) else None
                if isinstance(thing, Folder):
                    yield from inside(thing, f"{above}{name}/")

        return dict(inside(self.top, ""))

    def image(self, chance: Random) -> Image:
        """What a cut leaves at this moment."""
        luck, unsafe = chance.random(), [one for one in self._namings if not one.is_safe]
        kept = {id(one) for one in unsafe[: chance.randint(0, len(unsafe))]}
        names: dict[int, dict[str, Thing]] = {}

        def names_of(folder: Folder) -> dict[str, Thing]:
            return names.setdefault(id(folder), dict(folder.safe))

        def left(folder: Folder, above: str) -> Iterator[tuple[str, bytes | None]]:
            for name, thing in sorted(names_of(folder).items()):
                yield above + name, thing.left(chance, luck) if isinstance(thing, File) else None
                if isinstance(thing, Folder):
                    yield from left(thing, f"{above}{name}/")

        for one in self._namings:
            if one.is_safe or id(one) in kept:
                one.do(names_of)
        return dict(left(self.top, ""))

    # what each call does; a call that has no method here changes nothing

    def _openat(self, call: Call) -> None:
        path = call.paths[0] if self._is_about_us(call) else None
        if path is None or call.opened is None or call.opened.is_gone:
            return
        if "O_CREAT" in call.told and self._find(path) is None:
            self._rename_things(call, [(*self._place(path), File())])
        found = self._find(path)
        if isinstance(found, File) and ("O_WRONLY" in call.told or "O_RDWR" in call.told):
            if "O_TRUNC" in call.told:
                found.changes.append(Change(call.ended, 0, None))
            self._pens[call.opened.number, path] = None if "O_APPEND" in call.told else 0

    _open = _openat

    def _write(self, call: Call) -> None:
        file = self._file(call)
        if file is not None and call.handle is not None:
            key = call.handle.number, call.handle.path
            pen = self._pens[key]
            where = file.size if pen is None else pen
            file.changes.append(Change(call.ended, where, call.data))
            self._pens[key] = None if pen is None else where + call.result

    def _lseek(self, call: Call) -> None:
        if self._file(call) is not None and call.handle is not None:
            key = call.handle.number, call.handle.path
            if self._pens.get(key) is not None:
                self._pens[key] = call.result

    def _pwrite64(self, call: Call) -> None:
        file = self._file(call)
        if file is not None:
            file.changes.append(Change(call.ended, call.numbers[-1], call.data))

    def _ftruncate(self, call: Call) -> None:
        file = self._file(call)
        if file is not None:
            file.changes.append(Change(call.ended, call.numbers[-1], None))

    def _fallocate(self, call: Call) -> None:
        file = self._file(call)
        if file is not None:
            mode, where, length = call.numbers[-3:]
            if mode:
                raise ValueError("fallocate in a way that this model does not know")
            file.changes.append(Change(call.ended, max(file.size, where + length), None))

    def _mmap(self, call: Call) -> None:
        is_through = "MAP_SHARED" in call.told and "PROT_WRITE" in call.told and self._file(call) is not None
        if is_through and call.handle is not None and not call.handle.path.name.endswith(SHARED_INDEX):
            raise ValueError(f"{call.handle.path} is written through memory, which a record does not show")

    def _fsync(self, call: Call) -> None:
        thing = self._find(call.handle.path) if call.handle and not call.handle.is_gone else None
        if thing is None:
            return
        self.turns += 1
        if isinstance(thing, File):
            thing.sync(call.began)
        for one in self._namings:
            one.is_safe = one.is_safe or (one.at < call.began and one.becomes_safe(thing, self.names))
        while self._namings and self._namings[0].is_safe:
            self._namings.pop(0).do(lambda folder: folder.safe)

    _fdatasync = _fsync

    def _rename(self, call: Call) -> None:
        if self._is_about_us(call):
            (folder, name), target = map(self._place, call.paths)
            self._rename_things(call, [(folder, name, None), (*target, folder.now[name])])

    _renameat = _renameat2 = _rename

    def _link(self, call: Call) -> None:
        if self._is_about_us(call):
            (folder, name), target = map(self._place, call.paths)
            self._rename_things(call, [(*target, folder.now[name])])

    _linkat = _link

    def _unlink(self, call: Call) -> None:
        if self._is_about_us(call):
            self._rename_things(call, [(*self._place(call.paths[0]), None)])

    _unlinkat = _rmdir = _unlink

    def _mkdir(self, call: Call) -> None:
        if self._is_about_us(call):
            self._rename_things(call, [(*self._place(call.paths[0]), Folder())])

    _mkdirat = _mkdir

    def _rename_things(self, call: Call, entries: list[tuple[Folder, str, Thing | None]]) -> None:
        made, self.turns = Naming(call.ended, entries), self.turns + 1
        made.do(lambda folder: folder.now)
        self._namings.append(made)

    # where things are

    def _is_about_us(self, call: Call) -> bool:
        return any(path.is_relative_to(self.root) and path != self.root for path in call.paths)

    def _file(self, call: Call) -> File | None:
        """The file that a call writes to; None where it is another place's, or has no name any more."""
        if call.handle is None or call.handle.is_gone or not call.handle.path.is_relative_to(self.root):
            return None
        thing = self._find(call.handle.path)
        assert isinstance(thing, File), f"{call.handle.path} is not known"
        return thing

    def _place(self, path: PurePosixPath) -> tuple[Folder, str]:
        folder = self._find(path.parent)
        assert isinstance(folder, Folder), f"{path} is not in the place, or its folder is not known"
        return folder, path.name

    def _find(self, path: PurePosixPath) -> Thing | None:
        if not path.is_relative_to(self.root):
            return None
        thing: Thing | None = self.top
        for part in path.relative_to(self.root).parts:
            thing = thing.now.get(part) if isinstance(thing, Folder) else None
        return thing


def lay(image: Image, folder: Path) -> None:
    """Put what a cut has left into a folder, which must be there and empty."""
    for name, content in image.items():
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)
