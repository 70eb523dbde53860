"""Take an update in a process that dies at a named point, as by a power cut.

A point is a step (the process dies behind it), or one of those in the middle of a step.
"""

import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import create_engine

from models import secrets
from models.base import prepare_engine
from models.updates import applying, launch, package

MIDST = ("half unpacked", "half migrated", "database switched")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying(function: Callable[..., Any], after: int = 1) -> Callable[..., Any]:
    """A function behind whose ``after``-th call the process ends."""
    calls = 0

    def run(*given: Any, **named: Any) -> Any:
        nonlocal calls
        result = function(*given, **named)
        calls += 1
        if calls >= after:
            die()
        return result

    run.__name__ = function.__name__
    return run


def arrange(point: str) -> None:
    """Let the process die there."""
    if point == "half unpacked":
        package._copy = dying(package._copy, 3)
    elif point in ("half migrated", "half equipped"):  # behind the first program that was run
        applying._run = dying(applying._run)
    elif point == "database switched":
        written = launch.write
        launch.write = lambda path, content: die() if path.name == launch.POINTER else written(path, content)
    else:
        applying.STEPS = tuple(dying(step) if step.__name__ == point else step for step in applying.STEPS)


def main(home: Path, here: Path, file: Path, point: str) -> None:
    secrets.use_key(bytes(32))
    arrange(point)
    engine = create_engine(f"sqlite:///{here / 'office.sqlite'}")
    prepare_engine(engine)
    key: Any = load_pem_public_key((here / "update.pub").read_bytes())
    with zipfile.ZipFile(file) as archive:
        update = applying.Update(home, here, here / "uploads", "2026.11", archive, key, engine)
        applying.apply(update, lambda step: None)
