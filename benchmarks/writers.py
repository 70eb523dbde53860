"""How many answers a second are on the disk when eight write at one counter, and how fast a tablet's queue drains.

``python -m benchmarks.writers --database postgresql+psycopg://postgres@127.0.0.1:5432/postgres`` makes a database
of its own on that server, and drops it; without ``--database`` only the queue is measured, on SQLite. Told in
``writers.md``.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url

from app import create_app
from models import clock, migrate
from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.base import db, writing
from models.devices import actions as devices
from models.places import actions as places
from models.satisfaction import actions
from models.satisfaction.actions import Answer, receive
from models.satisfaction.rules import Channel, Mode
from models.satisfaction.scales import load_catalogue
from models.satisfaction.tables import Response
from tests.factories import make_office

REPORT = Path(__file__).with_name("writers.md")
WRITERS, LOOK = 8, 0.02
WAITS = (
    "SELECT COALESCE(wait_event_type || ' ' || wait_event, 'at work') FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
)


def site(folder: Path, url: str) -> Flask:
    """The site on a database of its own."""
    return create_app({"INSTANCE_DIR": folder, "UPLOADS_DIR": folder / "uploads", "SQLALCHEMY_DATABASE_URI": url})


@contextmanager
def database(server: str) -> Iterator[str]:
    """A new database on a server, dropped in the end."""
    name = f"office_bench_{secrets.token_hex(4)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


def prepared(app: Flask) -> tuple[int, int, str]:
    """An office with a counter, and a tablet there: commune, counter, token."""
    with app.app_context(), writing():
        migrate.upgrade(db.engine)
        office = make_office("Xã Đo Thử", "")
        load_catalogue()
        keeper = db.session.scalars(select(Account).where(Account.commune_id == office.commune.id)).first()
        assert keeper is not None
        eyes = Viewer(keeper.id, keeper.role, keeper.display_name, keeper.commune_id)
        counter = places.add_counter(eyes, "Quầy 1", "")
        made, code = devices.add_device(eyes, "Máy quầy 1", counter.id)
        made.created_at = clock.now() - timedelta(days=30)
        token = devices.pair(code, "benchmark").token
        db.session.commit()
        return eyes.home_id, counter.id, token


def write(url: str, folder: str, commune_id: int, counter_id: int, amount: int, batch: int) -> None:
    """One writer, in a process of its own: so many answers, so many to a commit; begins when told to."""
    app = site(Path(folder), url)
    with app.app_context(), writing():
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        print("ready", flush=True)
        sys.stdin.readline()
        began = time.process_time()
        for start in range(0, amount, batch):
            for _ in range(min(batch, amount - start)):
                receive(commune_id, Answer(5, Mode.ONLINE), Channel.KIOSK, counter_id=counter_id)
            db.session.commit()
        print(time.process_time() - began, flush=True)
        os._exit(0)  # a program that ends in its own time is no part of the measure


def writers(
    url: str, folder: Path, office: tuple[int, int], amount: int, batch: int
) -> tuple[float, float, Counter[str]]:
    """Seconds by the clock, processor seconds of the writers, and what their connections were seen waiting for."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.writers",
        "--writer",
        url,
        str(folder),
        *map(str, (*office, amount, batch)),
    ]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(WRITERS)]
    for one in running:
        assert one.stdout and one.stdout.readline() == "ready\n"
    seen: Counter[str] = Counter()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    began = time.perf_counter()
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    with engine.connect() as connection:
        while any(one.poll() is None for one in running):
            seen.update(connection.execute(text(WAITS)).scalars())
            time.sleep(LOOK)
    seconds = time.perf_counter() - began
    engine.dispose()
    return seconds, sum(float(one.stdout.read()) for one in running if one.stdout), seen


def items(first: int, amount: int) -> list[dict[str, Any]]:
    """Sealed answers as a tablet has them in its queue."""
    begun = clock.now() - timedelta(hours=20)
    return [
        {
            "cid": str(uuid4()),
            "seq": number,
            "level": 5,
            "mode": "in_person",
            "questionnaire": 1,
            "answered_at": (begun + timedelta(seconds=number % 60_000)).isoformat(),
        }
        for number in range(first, first + amount)
    ]


def send(app: Flask, token: str, sent: list[dict[str, Any]]) -> float:
    """Send one batch through the door of devices, to the end of its answer: seconds."""
    began = time.perf_counter()
    answer = app.test_client().post("/kiosk/phieu", json={"items": sent}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 202 and {one["status"] for one in answer.get_json()["results"]} == {"created"}
    return time.perf_counter() - began


def queue(app: Flask, token: str, amount: int) -> list[str]:
    """How long a long queue takes, and fifty answers against one: the lines of the report."""
    one = sorted(send(app, token, items(number, 1)) for number in range(1, 22))[10]
    fifty = sorted(send(app, token, items(100 + 50 * number, 50)) for number in range(11))[5]
    began = time.perf_counter()
    for first in range(10_000, 10_000 + amount, 50):
        send(app, token, items(first, 50))
    drained = time.perf_counter() - began
    return [
        "## A tablet's queue, through the door of devices, SQLite (WAL, FULL)",
        "",
        "| what | measured | aim | |",
        "|---|---:|---:|---|",
        f"| {amount:,} queued answers drained, s | {drained:.0f} | 300 | {_met(drained <= 300)} |",
        f"| one answer, ms | {one * 1000:.1f} | | |",
        f"| fifty answers, ms | {fifty * 1000:.1f} | {one * 10_000:.1f} | {_met(fifty <= 10 * one)} |",
        "",
    ]


def _met(is_met: bool) -> str:
    return "met" if is_met else "NOT met"


def at_one_counter(folder: Path, server: str, amount: int) -> list[str]:
    """Eight writers, one answer to a commit and fifty: the lines of the report."""
    lines = [
        "## Eight processes at one counter, PostgreSQL (synchronous commit)",
        "",
        "| answers to a commit | answers | answers a second | aim | | processor ms an answer | waited for |",
        "|---:|---:|---:|---:|---|---:|---|",
    ]
    with database(server) as url:
        app = site(folder, url)
        commune_id, counter_id, _token = prepared(app)
        for batch in (1, 50):
            seconds, spent, seen = writers(url, folder, (commune_id, counter_id), amount // WRITERS, batch)
            rate, looks = amount / seconds, max(seen.total(), 1)
            waits = ", ".join(f"{what} {n * 100 // looks} %" for what, n in seen.most_common(4))
            each = spent * 1000 / amount
            lines.append(f"| {batch} | {amount:,} | {rate:.0f} | 500 | {_met(rate >= 500)} | {each:.1f} | {waits} |")
        with app.app_context():
            assert db.session.scalar(select(func.count(Response.id))) == 2 * (amount // WRITERS) * WRITERS
            assert actions.check_rollups() == []
            db.session.remove()
            db.engine.dispose()
    return [*lines, ""]


def main() -> None:
    """Measure, print and write; ``--writer`` is one of the eight."""
    if sys.argv[1:2] == ["--writer"]:
        url, folder, *numbers = sys.argv[2:]
        write(url, folder, *map(int, numbers))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default=os.environ.get("TEST_DATABASE_URL", ""))
    parser.add_argument("--answers", type=int, default=4000)
    parser.add_argument("--queue", type=int, default=10_000)
    parser.add_argument("--no-file", action="store_true", help="print only")
    options = parser.parse_args()
    lines = ["# Many answers at once", ""]
    with tempfile.TemporaryDirectory(prefix="office-writers-") as name:
        folder = Path(name)
        load = os.getloadavg()[0]
        lines += [
            f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load of the machine before it began: {load:.1f}.",
            "",
        ]
        if options.database:
            lines += at_one_counter(folder, options.database, options.answers)
        lite = site(folder, f"sqlite:///{folder / 'office.sqlite'}")
        lines += queue(lite, prepared(lite)[2], options.queue)
    print("\n".join(lines))
    if not options.no_file:
        REPORT.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
