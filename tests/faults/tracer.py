"""strace beside a process that runs: it writes down what the process asks of the disk, or lets a part of it fail."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest

PR_SET_PTRACER, ANYBODY = 0x59616D61, -1
NAMES = "?open,openat,?rename,renameat,?renameat2,?link,linkat,?unlink,unlinkat,?mkdir,mkdirat,?rmdir"
BYTES = "write,pwrite64,lseek,ftruncate,fallocate,fsync,fdatasync,mmap"
UNSEEN = "writev,pwritev,?pwritev2,sendfile,copy_file_range"
SOCKETS = "recvfrom,sendto"
LONGEST = 8 * 1024 * 1024  # bytes of one write


def may_be_traced() -> None:
    """For the process that calls: a tracer may be no child of whom it looks at, where the machine asks for that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_long(ANYBODY), 0, 0, 0)


@contextmanager
def _beside(process: int, *options: str) -> Iterator[None]:
    strace = which("strace")
    if strace is None:
        pytest.skip("strace is missing (Debian's package strace)")
    command = [strace, "-f", "-e", "signal=none", *options, "-p", str(process)]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    try:
        said = tracer.stderr.readline()
        if "attached" not in said:
            pytest.skip(f"this machine lets nobody trace a process: {said.strip()}")
        yield
    finally:
        if _is_there(process):
            tracer.terminate()  # it lets go of the process, which runs on
        tracer.communicate()  # else it ends by itself, when all is written down


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def recorded(process: int, record: Path) -> Iterator[None]:
    """While every call that changes files, and all talk over sockets, is written down."""
    wanted = f"trace={NAMES},{BYTES},{UNSEEN},{SOCKETS}"
    with _beside(process, "-y", "-xx", "-s", str(LONGEST), "-o", str(record), "-e", wanted):
        yield


@contextmanager
def failing(process: int, calls: str, error: str, when: str = "1+") -> Iterator[None]:
    """While some calls fail with an error; ``when`` counts the calls of each thread, as strace's own word does."""
    with _beside(process, "-o", os.devnull, "-e", f"inject={calls}:error={error}:when={when}"):
        yield


class Gate:
    """Where a forked process waits until it is let through."""

    def __init__(self) -> None:
        self._wait, self._open = os.pipe()

    def wait(self) -> None:
        """In the process that waits."""
        may_be_traced()
        os.read(self._wait, 1)

    def open(self) -> None:
        """Let it through."""
        os.write(self._open, b"x")
        os.close(self._open)
        os.close(self._wait)
