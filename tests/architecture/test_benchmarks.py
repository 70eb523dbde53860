"""The benchmark measures what it says: the floor answers from the product's tables, the client reads pages rightly."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks import floor
from benchmarks.client import fonts, hidden_fields, resources
from models import schema  # noqa: F401
from models.accounts.tables import Commune
from models.base import db
from models.satisfaction.rules import Channel, Mode
from models.satisfaction.tables import Response, Scale, ScaleLevel

NOW = datetime(2026, 3, 30, 2, 0, tzinfo=UTC)


def fill(path: Path) -> None:
    """A database file of the product with sixty answers."""
    engine = create_engine(f"sqlite:///{path}")
    db.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Commune(name="Xã Thử", fold="xa thu", province="Gia Lai"))
        session.add(Scale(code="five", edition=1, title="t", question="q", valid_from=NOW.date()))
        session.flush()
        session.add_all(ScaleLevel(scale_id=1, value=v, label=f"Mức {v}", is_satisfied=v > 3) for v in range(1, 6))
        session.flush()
        session.add_all(
            Response(commune_id=1, cid=uuid.uuid4(), content_hash="x", scale_id=1, level=n % 5 + 1, mode=Mode.ONLINE,
                     channel=Channel.COUNTER, comment=f"<b>{n}</b>", answered_at=NOW, local_date=NOW.date())
            for n in range(60)
        )  # fmt: skip
        session.commit()
    engine.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """The floor on a small database, asked for pages of 20,000 bytes."""
    fill(tmp_path / "office.sqlite")
    for name in ("list", "dashboard", "entry"):
        for part, text in (("before.html", "<h1>{{ 1 }}</h1>"), ("after.html", "</html>"), ("size", "20000")):
            (tmp_path / f"{name}.{part}").write_text(text, "utf-8")
    app = floor.create_app(tmp_path)
    yield app
    app.extensions["floor"].db().close()


def test_the_floor_lists_records_and_sums_up(site: Flask) -> None:
    browser = site.test_client()
    page = browser.get("/hai-long/phieu")
    assert page.text.count("<tr>") == floor.PAGE_SIZE
    assert "<h1>{{ 1 }}</h1>" in page.text
    assert "&lt;b&gt;59" in page.text
    assert "<b>59" not in page.text
    assert len(page.data) == pytest.approx(20_000, rel=0.05)
    assert len(browser.get("/").data) == pytest.approx(20_000, rel=0.05)

    answer = {"level": "5", "mode": "in_person", "comment": "mới"}
    keys = ["a" * 32, "b" * 32, "b" * 32]
    posted = [browser.post("/hai-long/ghi", data={**answer, "form_key": key}).status_code for key in keys]
    assert posted == [303, 303, 409]
    entry = browser.get("/hai-long/ghi")
    assert entry.text.count('name="level"') == 5
    assert "Đã ghi lúc" not in entry.text  # the pattern of the answers has no clerk
    assert len(entry.data) == pytest.approx(20_000, rel=0.05)
    connection = site.extensions["floor"].db()
    assert connection.execute("SELECT count(*) FROM response WHERE comment = 'mới'").fetchone()[0] == 2
    assert connection.execute("SELECT level, mode, n FROM response_day").fetchone()[:] == (5, "in_person", 2)
    assert connection.execute("SELECT count(DISTINCT digest) FROM journal WHERE actor = 'Cán bộ'").fetchone()[0] == 2
    assert connection.execute("SELECT count(DISTINCT cid) FROM response WHERE comment = 'mới'").fetchone()[0] == 2
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_the_client_finds_what_a_browser_loads() -> None:
    page = """<link rel="stylesheet" href="/static/app.css?v=1"><link rel="icon" href="/static/favicon.svg">
    <script src="/static/app.js" defer></script><script src="/static/app.js"></script><img src="data:x" alt="">
    <svg><use href="/static/icons-1.svg#home"></use><use href="/static/icons-1.svg#plan"></use></svg>
    <link rel="canonical" href="/elsewhere">"""
    wanted = ["/static/app.css", "/static/favicon.svg", "/static/app.js", "/static/icons-1.svg"]
    assert resources(page) == wanted
    style = "@font-face{src:url(fonts/a.woff2)}@font-face{src:url('fonts/a.woff2')}b{src:url(/f/b.woff2)}"
    assert fonts(style, "/static/app.css") == ["/static/fonts/a.woff2", "/f/b.woff2"]
    form = '<input type="hidden" name="csrf_token" value="x&amp;y"><input type="text" name="a" value="b">'
    assert hidden_fields(form) == {"csrf_token": "x&y"}
