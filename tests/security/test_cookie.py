"""The signed cookie: what is taken for ours, how long, and when it is sent."""

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from blueprints import settings
from models.accounts import actions
from models.base import db
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password

Browse = Callable[..., Browser]
SALT = "cookie-session"


def signed(app: Flask, content: dict[str, object], key: str | bytes | None = None, digest: str = "sha256") -> str:
    """A cookie as Flask writes it, with our key or another."""
    how = {"key_derivation": "hmac", "digest_method": getattr(hashlib, digest)}
    made = URLSafeTimedSerializer(key or app.config["SECRET_KEY"], salt=SALT, signer_kwargs=how).dumps(content)
    return made if isinstance(made, str) else made.decode()


def who(app: Flask, cookie: str) -> int:
    """What the own page answers to somebody with this cookie."""
    Browser._fresh()
    client = app.test_client()
    client.set_cookie("office", cookie)
    return client.get("/tai-khoan").status_code


@pytest.fixture
def content(app: Flask, browse: Browse) -> dict[str, object]:
    """What the cookie of a clerk who is signed in says."""
    with browse("counter").client.session_transaction() as session:
        return dict(session)


def test_only_our_signature_lets_in(app: Flask, content: dict[str, object]) -> None:
    good = signed(app, content)
    assert who(app, good) == 200
    strange = [signed(app, content, b"x" * 32), signed(app, content, digest="sha1"), "x.y.z", "=" * 4000]
    for other in (*strange, good[:-1], good + "AAAA", good.replace(".", ""), "." + good):
        assert who(app, other) == 303, other
        assert who(app, good) == 200


def test_a_signature_grows_old(app: Flask, content: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    cookie, longest = signed(app, content), app.permanent_session_lifetime.total_seconds()
    now = TimestampSigner(b"any key").get_timestamp()
    for shift, answer in ((longest - 60, 200), (longest + 60, 303), (-60, 303), (0, 200)):
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _own, at=int(now + shift): at)
        assert who(app, cookie) == answer, shift


def test_what_one_request_adds_is_not_in_the_next_with_the_same_cookie(
    app: Flask, office: Office, content: dict[str, object]
) -> None:
    cookie = signed(app, {**content, "_flashes": [["ok", "Đã lưu."]]})
    for _ in range(3):
        Browser._fresh()
        client = app.test_client()
        client.set_cookie("office", cookie)
        assert client.get("/tai-khoan").text.count("Đã lưu.") == 1


def test_the_cookie_is_sent_again_only_when_it_changes(browse: Browse) -> None:
    clerk = browse("counter")
    clerk.get("/tai-khoan")
    assert "Set-Cookie" not in clerk.get("/tai-khoan").headers
    assert "Set-Cookie" in clerk.post_form("/dang-xuat", {}, page="/tai-khoan").headers


def test_the_cookie_says_whose_session_it_is_and_nothing_of_the_browser(office: Office, browse: Browse) -> None:
    actions.set_password(office.account("counter"), GOOD_PASSWORD)
    db.session.commit()
    clerk = browse(None)
    clerk.post_form("/dang-nhap", {"username": "counter", "password": GOOD_PASSWORD})
    with clerk.client.session_transaction() as session:
        assert set(session) <= {"_user_id", "_fresh", "csrf_token"}


def test_under_tls_every_cookie_belongs_to_this_host_alone(
    app: Flask, office: Office, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFICE_HTTPS", "1")
    chosen = settings.load({"INSTANCE_DIR": app.config["INSTANCE_DIR"]})
    for name in ("HTTPS", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_PATH"):
        monkeypatch.setitem(app.config, name, chosen[name])
    give_password(office.account("counter"))
    clerk = browse(None)
    clerk.client.environ_base["wsgi.url_scheme"] = "https"
    kept = {"username": "counter", "password": GOOD_PASSWORD}
    cookies = clerk.post_form("/dang-nhap", kept, base_url="https://localhost").headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-office", "__Host-office-device"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
        assert "Domain" not in cookie
