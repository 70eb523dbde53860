"""Servers in processes of their own, on free ports of loopback."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 240.0  # seconds that a server may take to start on a busy machine


def free_port() -> int:
    """A port that nobody has at the moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def start(command: list[str], port: int, window: Path | None = None, **environment: str) -> "subprocess.Popen[bytes]":
    """Start a server; comes back when it answers at its port. What it says goes into the file ``window``."""
    with (window or Path(os.devnull)).open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=said)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return process
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                process.wait()
                raise AssertionError(f"{command} does not answer") from None
            time.sleep(0.02)


@contextmanager
def running(command: list[str], port: int, window: Path | None = None, **environment: str) -> Iterator[None]:
    """A server that answers at a port, until it is no longer needed."""
    process = start(command, port, window, **environment)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
