"""The door for machines: strict JSON in, JSON out whatever happens, a token and nothing else."""

import json
import sqlite3
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest

from blueprints import api
from blueprints.satisfaction import kiosk
from models import clock
from models.base import db
from models.devices import actions
from models.devices.tables import DeviceState
from models.journal import JournalEntry
from tests.devices.conftest import Machine
from tests.factories import Office, open_session
from tests.one_writer import only_sqlite, write_beside

BEAT = "/kiosk/tim"
Offered = tuple[int, str]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{",
        "[]",
        "[1]",
        '"a"',
        "5",
        "null",
        "{'a': 1}",
        '{"a": 1,}',
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": -Infinity}',
        '{"a": 1e999}',
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 2}}',
        '{"a": "\\u0000"}',
        '{"a\\u0000": 1}',
        '{"a": "\\ud800"}',
        '{"a": 9223372036854775808}',
        '{"a": ' + "9" * 5000 + "}",
        '{"a": 1} {"b": 2}',
        '{"a": ' + "[" * 8 + "]" * 8 + "}",
        "[" * 30_000,
        '{"a":' * 10_000,
        "\ufeff{}",
        '{"a": "\t"}',
    ],
)
def test_odd_json_is_refused(sent: str) -> None:
    with pytest.raises(BadRequest):
        api.decode(sent.encode())


@pytest.mark.parametrize("sent", [b"\xff\xfe{}", '{"a": "\u1ea1"}'.encode("utf-16"), b'{"a": "\xc3\x28"}'])
def test_what_is_not_utf_8_is_refused(sent: bytes) -> None:
    with pytest.raises(BadRequest):
        api.decode(sent)


def test_good_json_is_understood() -> None:
    sent = {"items": [{"level": 5, "factors": {"a": [1, 2.5, None, True]}, "comment": "Cảm ơn 👍"}]}
    assert api.decode(json.dumps(sent).encode()) == sent
    assert api.decode(json.dumps(sent, ensure_ascii=False).encode()) == sent
    assert api.decode(b'{"a": -9223372036854775807}') == {"a": -(2**63) + 1}


def test_a_device_tells_that_it_lives(machine: Machine, offered: Offered, token: str) -> None:
    sent = {"app_version": "2026.11", "waiting": 3, "highest_seq": 118, "of a later program": {"kept": False}}
    answer = machine(BEAT, sent, token)
    assert (answer.status_code, answer.get_json()["device"]) == (200, "Máy quầy 1")
    state = db.session.get_one(DeviceState, offered[0])
    assert (state.app_version, state.waiting, state.highest_seq) == ("2026.11", 3, 118)
    assert state.seen_at is not None and clock.now() - state.seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "sent",
    [
        {"waiting": -1},
        {"waiting": 1.5},
        {"waiting": "3"},
        {"waiting": True},
        {"waiting": 2**40},
        {"highest_seq": None},
        {"app_version": "a" * 41},
        {"app_version": 5},
    ],
)
def test_what_no_device_can_tell_is_refused(machine: Machine, offered: Offered, token: str, sent: dict) -> None:
    assert machine(BEAT, sent, token).status_code == 400
    state = db.session.get_one(DeviceState, offered[0])
    assert (state.app_version, state.waiting, state.highest_seq) == ("", 0, 0)


def test_being_heard_is_no_line_in_the_journal(machine: Machine, token: str) -> None:
    before = db.session.query(JournalEntry).count()
    machine(BEAT, {"waiting": 1}, token)
    assert db.session.query(JournalEntry).count() == before


@pytest.mark.parametrize("token", [None, "", "x", "a" * 43, "a" * 5000, "Bearer", "%00", "é", "a b"])
def test_without_a_good_token_nobody_enters(machine: Machine, offered: Offered, token: str | None) -> None:
    for sent in ({"json": {}}, {"data": "{"}, {"data": b"\x00", "content_type": "text/plain"}, {}):
        more = {"headers": {"Authorization": f"Bearer {token}".encode().decode("latin-1")}} if token is not None else {}
        answer = machine(BEAT, **sent, **more)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorized")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "ghép lại" in answer.get_json()["title"]


def test_no_session_and_no_other_kind_of_key_opens_the_door(
    machine: Machine, office: Office, app: Flask, token: str
) -> None:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = signer.dumps({"_user_id": open_session(office.account("admin")), "_fresh": True})
    cookie = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={value}"}
    assert machine(BEAT, {}, headers=cookie).status_code == 401
    for shown in (f"Basic {token}", f"Token {token}", token, f"Bearer{token}", f"Digest {token}"):
        assert machine(BEAT, {}, headers={"Authorization": shown}).status_code == 401
    assert machine(f"{BEAT}?token={token}", {"token": token}).status_code == 401
    assert machine(BEAT, {}, headers={"Authorization": f"bearer {token}"}).status_code == 200  # the word in any case


def test_what_is_not_json_is_refused_by_its_type(machine: Machine, token: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", ""):
        answer = machine(BEAT, token=token, raw=b"{}", content_type=kind)
        assert (answer.status_code, answer.get_json()["code"]) == (415, "unsupported_media_type"), kind
    assert machine(BEAT, token=token, raw=b"{}", content_type="application/json; charset=utf-8").status_code == 200


def test_a_large_body_is_refused(machine: Machine, token: str) -> None:
    sent = {"app_version": "a" * (64 * 1024)}
    for url in (BEAT, "/kiosk/ghep"):
        answer = machine(url, sent, token)
        assert (answer.status_code, answer.get_json()["code"]) == (413, "request_entity_too_large")


def test_whatever_goes_wrong_is_told_in_json(machine: Machine, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for method, url, status in (
        ("GET", "/kiosk/khong-co", 404),
        ("POST", "/kiosk/khong-co", 404),
        ("GET", BEAT, 405),
        ("PUT", BEAT, 405),
        ("POST", "/healthz", 405),
        ("TRACE", "/kiosk/ghep", 405),
        ("GET", "/kiosk/../kiosk/x", 404),
    ):
        answer = machine(url, method=method)
        assert answer.status_code == status, (method, url)
        assert (status != 405) or answer.headers["Allow"]

    def busy(*_args: object, **_told: object) -> None:
        raise OperationalError("UPDATE", None, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(actions, "heard_from", busy)
    answer = machine(BEAT, {}, token)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.get_json()["error_id"] and "locked" not in answer.text


def test_an_error_of_our_own_is_told_in_json_too(
    machine: Machine, app: Flask, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setattr(kiosk, "_fits", lambda *_args: 1 / 0)
    answer = machine(BEAT, {"waiting": 1}, token)
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal_server_error")
    assert "division" not in answer.text


def test_health_needs_no_cookie_and_tells_of_a_database_that_is_gone(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = machine("/healthz", method="GET")
    assert answer.get_json().keys() == {"status", "version", "database"} and answer.get_json()["status"] == "ok"

    def gone(*_args: object) -> None:
        raise OperationalError("SELECT 1", None, sqlite3.OperationalError("disk I/O error"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "execute", gone)
        assert machine("/healthz", method="GET").status_code == 503


def test_no_other_origin_gets_an_answer(machine: Machine, token: str) -> None:
    asked = {"Origin": "https://attacker.example", "Access-Control-Request-Method": "POST"}
    for url in (BEAT, "/kiosk/ghep", "/healthz"):
        for method in ("OPTIONS", "POST", "GET"):  # that no header of the kind is in the answer is held by ``machine``
            db.session.rollback()
            if method != "OPTIONS":
                machine(url, {}, token, method=method, headers=asked)


def test_a_session_is_neither_read_nor_kept_alive(app: Flask, office: Office, statements: object) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = open_session(office.account("secretary"))
    db.session.remove()
    with statements() as seen:  # type: ignore[operator]
        client.get("/healthz")
    assert not [line for line in seen if "sign_in" in line]


@only_sqlite
def test_a_body_is_read_before_the_lock_is_taken(
    machine: Machine, app: Flask, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode, seen = api.decode, []

    def while_others_write(sent: bytes) -> dict:
        write_beside(app)
        seen.append(sent)
        return decode(sent)

    monkeypatch.setattr(api, "decode", while_others_write)
    assert machine(BEAT, {"waiting": 1}, token).status_code == 200
    assert seen
