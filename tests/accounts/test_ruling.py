"""How long an administrator's password stays, which are not taken again, and the page on which the office chooses."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from models import clock
from models.accounts import actions, passwords, ruling
from models.accounts.rules import PAST_PASSWORDS, may_rest, password_due
from models.accounts.tables import Account, FactorRule, PastPassword, SignIn, SignInRule
from models.base import db, outside_transaction
from models.errors import RuleBroken
from models.office import standing
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password, hash_of

Browse = Callable[..., Browser]
DAY = date(2026, 11, 25)
PAGE = "/quan-tri/quy-dinh-dang-nhap"
OTHER = "khoai lang nuong 87 tren doi"


@pytest.mark.parametrize(
    ("days", "ruled", "due"),
    [
        (60, None, 60),
        (30, None, 30),
        (0, None, None),
        (0, 0, None),
        (60, 0, 60),  # ruled when it was set
        (60, 53, 60),
        (60, 54, 61),  # made later: whoever had the password before has a whole week
        (30, 400, 407),
        (60, -30, 60),  # ruled before
    ],
)
def test_from_which_day_on_a_password_is_to_be_changed(days: int, ruled: int | None, due: int | None) -> None:
    ruled_on = None if ruled is None else DAY + timedelta(days=ruled)
    assert password_due(DAY, days, ruled_on) == (None if due is None else DAY + timedelta(days=due))


MINUTES = {"idle_minutes": "15", "admin_idle_minutes": "5"}


def set_days_ago(account: Account, days: int) -> None:
    give_password(account)
    account.password_set_at = clock.at_office(clock.today() - timedelta(days=days), 9)
    db.session.commit()


@pytest.mark.parametrize(
    ("days", "is_warned", "is_led"),
    [
        (52, False, False),
        (53, True, False),
        (59, True, False),
        (60, False, True),
        (900, False, True),
        (-40, False, False),
    ],
)
def test_an_administrator_is_warned_for_a_week_and_then_led(
    days: int, is_warned: bool, is_led: bool, office: Office, browse: Browse
) -> None:
    set_days_ago(office.account("admin"), days)
    browser = browse(None)
    assert browser.post_form("/dang-nhap", {"username": "admin", "password": GOOD_PASSWORD}).status_code == 303
    for url in ("/quan-tri/tai-khoan", "/tai-khoan/ma-xac-thuc", "/"):
        answer = browser.get(url)
        assert (answer.status_code == 303 and answer.location == "/tai-khoan") is is_led, url
    page = browser.get("/tai-khoan").text
    assert ("cần đổi trước ngày" in page, "đã đến hạn đổi" in page) == (is_warned, is_led)


def test_who_is_led_does_nothing_else_until_it_is_changed(office: Office, browse: Browse) -> None:
    set_days_ago(office.account("admin"), 60)
    admin = browse("admin")
    assert admin.post(PAGE, {**MINUTES, "change_days": "0"}).location == "/tai-khoan"
    assert admin.htmx("/quan-tri/tai-khoan").headers.get("HX-Redirect") == "/tai-khoan"
    both = {"password": OTHER, "again": OTHER}
    assert admin.post_form("/tai-khoan", {"present": GOOD_PASSWORD, **both}).status_code == 303
    assert admin.post_form("/dang-nhap", {"username": "admin", "password": OTHER}).status_code == 303
    assert admin.get("/quan-tri/tai-khoan").status_code == 200
    assert browse("admin").post("/dang-xuat").status_code == 303


def test_others_are_never_led(office: Office, browse: Browse) -> None:
    roles = ("counter", "leader", "secretary", "auditor")
    for role in roles:
        set_days_ago(office.account(role), 900)
    for role in roles:
        assert browse(role).get("/tai-khoan").status_code == 200
        assert browse(role).get("/viec-cua-toi").status_code == 200, role


def test_who_must_set_up_a_second_factor_does_that_first_and_then_changes(office: Office, browse: Browse) -> None:
    set_days_ago(office.account("admin"), 90)
    db.session.add(FactorRule(commune_id=office.commune.id))
    db.session.commit()
    admin = browse("admin")
    assert admin.get("/tai-khoan").location == "/tai-khoan/ma-xac-thuc"
    assert admin.get("/tai-khoan/ma-xac-thuc").status_code == 200


def test_the_last_ten_passwords_of_an_administrator_are_not_taken_again(office: Office) -> None:
    admin, clerk = office.account("admin"), office.account("counter")
    for account in (admin, clerk):
        for number in range(PAST_PASSWORDS + 1):
            account = db.session.get_one(Account, account.id)
            actions.set_password(account, hash_of(GOOD_PASSWORD) if number == 0 else f"kept {number}")
            db.session.commit()
    past = ruling.past_passwords(admin)
    assert len(past) == PAST_PASSWORDS and past[0] == f"kept {PAST_PASSWORDS}" and hash_of(GOOD_PASSWORD) not in past
    assert not ruling.past_passwords(clerk)
    assert db.session.query(PastPassword).count() == PAST_PASSWORDS


def test_neither_a_change_nor_a_code_brings_a_past_password_back(office: Office, browse: Browse) -> None:
    admin_id = office.account("admin").id
    give_password(office.account("admin"))
    give_password(office.account("admin"), OTHER)
    admin = browse("admin")
    both = {"password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    told = admin.post_form("/tai-khoan", {"present": OTHER, **both})
    assert told.status_code == 422 and "trùng một trong 10 mật khẩu gần nhất" in told.text
    code = give_code(db.session.get_one(Account, admin_id))
    told = browse(None).post_form("/dat-mat-khau", {"username": "admin", "code": code, **both})
    assert told.status_code == 422 and "mật khẩu gần nhất" in told.text
    past = ruling.past_passwords(db.session.get_one(Account, admin_id))
    with outside_transaction(), pytest.raises(RuleBroken, match="password_past"):
        passwords.checked_hash(OTHER, past=past)


def test_the_office_chooses_and_has_a_week(office: Office, browse: Browse) -> None:
    set_days_ago(office.account("admin"), 45)
    admin = browse("admin")
    assert admin.post_form(PAGE, {**MINUTES, "change_days": "30"}).status_code == 303
    assert admin.get("/quan-tri/tai-khoan").status_code == 200, "a week, though the password is older than 30 days"
    rule = db.session.query(SignInRule).one()
    assert (rule.change_days, clock.age(rule.ruled_at) < timedelta(minutes=1)) == (30, True)
    found = standing.passwords(office.viewer("admin"), rule)
    assert (found.days, found.in_time, found.admins) == (30, 1, 1)
    assert "quản trị đổi mật khẩu sau số ngày" in admin.get("/quan-tri/nhat-ky").text
    assert admin.post_form(PAGE, {**MINUTES, "change_days": "0"}).status_code == 303
    assert "không buộc đổi định kỳ" in admin.get("/quan-tri/ho-so-an-toan").text
    assert admin.post_form(PAGE, {**MINUTES, "change_days": "7"}).status_code == 422
    old = admin.post_form(PAGE, {**MINUTES, "change_days": "60", "version": "1"})
    assert old.status_code == 409, "somebody else has saved since"


def test_the_rule_is_changed_by_who_types_his_password(office: Office, browse: Browse) -> None:
    give_password(office.account("admin"))
    admin = browse("admin")
    db.session.execute(update(SignIn).values(proved_at=None))
    db.session.commit()
    assert admin.post_form(PAGE, {**MINUTES, "change_days": "0"}).status_code == 422
    assert admin.post_form(PAGE, {**MINUTES, "change_days": "0", "proof": GOOD_PASSWORD}).status_code == 303
    assert browse("leader").get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("is_admin", "own", "admin", "minutes"),
    [
        (False, None, None, 15),
        (True, None, None, 5),
        (False, 30, 15, 30),
        (True, 30, 15, 15),
        (True, 5, 15, 5),  # nobody rests longer for being an administrator
        (False, 5, 2, 5),
        (True, 30, 2, 2),
    ],
)
def test_how_long_a_session_may_rest(is_admin: bool, own: int | None, admin: int | None, minutes: int) -> None:
    assert may_rest(is_admin, own, admin) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("role", "rule", "rested", "is_open"),
    [
        ("secretary", None, 14, True),
        ("secretary", None, 16, False),
        ("admin", None, 4, True),
        ("admin", None, 6, False),
        ("province", None, 16, False),
        ("secretary", (30, 15), 29, True),
        ("admin", (30, 15), 14, True),
        ("admin", (30, 15), 16, False),
        ("secretary", (5, 2), 6, False),
        ("secretary", (5, 2), -600, True),  # seen by a clock that was ahead
    ],
)
def test_a_session_ends_when_it_rested_for_longer(
    role: str, rule: tuple[int, int] | None, rested: int, is_open: bool, office: Office, browse: Browse
) -> None:
    if rule:
        db.session.add(SignInRule(commune_id=office.commune.id, idle_minutes=rule[0], admin_idle_minutes=rule[1]))
        db.session.commit()
    browser = browse(role)
    db.session.execute(update(SignIn).values(seen_at=clock.now() - timedelta(minutes=rested)))
    db.session.commit()
    assert (browser.get("/tai-khoan").status_code == 200) is is_open


def test_the_office_chooses_how_long_within_bounds(office: Office, browse: Browse) -> None:
    del office
    admin = browse("admin")
    assert "Phiên tự hết sau 15 phút không dùng, quản trị 5 phút" in admin.get("/quan-tri/ho-so-an-toan").text
    for minutes in (
        {"idle_minutes": "31"},
        {"idle_minutes": "4"},
        {"admin_idle_minutes": "16"},
        {"admin_idle_minutes": ""},
    ):
        assert admin.post_form(PAGE, {**MINUTES, "change_days": "60", **minutes}).status_code == 422, minutes
    told = {"change_days": "60", "idle_minutes": "10", "admin_idle_minutes": "3"}
    assert admin.post_form(PAGE, told).status_code == 303
    assert "Phiên tự hết sau 10 phút không dùng, quản trị 3 phút" in admin.get("/quan-tri/ho-so-an-toan").text
