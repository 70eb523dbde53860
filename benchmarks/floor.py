"""The floor: the same three pages by hand. A bare Flask view, sqlite3 over a kept connection, one plain template.

It reads a copy of the product's own database and sends pages of the product's own size: what surrounds the rows is the
product's page with its rows taken out, kept as plain text. No sign-in, no permissions, no journal, no form keys.
"""

import os
import sqlite3
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jinja2
import waitress
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

PAGE_SIZE = 50
ROWS = """{% for row in rows %}<tr>
<td data-label="Ngày">{{ row.local_date }} {{ row.answered_at[11:16] }}</td>
<td data-label="Mức"><b class="{{ 'ok' if row.is_satisfied else 'bad' }}">{{ row.label }} {{ row.level }}</b></td>
<td data-label="Hình thức">{{ row.mode }}</td><td data-label="Kênh">{{ row.channel }}</td>
<td data-label="Quầy">{{ row.counter or '' }}</td><td data-label="Ý kiến">{{ row.comment }}</td>
<!--PAD--></tr>{% endfor %}<tr><td>{{ total }}</td></tr>"""
FIGURES = """{% for row in figures %}<p>{% for name in row.keys() %}<span>{{ row[name] }}</span> {% endfor %}</p>
{% endfor %}<!--PAD-->"""
LIST = """SELECT r.id, r.local_date, r.answered_at, r.level, r.mode, r.channel, r.hold_reason, r.comment,
 c.name AS counter, l.label, l.is_satisfied FROM response r
 JOIN scale_level l ON l.scale_id = r.scale_id AND l.value = r.level
 LEFT JOIN counter c ON c.id = r.counter_id WHERE r.commune_id = ? AND r.status = 'counted'
 ORDER BY r.local_date DESC, r.id DESC LIMIT ?"""
COUNT = """INSERT INTO response_day (commune_id, local_date, mode, scale_id, level, n) VALUES (?, ?, ?, ?, ?, 1)
 ON CONFLICT DO UPDATE SET n = n + 1"""
TOTAL = "SELECT sum(n) FROM response_day WHERE commune_id = ?"
SINCE = (datetime.now(UTC).date() - timedelta(days=56)).isoformat()
DASHBOARD = (
    f"""SELECT d.local_date, d.mode, sum(d.n) AS n, sum(CASE WHEN l.is_satisfied THEN d.n ELSE 0 END) AS good
 FROM response_day d JOIN scale_level l ON l.scale_id = d.scale_id AND l.value = d.level
 WHERE d.commune_id = ? AND d.local_date >= '{SINCE}' GROUP BY d.local_date, d.mode""",
    f"SELECT platform, printed_pages, state, held_on FROM meeting WHERE commune_id = ? AND held_on >= '{SINCE}'",
    "SELECT status, due_on, count(*) AS n FROM plan_task WHERE commune_id = ? GROUP BY status, due_on",
    "SELECT status, due_on, count(*) AS n FROM step WHERE commune_id = ? GROUP BY status, due_on",
    "SELECT no, title, comparator, value FROM target WHERE commune_id = ? ORDER BY no",
    """SELECT f.target_id, f.value, f.numerator, f.denominator, f.as_of FROM figure f WHERE f.commune_id = ?
 AND f.id = (SELECT max(g.id) FROM figure g WHERE g.target_id = f.target_id)""",
    "SELECT title, due_on, status FROM plan_task WHERE commune_id = ? AND status <> 'done' ORDER BY due_on LIMIT 8",
)


class Floor:
    """One kept connection for each thread, and the three pages."""

    def __init__(self, folder: Path) -> None:
        """Prepare the templates and read one answer as the pattern of the next."""
        self.folder = folder
        self.local = threading.local()
        self.env = jinja2.Environment(autoescape=True)
        pattern = self.db().execute("SELECT * FROM response ORDER BY id LIMIT 1").fetchone()
        self.pattern = {name: pattern[name] for name in pattern.keys() if name != "id"}  # noqa: SIM118
        self.commune = self.pattern["commune_id"]
        names = ", ".join(self.pattern)
        self.insert = f"INSERT INTO response ({names}) VALUES ({', '.join(':' + name for name in self.pattern)})"

        self.pages = {"list": self._page("list", ROWS), "dashboard": self._page("dashboard", FIGURES)}
        self._fill("list", ROWS, self.list_page, PAGE_SIZE)
        self._fill("dashboard", FIGURES, self.dashboard, 1)

    def _page(self, name: str, body: str) -> jinja2.Template:
        parts = [self.folder / f"{name}.before.html", self.folder / f"{name}.after.html"]
        before, after = (part.read_text("utf-8") for part in parts)
        return self.env.from_string("{% raw %}" + before + "{% endraw %}" + body + "{% raw %}" + after + "{% endraw %}")

    def _fill(self, name: str, body: str, page: Callable[[], str], times: int) -> None:
        """Plain text in each row (or once) until the page is as large as the product's."""
        target = int((self.folder / f"{name}.size").read_text())
        missing = max(0, (target - len(page().encode())) // times)
        self.pages[name] = self._page(name, body.replace("<!--PAD-->", "." * (missing + 10)))

    def db(self) -> sqlite3.Connection:
        """This thread's connection, with the same care for what is written as the product takes."""
        if not hasattr(self.local, "db"):
            self.local.db = sqlite3.connect(self.folder / "office.sqlite", isolation_level=None)
            self.local.db.row_factory = sqlite3.Row
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
                self.local.db.execute(f"PRAGMA {pragma}")
        connection: sqlite3.Connection = self.local.db
        return connection

    def list_page(self) -> str:
        """Fifty of all answers, newest first."""
        total = self.db().execute(TOTAL, (self.commune,)).fetchone()[0]
        rows = self.db().execute(LIST, (self.commune, PAGE_SIZE)).fetchall()
        return self.pages["list"].render(rows=rows, total=total)

    def dashboard(self) -> str:
        """The figures of the first page."""
        figures = [row for query in DASHBOARD for row in self.db().execute(query, (self.commune,))]
        return self.pages["dashboard"].render(figures=figures)

    def record(self) -> Response:
        """One answer and its count, committed before the answer goes out."""
        now = datetime.now(UTC).isoformat(" ")[:26]
        level = int(request.form["level"])
        said = {"level": level, "mode": request.form["mode"], "comment": request.form["comment"]}
        when = {"answered_at": now, "created_at": now, "local_date": now[:10]}
        row = {**self.pattern, **said, **when, "cid": uuid.uuid4().hex}
        self.db().execute("BEGIN IMMEDIATE")
        self.db().execute(self.insert, row)
        self.db().execute(COUNT, (self.commune, row["local_date"], row["mode"], row["scale_id"], level))
        self.db().execute("COMMIT")
        return redirect("/hai-long/ghi", 303)


def create_app(folder: Path) -> Flask:
    """A bare Flask with the three pages at the product's own addresses."""
    app, floor = Flask("floor"), Floor(folder)
    app.extensions["floor"] = floor
    app.add_url_rule("/healthz", "health", lambda: "ok")
    app.add_url_rule("/hai-long/phieu", "list", floor.list_page)
    app.add_url_rule("/", "dashboard", floor.dashboard)
    app.add_url_rule("/hai-long/ghi", "record", floor.record, methods=["POST"])
    return app


if __name__ == "__main__":
    waitress.serve(create_app(Path(sys.argv[1])), host="127.0.0.1", port=int(os.environ["PORT"]), threads=4, ident=None)
