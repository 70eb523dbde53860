"""How pages of figures and a new answer cost with many answers: a few are made and looked at, then many.

``python -m benchmarks.answers --answers 1000000`` makes its own database in a temporary folder, in ``--folder``,
and removes it. Both sets lie over the same three years. Told in ``answers.md``; ``--no-file`` prints only.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from flask import Flask

from benchmarks import bulk, servers
from benchmarks.inside import cookie_of, cpu_seconds, open_site
from models.base import db, writing
from models.satisfaction import actions, chain
from models.satisfaction.actions import Answer
from models.satisfaction.rules import Channel, Mode

Found = TypeVar("Found")
REPORT = Path(__file__).with_name("answers.md")
TIMES, RECORDED = 15, 40
BYTES_EACH = 900  # room that one answer takes at the most while it is loaded
PAGES = (
    "/",
    "/hai-long",
    *(f"/hai-long/bang/{name}" for name in ("quay", "gio", "tuan", "khau", "kenh", "thu-tuc", "can-bo")),
    "/hai-long/phieu",
    "/hai-long/cho-xet",
    "/hai-long/niem-yet",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What pages and one answer cost, in milliseconds."""

    pages: dict[str, float]
    answer: float


@dataclass(frozen=True, slots=True)
class Load:
    """How many answers were made, and the seconds that this and its checks took."""

    answers: int
    filled: float
    counted: float
    verified: float
    gib: float


def main() -> None:
    """Look with few answers, load many, look again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=10.0, help="no more answers are made after so many minutes")
    parser.add_argument("--folder", type=Path, help="where the temporary database lies")
    parser.add_argument("--no-file", action="store_true", help="print only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="office-answers-", dir=options.folder) as name:
        text = compare(Path(name), options)
    print(text)
    if not options.no_file:
        REPORT.write_text(text, "utf-8")


def compare(folder: Path, options: argparse.Namespace) -> str:
    """The figures as a Markdown page."""
    if shutil.disk_usage(folder).free < options.answers * BYTES_EACH:
        raise SystemExit("not enough room on the disk for so many answers")
    servers.prepare_product(folder, 8)
    app = open_site(folder)
    with app.app_context():
        bulk.fill(options.few)
        _settled()
    few = look(app)
    with app.app_context():
        load = _load(options, folder)
    many = look(app)
    return "\n".join(_lines(options.few, few, load, many))


def _load(options: argparse.Namespace, folder: Path) -> Load:
    made, filled = _timed(lambda: bulk.fill(options.answers - options.few, options.minutes * 60))
    _, counted = _timed(_settled)
    faults, verified = _timed(lambda: [*actions.check_rollups(), *chain.broken_seals(bulk.commune_id())])
    if faults:
        raise SystemExit(f"the loaded answers do not fit: {faults[:5]}")
    size = sum(part.stat().st_size for part in (folder / "instance").glob("office.sqlite*"))
    return Load(made + options.few, filled, counted, verified, size / 2**30)


def _timed(do: Callable[[], Found]) -> tuple[Found, float]:
    began = time.perf_counter()
    return do(), time.perf_counter() - began


def _settled() -> None:
    """Count what was loaded."""
    with writing():
        actions.rebuild_rollups(bulk.commune_id(), commit_each=True)
        db.session.commit()


def look(app: Flask) -> Look:
    """The processor time of each page, the middle of several looks with nothing kept; and of a new answer."""
    cookie, found = cookie_of(app, "lanhdao"), {}
    for page in PAGES:
        looks = []
        for _ in range(TIMES):
            app.extensions["cache"].clear()
            looks.append(cpu_seconds(app, page, cookie) * 1000)
        found[page] = statistics.median(looks)
    with app.app_context():
        return Look(found, statistics.median(_record() for _ in range(RECORDED)))


def _record() -> float:
    """Seal and count one answer, to the end of the commit: milliseconds by the clock."""
    with writing():
        began = time.perf_counter()
        actions.receive(bulk.commune_id(), Answer(5, Mode.ONLINE, reasons=("thoi_gian",)), Channel.KIOSK)
        db.session.commit()
        return (time.perf_counter() - began) * 1000


def _lines(few_n: int, few: Look, load: Load, many: Look) -> list[str]:
    load_average = os.getloadavg()[0]
    lines = [
        "# Figures with many answers",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, SQLite (WAL, FULL),"
        f" load of the machine {load_average:.1f}. Answers of one commune over {bulk.YEARS} years.",
        "",
        f"{load.answers:,} answers: sealed in {load.filled:.0f} s, counted in {load.counted:.0f} s, checked against"
        f" their counts and their chain in {load.verified:.0f} s with nothing found; {load.gib:.1f} GiB on the disk.",
        "",
        f"| processor time | {few_n:,} answers, ms | {load.answers:,}, ms | times |",
        "|---|---:|---:|---:|",
    ]
    rows = [*((page, few.pages[page], many.pages[page]) for page in PAGES), ("all pages", *_sums(few, many))]
    lines += [f"| {what} | {before:.1f} | {after:.1f} | {after / before:.2f} |" for what, before, after in rows]
    lines += [
        f"| one answer, until it is on the disk (by the clock) | {few.answer:.1f} | {many.answer:.1f} |"
        f" {many.answer / few.answer:.2f} |",
        "",
    ]
    return lines


def _sums(few: Look, many: Look) -> tuple[float, float]:
    return sum(few.pages.values()), sum(many.pages.values())


if __name__ == "__main__":
    main()
