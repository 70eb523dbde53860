"""The benchmark measures what it says: it reads pages rightly, and sees how long the lock is held."""

import time
from pathlib import Path

import pytest

from benchmarks import floor, inside
from benchmarks.client import fonts, hidden_fields, resources
from benchmarks.crowd import Waited


def test_the_client_finds_what_a_browser_loads() -> None:
    page = """<link rel="stylesheet" href="/static/app.css?v=1"><link rel="icon" href="/static/favicon.svg">
    <script src="/static/app.js" defer></script><script src="/static/app.js"></script><img src="data:x" alt="">
    <img src="/static/guide/a.webp" loading="lazy" alt="">
    <svg><use href="/static/icons-1.svg#home"></use><use href="/static/icons-1.svg#plan"></use></svg>
    <link rel="canonical" href="/elsewhere">"""
    wanted = ["/static/app.css", "/static/favicon.svg", "/static/app.js", "/static/icons-1.svg"]
    assert resources(page) == wanted
    style = "@font-face{src:url(fonts/a.woff2)}@font-face{src:url('fonts/a.woff2')}b{src:url(/f/b.woff2)}"
    assert fonts(style, "/static/app.css") == ["/static/fonts/a.woff2", "/f/b.woff2"]
    form = '<input type="hidden" name="csrf_token" value="x&amp;y"><input type="text" name="a" value="b">'
    assert hidden_fields(form) == {"csrf_token": "x&y"}


def test_a_form_is_sent_as_a_browser_would() -> None:
    page = """<form method="post" action="/elsewhere"><input name="z" value="z"></form>
    <form method="post" action="/here?a=1"><input type="hidden" name="key" value="k"><input name="title" value="Họp">
    <input type="radio" name="mode" value="a"><input type="radio" name="mode" value="b" checked>
    <input type="checkbox" name="sure" value="y"><input type="file" name="photo"><textarea name="note">ghi</textarea>
    <select name="one"><option value="1">1</option><option value="2" selected>2</option></select>
    <select name="two"><option value="3">3</option></select><button type="submit" name="go">Gửi</button></form>"""
    assert inside.filled(page, "/here") == {
        "key": "k",
        "title": "Họp",
        "mode": "b",
        "note": "ghi",
        "one": "2",
        "two": "3",
    }


@pytest.mark.parametrize("end", ["COMMIT", "commit", "rollback"])
def test_the_lock_is_timed_from_its_beginning_to_its_end(end: str, tmp_path: Path) -> None:
    connection = inside.sqlite3.connect(tmp_path / "a.sqlite", factory=inside.Timed, isolation_level=None)
    inside.Timed.held.clear()
    connection.execute("BEGIN")
    connection.commit()
    assert inside.Timed.held == [], "a reader holds nothing"
    connection.execute("BEGIN IMMEDIATE")
    began = time.perf_counter()
    while time.perf_counter() - began < 0.02:
        pass
    connection.execute(end) if end.isupper() else getattr(connection, end)()
    (held,) = inside.Timed.held
    assert 20 <= held.clock < 2000
    assert held.cpu <= held.clock + 1
    connection.close()


def test_nineteen_of_twenty_wait_at_most_so_long() -> None:
    waited = Waited(pages=[float(n) for n in range(1, 101)])
    assert waited.p95(waited.all) == pytest.approx(95.95)
    assert Waited().p95([]) == 0


def test_the_floor_lists_fifty_rows(tmp_path: Path) -> None:
    connection = inside.sqlite3.connect(tmp_path / "office.sqlite")
    connection.execute(
        "CREATE TABLE response (id INTEGER, local_date, level, mode, channel, comment, commune_id, status, scale_id)"
    )
    connection.execute("CREATE TABLE scale_level (scale_id, value, label)")
    connection.execute("INSERT INTO scale_level VALUES (1, 5, 'Rất hài lòng')")
    rows = [(n, "2026-03-30", 5, "online", "counter", f"<b>{n}", 1, "counted", 1) for n in range(60)]
    connection.executemany("INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    page = floor.create_app(tmp_path / "office.sqlite").test_client().get("/").text
    assert page.count("<tr>") == 50
    assert "&lt;b&gt;59" in page
