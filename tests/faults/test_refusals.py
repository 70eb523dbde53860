"""F11, F24 and F26: somebody else writes and writes, sessions are lost, the journal takes nothing."""

import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, text

from blueprints import access
from models import clock
from models.accounts.tables import FormKey, SignIn
from models.base import PATIENCE, db, set_writing
from models.devices import actions as devices
from models.places import actions as places
from models.places.tables import Room
from models.satisfaction.scales import load_catalogue
from models.satisfaction.tables import Response
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password
from tests.one_writer import only_sqlite

Browse = Callable[..., Browser]
NEW, CLERKS, LONGEST = "/phong/moi", 4, 10.0


class Clerks:
    """Some people who save a room each, at the same time; how each was answered."""

    def __init__(self, app: Flask, browse: Browse) -> None:
        browser = browse("secretary")
        forms = [browser.hidden_fields(NEW) | {"name": f"Phòng {number}"} for number in range(CLERKS)]
        cookie = browser.client.get_cookie("office")
        assert cookie
        db.session.remove()
        set_writing(False)
        self.answers: list[Any] = []
        self.seconds: list[float] = []

        def save(form: dict[str, str]) -> None:
            client, begun = app.test_client(), time.monotonic()
            client.set_cookie("office", cookie.value)
            self.answers.append(client.post(NEW, data=form))
            self.seconds.append(time.monotonic() - begun)

        self.threads = [threading.Thread(target=save, args=(form,)) for form in forms]

    def begin(self) -> None:
        for one in self.threads:
            one.start()

    def end(self) -> list[int]:
        for one in self.threads:
            one.join()
        return [answer.status_code for answer in self.answers]


def locked(app: Flask) -> sqlite3.Connection:
    """Another program that writes, and does not come to an end."""
    other = sqlite3.connect(Path(app.config["INSTANCE_DIR"]) / "office.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Let the site's connections wait for so long."""

    def wait(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout={milliseconds}")

    event.listen(db.engine, "connect", wait)
    db.engine.dispose()
    try:
        yield
    finally:
        event.remove(db.engine, "connect", wait)
        db.engine.dispose()


@only_sqlite
def test_whoever_waits_for_another_program_is_served_when_it_ends(
    app: Flask, office: Office, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerks, waits = Clerks(app, browse), threading.Semaphore(0)

    def come(on: bool) -> None:
        set_writing(on)
        waits.release()

    monkeypatch.setattr(access, "set_writing", come)  # the last thing before the transaction begins
    with patience(60_000), closing(locked(app)) as other:  # however slow the machine that tries it
        clerks.begin()
        for _ in range(CLERKS):
            assert waits.acquire(timeout=60)
        other.execute("ROLLBACK")
        assert clerks.end() == [303] * CLERKS


@only_sqlite
def test_whoever_waits_too_long_is_told_when_to_come_back(app: Flask, office: Office, browse: Browse) -> None:
    """With a shorter patience than the site's own, which is no longer than anybody may have to wait."""
    assert PATIENCE / 1000 < LONGEST
    clerks = Clerks(app, browse)
    with patience(50), closing(locked(app)) as other:
        clerks.begin()
        assert clerks.end() == [503] * CLERKS
        assert {answer.headers["Retry-After"] for answer in clerks.answers} == {"10"}
        assert max(clerks.seconds) < LONGEST
        other.execute("ROLLBACK")
    assert db.session.scalar(select(func.count()).select_from(Room)) == 0


@only_sqlite
def test_what_the_journal_does_not_take_is_not_done(app: Flask, office: Office, browse: Browse) -> None:
    secretary = browse("secretary")
    form = secretary.hidden_fields(NEW) | {"name": "Phòng 1"}
    deaf = "CREATE TRIGGER deaf BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END"
    with db.engine.begin() as connection:
        connection.execute(text(deaf))
    try:
        assert secretary.post_raw(NEW, form).status_code >= 400
        counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Room, FormKey)]
        assert counts == [0, 0]
        db.session.remove()
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER deaf"))
    assert secretary.post_raw(NEW, form).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Room)) == 1


def _lose_sessions(_app: Flask, _patch: pytest.MonkeyPatch) -> None:
    db.session.execute(delete(SignIn))
    db.session.commit()


def _lose_the_key(app: Flask, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(app.config, "SECRET_KEY", secrets.token_bytes(32))


@pytest.mark.parametrize("lose", [_lose_sessions, _lose_the_key], ids=["sessions", "their key"])
def test_sessions_are_lost_and_nothing_else(
    lose: Callable[[Flask, pytest.MonkeyPatch], None],
    app: Flask,
    office: Office,
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_password(office.account("secretary"))
    load_catalogue()
    counter = places.add_counter(office.viewer("secretary"), "Quầy 1", "")
    made, code = devices.add_device(office.viewer("secretary"), "Máy quầy 1", counter.id)
    token = devices.pair(code, "tests").token
    made.created_at = clock.now() - timedelta(days=2)
    db.session.commit()
    secretary = browse("secretary")
    assert secretary.post_form(NEW, {"name": "Phòng 1"}).status_code == 303
    lose(app, monkeypatch)
    assert secretary.get("/tai-khoan").status_code == 303, "to the door"
    again = Browser(app)
    assert again.post_form("/dang-nhap", {"username": "secretary", "password": GOOD_PASSWORD}).status_code == 303
    assert "Phòng 1" in again.get("/phong").text
    item = {"cid": str(uuid4()), "seq": 1, "level": 5, "answered_at": clock.now().isoformat(), "mode": "in_person"}
    bearer = {"Authorization": f"Bearer {token}"}
    sent = Browser(app).client.post("/kiosk/phieu", json={"items": [item | {"questionnaire": 1}]}, headers=bearer)
    assert sent.status_code == 202 and sent.json and sent.json["results"][0]["status"] == "created"
    assert db.session.scalar(select(func.count()).select_from(Response)) == 1
