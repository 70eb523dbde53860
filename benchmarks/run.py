"""Measure the site as an office runs it, print the figures and keep them in latest.md."""

import argparse
import os
import platform
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from benchmarks import crowd, floor, locks, pages, servers
from benchmarks.inside import cpu_seconds, open_site
from benchmarks.weights import Weights, weigh

LATEST = Path(__file__).with_name("latest.md")


def measure(folder: Path, options: argparse.Namespace) -> str:
    """Prepare a database, measure everything on it, and tell it as a Markdown page."""
    servers.prepare_product(folder, options.responses)
    server = servers.start_product(folder)
    try:
        weights = weigh(server)
        app = open_site(folder)
        waited = crowd.measure(app, server.port, options.seconds)
    finally:
        server.stop()
    return report(app, folder, options, weights, waited)


def report(app: Flask, folder: Path, options: argparse.Namespace, weights: Weights, waited: crowd.Waited) -> str:
    """The figures as a Markdown page."""
    listed = pages.measure(app, options.times)
    bare = floor.create_app(folder / "instance" / "office.sqlite")
    cpu_seconds(bare, "/")
    least = statistics.median(cpu_seconds(bare, "/") for _ in range(50)) * 1000
    rates = (
        f"{crowd.USERS} users, a click every {crowd.PAUSE[0]:.0f} to {crowd.PAUSE[1]:.0f} s for {options.seconds:.0f} s"
    )
    failed = [f"{len(waited.failed)} requests failed, the first: {waited.failed[0]}", ""] if waited.failed else []
    lines = [
        "# Latest figures",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, SQLite (WAL, FULL),"
        f" demo data with {options.responses:,} answers, loopback alone.",
        "",
        f"## Waiting: {rates}, waitress with 4 threads",
        "",
        *crowd.table(waited),
        "",
        *failed,
        "## Time the write lock is held",
        "",
        *locks.table(locks.measure(app, options.writes)),
        "",
        "## Weights",
        "",
        *weights.lines(),
        "",
        f"## Processor time of each page, median of {options.times}",
        "",
        f"The bare floor (Flask, one statement by hand, fifty drawn rows, nothing around them): {least:.2f} ms.",
        "",
        *pages.table(listed),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure in a temporary folder, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    parser.add_argument("--writes", type=int, default=8, help="how often each kind of write is done")
    parser.add_argument("--seconds", type=float, default=crowd.SECONDS, help="how long the users work")
    parser.add_argument("--no-file", action="store_true", help="print only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="office-bench-") as name:
        text = measure(Path(name), options)
    print(text)
    if not options.no_file:
        LATEST.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
