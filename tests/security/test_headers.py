"""The same set of headers on every kind of answer, errors and static files included."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, Response
from werkzeug.http import parse_set_header

from blueprints.assets import asset
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
FILE = "htmx-2.0.11.min.js"
UNWANTED = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "ETag")
ANSWERS = [
    ("GET", "/tai-khoan", 200),
    ("GET", "/quan-tri/can-bo", 200),
    ("GET", "/khong-co", 404),
    ("GET", "/dang-xuat", 405),
    ("POST", "/dang-xuat", 400),
    ("POST", "/khong-co", 404),
    ("GET", "/healthz", 200),
    ("TRACE", "/tai-khoan", 405),
    ("OPTIONS", "/tai-khoan", 200),
    ("HEAD", "/tai-khoan", 200),
    ("GET", "/static/khong-co.js", 404),
    ("GET", "/tinh", 403),
    ("GET", "/quan-tri/tai-khoan/99999999999999999999", 404),
    ("GET", "/static/../app.py", 404),
    ("GET", "/.git/HEAD", 404),
    ("GET", "/static/", 404),
    ("GET", "/instance/office.sqlite", 404),
]


@pytest.mark.parametrize(("method", "url", "status"), ANSWERS)
def test_every_answer_carries_the_headers(method: str, url: str, status: int, browse: Browse) -> None:
    admin = browse("admin", checked=False)
    admin._fresh()
    answer = admin.client.open(url, method=method, headers={"Origin": "https://attacker.example"})
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "HX-Request"} <= set(parse_set_header(", ".join(answer.headers.getlist("Vary"))))
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


BROWSERS = [
    ("gzip, deflate", "gzip"),
    ("br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip"),
    ("br", None),
    ("", None),
    ("identity", None),
    ("gzip;q=0", None),
    ("identity, gzip;q=0", None),
    ("gzip;q=0, *", None),
]


@pytest.mark.parametrize("url", ["/tai-khoan", "/static/app.css"])
@pytest.mark.parametrize(("takes", "sent"), BROWSERS)
def test_texts_are_packed_for_those_who_take_it(url: str, takes: str, sent: str | None, browse: Browse) -> None:
    admin = browse("admin", checked=False)
    admin._fresh()
    plain = admin.client.get(url).data
    answer = admin.client.get(url, headers={"Accept-Encoding": takes})
    assert answer.headers.get("Content-Encoding") == sent
    assert "Accept-Encoding" in parse_set_header(answer.headers["Vary"])
    opened = gzip.decompress(answer.data) if sent else answer.data
    assert opened == plain or (url == "/tai-khoan" and opened[:2000] == plain[:2000])  # a page has its own token


def test_a_part_of_a_file_goes_out_as_it_is(browse: Browse) -> None:
    answer = browse(None).client.get(
        "/static/htmx-2.0.11.min.js", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-1999"}
    )
    assert (answer.status_code, len(answer.data)) == (206, 2000)
    assert "Content-Encoding" not in answer.headers


def test_a_file_is_the_same_for_everybody(browse: Browse) -> None:
    answer = browse("counter").get("/static/app.css?v=1")
    answer.close()
    assert parse_set_header(answer.headers["Vary"]).as_set() == {"accept-encoding"}
    assert "Set-Cookie" not in answer.headers


def test_a_file_that_changes_while_it_is_served_is_served_anew(
    app: Flask, browse: Browse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    for at, rule in enumerate((b"a{color:blue}" * 100, b"a{color:red}" * 100)):
        (tmp_path / "changing.css").write_bytes(rule)
        os.utime(tmp_path / "changing.css", (at, at))
        answer = browse(None).client.get("/static/changing.css", headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(answer.data) == rule


def test_a_file_without_its_fingerprint_is_kept_for_an_hour_also_when_it_is_unchanged(browse: Browse) -> None:
    nobody = browse(None)
    first = nobody.get(f"/static/{FILE}")
    again = nobody.get(f"/static/{FILE}", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 304
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, max-age=3600"
    first.close()


def test_a_page_with_a_header_of_its_own_has_it_once(app: Flask) -> None:
    with app.test_request_context("/"):
        own = {"content-security-policy": "default-src 'none'", "cache-control": "private, max-age=60"}
        headers = app.process_response(Response("", headers=own)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.getlist("Content-Security-Policy") == ["default-src 'none'"]
    assert headers.getlist("Cache-Control") == ["private, max-age=60"]


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
