"""Opening a handed-in file in a process of its own, so that whatever is in it costs the site neither memory nor life.

A process for each file starts in about a tenth of a second, since it imports nothing of the office, and gives
everything back when it ends. Two run at once; whoever comes in between waits in line.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any, NamedTuple

from models.base import outside_writing
from models.errors import RuleBroken

ROOT = Path(__file__).resolve().parents[2]
# a Python in a folder of its own looks neither into the present folder nor into PYTHONPATH
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from models.opening.__main__ import main; main()"
COMMAND = (sys.executable, "-E", "-s", "-c", START, str(ROOT))
PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMP", "TEMP")  # nothing else of what the site was started with
AT_ONCE = 2
MOST_SAID, MOST_BYTES = 64 * 1024, 32 * 1024 * 1024  # of an answer: its first line, and what the process made
LONGEST = 60  # seconds for one file
PATIENCE = 120  # seconds in line; most pictures take less than one
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows alone would open one
log = logging.getLogger("office")
_free = BoundedSemaphore(AT_ONCE)
_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


class Inspection(NamedTuple):
    """What the process says of a file, and what it made of it."""

    about: dict[str, Any]
    content: bytes


@contextmanager
def turn() -> Iterator[None]:
    """Wait in line, outside of which nobody should hold a large file in memory; RuleBroken file_wait after a while."""
    if _has_turn.get():
        yield
        return
    if not _free.acquire(timeout=PATIENCE):
        raise RuleBroken("file_wait")
    mine = _has_turn.set(True)
    try:
        yield
    finally:
        _has_turn.reset(mine)
        _free.release()


def opened(task: str, content: bytes, **wish: int) -> Inspection:
    """What a process makes of the content; RuleBroken with its reason, file_heavy when it died or took too long.

    Never inside a transaction that writes.
    """
    outside_writing("opening a handed-in file")
    with turn(), TemporaryFile() as answer:
        _run(json.dumps({"task": task, **wish}), content, answer)
        answer.seek(0)
        about, made = answer.readline(MOST_SAID), answer.read(MOST_BYTES)
    try:
        said = json.loads(about)
    except ValueError as problem:
        raise RuleBroken("file_heavy") from problem
    if "problem" in said:
        log.warning("a handed-in file could not be opened: %s", said["problem"])
    if "refused" in said:
        raise RuleBroken(said["refused"], **said["details"])
    return Inspection(said, made)


def _run(wish: str, content: bytes, answer: IO[bytes]) -> None:
    """Let the process write its answer to a file, which costs less memory than a pipe; nothing when it was ended."""
    surroundings = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [*COMMAND, wish],
            input=content,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=surroundings,
            timeout=LONGEST,
            check=False,
            creationflags=NO_WINDOW,
        )
    except subprocess.TimeoutExpired:
        log.warning("a handed-in file took longer than %s seconds", LONGEST)
        answer.truncate(0)
        return
    except OSError as problem:  # no memory or no room for one more process
        log.warning("no process could be started for a handed-in file: %s", problem)
        raise RuleBroken("file_wait") from problem
    if done.returncode:
        log.warning("the process that opened a handed-in file ended with %s", done.returncode)
        answer.truncate(0)
