"""Files and folders that nobody else on the machine may read: how they are made, and how wider rights are taken back.

On Windows a file has no such rights; there the folder's own permissions decide, and nothing is done here.
"""

import os
from pathlib import Path

FILE, FOLDER, OTHERS = 0o600, 0o700, 0o077
IS_POSIX = os.name == "posix"


def make_folder(path: Path) -> Path:
    """The folder for its owner alone, made where it is missing, and so are those above it that are."""
    for folder in reversed([here for here in (path, *path.parents) if not here.exists()]):
        folder.mkdir(mode=FOLDER, exist_ok=True)
    narrow(path)
    return path


def make_file(path: Path) -> Path:
    """An empty file for its owner alone, or the one that is there, narrowed to that."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, FILE))
    narrow(path)
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Keep content in a file of its owner's, for good: whole, or what was there before, whatever happens meanwhile."""
    part = make_file(path.with_name(path.name + ".part"))
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    note_on_disk(path.parent)


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
        finally:
            os.close(descriptor)
