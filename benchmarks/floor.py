"""The floor: the same pages by hand. A bare Flask view, sqlite3 over a kept connection, one plain template.

It reads a copy of the product's own database. What surrounds the rows is the product's page, kept as plain text; the
rows themselves hold the same cells, links, badges and formatted days, escaped. An answer is stored with the same facts:
the answer under the id its form gave, its daily count and its line of the journal. No sign-in, no permissions, no
forms kit.
"""

import hashlib
import json
import os
import secrets
import sqlite3
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jinja2
import waitress
from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from benchmarks import floor_figures

PAGE_SIZE = 50
PAGES = Path(__file__).with_name("pages")
PAD = "<!--PAD-->"
MODES = {"online": "Trực tuyến", "in_person": "Trực tiếp"}
LEVELS = {5: "Rất hài lòng", 4: "Hài lòng", 3: "Bình thường", 2: "Không hài lòng", 1: "Rất không hài lòng"}
CHANNELS = {"counter": "Cán bộ ghi", "qr": "Mã QR", "kiosk": "Máy tại quầy", "paper": "Phiếu giấy"}
LIST = """SELECT r.id, r.local_date, r.answered_at, r.level, r.mode, r.channel, r.hold_reason, r.decided_reason,
 r.comment, c.name AS counter, l.label FROM response r
 JOIN scale_level l ON l.scale_id = r.scale_id AND l.value = r.level
 LEFT JOIN counter c ON c.id = r.counter_id WHERE r.commune_id = ? AND r.status = 'counted'
 ORDER BY r.local_date DESC, r.id DESC LIMIT ?"""
COUNT = """INSERT INTO response_day (commune_id, local_date, mode, scale_id, level, n) VALUES (?, ?, ?, ?, ?, 1)
 ON CONFLICT DO UPDATE SET n = n + 1"""
LAST = """SELECT id, level, mode, counter_id, answered_at FROM response WHERE commune_id = ? AND recorded_by_id = ?
 AND channel = 'counter' AND status = 'counted' ORDER BY id DESC LIMIT 1"""
COUNTERS = "SELECT id, name FROM counter WHERE commune_id = ? AND is_active ORDER BY fold"
UNDO = timedelta(minutes=5)
TOTAL = "SELECT coalesce(sum(n), 0) FROM response_day WHERE commune_id = ?"
LAST_DIGEST = "SELECT digest FROM journal WHERE commune_id = ? ORDER BY id DESC LIMIT 1"
JOURNAL = """INSERT INTO journal (at, commune_id, account_id, actor, action, entity, entity_id, changes, digest)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def day(value: str | date) -> str:
    """30/3/2026."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day}/{found.month}/{found.year}"


def at_office(instant: str) -> datetime:
    """An instant as the database keeps it, by the clock of the office."""
    return datetime.fromisoformat(instant) + timedelta(hours=7)


def hour(instant: str) -> int:
    """The hour at the office."""
    return at_office(instant).hour


def number(value: int) -> str:
    """1.234."""
    return f"{value:,}".replace(",", ".")


def percent(value: float | None) -> str:
    """98,6 %."""
    return "—" if value is None else f"{int(value * 10) / 10} %".replace(".", ",")


class Ledger:
    """The database by hand: one kept connection for each thread, and the three statements that keep an answer."""

    def __init__(self, folder: Path) -> None:
        """Read one answer as the pattern of the next."""
        self.folder = folder
        self.local = threading.local()
        pattern = self.db().execute("SELECT * FROM response WHERE channel = 'counter' ORDER BY id LIMIT 1").fetchone()
        self.pattern = {name: pattern[name] for name in pattern.keys() if name != "id"}  # noqa: SIM118
        self.commune = self.pattern["commune_id"]
        names = ", ".join(self.pattern)
        places = ", ".join(":" + name for name in self.pattern)
        self.insert = f"INSERT INTO response ({names}) VALUES ({places}) ON CONFLICT (cid) DO NOTHING"

    def db(self) -> sqlite3.Connection:
        """This thread's connection, with the same care for what is written as the product takes."""
        if not hasattr(self.local, "db"):
            self.local.db = sqlite3.connect(self.folder / "office.sqlite", isolation_level=None)
            self.local.db.row_factory = sqlite3.Row
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000",
                           "recursive_triggers=ON", "trusted_schema=OFF"):  # fmt: skip
                self.local.db.execute(f"PRAGMA {pragma}")
        connection: sqlite3.Connection = self.local.db
        return connection

    def keep(self, form_key: str, level: str, mode: str, comment: str) -> None:
        """One answer under the id that its form gave, with its count and its line of the journal; one commit."""
        now = datetime.now(UTC).isoformat(" ")[:26]
        said = {"level": int(level), "mode": mode, "comment": comment}
        cid, body = uuid.uuid5(uuid.NAMESPACE_OID, form_key), repr(sorted(said.items())).encode()
        db = self.db()
        db.execute("BEGIN IMMEDIATE")
        when = {"answered_at": now, "created_at": now, "local_date": now[:10]}
        row = {**self.pattern, **said, **when, "cid": cid.hex, "content_hash": hashlib.sha256(body).hexdigest()}
        made = db.execute(self.insert, row)
        if not made.rowcount:
            db.execute("ROLLBACK")
            abort(409)
        db.execute(COUNT, (self.commune, row["local_date"], row["mode"], row["scale_id"], row["level"]))
        self._note(db, now, str(made.lastrowid), row)
        db.execute("COMMIT")

    def _note(self, db: sqlite3.Connection, now: str, written: str, row: dict[str, Any]) -> None:
        """One line of the journal, chained to the one before it."""
        last = [row["digest"] for row in db.execute(LAST_DIGEST, (self.commune,))]
        changes = json.dumps({name: value for name, value in row.items() if value not in (None, "")}, sort_keys=True)
        line = (now, self.commune, row["recorded_by_id"], "Cán bộ", "created", "response", written, changes)
        db.execute(JOURNAL, (*line, hashlib.sha256(json.dumps([*last, *line]).encode()).hexdigest()))


class Floor(Ledger):
    """The pages."""

    def __init__(self, folder: Path) -> None:
        """Prepare the templates."""
        super().__init__(folder)
        self.env = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self.env.globals.update(day=day, hour=hour, number=number, percent=percent)
        self.env.globals.update(MODES=MODES, CHANNELS=CHANNELS, LEVELS=LEVELS)
        self.pages: dict[str, jinja2.Template] = {}
        for name, page in (("list", self.list_page), ("dashboard", self.dashboard), ("entry", self.entry)):
            self._prepare(name, page)

    def _prepare(self, name: str, page: Callable[[], str]) -> None:
        """The page between its surroundings, with plain text until it is as large as the product's."""
        body = (PAGES / f"{name}.html").read_text("utf-8")
        before, after = ((self.folder / f"{name}.{part}.html").read_text("utf-8") for part in ("before", "after"))
        source = "{% raw %}" + before + "{% endraw %}" + body + PAD + "{% raw %}" + after + "{% endraw %}"
        self.pages[name] = self.env.from_string(source)
        missing = int((self.folder / f"{name}.size").read_text()) - len(page().encode())
        self.pages[name] = self.env.from_string(source.replace(PAD, "." * max(0, missing)))

    def list_page(self) -> str:
        """Fifty of all answers, newest first."""
        total = self.db().execute(TOTAL, (self.commune,)).fetchone()[0]
        rows = self.db().execute(LIST, (self.commune, PAGE_SIZE)).fetchall()
        days = {row["local_date"]: day(row["local_date"]) for row in rows}
        return self.pages["list"].render(rows=rows, total=total, days=days)

    def dashboard(self) -> str:
        """The figures of the first page."""
        return self.pages["dashboard"].render(**floor_figures.figures(self.db(), self.commune))

    def entry(self) -> str:
        """The form for the next citizen, with what was recorded last."""
        clerk, now = self.pattern["recorded_by_id"], datetime.now(UTC).replace(tzinfo=None)
        last = self.db().execute(LAST, (self.commune, clerk)).fetchone()
        counters = self.db().execute(COUNTERS, (self.commune,)).fetchall()
        said = f"{at_office(last['answered_at']):%H:%M:%S}" if last else ""
        is_new = last is not None and now - datetime.fromisoformat(last["answered_at"]) <= UNDO
        return self.pages["entry"].render(
            last=last, said=said, counters=counters, is_new=is_new, form_key=secrets.token_urlsafe(24)
        )

    def record(self) -> Response:
        """One answer as the form has it."""
        form = request.form
        self.keep(form["form_key"], form["level"], form["mode"], form["comment"])
        return redirect("/hai-long/ghi", 303)


def create_app(folder: Path) -> Flask:
    """A bare Flask with the pages at the product's own addresses."""
    app, floor = Flask("floor"), Floor(folder)
    app.extensions["floor"] = floor
    app.add_url_rule("/healthz", "health", lambda: "ok")
    app.add_url_rule("/hai-long/phieu", "list", floor.list_page)
    app.add_url_rule("/", "dashboard", floor.dashboard)
    app.add_url_rule("/hai-long/ghi", "entry", floor.entry)
    app.add_url_rule("/hai-long/ghi", "record", floor.record, methods=["POST"])
    return app


if __name__ == "__main__":
    waitress.serve(create_app(Path(sys.argv[1])), host="127.0.0.1", port=int(os.environ["PORT"]), threads=4, ident=None)
