"""The second factor at the door, in the account's own page, and what takes a second administrator."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from models import clock, secrets
from models.accounts import actions, factors, queries, reading, stepping
from models.accounts.rules import Role
from models.accounts.tables import Account, AccountRequest, Commune, FactorRule, SecondFactor, SignIn, SpareCode
from models.base import db, set_writing
from models.errors import RuleBroken
from models.journal import JournalEntry
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password

Browse = Callable[..., Browser]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/tai-khoan/ma-xac-thuc"
CODE = re.compile(r"\b[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}\b")


def code_at(steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def enrol(account: Account) -> list[str]:
    """A second factor whose codes of now can still be typed; the spare codes."""
    codes = factors.begin(account, SECRET, code_at(-1))
    db.session.commit()
    return codes


def named(username: str) -> Account:
    found = queries.account_named(username)
    assert found is not None
    return found


def id_of(username: str) -> int:
    return named(username).id


def home() -> Commune:
    return queries.commune(named("admin").commune_id or 0)


def second_admin(username: str = "quantri.hai") -> Account:
    account = actions.add_account(home(), username, "Hồ Thị Hai", Role.ADMIN)
    db.session.commit()
    give_password(account)
    return account


def half(browser: Browser, username: str = "leader") -> Any:
    return browser.post_form("/dang-nhap", {"username": username, "password": GOOD_PASSWORD})


def actions_of_journal() -> list[str]:
    return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


@pytest.fixture
def morning(hold: Callable[[str], None]) -> None:
    """A moment in the middle of a half minute."""
    hold("2026-11-30 08:00:10")


@pytest.fixture
def leader(morning: None, office: Office) -> list[str]:
    """The leader has a password and a second factor; the spare codes."""
    account = named("leader")
    give_password(account)
    return enrol(account)


def test_password_then_code(leader: list[str], browse: Browse) -> None:
    browser = browse(None)
    answer = half(browser)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap/ma")
    assert browser.get("/tai-khoan").status_code == 303, "half way is not in"
    assert browser.post_form("/dang-nhap/ma", {"code": "000000"}).status_code == 422
    assert browser.get("/tai-khoan").status_code == 303
    assert browser.post_form("/dang-nhap/ma", {"code": code_at()}).status_code == 303
    assert browser.get("/tai-khoan").status_code == 200
    assert db.session.scalar(select(SignIn.proved_at)) is not None
    assert "factor_refused" in actions_of_journal()


def test_a_code_is_taken_once_and_an_older_one_no_more(leader: list[str], browse: Browse) -> None:
    one, two = browse(None), browse(None)
    half(one)
    half(two)
    assert one.post_form("/dang-nhap/ma", {"code": code_at(1)}).status_code == 303
    assert [two.post_form("/dang-nhap/ma", {"code": code_at(step)}).status_code for step in (1, 0)] == [422, 422]
    assert two.get("/tai-khoan").status_code == 303


def test_a_clock_that_went_back_locks_nobody_out(leader: list[str], browse: Browse) -> None:
    ahead = int((clock.now() + timedelta(days=30)).timestamp()) // 30
    db.session.execute(update(SecondFactor).values(last_step=ahead))
    db.session.commit()
    browser = browse(None)
    half(browser)
    assert browser.post_form("/dang-nhap/ma", {"code": code_at()}).status_code == 303
    assert db.session.scalar(select(SecondFactor.last_step)) < ahead, "from now on codes are counted from here"


def test_a_spare_code_opens_once(leader: list[str], browse: Browse) -> None:
    typed = f"{leader[0][:5]}-{leader[0][5:]}".lower()
    one, two = browse(None), browse(None)
    half(one)
    half(two)
    assert one.post_form("/dang-nhap/ma", {"code": typed}).status_code == 303
    assert two.post_form("/dang-nhap/ma", {"code": typed}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(SpareCode)) == 9
    assert "spare_code_used" in actions_of_journal()


def test_guessing_codes_waits_like_guessing_passwords(leader: list[str], browse: Browse) -> None:
    browser = browse(None)
    half(browser)
    seen = [browser.post_form("/dang-nhap/ma", {"code": "000000"}).status_code for _ in range(6)]
    assert seen == [422] * 5 + [429]
    answer = browser.post_form("/dang-nhap/ma", {"code": code_at()})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) <= 900, "the right one waits too"


@pytest.mark.parametrize("change", ["late", "other password", "closed", "forged"])
def test_half_way_ends(change: str, leader: list[str], browse: Browse, office: Office) -> None:
    browser = browse(None)
    half(browser)
    account = named("leader")
    if change == "other password":
        give_password(account, "khoai lang nuong 87 tren doi")
    elif change == "closed":
        account.is_active = False
    elif change == "forged":
        with browser.client.session_transaction() as session:
            session["half_way"] = str(session["half_way"]).replace(f"{account.id}:", f"{id_of('admin')}:", 1)
    db.session.commit()
    with clock.held_at(clock.now() + timedelta(minutes=6 if change == "late" else 0)):
        answer = browser.post_form("/dang-nhap/ma", {"code": code_at()})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap")
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_a_new_password_by_a_code_does_not_pass_by_the_second_factor(leader: list[str], browse: Browse) -> None:
    admin = browse("admin")
    answer = admin.post(f"/quan-tri/tai-khoan/{id_of('leader')}/ma")
    code = CODE.search(answer.text)
    assert code is not None
    password = "khoai lang nuong 87 tren doi"
    fields = {"username": "leader", "code": code[0], "password": password, "again": password}
    browser = browse(None)
    assert browser.post_form("/dat-mat-khau", fields).status_code == 303
    answer = browser.post_form("/dang-nhap", {"username": "leader", "password": password})
    assert answer.headers["Location"] == "/dang-nhap/ma"


def test_the_secret_is_kept_sealed_and_bound_to_its_account(leader: list[str], office: Office) -> None:
    row = db.session.scalars(select(SecondFactor)).one()
    assert SECRET not in row.sealed
    assert secrets.unseal(row.sealed, f"second_factor:{row.account_id}").decode() == SECRET
    row.sealed = secrets.seal(SECRET.encode(), "second_factor:0")
    db.session.flush()
    with pytest.raises(RuleBroken, match="factor_unreadable"):
        factors.takes(named("leader"), code_at())
    kept = " ".join(db.session.scalars(select(SpareCode.digest)))
    assert not any(code in kept for code in leader)


def test_setting_up_on_the_page(morning: None, office: Office, browse: Browse) -> None:
    clerk = browse("counter")
    page = clerk.get(PAGE).text
    assert "data:image/svg+xml;base64," in page
    hidden = clerk.hidden_fields(PAGE)
    secret = factors.offered_again(named("counter"), hidden["sealed"])
    answer = clerk.post_raw(PAGE, {**hidden, "code": "000000"})
    assert answer.status_code == 422 and secret[:4] in answer.text, "the same code is shown again"
    code = pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30)
    answer = clerk.post_raw(PAGE, {**hidden, "code": code})
    assert answer.status_code == 200 and len(set(CODE.findall(answer.text))) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    again = clerk.post_raw(PAGE, {**hidden, "code": code})
    assert again.status_code in (200, 422) and not CODE.search(again.text)
    assert not CODE.search(clerk.get(PAGE).text)
    assert clerk.post(f"{PAGE}/du-phong").status_code == 200
    assert clerk.post(f"{PAGE}/tat").status_code == 303
    assert not factors.has_factor(id_of("counter"))
    assert {"factor_set", "spare_codes_made", "factor_cleared"} <= set(actions_of_journal())


def test_an_offer_for_somebody_else_is_none(office: Office) -> None:
    _plain, sealed = factors.offered(named("counter"))
    with pytest.raises(RuleBroken, match="factor_offer"):
        factors.offered_again(named("admin"), sealed)


def test_only_who_has_one_may_want_it_of_others_and_then_they_are_led_there(
    morning: None, office: Office, browse: Browse
) -> None:
    admin, leader, clerk = browse("admin"), browse("leader"), browse("counter")
    admin.post(f"{PAGE}/bat-buoc", {"on": "1"})
    assert db.session.scalar(select(func.count()).select_from(FactorRule)) == 0
    enrol(named("admin"))
    assert "Trần Văn Ân" in admin.get(PAGE).text
    admin.post(f"{PAGE}/bat-buoc", {"on": "1"})
    assert db.session.scalars(select(FactorRule.commune_id)).one() == named("admin").commune_id
    assert leader.get("/").headers["Location"] == PAGE
    assert leader.htmx("/").headers["HX-Redirect"] == PAGE
    assert leader.get(PAGE).status_code == 200, "nobody is locked out: the way leads to the set-up"
    assert clerk.get("/tai-khoan").status_code == admin.get("/tai-khoan").status_code == 200
    admin.post(f"{PAGE}/tat")
    assert factors.has_factor(id_of("admin")), "what the office wants is not switched off"
    assert browse("province").get("/tai-khoan").status_code == 200, "the province has a rule of its own"
    admin.post(f"{PAGE}/bat-buoc", {"on": "0"})
    assert leader.get("/tai-khoan").status_code == 200


def test_what_matters_asks_again_after_ten_minutes(morning: None, office: Office, browse: Browse) -> None:
    admin, counter = browse("admin"), id_of("counter")
    give_password(named("counter"))
    give_password(named("admin"))
    admin.enter_as(named("admin"))
    role = {"display_name": "Võ Thị Dung", "role": "auditor"}
    for minutes in (4, 8):
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            admin.get("/")  # who is at work is not signed out
    with clock.held_at(clock.now() + timedelta(minutes=11)):
        answer = admin.post(f"/quan-tri/tai-khoan/{counter}/ma")
        assert answer.headers["Location"].startswith("/tai-khoan/xac-nhan")
        answer = admin.post_form(f"/quan-tri/tai-khoan/{counter}", role)
        assert answer.status_code == 422 and "gõ lại mật khẩu" in answer.text
        answer = admin.post_form(f"/quan-tri/tai-khoan/{counter}", {**role, "proof": "sai bet ca roi"})
        assert answer.status_code == 422 and "chưa đúng" in answer.text
        answer = admin.post_form(f"/quan-tri/tai-khoan/{counter}", {**role, "proof": GOOD_PASSWORD})
        assert answer.status_code == 303
        account = db.session.get_one(Account, counter)
        assert account.role is Role.AUDITOR and account.password_hash
        assert admin.post(f"/quan-tri/tai-khoan/{counter}/ma").status_code == 200, "it holds for ten minutes"
    with clock.held_at(clock.now() - timedelta(hours=1)):  # a clock that was ahead leaves no proof behind
        assert admin.post("/quan-tri/sao-luu/ma-khoi-phuc").headers["Location"].startswith("/tai-khoan/xac-nhan")


def test_a_new_administrator_takes_the_password_again(morning: None, office: Office, browse: Browse) -> None:
    give_password(named("admin"))
    admin = browse("admin")
    db.session.execute(update(SignIn).values(proved_at=None))
    people = [actions.add_person(home(), name) for name in ("Hồ Thị Ba", "Hồ Thị Tư")]
    db.session.commit()
    ids = [str(person.id) for person in people]
    page, new = "/quan-tri/tai-khoan/moi", {"person_id": ids[0], "username": "ba.ht", "role": "admin"}
    for wanted in (new, new | {"role": "counter", "others": "admin"}):
        assert "gõ lại mật khẩu" in admin.post_form(page, wanted).text and queries.account_named("ba.ht") is None
    assert CODE.search(admin.post_form(page, {**new, "username": "tu.ht", "person_id": ids[1], "role": "counter"}).text)
    assert CODE.search(admin.post_form(page, {**new, "proof": GOOD_PASSWORD}).text), "with the password it is made"
    assert "admin" not in admin.get("/quan-tri/can-bo/moi").text.partition('name="role"')[2].partition("</select>")[0]


def test_a_code_proves_as_well_as_the_password(leader: list[str], browse: Browse, office: Office) -> None:
    browser = browse("leader")
    db.session.execute(update(SignIn).values(proved_at=None))
    db.session.commit()
    url = "/tai-khoan/xac-nhan?next=/tai-khoan"
    assert browser.post_form(url, {"proof": code_at(-1)}, page=url).status_code == 422, "that one was used"
    answer = browser.post_form(url, {"proof": code_at()}, page=url)
    assert answer.headers["Location"] == "/tai-khoan"
    assert db.session.scalar(select(SignIn.proved_at)) == clock.now()
    assert browser.post_form("/tai-khoan/xac-nhan?next=//x.vn", {"proof": GOOD_PASSWORD}).status_code == 303


def test_one_administrator_alone_makes_another_and_two_need_each_other(office: Office, browse: Browse) -> None:
    give_password(named("admin"))
    admin = browse("admin")
    page, counter = f"/quan-tri/tai-khoan/{id_of('counter')}", id_of("counter")
    admin.post_form(page, {"display_name": "Võ Thị Dung", "role": "admin"})
    assert db.session.get_one(Account, counter).role is Role.ADMIN
    admin.post_form(page, {"display_name": "Võ Thị Dung", "role": "counter"})
    other = Browser(admin.client.application)
    other.enter_as(second_admin())
    answer = admin.post_form(page, {"display_name": "Võ Thị Dung Em", "role": "admin"})
    assert answer.status_code == 303
    account = db.session.get_one(Account, counter)
    assert (account.role, account.display_name) == (Role.COUNTER, "Võ Thị Dung Em")
    request_id = db.session.scalars(select(AccountRequest.id)).one()
    confirm = f"/quan-tri/tai-khoan/yeu-cau/{request_id}/xac-nhan"
    assert "Võ Thị Dung Em" in other.get("/quan-tri/tai-khoan").text
    admin.post(confirm)
    assert db.session.get_one(Account, counter).role is Role.COUNTER, "nobody confirms what he asked for himself"
    other.post(confirm)
    assert db.session.get_one(Account, counter).role is Role.ADMIN
    assert other.post(confirm).status_code == 404


def test_a_request_can_be_declined_and_grows_old(office: Office, browse: Browse) -> None:
    give_password(named("admin"))
    second = second_admin()
    admin, other = browse("admin"), Browser(browse(None).client.application)
    other.enter_as(second)
    leader = id_of("leader")
    page = f"/quan-tri/tai-khoan/{leader}"
    for expected in ("declined", "old"):
        admin.post_form(page, {"display_name": "Trần Văn Ân", "role": "admin"})
        url = f"/quan-tri/tai-khoan/yeu-cau/{db.session.scalars(select(AccountRequest.id)).one()}"
        if expected == "declined":
            assert other.post(f"{url}/bo").status_code == 303
            assert db.session.scalar(select(func.count()).select_from(AccountRequest)) == 0
            continue
        db.session.execute(update(AccountRequest).values(asked_at=clock.now() - timedelta(days=8)))
        db.session.commit()
        other.post(f"{url}/xac-nhan")
        assert db.session.get_one(Account, leader).role is Role.LEADER
    answer = admin.post_form(
        "/quan-tri/tai-khoan/moi",
        {"person_id": _free_person(), "username": "moi.tinh", "role": "admin"},
    )
    assert answer.status_code == 422 and "hai người quản trị" in answer.text


def _free_person() -> int:
    person = actions.add_person(home(), "Hồ Văn Khánh", "Chuyên viên")
    db.session.commit()
    return person.id


def test_clearing_the_factor_of_who_lost_the_phone(leader: list[str], office: Office, browse: Browse) -> None:
    give_password(named("admin"))
    second = second_admin()
    enrol(second)
    admin = browse("admin")
    assert admin.post(f"/quan-tri/tai-khoan/{id_of('leader')}/xoa-ma-xac-thuc").status_code == 303
    assert not factors.has_factor(id_of("leader"))
    admin.post(f"/quan-tri/tai-khoan/{id_of('quantri.hai')}/xoa-ma-xac-thuc")
    assert factors.has_factor(id_of("quantri.hai")), "of an administrator only with a second one"
    assert db.session.scalar(select(func.count()).select_from(AccountRequest)) == 1


def test_a_new_code_for_an_administrator_waits_for_a_second_one(office: Office, browse: Browse) -> None:
    give_password(named("admin"))
    second = second_admin()
    page, admin, other = (
        f"/quan-tri/tai-khoan/{second.id}/ma",
        browse("admin"),
        Browser(browse(None).client.application),
    )
    assert CODE.search(admin.post(page).text), "of two, the other helps alone"
    third = second_admin("quantri.ba")
    give_password(named("quantri.hai"))
    other.enter_as(third)
    for _twice in range(2):
        assert not CODE.search(admin.post(page, follow_redirects=True).text)
    assert named("quantri.hai").password_hash, "the password stays until somebody confirms"
    request_id = db.session.scalars(select(AccountRequest.id)).one()
    confirm = f"/quan-tri/tai-khoan/yeu-cau/{request_id}/xac-nhan"
    assert "cấp mã đặt lại mật khẩu của" in other.get("/quan-tri/tai-khoan").text
    assert not CODE.search(admin.post(confirm, follow_redirects=True).text), "nobody confirms what he asked for"
    shown = other.post(confirm)
    assert shown.status_code == 200 and CODE.search(shown.text)
    assert named("quantri.hai").password_hash is None and named("quantri.hai").code_hash
    assert other.post(confirm).status_code == 404, "one code"
    own = admin.post(f"/quan-tri/tai-khoan/{id_of('admin')}/ma", follow_redirects=True)
    assert not CODE.search(own.text)


def test_the_machine_itself_clears_a_factor(leader: list[str], app: Flask) -> None:
    run = app.test_cli_runner().invoke(args=["staff", "clear-factor", "leader"])
    assert run.exit_code == 0, run.output
    assert not factors.has_factor(id_of("leader"))
    assert app.test_cli_runner().invoke(args=["staff", "clear-factor", "leader"]).exit_code == 1


def test_the_statement_that_spends_a_step_says_what_the_rule_says(leader: list[str], office: Office) -> None:
    """The condition in the database and the pure rule agree on every pair near the edges."""
    account, present = named("leader"), int(clock.now().timestamp()) // stepping.STEP
    for last in range(-3, 5):
        for step in (-1, 0, 1):
            db.session.execute(update(SecondFactor).values(last_step=present + last))
            expected = stepping.is_fresh(present + last, stepping.StepTaken(present + step, present))
            assert factors._spent_step(account.id, code_at(step)) is expected, (last, step)


def test_where_nothing_can_be_written_the_code_is_asked_for_too(leader: list[str]) -> None:
    set_writing(False)
    with pytest.raises(factors.FactorAsked) as asked:
        reading.sign_in("leader", GOOD_PASSWORD, "10.0.0.1")
    with pytest.raises(RuleBroken, match="factor_wrong"):
        reading.sign_in_with_code(asked.value.mark, leader[0])  # a spare code could not be spent
    assert reading.sign_in_with_code(asked.value.mark, code_at()).token.startswith("reading:")
    with pytest.raises(RuleBroken, match="factor_wrong"):
        reading.sign_in_with_code(asked.value.mark, code_at())
