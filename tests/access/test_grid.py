"""Every endpoint, called as nobody and as every role of this and of another commune, compared with one table."""

import re
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints.access import access_of, check_marks
from blueprints.api import is_api
from models.accounts.rules import Role, Viewer, permissions
from models.base import db
from models.devices import actions as devices
from tests.access.conftest import Grid
from tests.access.table import ACCESS, DEVICE, DRAWN, IN_HAND, MOVED, PERHAPS_NOT_THERE, PUBLIC
from tests.browser import Browser
from tests.manual.pages import NO_PAGES

pytestmark = pytest.mark.slow

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
Writes = Callable[[], Any]


def may(endpoint: str, role: str) -> bool:
    """What the table and the grants say; what is for devices is for no person."""
    if ACCESS[endpoint] in (PUBLIC, DEVICE):
        return ACCESS[endpoint] == PUBLIC
    return role != "nobody" and Role(role) in permissions()[ACCESS[endpoint]].roles


def counts() -> dict[str, int]:
    """How many rows every table holds."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }


def bare(text: str) -> str:
    """A page without what differs from request to request."""
    return re.sub(r'value="[^"]{20,}"|X-CSRFToken[^}]*|\d{6,}', "", text)


def test_every_endpoint_stands_in_the_table(app: Flask) -> None:
    running = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert not running - set(ACCESS), "endpoints that nobody has written down"
    assert not set(ACCESS) - running, "endpoints that are written down but gone"


def test_every_mark_is_what_the_table_says(app: Flask) -> None:
    marks = {name: str(access_of(app, name)) for name in app.view_functions if name in ACCESS}
    assert marks == {name: ACCESS[name] for name in marks}


def test_what_is_open_to_everybody_is_short() -> None:
    assert {name for name, access in ACCESS.items() if access == PUBLIC} == {
        "accounts.begin",
        "accounts.healthz",
        "accounts.sign_in",
        "accounts.sign_in_code",
        "accounts.use_code",
        "assets.scripts",
        "assets.styles",
        "meetings.calendar_feed",
        "office.authority",
        "places.room",
        "qr.follow",
        "satisfaction.kiosk",
        "satisfaction.kiosk_file",
        "satisfaction.kiosk_worker",
        "satisfaction.pair",
        "satisfaction.public_page",
        "satisfaction.public_thanks",
    }


@pytest.mark.slow
def test_reading(grid: Grid, writes: Writes) -> None:
    """Own commune: open or 403 as the table says; nobody: to the door; no page writes anything."""
    wrong, before = [], counts()
    with writes() as written:
        for rule in grid.rules("GET"):
            for (role, place), browser in grid.browsers.items():
                url = grid.url(rule, grid.there if place == "there" else grid.here)
                if url is None or (rule.endpoint in DRAWN and may(rule.endpoint, role) and role != "secretary"):
                    continue
                answer = browser.get(url)
                status = answer.status_code
                wrong += [f"GET {url} tells nobody what it is for"] if _lacks_guidance(rule.endpoint, answer) else []
                is_kept_out = may(rule.endpoint, role) and not grid.in_hand(rule.endpoint, url, role, place)
                is_right = status == 403 if is_kept_out else _reads(rule.endpoint, role, status)
                wrong += [] if is_right else [f"{role} {place} GET {url} -> {status}"]
                wrong += [f"{role} GET {url} writes {statement}" for statement in written]
                written.clear()
    assert not wrong, "\n".join(wrong)
    assert counts() == before


def _lacks_guidance(endpoint: str, answer: Any) -> bool:
    """Whether a page with the office's frame was drawn without the guidance of its page."""
    is_framed = answer.status_code == 200 and answer.mimetype == "text/html" and '<header class="side">' in answer.text
    return is_framed and endpoint not in NO_PAGES and '<details class="guide' not in answer.text


def _reads(endpoint: str, role: str, status: int) -> bool:
    if ACCESS[endpoint] == DEVICE:
        return status == 401
    if may(endpoint, role):
        if endpoint in MOVED:
            return status == 301
        return status in (200, 303) or (endpoint in PERHAPS_NOT_THERE and status in (404, 409, 410))
    return status == (303 if role == "nobody" else 403)


@pytest.mark.slow
@pytest.mark.alike
def test_nobody_is_led_to_the_door(grid: Grid) -> None:
    for rule in grid.rules("GET"):
        url = grid.url(rule, grid.here)
        if url is None or ACCESS[rule.endpoint] in (PUBLIC, DEVICE):
            continue
        nobody = grid.browsers["nobody", ""]
        plain, swap = nobody.get(url), nobody.htmx(url)
        assert plain.headers["Location"].startswith("/dang-nhap"), url
        assert (swap.status_code, swap.headers["HX-Redirect"], swap.data) == (401, "/dang-nhap", b""), url


@pytest.mark.slow
def test_rows_of_another_commune_are_not_there(grid: Grid, writes: Writes) -> None:
    """A foreign id answers exactly like an id of nothing: 404 to those who may enter, 403 to the others."""
    wrong = []
    with writes() as written:
        for method in ("GET", *UNSAFE):
            for rule in grid.rules(method):
                foreign, missing = grid.url(rule, grid.there), grid.url(rule, None)
                if not grid.has_ids(rule) or foreign is None or missing is None or ACCESS[rule.endpoint] == PUBLIC:
                    continue
                for role in Role:
                    if role is Role.PROVINCE:
                        continue  # sees all communes; writes nothing, which the next tests hold
                    browser = grid.browsers[role.value, "here"]
                    answers = [_call(browser, method, url) for url in (foreign, missing)]
                    expected = 404 if may(rule.endpoint, role.value) else 403
                    if [answer.status_code for answer in answers] != [expected] * 2:
                        wrong.append(f"{role} {method} {foreign} -> {[answer.status_code for answer in answers]}")
                    elif bare(answers[0].text) != bare(answers[1].text):
                        wrong.append(f"{role} {method} {foreign} tells that the row is there")
        wrong += [f"written: {statement}" for statement in written]
    assert not wrong, "\n".join(wrong)


def _call(browser: Browser, method: str, url: str, **kwargs: Any) -> Any:
    if method == "GET":
        return browser.get(url)
    data = {"csrf_token": _token(browser)} | kwargs.pop("data", {})
    browser._fresh()
    return browser._look(browser.client.open(url, method=method, data=data, **kwargs))


_tokens: WeakKeyDictionary[Browser, str] = WeakKeyDictionary()  # the id() of a browser that is gone is given out again


def _token(browser: Browser) -> str:
    if browser not in _tokens:
        _tokens[browser] = browser.token()
    return _tokens[browser]


def _without_token(app: Flask, endpoint: str) -> int:
    """How a post without any token is refused: a form of nobody's, no device, or no JSON."""
    if ACCESS[endpoint] == DEVICE:
        return 401
    return 415 if is_api(app.view_functions[endpoint]) else 400


@pytest.mark.slow
@pytest.mark.alike
def test_without_a_token_nothing_is_written(grid: Grid, writes: Writes) -> None:
    wrong, before = [], counts()
    with writes() as written:
        for method in UNSAFE:
            for rule in grid.rules(method):
                url = grid.url(rule, grid.here) or grid.url(rule, None)
                assert url
                for (role, _place), browser in grid.browsers.items():
                    for headers in ({}, {"HX-Request": "true"}) if role == "admin" else ({},):
                        browser._fresh()
                        answer = browser._look(browser.client.open(url, method=method, headers=headers))
                        if answer.status_code != _without_token(grid.app, rule.endpoint):
                            wrong.append(f"{role} {method} {url} -> {answer.status_code}")
                        wrong += [f"{role} {method} {url} writes {statement}" for statement in written]
                        written.clear()
    assert not wrong, "\n".join(wrong)
    assert counts() == before


@pytest.mark.alike
def test_a_token_of_somebody_else_is_no_token(app: Flask, browse: Callable[..., Browser]) -> None:
    browser, foreign = browse("admin"), browse("secretary").token()
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            url = re.sub(r"<[^<>]*>", "1", rule.rule).replace("/1/1", "/1/bat")
            expected = (_without_token(app, rule.endpoint), 404)
            assert browser.post_raw(url, {"csrf_token": foreign}).status_code in expected, url


@pytest.mark.alike
def test_those_who_may_not_enter_write_nothing(grid: Grid, writes: Writes) -> None:
    """With a good token: 403 to a role without the permission, 401 to nobody."""
    _tokens.clear()
    wrong, before = [], counts()
    with writes() as written:
        for method in UNSAFE:
            for rule in grid.rules(method):
                url = grid.url(rule, grid.here) or grid.url(rule, None)
                assert url
                for (role, _place), browser in grid.browsers.items():
                    if may(rule.endpoint, role):
                        continue
                    status = _call(browser, method, url).status_code
                    expected = 401 if role == "nobody" or ACCESS[rule.endpoint] == DEVICE else 403
                    wrong += [f"{role} {method} {url} -> {status}"] if status != expected else []
                    wrong += [f"{role} {method} {url} writes {statement}" for statement in written]
                    written.clear()
    assert not wrong, "\n".join(wrong)
    assert counts() == before


def test_devices_enter_by_their_own_token_alone(grid: Grid, writes: Writes) -> None:
    """A person's session, no token, an unknown and a revoked one: 401 in JSON; the device's own one opens."""
    eyes = Viewer(1, Role.SECRETARY, "", grid.here)
    tokens = {}
    for name in ("good", "revoked"):
        device, code = devices.add_device(eyes, f"Máy {name}", None)
        tokens[name] = devices.pair(code, name).token
    devices.revoke(eyes, device)
    db.session.commit()
    refused = {None, "", "x" * 43, tokens["revoked"], tokens["good"][:-1], tokens["good"] + "x"}
    wrong = []
    for rule in grid.app.url_map.iter_rules():
        if ACCESS.get(rule.endpoint) != DEVICE:
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            url = grid.url(rule, grid.here)
            assert url
            with writes() as written:
                for browser in grid.browsers.values():
                    for token in refused:
                        answer = _as_device(browser, method, url, token)
                        if (answer.status_code, answer.mimetype) != (401, "application/problem+json"):
                            wrong.append(f"{method} {url} with {token} -> {answer.status_code} {answer.mimetype}")
            wrong += [f"{method} {url} writes {statement}" for statement in written]
            answer = _as_device(grid.browsers["nobody", ""], method, url, tokens["good"])
            if answer.status_code in (401, 403) or answer.mimetype == "text/html":
                wrong.append(f"{method} {url} -> {answer.status_code} {answer.mimetype}")
    assert not wrong, "\n".join(wrong)


def _as_device(browser: Browser, method: str, url: str, token: str | None) -> Any:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    browser._fresh()
    return browser._look(browser.client.open(url, method=method, json={}, headers=headers))


def test_those_who_have_not_got_it_in_hand_write_nothing(grid: Grid, writes: Writes) -> None:
    """With a good token and a role that may: 403 on the duty of another unit; whoever has it in hand is heard."""
    _tokens.clear()
    wrong, before, heard = [], counts(), set()
    with writes() as written:
        for rule in (rule for rule in grid.rules("POST") if rule.endpoint in IN_HAND):
            url = grid.url(rule, grid.here)
            assert url
            for (role, place), browser in grid.browsers.items():
                if place != "here" or not may(rule.endpoint, role):
                    continue
                status = _call(browser, "POST", url, data={"version": "0"}).status_code
                is_heard = grid.in_hand(rule.endpoint, url, role, place)
                heard |= {rule.endpoint} if is_heard else set()
                expected = (303, 409, 422) if is_heard else (403,)
                wrong += [f"{role} POST {url} -> {status}"] if status not in expected else []
                wrong += [f"{role} POST {url} writes {statement}" for statement in written]
                written.clear()
    assert not wrong, "\n".join(wrong)
    assert heard == IN_HAND
    assert counts() == before


def test_the_province_writes_nowhere() -> None:
    open_to_province = {name for name, one in permissions().items() if Role.PROVINCE in one.roles}
    assert {name for name in open_to_province if not name.startswith("read_")} == {
        "own_account",
        "search_office",  # it looks for rows and writes none
        "rule_factors",  # whether its own accounts need a second factor
        "record_filings",  # its own registers of what it has received
        "manage_communes",  # it lets new ones begin, each with an administrator of its own
    }


def test_sign_out_is_post_only(browse: Callable[..., Browser]) -> None:
    browser = browse("counter")
    assert browser.get("/dang-xuat").status_code == 405
    assert browser.get("/tai-khoan").status_code == 200


def test_a_view_without_a_mark_stops_the_start(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: "open"
    try:
        with pytest.raises(RuntimeError, match="forgotten"):
            check_marks(app)
    finally:
        del app.view_functions["forgotten"]


def test_other_methods_are_refused(browse: Callable[..., Browser]) -> None:
    browser = browse("admin")
    for method in ("TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "FOO"):
        browser._fresh()
        assert browser.client.open("/tai-khoan", method=method).status_code == 405, method
