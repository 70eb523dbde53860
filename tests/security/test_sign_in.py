"""Guessing passwords and codes: slower and slower, without telling who exists and without locking anybody out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from models.accounts import actions, passwords, queries
from models.accounts.tables import Account, KnownDevice, Throttle
from models.base import db
from models.errors import RuleBroken
from models.journal import JournalEntry
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
WRONG = "sai mat khau roi nhe"


@pytest.fixture
def clerk(office: Office) -> Office:
    """The office, whose counter account has a password."""
    give_password(office.account("counter"))
    return office


def attempt(browser: Browser, username: str = "counter", password: str = WRONG, address: str = "10.0.0.9") -> Any:
    return browser.post_form(
        "/dang-nhap", {"username": username, "password": password}, environ_overrides={"REMOTE_ADDR": address}
    )


def test_the_delay_grows_and_ends(clerk: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    stranger = browse(None)
    assert [attempt(stranger).status_code for _ in range(5)] == [422] * 5
    waiting = attempt(stranger)
    assert waiting.status_code == 429 and int(waiting.headers["Retry-After"]) <= 5
    assert "Xin chờ" in waiting.text and 'value="counter"' in waiting.text
    assert attempt(stranger, password=GOOD_PASSWORD).status_code == 429, "the right password must wait too"
    hold("2026-03-30 09:01")
    assert attempt(stranger).status_code == 422
    assert int(attempt(stranger).headers["Retry-After"]) == 9
    hold("2026-03-30 09:02")
    assert attempt(stranger, password=GOOD_PASSWORD).status_code == 303


def test_tries_of_a_clock_that_was_ahead_keep_nobody_waiting(clerk: Office, browse: Browse, hold: Hold) -> None:
    stranger = browse(None)
    hold("2027-01-01 09:00")
    assert [attempt(stranger).status_code for _ in range(6)] == [422] * 5 + [429]
    hold("2026-12-31 09:00")
    assert attempt(stranger, password=GOOD_PASSWORD).status_code == 303


@pytest.mark.slow
def test_the_delay_stops_growing_at_a_quarter_of_an_hour(clerk: Office, browse: Browse, hold: Hold) -> None:
    stranger, longest = browse(None), 0
    for number in range(20):
        hold(f"2026-03-30 {9 + number // 3:02d}:{number % 3 * 20:02d}")
        attempt(stranger)
        longest = max(longest, int(attempt(stranger).headers.get("Retry-After", 0)))
    assert 890 <= longest <= 901


@pytest.mark.slow
def test_a_thousand_guesses_reach_the_hash_a_few_times(clerk: Office, browse: Browse, hold: Hold) -> None:
    """Counted by the journal: a try that must wait is never compared."""
    hold("2026-03-30 09:00")
    for number in range(300):
        with pytest.raises(RuleBroken):
            actions.sign_in("counter", WRONG, None, f"10.0.{number % 7}.{number}")
        db.session.commit()
    failed = select(func.count()).where(JournalEntry.action == "sign_in_failed")
    assert db.session.scalar(failed) == 5


@pytest.mark.slow
def test_a_known_browser_is_never_delayed_by_strangers(clerk: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    owner, stranger = browse(None), browse(None)
    assert attempt(owner, password=GOOD_PASSWORD, address="10.0.0.1").status_code == 303
    owner.post("/dang-xuat")
    for _ in range(40):
        attempt(stranger, address="10.0.0.1")  # even from the same address
    assert attempt(stranger, address="10.0.0.1").status_code == 429
    assert attempt(owner, password=GOOD_PASSWORD, address="10.0.0.1").status_code == 303


def test_a_known_browser_is_slowed_down_by_its_own_tries(clerk: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    owner = browse(None)
    attempt(owner, password=GOOD_PASSWORD)
    owner.post("/dang-xuat")
    assert [attempt(owner).status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_browser_known_for_one_account_is_a_stranger_to_another(clerk: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    give_password(clerk.account("leader"))
    insider = browse(None)
    attempt(insider, password=GOOD_PASSWORD)
    insider.post("/dang-xuat")
    assert [attempt(insider, "leader").status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_planted_device_cookie_never_becomes_known(clerk: Office, browse: Browse) -> None:
    victim = browse(None)
    victim.client.set_cookie("office-device", "planted-by-somebody", path="/dang-nhap")
    attempt(victim, password=GOOD_PASSWORD)
    planted = queries.token_hash("planted-by-somebody")
    assert db.session.scalar(select(func.count()).where(KnownDevice.token_hash == planted)) == 0
    cookie = victim.client.get_cookie("office-device", path="/dang-nhap")
    assert cookie is not None and cookie.value != "planted-by-somebody"


def test_one_address_may_not_try_many_names(clerk: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    statuses = []
    for number in range(32):
        try:
            actions.sign_in(f"nobody{number}", WRONG, None, "10.0.0.9")
        except RuleBroken as broken:
            statuses.append(broken.code)
        db.session.commit()
    assert statuses == ["sign_in_wrong"] * 30 + ["sign_in_wait"] * 2
    with pytest.raises(RuleBroken, match="sign_in_wrong"):
        actions.sign_in("nobody99", WRONG, None, "10.0.0.8")


def without_changing_parts(text: str) -> str:
    return re.sub(r'value="[^"]*"|\d+ giây', "", text)


@pytest.mark.slow
def test_known_and_unknown_names_look_alike(clerk: Office, browse: Browse, hold: Hold) -> None:
    """Same words, status and delay for a name that exists, is unknown, is closed, or has no password."""
    hold("2026-03-30 09:00")
    closed = clerk.account("secretary")
    give_password(closed)
    closed.is_active = False
    db.session.commit()
    seen = []
    for number, name in enumerate(("counter", "nobody", "secretary", "leader")):
        stranger = browse(None)
        answers = [attempt(stranger, name, address=f"10.0.1.{number}") for _ in range(7)]
        seen.append([(answer.status_code, without_changing_parts(answer.text)) for answer in answers])
    assert seen[0] == seen[1] == seen[2] == seen[3]


def test_the_count_survives_a_new_start(clerk: Office, browse: Browse, hold: Hold, site: Flask) -> None:
    hold("2026-03-30 09:00")
    stranger = browse(None)
    for _ in range(6):
        attempt(stranger)
    settings = ("INSTANCE_DIR", "UPLOADS_DIR", "SQLALCHEMY_DATABASE_URI", "TESTING")
    fresh = create_app({name: site.config[name] for name in settings})
    with fresh.app_context():
        with pytest.raises(RuleBroken, match="sign_in_wait"):
            actions.sign_in("counter", GOOD_PASSWORD, None, "10.0.0.9")
        db.session.remove()
        db.engine.dispose()


def test_a_forwarded_address_is_not_believed_without_a_proxy(clerk: Office, browse: Browse) -> None:
    stranger = browse(None)
    for number in range(3):
        stranger.post_form(
            "/dang-nhap", {"username": "x", "password": WRONG}, headers={"X-Forwarded-For": f"1.2.3.{number}"}
        )
    assert db.session.scalar(select(func.count()).select_from(Throttle)) == 2  # one name, one address


def test_what_was_typed_is_in_no_journal(clerk: Office, browse: Browse) -> None:
    """People type their password into the wrong box: the journal keeps neither."""
    attempt(browse(None), username="Mat-Khau-Cua-Toi-99", password="another secret typed")
    attempt(browse(None), password="another secret typed")
    kept = " ".join(str(tuple(row)) for row in db.session.execute(select(JournalEntry.__table__)))
    assert "mat-khau-cua-toi-99" not in kept.casefold() and "another secret" not in kept
    assert kept.count("sign_in_failed") == 2


@pytest.mark.parametrize(
    "password", ["", "a" * 1024, "a" * 1025, "a" * 600_000, "\x00", "�" * 14, "\u202e" * 20, "\ud800"]
)
def test_an_odd_password_is_just_wrong(password: str, clerk: Office, browse: Browse) -> None:
    try:
        answer = attempt(browse(None), password=password)
    except UnicodeEncodeError:
        pytest.skip("no browser can send this")
    assert answer.status_code in (422, 413)


@pytest.mark.parametrize("name", [" COUNTER ", "Counter", "counter\u200b", "COUNTER\n"])
def test_a_name_is_taken_the_way_people_type_it(name: str, clerk: Office, browse: Browse) -> None:
    assert attempt(browse(None), username=name, password=GOOD_PASSWORD).status_code == 303


# ---- one-use codes


def code_for(office: Office, role: str = "counter") -> str:
    return give_code(office.account(role))


def use(code: str, username: str = "counter", password: str = GOOD_PASSWORD) -> str:
    try:
        actions.use_code(username, code, password)
    except RuleBroken as broken:
        db.session.commit()
        return broken.code
    db.session.commit()
    return "set"


def test_a_code_works_once(office: Office) -> None:
    code = code_for(office)
    assert use(code) == "set"
    assert use(code) == "code_wrong"


@pytest.mark.parametrize(("minute", "result"), [("10:00", "set"), ("10:01", "code_wrong")])
def test_a_code_lives_an_hour(minute: str, result: str, office: Office, hold: Hold) -> None:
    hold("2026-03-30 09:00:30")
    code = code_for(office)
    hold(f"2026-03-30 {minute}")
    assert use(code) == result


def test_a_code_is_read_the_way_people_copy_it(office: Office) -> None:
    code = code_for(office)
    assert use(f" {code[:5].lower()} - {code[5:].lower()} ") == "set"


def test_a_code_wears_out_after_ten_wrong_tries(office: Office) -> None:
    code = code_for(office)
    assert [use("WRONGWRONG") for _ in range(9)] == ["code_wrong"] * 9
    assert use("WRONGWRONG") == "code_wrong"
    assert use(code) == "code_wrong"


def test_a_weak_password_does_not_use_the_code_up(office: Office) -> None:
    code = code_for(office)
    assert use(code, password="qua ngan") == "password_short"
    assert use(code) == "set"


def test_a_new_code_replaces_the_old_one(office: Office) -> None:
    old, new = code_for(office), code_for(office)
    assert use(old) == "code_wrong"
    assert use(new) == "set"


def test_a_code_is_for_its_own_account(office: Office) -> None:
    code = code_for(office)
    assert use(code, "leader") == use(code, "nobody") == "code_wrong"
    assert use(code) == "set"


def test_a_closed_account_cannot_use_its_code(office: Office) -> None:
    code = code_for(office)
    office.account("counter").is_active = False
    db.session.commit()
    assert use(code) == "code_wrong"


def test_guessing_codes_from_one_address_must_wait(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    for number in range(30):
        with pytest.raises(RuleBroken, match="code_wrong"):
            actions.use_code(f"nobody{number}", "WRONGWRONG", GOOD_PASSWORD, address="10.0.0.9")
        db.session.commit()
    with pytest.raises(RuleBroken, match="sign_in_wait"):
        actions.use_code("counter", "WRONGWRONG", GOOD_PASSWORD, address="10.0.0.9")


def test_codes_are_kept_as_hashes_and_differ(office: Office) -> None:
    codes = {passwords.new_code() for _ in range(2000)}
    assert len(codes) == 2000 and all(re.fullmatch(r"[A-HJ-NP-Z2-9]{10}", code) for code in codes)
    code = code_for(office)
    kept = db.session.scalar(select(Account.code_hash).where(Account.username == "counter"))
    assert kept is not None and kept.startswith("$argon2id$") and code not in kept
