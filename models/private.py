"""Files and folders that nobody else on the machine may read, and that no power cut takes or tears once they are made.

How they are made, and how wider rights are taken back. On Windows a file has no such rights; there the folder's own
permissions decide, and nothing is done here.
"""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

FILE, FOLDER, OTHERS = 0o600, 0o700, 0o077
IS_POSIX = os.name == "posix"
PATIENCE = () if IS_POSIX else (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds
PART = ".part"  # how what is not whole yet is called
UNASKABLE = {errno.EINVAL, errno.ENOTSUP}  # of a folder on a disk that cannot promise anything about names


def make_folder(path: Path) -> Path:
    """The folder for its owner alone, made for good where it is missing, and so are those above it that are."""
    for folder in reversed([here for here in (path, *path.parents) if not here.exists()]):
        folder.mkdir(mode=FOLDER, exist_ok=True)
        note_on_disk(folder.parent)
    narrow(path)
    return path


def make_file(path: Path) -> Path:
    """An empty file for its owner alone, or the one that is there, narrowed to that."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, FILE))
    narrow(path)
    return path


@contextmanager
def whole(path: Path, is_first: bool = False) -> Iterator[IO[bytes]]:
    """A file of its owner's to write, and to read again; it gets its name, for good, when all of it is on the disk.

    Whatever happens meanwhile, under that name stands what stood there before, or nothing. ``is_first``: where there is
    one already in the end, that one stays.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE), "w+b") as out:
            yield out
            sync(out)
        if is_first:
            _name_first(part, path)
        else:
            put_in_place(part, path)
    finally:
        take_away(part)  # a full disk keeps no halves
    note_on_disk(path.parent)


def _name_first(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:  # a disk on which nothing has two names
        if not path.exists():
            put_in_place(part, path)


def take_away(part: Path) -> None:
    """Remove a file that is needed no more; what Windows does not let go of at last stays, and the night takes it."""
    for seconds in PATIENCE:
        try:
            part.unlink(missing_ok=True)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    with suppress(PermissionError):
        part.unlink(missing_ok=True)


def put_in_place(part: Path, path: Path) -> None:
    """Give a file its name, in the place of another one; Windows refuses as long as a virus scanner looks at either."""
    for seconds in PATIENCE:
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    part.replace(path)


def write_whole(path: Path, content: bytes, is_first: bool = False) -> None:
    """Keep content in a file of its owner's, whole and for good, as ``whole`` does."""
    with whole(path, is_first) as out:
        out.write(content)


def sync(out: IO[bytes]) -> None:
    """Come back when what was written to a file is on the disk for good."""
    out.flush()
    os.fsync(out.fileno())


def sync_all(folder: Path) -> None:
    """The same for all files in a folder that others have written, and for their names."""
    for where, _folders, files in os.walk(folder):
        for path in (Path(where, name) for name in files):
            if not path.is_symlink():
                with path.open("rb" if IS_POSIX else "rb+") as found:
                    os.fsync(found.fileno())
        note_on_disk(Path(where))


def narrow(path: Path) -> bool:
    """Take others' rights away; False where that is not ours to do (another owner, a disk that is only read)."""
    if not IS_POSIX:
        return True
    try:
        mode = path.stat().st_mode
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS & 0o7777)
    except OSError:
        return not path.exists()
    return True


def narrow_all(folder: Path) -> list[Path]:
    """Narrow a folder and everything in it; what could not be narrowed is returned."""
    inside = [Path(where, name) for where, folders, files in os.walk(folder) for name in (*folders, *files)]
    return [path for path in (folder, *inside) if not path.is_symlink() and not narrow(path)]


def note_on_disk(folder: Path) -> None:
    """Let the disk remember the names in a folder for good; Windows does so by itself, and refuses to be asked."""
    if IS_POSIX:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as problem:
            if problem.errno not in UNASKABLE:
                raise
        finally:
            os.close(descriptor)
