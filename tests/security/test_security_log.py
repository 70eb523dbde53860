"""The security log: one line for each thing at a door, no secrets, nothing that somebody else could have written."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints import security_log
from blueprints.accounts.labels import AT_THE_DOORS
from models.base import db
from models.devices import actions as tablets
from models.journal import JournalEntry
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password

Browse = Callable[..., Browser]
WRONG = "sai mat khau roi nhe"


@pytest.fixture(autouse=True)
def log(app: Flask) -> Path:
    """The file, empty."""
    path = Path(app.config["INSTANCE_DIR"]) / security_log.FILE
    app.extensions["security_log"].close()
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path


def written(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def kinds(log: Path) -> list[str]:
    return [line["kind"] for line in written(log)]


def sign_in(browser: Browser, username: str, password: str, address: str = "10.1.2.3") -> int:
    told = {"username": username, "password": password}
    return browser.post_form("/dang-nhap", told, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_each_refusal_is_one_line(office: Office, other_office: Office, browse: Browse, log: Path) -> None:
    clerk, admin = browse("counter"), browse("admin")
    foreign, home = other_office.account("counter").id, office.commune.id
    assert clerk.get("/quan-tri/tai-khoan").status_code == 403
    assert admin.get(f"/quan-tri/tai-khoan/{foreign}").status_code == 404
    assert clerk.post_raw("/tai-khoan/dong-phien", {"csrf_token": "x"}).status_code == 400
    assert clerk.get("/khong-co").status_code == 404, "an address of nothing is nobody's row"
    assert browse(None).get("/hop/1").status_code == 303
    found = written(log)
    assert kinds(log) == ["forbidden", "row_not_found", "form_token_refused"]
    assert found[1]["where"] == f"GET /quan-tri/tai-khoan/{foreign}" and found[1]["user"] == "admin"
    assert all(line["commune"] == home and line["address"] == "127.0.0.1" for line in found)


def test_guesses_are_written_with_their_address_in_log_and_journal(office: Office, browse: Browse, log: Path) -> None:
    give_password(office.account("counter"))
    stranger = browse(None)
    assert [sign_in(stranger, "counter", WRONG) for _ in range(6)] == [422] * 5 + [429]
    assert sign_in(stranger, "nobody", WRONG) == 422
    assert kinds(log) == ["sign_in_failed"] * 5 + ["sign_in_wait", "sign_in_failed"]
    assert {line["address"] for line in written(log)} == {"10.1.2.3"}
    assert [line["user"] for line in written(log)] == ["counter"] * 6 + [""]
    query = select(JournalEntry.action, JournalEntry.changes).where(JournalEntry.action.startswith("sign_in_"))
    told = db.session.execute(query).all()
    assert [row.action for row in told] == ["sign_in_failed"] * 5 + ["sign_in_delayed", "sign_in_failed"]
    assert {json.loads(row.changes)["address"] for row in told} == {"10.1.2.3"}
    page = browse("admin").get("/quan-tri/nhat-ky").text
    assert "thử sai nhiều lần" in page and "10.1.2.3" in page


def test_changes_of_accounts_passwords_and_devices(office: Office, browse: Browse, log: Path) -> None:
    admin, secretary = browse("admin"), browse("secretary")
    counter = office.account("counter").id
    admin.post_form(f"/quan-tri/tai-khoan/{counter}", {"display_name": "Võ Dung", "role": "auditor"})
    admin.post(f"/quan-tri/tai-khoan/{counter}/phien")
    admin.post(f"/quan-tri/tai-khoan/{counter}/trang-thai", {"on": "0"})
    admin.post(f"/quan-tri/tai-khoan/{counter}/trang-thai", {"on": "1"})
    admin.post(f"/quan-tri/tai-khoan/{counter}/ma")
    device, code = tablets.add_device(office.viewer("secretary"), "Máy 1", None)
    device_id = device.id
    db.session.commit()
    stranger = browse(None)
    token = stranger.client.post("/kiosk/ghep", json={"code": code}).get_json()["token"]
    secretary.post(f"/hai-long/thiet-bi/{device_id}/thu-hoi")
    assert stranger.client.post("/kiosk/tim", json={}, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert kinds(log) == [
        "account_changed",
        "sessions_ended",
        "account_switched",
        "account_switched",
        "code_given",
        "device_paired",
        "device_revoked",
        "device_refused",
    ]
    assert token not in log.read_text() and code not in log.read_text()


def test_no_secret_and_no_forged_line(office: Office, browse: Browse, log: Path) -> None:
    account = office.account("counter")
    code = give_code(account)
    stranger = browse(None)
    used = {"username": "counter", "code": code, "password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    assert stranger.post_form("/dat-mat-khau", used).status_code == 303
    assert sign_in(stranger, "counter", GOOD_PASSWORD) == 303
    forged = 'x\n{"kind":"signed_in"}\r\n\u2028\x1b[31m\x00'
    for name in (forged, GOOD_PASSWORD, "counter\n2026 signed_in"):
        browse(None).post_form("/dang-nhap", {"username": name, "password": WRONG})
    clerk = browse("counter")
    for path in ("/hop/1%0Asigned_in", "/quan-tri/tai-khoan/1%0A%E2%80%A8x", f"/y-kien/{code}{code}", f"/q/{code}"):
        clerk.get(path)
        browse(None).get(path)
    text = log.read_text("utf-8")
    assert kinds(log)[:2] == ["password_changed", "signed_in"] and kinds(log).count("signed_in") == 1
    assert len(text.splitlines()) == len(text.split("\n")) - 1 == len(written(log))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028]", text)
    for secret in (GOOD_PASSWORD, WRONG, code):
        assert secret not in text


def test_the_file_is_its_owners_alone_and_turns(office: Office, browse: Browse, log: Path, app: Flask) -> None:
    handler, clerk = app.extensions["security_log"], browse("counter")
    handler.maxBytes = 300
    try:
        for _ in range(6):
            clerk.get("/quan-tri/tai-khoan")
    finally:
        handler.maxBytes = security_log.SIZE
    files = sorted(log.parent.glob("security.log*"))
    assert len(files) > 2 and all(path.stat().st_mode & 0o777 == 0o600 for path in files)
    assert len(list(security_log.lines(app))) == 6


def test_a_line_that_finds_no_room_stops_nobody(office: Office, browse: Browse, log: Path) -> None:
    log.mkdir()  # nothing can be written there
    try:
        assert browse("counter").get("/quan-tri/tai-khoan").status_code == 403
    finally:
        log.rmdir()


def test_the_administrator_reads_the_lines_of_his_office(
    office: Office, other_office: Office, browse: Browse, log: Path
) -> None:
    for at in (office, other_office):
        browse("counter", at=at).get("/quan-tri/nhat-ky")
    browse("counter").get("/hop/999999")
    sign_in(browse(None), "nobody", WRONG)
    with log.open("a", encoding="utf-8") as file:
        file.write('{"at": "x"}\n{"kind": \nno json at all\n[]\n{"at": "2026-01-01", "kind": "forbidden"}\n')
    admin = browse("admin")
    page = admin.get("/quan-tri/bao-mat").text
    assert "GET /hop/999999" in page and page.count('<td class="nb">') == 2
    assert "counter2" not in page and "10.1.2.3" not in page, "strangers may have meant the other office"
    narrowed = admin.get("/quan-tri/bao-mat?loai=forbidden").text
    assert "GET /hop/999999" not in narrowed and "GET /quan-tri/nhat-ky" in narrowed
    assert browse("leader").get("/quan-tri/bao-mat").status_code == 403


@pytest.mark.slow
def test_many_lines_are_read_in_pages_and_strangers_by_the_only_office(
    office: Office, browse: Browse, log: Path
) -> None:
    sign_in(browse(None), "nobody", WRONG)
    clerk, admin = browse("counter"), browse("admin")
    for number in range(60):
        clerk.get(f"/quan-tri/tai-khoan/{number}")
    first, second = (admin.get(f"/quan-tri/bao-mat?trang={number}").text for number in (1, 2))
    assert first.count('<td class="nb">') == 50 and second.count('<td class="nb">') == 11
    assert "10.1.2.3" in second and "Đăng nhập không thành công" in second


def test_every_kind_that_is_written_has_a_name(app: Flask) -> None:
    watched = {view.watched for view in app.view_functions.values() if hasattr(view, "watched")}
    assert watched <= set(AT_THE_DOORS)
