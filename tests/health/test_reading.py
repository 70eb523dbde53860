"""On a disk that is full or only read people go on reading, and whoever writes is told why it cannot be kept."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app import create_app
from blueprints.health import health_of
from models import migrate
from models.accounts import actions, reading
from models.base import db, outside_transaction, writing
from models.base import reading as only_reading
from models.qr.tables import QrLink
from tests import conftest
from tests.browser import Browser
from tests.disk import Disk, small_disk
from tests.factories import GOOD_PASSWORD, Office, give_password, hash_of, make_office

pytestmark = pytest.mark.slow

PAGES = ("/", "/ke-hoach/chi-tieu", "/hop", "/ma-qr", "/hai-long", "/tai-khoan", "/q/ABCDEF")
ROOM = "/phong/moi"
OTHER_PASSWORD = "mot cau khac that dai"


class Site:
    """A site of its own, with a way to break its disk and to mend it."""

    def __init__(self, app: Flask, spoil: Callable[[], None], mend: Callable[[], None], word: str) -> None:
        self.app, self._spoil, self._mend, self.word = app, spoil, mend, word

    def restarted(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def spoil(self) -> None:
        self._spoil()

    def mend(self) -> None:
        self._mend()


def make_site(instance: Path, uploads: Path) -> Flask:
    app = create_app(
        {
            "INSTANCE_DIR": instance,
            "UPLOADS_DIR": uploads,
            "DISK_LEAST": 0,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{instance / 'office.sqlite'}",
        }
    )
    hash_of(GOOD_PASSWORD)  # before anything is written
    with app.app_context(), writing():
        migrate.upgrade(db.engine)
        office = make_office("Xã Thử Nghiệm", "")
        actions.set_password(office.account("secretary"), hash_of(GOOD_PASSWORD))
        db.session.add(
            QrLink(
                commune_id=office.commune.id,
                kind="website",
                title="Cổng",
                target="/y-kien/abc",
                address="https://a.vn/Q/ABCDEF",
                short_code="ABCDEF",
            )
        )
        db.session.commit()
    return app


def limits(app: Flask, statement: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """A limit that the database itself knows, on every machine."""

    def obey(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()

    def spoil() -> None:
        with app.app_context():
            db.engine.dispose()
            for engine in (db.engine, health_of(app).engine):
                event.listen(engine, "connect", obey)

    def mend() -> None:
        with app.app_context():
            for engine in (db.engine, health_of(app).engine):
                event.remove(engine, "connect", obey)
            db.engine.dispose()

    return spoil, mend


def on_disk(app: Flask, disk: Disk, how: str) -> tuple[Callable[[], None], Callable[[], None]]:
    def only_read(is_so: bool) -> None:
        with app.app_context():
            db.engine.dispose()
        disk.be_only_read(is_so)

    return (disk.fill, disk.free) if how == "full" else (lambda: only_read(True), lambda: only_read(False))


HOW = {"full": "đã đầy", "only read": "chỉ đọc", "query only": "chỉ đọc"}


@pytest.fixture(params=HOW)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The site on a disk that can be spoiled in each of these ways."""
    how = request.param
    with small_disk(tmp_path / "disk") as disk:
        is_real = how in {"full", "only read"}
        if disk is None and is_real:
            pytest.skip("this machine mounts no disk for a test")
        app = make_site(tmp_path / "disk" / "instance", tmp_path / "disk" / "uploads")
        ways = on_disk(app, disk, how) if is_real and disk else limits(app, "PRAGMA query_only=ON")
        yield Site(app, *ways, HOW[how])
        with app.app_context():
            db.engine.dispose()


def token(browser: FlaskClient, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
    assert found, page
    return found[1]


def sign_in(browser: FlaskClient, password: str = GOOD_PASSWORD) -> Any:
    typed = {"username": "secretary", "password": password, "csrf_token": token(browser, "/dang-nhap")}
    return browser.post("/dang-nhap", data=typed)


def add_room(browser: FlaskClient, name: str) -> Any:
    return browser.post(ROOM, data={"name": name, "csrf_token": token(browser, ROOM)})


def test_whoever_is_signed_in_reads_on_and_is_told_why_nothing_is_kept(place: Site) -> None:
    browser = place.app.test_client()
    assert sign_in(browser).status_code == 303
    for _ in range(2):
        place.spoil()
        for url in PAGES:
            assert browser.get(url).status_code == (302 if url.startswith("/q/") else 200), url
        refused = add_room(browser, "Phòng 1")
        assert refused.status_code == 503 and place.word in refused.text
        place.restarted()
        assert browser.get("/").status_code == 200
        place.mend()
        kept = add_room(browser, "Phòng 2")
        assert kept.status_code in {303, 422}, kept.text  # the second time there is one of that name already


def test_people_sign_in_to_read_and_once_more_to_write(place: Site) -> None:
    place.spoil()
    browser = place.app.test_client()
    entered = sign_in(browser)
    assert entered.status_code == 303
    front = browser.get("/")
    assert front.status_code == 200 and place.word in front.text and "chưa lưu được gì" in front.text
    for url in PAGES[1:]:
        assert browser.get(url).status_code in {200, 302}, url
    refused = add_room(browser, "Phòng 1")
    assert refused.status_code == 503 and place.word in refused.text and "Các trang vẫn xem được" in refused.text
    place.mend()
    place.app.extensions.pop("health", None)  # half a minute later
    assert add_room(browser, "Phòng 1").status_code == 401
    assert sign_out(browser).status_code == 303
    assert sign_in(browser).status_code == 303
    assert add_room(browser, "Phòng 1").status_code == 303


def sign_out(browser: FlaskClient) -> Any:
    return browser.post("/dang-xuat", data={"csrf_token": token(browser, "/tai-khoan")})


def test_people_sign_out_where_nothing_can_be_written(place: Site) -> None:
    before, after = place.app.test_client(), place.app.test_client()
    sign_in(before)
    place.spoil()
    sign_in(after)
    for browser in (before, after):
        assert sign_out(browser).status_code == 303
        assert browser.get("/").status_code == 303  # to the door


def test_wrong_passwords_do_not_enter_and_must_wait(place: Site, hold: Callable[[str], None]) -> None:
    reading._tries.clear()
    hold("2026-03-30 09:00")
    place.spoil()
    browser = place.app.test_client()
    tried = [sign_in(browser, "sai mat khau roi").status_code for _ in range(6)]
    assert tried == [422] * 5 + [429]
    assert sign_in(browser).status_code == 429
    with place.app.app_context():  # from another address one enters
        assert reading.sign_in("secretary", GOOD_PASSWORD, "10.0.0.9").token.startswith(reading.PREFIX)
    hold("2026-03-30 09:16")
    assert sign_in(browser).status_code == 303
    reading._tries.clear()


# ---- how long such a session lasts


@pytest.fixture
def mark(app: Flask, office: Office, hold: Callable[[str], None]) -> str:
    """The token of a session that only reads."""
    hold("2026-03-30 09:00")
    with outside_transaction():
        hash_of(OTHER_PASSWORD)
    give_password(office.account("secretary"))
    with only_reading():
        return reading.sign_in("secretary", GOOD_PASSWORD, "10.0.0.1").token


def test_it_shows_what_the_account_may_see(mark: str, office: Office) -> None:
    opened = reading.opened(mark)
    assert opened is not None and opened.viewer == office.viewer("secretary")
    assert opened.commune_name == "Xã Thử Nghiệm" and opened.username == "secretary"


@pytest.mark.parametrize(("moment", "lasts"), [("09:29", True), ("09:31", False), ("08:29", False), ("08:59", True)])
def test_it_is_over_after_half_an_hour(mark: str, moment: str, lasts: bool, hold: Callable[[str], None]) -> None:
    """Also when the clock was ahead and went back."""
    hold(f"2026-03-30 {moment}")
    assert (reading.opened(mark) is not None) is lasts


def test_a_new_password_or_a_closed_account_ends_it(mark: str, office: Office) -> None:
    account = office.account("secretary")
    account.is_active = False
    assert reading.opened(mark) is None
    account.is_active = True
    assert reading.opened(mark) is not None
    actions.set_password(account, hash_of(OTHER_PASSWORD))
    assert reading.opened(mark) is None


def test_nobody_makes_one_by_hand(mark: str, office: Office) -> None:
    account_id, seconds, signature = mark.removeprefix(reading.PREFIX).split(":")
    other = office.account("admin").id
    forged = [
        f"{other}:{seconds}:{signature}",
        f"{account_id}:{int(seconds) + 1}:{signature}",
        f"{account_id}:{seconds}:",
        f"{account_id}:{seconds}",
        "",
        "a:b:c",
        f"{account_id}:{10**30}:{signature}",
        f"99999:{seconds}:{signature}",
    ]
    assert [reading.opened(reading.PREFIX + token) for token in forged] == [None] * len(forged)


@pytest.mark.skipif(not conftest.SERVER, reason="PostgreSQL says it this way")
def test_on_a_server_that_is_only_read_people_sign_in_to_read(app: Flask, office: Office) -> None:
    give_password(office.account("secretary"))
    db.session.remove()
    spoil, mend = limits(app, "SET default_transaction_read_only = on")
    spoil()
    try:
        browser = Browser(app)
        entered = browser.post_form("/dang-nhap", {"username": "secretary", "password": GOOD_PASSWORD})
        assert entered.status_code == 303 and "chỉ đọc" in browser.get("/").text
        refused = browser.post_form(ROOM, {"name": "Phòng 1"})
        assert refused.status_code == 503 and "chỉ đọc" in refused.text
    finally:
        db.session.remove()
        mend()


def test_a_busy_database_opens_no_session_of_this_kind(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(office.account("secretary"))
    db.session.remove()
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY

    def wait(*_given: object) -> None:
        raise OperationalError("INSERT", None, busy)

    monkeypatch.setattr(actions, "sign_in", wait)
    answer = sign_in(app.test_client())
    assert answer.status_code == 503 and "đang bận" in answer.text
