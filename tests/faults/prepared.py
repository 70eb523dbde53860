"""A place that was prepared once, copied for each fault: an office, and a form of its pages for each act."""

import io
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import clock
from models.audits import actions as audits
from models.base import db, writing
from models.files import FileStore
from models.files.aside import IN_FLIGHT, sweep
from models.satisfaction.scales import load_catalogue
from models.verify import checks
from tests.browser import Browser
from tests.duties.conftest import make_duty
from tests.factories import GOOD_PASSWORD, give_password, make_office
from tests.faults.place import Place, Post, answer, cookie_of, forms, send
from tests.files.handed_in import pdf
from tests.plan.test_imports import TARGETS, TASKS, workbook
from tests.shipped import WEBSITE

Counts = dict[str, int]
WATCHED = {"room", "answer", "note"}  # acts whose rows the oracle knows by what they say


@dataclass
class Prepared:
    """The folder, the forms by their act, and the cookie of somebody who is signed in."""

    home: Path
    acts: dict[str, Post]
    cookie: str


def prepare(home: Path, empty: Path) -> Prepared:
    """Make the place; nothing of it is open afterwards."""
    place = Place(home, empty)
    with place.app.app_context(), writing():
        office = make_office("Xã Tây Sơn", "")
        give_password(office.account("leader"))
        load_catalogue()
        audits.load_criteria(WEBSITE)
        duty = f"/viec/{make_duty(office).id}"
        db.session.commit()
        secretary, stranger = Browser(place.app), Browser(place.app)
        secretary.enter_as(office.account("secretary"))
        sheet = (io.BytesIO(workbook(NV=TASKS, CT=TARGETS)), "KH.xlsx")
        waits = str(secretary.post("/ke-hoach/nhap", {"file": sheet}).location)
        cookie = cookie_of(secretary)

        def form(role: str, url: str, **fill: Any) -> Post:
            return next(forms(place.app, office, role, url, [fill]))

        def part(what: str, page: str, url: str, **fill: Any) -> Post:
            return Post(what, url, secretary.hidden_fields(page, url) | fill, cookie)

        note = {"text": "minh chứng thử 1", "evidence_file": (pdf("1", bytes(90_000)), "minh chứng.pdf")}
        sign_in = stranger.hidden_fields("/dang-nhap") | {"username": "leader", "password": GOOD_PASSWORD}
        acts = {
            "room": form("secretary", "/phong/moi", name="Phòng thử 1"),
            "room 2": form("secretary", "/phong/moi", name="Phòng thử 2"),
            "answer": form("counter", "/hai-long/ghi", **answer(3)),
            "round": form("auditor", "/kiem-tra/dot/moi", set_id="1", due_on=""),
            "note": part(note["text"], duty, f"{duty}/tien-do", **note),
            "import": part("import", waits, f"{waits}/ghi"),
            "sign_in": Post("sign_in", "/dang-nhap", sign_in, cookie_of(stranger)),
            "sheet": Post("sheet", "/phong.xlsx", {}, cookie),
        }
        db.session.remove()
        db.engine.dispose()
    return Prepared(home, acts, cookie)


def copied(prepared: Prepared, home: Path) -> Iterator[Place]:
    """A copy of the place, of which nothing goes on in the end."""
    place = Place(home, prepared.home)
    yield place
    place.leave()
    with place.app.app_context():
        db.session.remove()
        db.engine.dispose()


def do(place: Place, act: Post) -> int | None:
    """Send the form, or fetch what needs none."""
    if act.form:
        return send(place, act.url, act.form, act.cookie)
    said = place.ask("GET", act.url, Cookie=act.cookie)
    return said.status if said else None


def rows(home: Path, query: str) -> list[Any]:
    """What stands in the database, looked at by somebody else; the first column."""
    with closing(sqlite3.connect(home / "office.sqlite")) as connection:
        return [row[0] for row in connection.execute(query)]


def counts(home: Path) -> Counts:
    """The rows of every table, the files in the store, and the halves of files."""
    with closing(sqlite3.connect(home / "office.sqlite")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        told = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
    stored = [path for path in (home / "uploads").rglob("*") if path.is_file()]
    halves = [path for path in stored if path.suffix == ".part"]
    return told | {"file": len(stored) - len(halves), "half": len(halves)}


def changed(home: Path, before: Counts) -> Counts:
    """By how much they differ now."""
    now = counts(home)
    return {name: now[name] - before[name] for name in now if now[name] != before[name]}


def assert_swept(place: Place) -> None:
    """C5 of what was left over: an hour later it can be put aside, and then nothing at all is out of place."""
    store, then = FileStore(place.home / "uploads"), (clock.now() - 2 * IN_FLIGHT).timestamp()
    for path in store.root.rglob("*"):
        os.utime(path, (then, then))
    with place.app.app_context():
        sweep(store)
        assert checks(store) == [], "C5"
        db.session.remove()
