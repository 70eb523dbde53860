"""A clock that was a year ahead and was turned back: nobody is shut out, nothing waits for longer than it may."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select

from app import create_app
from models import clock, migrate
from models.accounts.tables import SignIn, Throttle
from models.accounts.upkeep import tidy
from models.base import db, writing
from models.satisfaction import actions as satisfaction
from models.satisfaction.actions import Answer
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import Response, ResponseLink
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password, make_office, open_session
from tests.processes import free_port, running

AHEAD = timedelta(days=400)
WARNING = "Đồng hồ máy chủ đã bị chỉnh lùi"


class Visitor:
    """Somebody with a browser's cookie at the real server."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        """Status and page of a request; cookies are kept."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, urlencode(fields) if fields else None, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("office="):
                self.cookie = value.split(";")[0]
        line.close()
        return answer.status, page

    def sign_in(self, username: str, password: str) -> int:
        """The status of a try to sign in."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", "/dang-nhap")[1])
        assert token
        typed = {"username": username, "password": password, "csrf_token": token[1]}
        return self.ask("POST", "/dang-nhap", **typed)[0]


@pytest.fixture
def written_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A place that was written a year ahead: passwords, an open session with its cookie, tries that failed."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    paths = {"INSTANCE_DIR": tmp_path / "instance", "UPLOADS_DIR": tmp_path / "uploads"}
    app = create_app({**paths, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'instance' / 'office.sqlite'}"})
    then = clock.now() + AHEAD
    with app.app_context(), clock.held_at(then), writing():
        migrate.upgrade(db.engine)
        office = make_office("Xã Tây Sơn", "")
        for role in ("secretary", "admin"):
            give_password(office.account(role))
        token = open_session(office.account("counter"))
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(then.timestamp()))
        cookie = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})  # type: ignore[attr-defined]
        for _ in range(12):
            Browser(app).post_form("/dang-nhap", {"username": "secretary", "password": "sai mat khau roi nhe"})
        monkeypatch.undo()
        assert db.session.scalar(select(Throttle.free_at).order_by(Throttle.free_at.desc())) > then  # type: ignore[operator]
        db.session.remove()
        db.engine.dispose()
    return {name: str(path) for name, path in paths.items()} | {"cookie": f"office={cookie}"}


@pytest.fixture
def server(written_ahead: dict[str, str]) -> Iterator[int]:
    """The real server, whose clock is right again; its port."""
    port = free_port()
    place = {name: written_ahead[name] for name in ("INSTANCE_DIR", "UPLOADS_DIR")}
    with running([sys.executable, "-m", "flask", "--app", "app", "serve"], port, **place, PORT=str(port)):
        yield port


@pytest.mark.slow
def test_a_server_whose_clock_went_back_shuts_nobody_out(server: int, written_ahead: dict[str, str]) -> None:
    assert Visitor(server).ask("GET", "/healthz")[0] == 200
    clerk = Visitor(server, written_ahead["cookie"])
    assert clerk.ask("GET", "/tai-khoan")[0] == 303, "a cookie from ahead is none"
    assert clerk.sign_in("secretary", GOOD_PASSWORD) == 303, "no wait of a year"
    status, page = clerk.ask("GET", "/tai-khoan")
    assert status == 200 and WARNING not in page, "a clerk cannot mend clocks"
    assert Visitor(server).sign_in("nobody", "sai mat khau roi nhe") == 422, "a new name waits for nothing"
    admin = Visitor(server)
    assert admin.sign_in("admin", GOOD_PASSWORD) == 303
    assert WARNING in admin.ask("GET", "/")[1]


def test_a_session_from_ahead_begins_now_and_ends_like_any_other(
    office: Office, browse: Callable[..., Browser], hold: Callable[[str], None]
) -> None:
    hold("2027-05-01 09:00")
    clerk = browse("counter")
    hold("2026-03-30 09:00")
    assert clerk.get("/tai-khoan").status_code == 200
    hold("2026-03-30 09:31")
    assert clerk.get("/tai-khoan").status_code == 303


def test_whoever_signs_in_clears_what_lies_ahead(office: Office, hold: Callable[[str], None]) -> None:
    hold("2027-05-01 09:00")
    open_session(office.account("counter"))
    later = clock.now()
    db.session.add(Throttle(key="x", failures=30, last_at=later, free_at=later + timedelta(minutes=15)))
    db.session.commit()
    hold("2026-03-30 09:00")
    open_session(office.account("leader"))
    tidy()
    db.session.commit()
    assert db.session.scalars(select(SignIn.account_id)).all() == [office.account("leader").id]
    assert db.session.scalars(select(Throttle.key)).all() == []


def test_answers_from_ahead_hold_no_answer_back(office: Office, hold: Callable[[str], None]) -> None:
    hold("2027-05-01 09:00")
    link = ResponseLink(commune_id=office.commune.id, token="a" * 22, mode=Mode.IN_PERSON)
    db.session.add(link)
    db.session.flush()
    satisfaction.answer_link(link, Answer(5, Mode.IN_PERSON))
    hold("2026-03-30 09:00")
    satisfaction.answer_link(link, Answer(4, Mode.IN_PERSON))
    assert set(db.session.scalars(select(Response.status))) == {Status.COUNTED}


def test_the_administrator_is_warned_and_nobody_else(
    app: Flask, office: Office, browse: Callable[..., Browser], hold: Callable[[str], None]
) -> None:
    app.extensions.pop("clock_was_ahead", None)  # what an earlier look found
    give_password(office.account("leader"))  # noted in the journal at the present instant
    hold("2026-03-30 09:00")
    assert WARNING in browse("admin").get("/tai-khoan").text
    assert WARNING not in browse("leader").get("/tai-khoan").text
