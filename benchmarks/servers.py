"""Prepare a database with demo data, and start the site on it as a process of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import Client

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "Cầu Bà Di mùa nước lớn 2026"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """One running server."""

    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_first_answer: float

    def cpu_seconds(self) -> float:
        """The processor time the server has used since it began."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def pss_mib(self) -> float:
        """The memory that is the server's own, shared pages divided among their users."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024  # type: ignore[index]

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    """The environment of a site that lives in its own folder; no other database is touched."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TEST_DATABASE_URL"}}
    return {**kept, "INSTANCE_DIR": str(folder / "instance"), "UPLOADS_DIR": str(folder / "uploads")}


def start(command: list[str], health: str, env: dict[str, str]) -> Server:
    """Start a server and wait for its first answer."""
    port = free_port()
    started = time.perf_counter()
    quiet = subprocess.DEVNULL  # the server tells each time somebody has to queue
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**env, "PORT": str(port)}, stdout=quiet, stderr=quiet
    )
    while time.perf_counter() - started < 30:
        if process.poll() is not None:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
        try:
            if Client(port).get(health).status == 200:
                return Server(port, process, time.perf_counter() - started)
        except (ConnectionError, OSError):
            time.sleep(0.01)
    process.kill()
    raise TimeoutError(" ".join(command))


def prepare_product(folder: Path, responses: int) -> None:
    """A fresh database with the demo commune and so many answers."""
    env = environment(folder)
    demo = ["demo", "--password", PASSWORD, "--responses", str(responses)]
    for words in (["db", "upgrade"], ["catalogue", "load"], demo):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def start_product(folder: Path) -> Server:
    """The product as ``make serve`` starts it."""
    return start(["-m", "flask", "--app", "app", "serve"], "/healthz", environment(folder))
