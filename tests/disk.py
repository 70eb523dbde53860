"""Disks on which nothing can be written: a small one of memory where the machine lets us, and SQLite's own limits."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Disk:
    """A small disk that can be filled, made read-only, and mended."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self) -> None:
        for size in (65536, 512):
            descriptor = os.open(self.root / f"filler-{size}", os.O_WRONLY | os.O_CREAT)
            with suppress(OSError):
                while True:
                    os.write(descriptor, b"x" * size)
            os.close(descriptor)

    def free(self) -> None:
        for filler in self.root.glob("filler-*"):
            filler.unlink()

    def be_only_read(self, is_so: bool = True) -> None:
        """As a disk that the machine has taken out of use after an error; nobody may have anything open on it."""
        subprocess.run(["mount", "-o", "remount," + ("ro" if is_so else "rw"), self.root], check=True)


@contextmanager
def small_disk(root: Path, megabytes: int = 24) -> Iterator[Disk | None]:
    """A disk of its own at ``root``; None where this machine mounts nothing for us."""
    root.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(root)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield Disk(root)
    finally:
        subprocess.run(["umount", "--lazy", root], check=True)
