"""The same set of headers on every kind of answer, errors and static files included."""

from collections.abc import Callable

import pytest
from flask import Flask

from blueprints.filters import asset
from blueprints.security import _packed_files
from tests.browser import Browser

Browse = Callable[..., Browser]
EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
UNWANTED = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "ETag")
ANSWERS = [
    ("GET", "/tai-khoan", 200), ("GET", "/quan-tri/can-bo", 200), ("GET", "/khong-co", 404), ("GET", "/dang-xuat", 405),
    ("POST", "/dang-xuat", 400), ("POST", "/khong-co", 404), ("GET", "/healthz", 200), ("TRACE", "/tai-khoan", 405),
    ("OPTIONS", "/tai-khoan", 200), ("HEAD", "/tai-khoan", 200), ("GET", "/static/khong-co.js", 404),
    ("GET", "/tinh", 403), ("GET", "/quan-tri/tai-khoan/99999999999999999999", 404), ("GET", "/static/../app.py", 404),
    ("GET", "/.git/HEAD", 404), ("GET", "/static/", 404), ("GET", "/instance/office.sqlite", 404),
]  # fmt: skip


@pytest.mark.parametrize(("method", "url", "status"), ANSWERS)
def test_every_answer_carries_the_headers(method: str, url: str, status: int, browse: Browse) -> None:
    admin = browse("admin", checked=False)
    admin._fresh()
    answer = admin.client.open(url, method=method, headers={"Origin": "https://attacker.example"})
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "HX-Request"} <= set(answer.vary)
    assert not [name for name in UNWANTED if name in answer.headers]
    assert "Strict-Transport-Security" not in answer.headers


def test_nobody_and_htmx_get_them_too(browse: Browse) -> None:
    nobody = browse(None)
    for answer in (nobody.get("/dang-nhap"), nobody.get("/tai-khoan"), nobody.htmx("/tai-khoan"), nobody.htmx("/x")):
        assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
        assert answer.headers["Cache-Control"] == "no-store"


def test_over_tls_the_browser_is_told_to_stay_there(browse: Browse) -> None:
    answer = browse(None).get("/dang-nhap", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_static_files_are_kept_for_a_year_but_never_a_missing_one(app: Flask, browse: Browse) -> None:
    with app.test_request_context():
        good = asset("app.css")
    nobody = browse(None)
    answer = nobody.get(good)
    answer.close()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "Set-Cookie" not in answer.headers
    assert nobody.get("/static/moi.css?v=1234567890").headers["Cache-Control"] == "no-store"


def test_a_page_about_a_missing_file_is_never_packed_away_for_others(browse: Browse) -> None:
    """The packed answers are kept for everybody, so that only real files may be among them."""
    url, packed = "/static/khong-co.css?v=1", {"headers": {"Accept-Encoding": "gzip"}}
    nobody = browse(None, checked=False)
    nobody.get("/tai-khoan")  # leaves a message for the next page in the cookie
    first = nobody.get(url, **packed)
    assert first.status_code == 404 and not [key for key in _packed_files if "khong-co" in key]


def test_a_thousand_addresses_of_one_file_are_kept_once(browse: Browse) -> None:
    nobody = browse(None, checked=False)
    for number in range(20):
        answer = nobody.get(f"/static/app.css?v={number}", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
    assert len([key for key in _packed_files if "app.css" in key]) == 1


def test_cookies_are_closed_to_scripts_and_other_sites(browse: Browse) -> None:
    cookies = browse(None).get("/tai-khoan").headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie


def test_with_tls_the_cookie_is_bound_to_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    from blueprints import settings

    monkeypatch.setenv("OFFICE_HTTPS", "1")
    loaded = settings.load()
    assert loaded["SESSION_COOKIE_NAME"] == "__Host-office" and loaded["SESSION_COOKIE_SECURE"] is True
    assert loaded["SESSION_COOKIE_PATH"] == "/" and "SESSION_COOKIE_DOMAIN" not in loaded


def test_the_session_token_is_in_no_page(browse: Browse) -> None:
    admin = browse("admin")
    with admin.client.session_transaction() as session:
        token = session["_user_id"]
    for url in ("/tai-khoan", "/quan-tri/tai-khoan", "/quan-tri/nhat-ky"):
        assert token not in admin.get(url).text
