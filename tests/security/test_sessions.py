"""How long a session lives, what ends it, and that nothing brings an ended one back."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.exc import OperationalError

from models.accounts import actions, queries
from models.accounts.rules import Role
from models.accounts.tables import Account, FormKey, Person, SignIn, Throttle
from models.base import db
from models.satisfaction.tables import Response
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password
from tests.one_writer import only_sqlite

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
OTHER_PASSWORD = "bay gio la mua gat lua"


def sign_in(browser: Browser, username: str, password: str = GOOD_PASSWORD, **kwargs: Any) -> int:
    return browser.post_form("/dang-nhap", {"username": username, "password": password}, **kwargs).status_code


def is_in(browser: Browser) -> bool:
    return browser.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize(("role", "minutes"), [("counter", 15), ("leader", 15), ("admin", 5), ("province", 15)])
def test_an_idle_session_ends(role: str, minutes: int, office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    first, second = browse(role), browse(role)
    hold(f"2026-03-30 09:{minutes:02d}")
    assert is_in(first)
    hold(f"2026-03-30 09:{minutes:02d}:01")
    assert not is_in(second)


@pytest.mark.slow
def test_work_keeps_a_session_until_twelve_hours(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 07:00")
    clerk = browse("counter")
    for hour in range(7, 19):
        for minute in (0, 14, 28, 42, 56):
            hold(f"2026-03-30 {hour:02d}:{minute:02d}")
            assert is_in(clerk)
    hold("2026-03-30 19:00:01")
    assert not is_in(clerk)


def test_posting_keeps_a_session_too(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 07:00")
    clerk = browse("counter")
    token = clerk.token()
    for minute in (14, 28):
        hold(f"2026-03-30 07:{minute}")
        assert clerk.post_raw("/tai-khoan/dong-phien", {"csrf_token": token}).status_code == 303


def test_a_page_soon_after_the_last_one_counts_as_well(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    admin = browse("admin")
    hold("2026-03-30 09:00:50")
    assert is_in(admin)
    hold("2026-03-30 09:05:40")
    assert is_in(admin), "it has rested for less than five minutes"


def test_a_page_that_asks_by_itself_keeps_nothing_alive(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    clerk = browse("counter")
    hold("2026-03-30 09:10")
    assert clerk.get("/healthz").status_code == 200
    hold("2026-03-30 09:16")
    assert not is_in(clerk)


def test_a_clock_that_goes_back_makes_no_session_immortal(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    clerk = browse("counter")
    hold("2026-03-29 09:00")
    assert is_in(clerk)
    hold("2026-03-30 21:00:01")
    assert not is_in(clerk)


def test_signing_out_kills_the_cookie_everywhere_it_was_copied(office: Office, browse: Browse) -> None:
    give_password(office.account("counter"))
    browser, thief = browse(None), browse(None)
    sign_in(browser, "counter")
    cookie = browser.client.get_cookie("office")
    assert cookie is not None
    thief.client.set_cookie("office", cookie.value)
    assert is_in(thief)
    answer = browser.post("/dang-xuat")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(thief)
    assert thief.get("/tai-khoan").headers["Location"].startswith("/dang-nhap")


def test_a_session_gets_a_new_token_at_sign_in(office: Office, browse: Browse) -> None:
    give_password(office.account("counter"))
    victim = browse(None)
    victim.get("/dang-nhap")
    with victim.client.session_transaction() as session:
        session["_user_id"] = "planted-by-somebody-else"
        before = session.get("csrf_token")
    sign_in(victim, "counter")
    with victim.client.session_transaction() as session:
        token = session["_user_id"]
        assert token != "planted-by-somebody-else" and len(token) >= 43
        assert session.get("csrf_token") != before


@pytest.mark.parametrize("act", ["password", "disabled", "ended", "code"])
def test_what_ends_all_sessions_of_an_account(act: str, office: Office, browse: Browse) -> None:
    give_password(office.account("counter"))
    account = office.account("counter")
    code = give_code(account)
    here, there = browse("counter"), browse("counter")
    account = queries.account_named("counter")
    assert account is not None
    if act == "password":
        data = {"present": GOOD_PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
        assert here.post_form("/tai-khoan", data).status_code == 303
    elif act == "code":
        data = {"username": "counter", "code": code, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
        assert browse(None).post_form("/dat-mat-khau", data).status_code == 303
    elif act == "disabled":
        actions.switch_off(account)
    else:
        actions.end_sessions(account.id)
    db.session.commit()
    assert not is_in(here) and not is_in(there)


def test_other_sessions_can_be_ended_without_losing_this_one(office: Office, browse: Browse) -> None:
    here, there, stranger = browse("counter"), browse("counter"), browse("secretary")
    assert here.post("/tai-khoan/dong-phien").status_code == 303
    assert is_in(here) and not is_in(there) and is_in(stranger)


def test_an_account_has_at_most_five_sessions(office: Office, browse: Browse) -> None:
    give_password(office.account("counter"))
    browsers = [browse(None) for _ in range(6)]
    for browser in browsers:
        sign_in(browser, "counter")
    assert [is_in(browser) for browser in browsers] == [False, True, True, True, True, True]


@pytest.mark.parametrize("cookie", ["", "x", "e30.x.y", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "a" * 3000, "é", "\x00"])
def test_a_forged_cookie_is_nobody(cookie: str, office: Office, browse: Browse) -> None:
    browser = browse(None, checked=False)
    browser.client.set_cookie("office", cookie)
    assert browser.get("/tai-khoan").status_code in (303, 400)


def test_a_late_request_does_not_revive_an_ended_session(app: Flask, office: Office, browse: Browse) -> None:
    """Requests under way while the session ends only ever update it, so that nothing comes back."""
    clerk = browse("counter")
    cookie = clerk.client.get_cookie("office")
    assert cookie is not None
    account_id = db.session.scalar(select(Account.id).where(Account.username == "counter"))
    db.session.remove()

    def ask() -> None:
        client = app.test_client()
        client.set_cookie("office", cookie.value)
        for _ in range(5):
            client.get("/tai-khoan")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    actions.end_sessions(account_id)
    db.session.commit()
    for thread in threads:
        thread.join()
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_reading_goes_on_while_nothing_can_be_written(
    office: Office, browse: Browse, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a locked database must not keep people from reading: noting the hour is not worth an error."""
    from sqlalchemy import event

    hold("2026-03-30 09:00")
    clerk = browse("counter")
    hold("2026-03-30 09:10")

    def full(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(db.engine, "before_cursor_execute", full)
    try:
        assert is_in(clerk)
    finally:
        event.remove(db.engine, "before_cursor_execute", full)


def test_a_stolen_session_cannot_guess_the_password(office: Office, browse: Browse) -> None:
    """The present password is asked with the same growing delay as at the door."""
    give_password(office.account("counter"))
    thief = browse("counter")
    data = {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    statuses = [thief.post_form("/tai-khoan", data | {"present": f"doan lan thu {n}"}).status_code for n in range(8)]
    assert statuses[:5] == [422] * 5 and 429 in statuses
    right = thief.post_form("/tai-khoan", data | {"present": GOOD_PASSWORD})
    assert right.status_code == 429


def test_every_signed_in_page_offers_to_sign_out(office: Office, browse: Browse) -> None:
    for role in Role:
        assert 'action="/dang-xuat"' in browse(role.value).get("/tai-khoan").text


def test_what_is_too_old_to_matter_goes_away_at_the_next_sign_in(office: Office, browse: Browse, hold: Hold) -> None:
    def left() -> list[int]:
        return [db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (SignIn, FormKey, Throttle)]

    hold("2026-03-30 09:00")
    give_password(office.account("counter"))
    browse("admin").post_form("/quan-tri/can-bo/don-vi/moi", {"name": "Tổ tiếp dân", "position": "5"})
    sign_in(browse(None), "counter", "sai mat khau roi nhe")
    before = left()
    assert min(before) > 0
    hold("2026-03-31 09:00")
    sign_in(browse(None), "counter")
    assert left()[:2] == [before[0] + 1, before[1]]  # what may still be asked for stays
    hold("2026-04-02 08:00")
    sign_in(browse(None), "counter")
    assert left()[:2] == [2, 0]
    hold("2026-04-04 08:00:01")
    sign_in(browse(None), "counter")
    assert left()[0] == 1


def taken_away(account_id: int, how: str) -> None:
    """From elsewhere: the session ends, the account is closed, or the person gets another role."""
    change = {
        "ended": delete(SignIn).where(SignIn.account_id == account_id),
        "closed": update(Account).where(Account.id == account_id).values(is_active=False),
        "other role": update(Account).where(Account.id == account_id).values(role=Role.AUDITOR),
    }[how]
    with db.engine.begin() as elsewhere:
        elsewhere.execute(change)


@only_sqlite
@pytest.mark.parametrize("how", ["ended", "closed", "other role"])
@pytest.mark.parametrize(
    ("role", "page", "typed", "kind"),
    [
        ("admin", "/quan-tri/can-bo/moi", {"full_name": "Đặng Thị Yến", "rank": "9"}, Person),
        ("counter", "/hai-long/ghi", {"level": "5", "mode": "online"}, Response),
    ],
)
def test_nobody_writes_with_rights_that_were_lost_while_waiting_for_the_lock(
    office: Office, browse: Browse, how: str, role: str, page: str, typed: dict[str, str], kind: type
) -> None:
    browser, account_id = browse(role), office.viewer(role).account_id
    form = browser.hidden_fields(page) | typed
    before = how_many(kind)
    db.session.remove()
    waiting = [True]

    def lost(*_connection: object) -> None:  # just before the request's transaction begins
        if waiting:
            waiting.clear()
            taken_away(account_id, how)

    event.listen(db.engine, "checkout", lost)
    assert browser.post_raw(page, form).status_code in {401, 403}
    event.remove(db.engine, "checkout", lost)
    assert not waiting
    assert how_many(kind) == before


def how_many(kind: type) -> int:
    """The rows of a table."""
    return db.session.scalar(select(func.count()).select_from(kind)) or 0
