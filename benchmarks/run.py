"""Measure the product against its floor in one interleaved run; print a table and write benchmarks/latest.md.

make bench ARGS="--rounds 12 --responses 10000"
"""

import argparse
import os
import platform
import random
import re
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import servers
from benchmarks.client import Client, hidden_fields, new_form_key
from benchmarks.servers import PASSWORD, Server
from benchmarks.weights import Weights, weigh

LATEST = Path(__file__).with_name("latest.md")
PAGES = {"list": "/hai-long/phieu", "dashboard": "/", "record": "/hai-long/ghi"}
SHELLS = {"list": r"(?s)<tbody[^>]*>.*</tbody>", "dashboard": r"(?s)<main\b.*</main>", "entry": r"(?s)<main\b.*</main>"}
FRESH = {"fresh list": "list", "fresh dashboard": "dashboard"}  # the same pages, each time just after a write
TITLES = {
    "list": "list, 50 of {responses:,} answers", "dashboard": "dashboard", "record": "record one answer",
    "turn": "record one answer, with the form for the next citizen",
    "fresh list": "list, just after a write", "fresh dashboard": "dashboard, just after a write",
}  # fmt: skip
AIM = 1.5
TURN = 10  # requests to one side before the next one has its turn
SIDES = ("floor", "product")
EXTRA = {"packages": "its packages alone", "web_packages": "its web packages, the database by hand"}  # of recording


@dataclass
class Samples:
    """The times of one page on one side: per round, and all together."""

    rounds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)

    def p(self, percent: int) -> float:
        """A percentile of all requests in milliseconds."""
        return statistics.quantiles(self.all, n=100)[percent - 1] * 1000


def cut_shells(folder: Path, client: Client) -> None:
    """Give the floor the product's own pages without their rows, and their size, so that both send the same amount."""
    (folder / "floor").mkdir()
    clerk = Client(client.port)
    clerk.sign_in("quay", PASSWORD)
    writing("product", clerk)()
    shown = {
        "list": client.get(PAGES["list"]),
        "dashboard": client.get(PAGES["dashboard"]),
        "entry": clerk.get(clerk.led_to),
    }
    for name, rows in SHELLS.items():
        page = shown[name].text
        found = re.search(rows, page)
        start, end = found.span() if found else (len(page), len(page))
        for part, text in (
            ("before.html", page[:start]),
            ("after.html", page[end:]),
            ("size", str(len(page.encode()))),
        ):
            (folder / "floor" / f"{name}.{part}").write_text(text, "utf-8")


def reading(side: str, page: str, client: Client) -> Callable[[], float]:
    """Open a page; the seconds it took, or an error when the answer is not the expected one."""

    def read() -> float:
        answer = client.get(PAGES[page])
        if answer.status != 200:
            raise RuntimeError(f"{side} {page}: {answer.status}")
        return answer.seconds

    return read


def writing(side: str, client: Client) -> Callable[[], float]:
    """Record an answer; the seconds it took, or an error when the answer is not the expected one."""
    token = hidden_fields(client.get(PAGES["record"]).text).get("csrf_token", "") if side != "floor" else ""
    kept = dict(client.cookies)

    def write() -> float:
        client.cookies = dict(kept)  # as after the page that follows: its greeting has been read and is gone
        answer = client.post(
            PAGES["record"],
            {"csrf_token": token, "form_key": new_form_key(), "level": "5", "mode": "in_person", "comment": ""},
        )
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{side} record: {answer.status}\n{answer.text[:400]}")
        return answer.seconds

    return write


def turning(side: str, client: Client) -> Callable[[], float]:
    """Record an answer and open the page it leads to, as a browser does; the seconds both took."""
    write = writing(side, client)

    def turn() -> float:
        seconds = write()
        page = client.get(client.led_to)
        if page.status != 200 or b"form_key" not in page.body:
            raise RuntimeError(f"{side} turn: {page.status}")
        return seconds + page.seconds

    return turn


def all_asking(running: dict[str, Server]) -> dict[tuple[str, str], Callable[[], float]]:
    """What is asked of each side, over one kept connection each."""
    ask: dict[tuple[str, str], Callable[[], float]] = {}
    for side, server in running.items():
        reader, clerk = Client(server.port), Client(server.port)
        if side in EXTRA:
            clerk.get("/enter")
            ask[side, "record"] = writing(side, clerk)
            continue
        if side == "product":
            reader.sign_in("thuky", PASSWORD)
            clerk.sign_in("quay", PASSWORD)
        ask[side, "record"] = write = writing(side, clerk)
        ask[side, "turn"] = turning(side, clerk)
        for page in FRESH.values():
            ask[side, page] = reading(side, page, reader)
        for name, page in FRESH.items():
            ask[side, name] = _after(write, ask[side, page])
    return ask


def _after(write: Callable[[], float], read: Callable[[], float]) -> Callable[[], float]:
    def both() -> float:
        write()
        return read()  # the writing before it is not counted

    return both


def measure(running: dict[str, Server], rounds: int, requests: int) -> dict[tuple[str, str], Samples]:
    """Rounds over every page on both sides, shuffled anew each time."""
    ask = all_asking(running)
    samples = {key: Samples() for key in ask}
    for one in ask.values():
        for _ in range(10):
            one()
    sides = {page: [side for side, asked in ask if asked == page] for _side, page in ask}
    order = list(sides)
    for _ in range(rounds):
        random.shuffle(order)
        for page in order:
            _round({side: running[side] for side in sides[page]}, page, ask, samples, requests)
    return samples


def _round(
    running: dict[str, Server],
    page: str,
    ask: dict[tuple[str, str], Callable[[], float]],
    samples: dict[tuple[str, str], Samples],
    requests: int,
) -> None:
    """One page on all its sides, a few requests at a time, so that a busy moment of the machine meets all of them."""
    times: dict[str, list[float]] = {side: [] for side in running}
    cpu = dict.fromkeys(running, 0.0)
    sides = list(running)
    for first in range(0, requests, TURN):
        random.shuffle(sides)
        for side in sides:
            before = running[side].cpu_seconds()
            times[side] += [ask[side, page]() for _ in range(min(TURN, requests - first))]
            cpu[side] += running[side].cpu_seconds() - before
    for side in sides:
        own = samples[side, page]
        own.cpu.append(cpu[side] / requests)
        own.rounds.append(statistics.median(times[side]))
        own.all += times[side]


def report(samples: dict[tuple[str, str], Samples], weights: Weights, options: argparse.Namespace) -> str:
    """The figures as a Markdown page."""
    lines = [
        "# Latest figures",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, waitress with 4"
        f" threads on loopback, SQLite (WAL, FULL), {options.responses:,} answers, {options.rounds} rounds of"
        f" {options.requests} requests per page and side, {TURN} at a time in turn, order shuffled, kept connections."
        " Read the ratios, not the milliseconds.",
        "",
        "| page | side | p50 ms | p99 ms | CPU ms | ratio of medians (lowest-highest round) | CPU ratio | aim |",
        "|---|---|---:|---:|---:|---|---:|---|",
    ]
    for page, title in TITLES.items():
        words = title.format(responses=options.responses)
        floor, product = (samples[side, page] for side in SIDES)
        lines += [_line(page, (words, "floor"), floor, floor), _line(page, (words, "product"), product, floor)]
        lines += [
            _line(page, (words, named), samples[side, page], floor)
            for side, named in EXTRA.items()
            if (side, page) in samples
        ]
    return "\n".join([*lines, "", *weights.lines(), ""])


def _line(page: str, names: tuple[str, str], own: Samples, floor: Samples) -> str:
    """One side of a page: its times, and what it costs beside its floor."""
    ratios = [mine / base for mine, base in zip(own.rounds, floor.rounds, strict=True)]
    ratio, cpu = statistics.median(ratios), sum(own.cpu) / max(sum(floor.cpu), 1e-9)
    cells = [*names, f"{own.p(50):.2f}", f"{own.p(99):.2f}", f"{statistics.median(own.cpu) * 1000:.2f}"]
    if own is floor:
        cells += ["1", "1", ""]
    else:
        has_aim = page in PAGES and names[1] == "product"
        verdict = f"at most {AIM}: {'met' if ratio <= AIM else 'NOT met'}" if has_aim else "told, no aim"
        cells += [f"**{ratio:.2f}** ({min(ratios):.2f}-{max(ratios):.2f})", f"{cpu:.2f}", verdict]
    if page in FRESH:
        cells[4] = cells[6] = ""  # the writing before the look is in the processor's time
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Prepare both sides in a folder of their own, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--requests", type=int, default=60, help="per round, page and side")
    parser.add_argument("--responses", type=int, default=10_000)
    parser.add_argument("--no-file", action="store_true", help="print only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="office-bench-") as name:
        folder = Path(name)
        servers.prepare_product(folder, options.responses)
        running = {"product": servers.start_product(folder)}
        try:
            weights = weigh(running["product"])
            cut_shells(folder, weights.client)
            for side in ("floor", *EXTRA):
                running[side] = servers.start_beside(folder, side)
            text = report(measure(running, options.rounds, options.requests), weights, options)
        finally:
            for server in running.values():
                server.stop()
    print(text)
    if not options.no_file:
        LATEST.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
