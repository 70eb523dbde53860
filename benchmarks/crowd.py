"""Forty people at work at once on the production server: how long they wait for an answer."""

import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from benchmarks.client import Client, hidden_fields, new_form_key
from benchmarks.inside import cookie_of

USERS, SECONDS, PAUSE = 40, 20.0, (1.0, 3.0)  # each reads for a moment before the next click
AIM = 100.0  # milliseconds
READERS = ("thuky", "lanhdao", "kiemtra", "quantri")
PAGES = ("/", "/hop", "/hai-long", "/ke-hoach/nhiem-vu", "/ke-hoach/chi-tieu", "/kiem-tra", "/ke-hoach/viec", "/ma-qr")
CLERKS = 6  # of the forty: they record answers


@dataclass
class Waited:
    """How long everybody waited, in milliseconds, by what they did."""

    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """Pages and answers together."""
        return [*self.pages, *self.answers]

    def p95(self, of: list[float]) -> float:
        """What nineteen of twenty waited at most."""
        return statistics.quantiles(of, n=20)[-1] if len(of) > 1 else 0.0


def measure(app: Flask, port: int, seconds: float = SECONDS) -> Waited:
    """Let everybody work for so many seconds; sessions are opened beforehand."""
    waited, end = Waited(), time.monotonic() + seconds
    threads = []
    for number in range(USERS):
        name = "quay" if number < CLERKS else READERS[number % len(READERS)]
        client = Client(port, {"office": cookie_of(app, name)})
        work = _record if number < CLERKS else _read
        threads.append(threading.Thread(target=_stay, args=(client, work, waited, end), daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    return waited


def _stay(client: Client, work: Callable[[Client, Waited], None], waited: Waited, end: float) -> None:
    """Work until the end, and pause between two clicks."""
    time.sleep(random.uniform(0, PAUSE[1]))
    while time.monotonic() < end:
        try:
            work(client, waited)
        except (OSError, RuntimeError) as problem:
            waited.failed.append(str(problem))
        time.sleep(random.uniform(*PAUSE))


def _read(client: Client, waited: Waited) -> None:
    path = random.choice(PAGES)
    answer = client.get(path)
    _expect(answer.status in (200, 303), f"{path}: {answer.status}")
    waited.pages.append(answer.seconds * 1000)


def _record(client: Client, waited: Waited) -> None:
    form = hidden_fields(client.get("/hai-long/ghi").text)
    values = {**form, "form_key": new_form_key(), "level": "5", "mode": "in_person", "comment": ""}
    answer = client.post("/hai-long/ghi", values)
    _expect(answer.status == 303, f"answer: {answer.status}")
    waited.answers.append(answer.seconds * 1000)


def _expect(is_so: bool, what: str) -> None:
    if not is_so:
        raise RuntimeError(what)


def table(waited: Waited) -> list[str]:
    """The lines for the report."""
    rows = [("pages", waited.pages), ("recorded answers", waited.answers), ("all", waited.all)]
    lines = ["| what | requests | p50 ms | p95 ms | aim | |", "|---|---:|---:|---:|---:|---|"]
    for what, of in rows:
        p95 = waited.p95(of)
        middle = statistics.median(of) if of else 0.0
        lines.append(
            f"| {what} | {len(of)} | {middle:.0f} | {p95:.0f} | {AIM:.0f} | {'met' if p95 <= AIM else 'NOT met'} |"
        )
    return lines
