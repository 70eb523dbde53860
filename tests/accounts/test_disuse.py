"""Accounts that nobody uses: the table of the rule, the night, the door, and what an administrator sees."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints import workers
from models import clock, journal
from models.accounts import actions, disuse, queries, roster, usage
from models.accounts.disuse import DisuseStep
from models.accounts.rules import Role
from models.accounts.tables import Account, AccountUse
from models.base import db, set_writing
from models.jobs.tables import Job
from models.journal import Actor, JournalEntry
from models.office import standing
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
TODAY = date(2026, 11, 25)
KEEP, WARN, CLOSE = DisuseStep.KEEP, DisuseStep.WARN, DisuseStep.CLOSE


@pytest.mark.parametrize(
    ("used", "warned", "taken"),
    [
        (0, None, KEEP),
        (38, None, KEEP),  # 37 whole days
        (39, None, WARN),  # 38: a week before
        (39, 0, KEEP),
        (45, 6, KEEP),  # 44
        (46, 7, CLOSE),  # 45 whole days, a week after the warning
        (46, 6, KEEP),  # warned late: the week is whole
        (46, None, WARN),
        (400, None, WARN),  # the clock has leapt, or the office was away: nobody is closed in the first night
        (400, 1, KEEP),
        (400, 7, CLOSE),
        (400, -3, WARN),  # warned by a clock that was ahead
        (-20, None, KEEP),  # used by a clock that was ahead
    ],
)
def test_what_a_night_does(used: int, warned: int | None, taken: DisuseStep) -> None:
    day = None if warned is None else TODAY - timedelta(days=warned)
    assert disuse.step(TODAY - timedelta(days=used), day, TODAY) is taken


def unused(account: Account, days: int, warned: int | None = None) -> None:
    """Nobody has signed in for so many days, and a night has perhaps warned of it."""
    then = clock.now() - timedelta(days=days)
    day = None if warned is None else clock.today() - timedelta(days=warned)
    db.session.merge(AccountUse(account_id=account.id, used_at=then, counts_from=then, warned_on=day))
    db.session.commit()


def open_ones(office: Office) -> set[Role]:
    query = select(Account.role).where(Account.commune_id == office.commune.id, Account.is_active)
    return set(db.session.scalars(query))


def test_a_night_warns_and_the_night_a_week_later_closes(office: Office, hold: Hold) -> None:
    clerk = office.account("counter")
    unused(clerk, 60)
    assert disuse.night() == {"warned": 1, "closed": 0, "kept": 0}
    assert disuse.night() == {"warned": 0, "closed": 0, "kept": 0}, "twice in a night is once"
    db.session.commit()
    for days, closed in ((6, 0), (7, 1)):
        with clock.held_at(clock.now() + timedelta(days=days)):
            assert disuse.night()["closed"] == closed
            if closed:
                db.session.commit()
    assert not clerk.is_active and usage.is_closed_unused(clerk)
    line = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert line is not None and (line.action, line.entity_id) == ("closed_unused", str(clerk.id))
    assert line.account_id is None and '"days": 66' in line.changes


def test_what_was_never_used_counts_from_being_entered_and_a_code_counts_anew(office: Office) -> None:
    clerk, auditor = office.account("counter"), office.account("auditor")
    for account in (clerk, auditor):
        account.created_at = clock.now() - timedelta(days=39)
    db.session.commit()
    give_code(auditor)
    assert disuse.night()["warned"] == 1
    db.session.commit()
    assert [row.id for row, _ in disuse.soon(queries.accounts(office.viewer("admin")))] == [clerk.id]


def test_the_last_administrator_stays_and_of_two_the_one_who_was_here_last(office: Office) -> None:
    first = office.account("admin")
    give_password(first)
    unused(first, 90, 30)
    assert disuse.night() == {"warned": 0, "closed": 0, "kept": 1} and first.is_active
    assert disuse.soon(queries.accounts(office.viewer("admin"))) == []
    second = actions.add_account(office.commune, "quantri2", "Lê Văn Hai", Role.ADMIN)
    db.session.commit()
    give_password(second)
    unused(second, 120, 30)
    assert [row.id for row, _ in disuse.soon(queries.accounts(office.viewer("admin")))] == [second.id]
    assert disuse.night() == {"warned": 0, "closed": 1, "kept": 1}
    db.session.commit()
    assert first.is_active and not second.is_active, "the other way round nobody who was here last is left"


def test_the_last_account_of_the_province_stays(office: Office) -> None:
    (province,) = db.session.scalars(select(Account).where(Account.role == Role.PROVINCE))
    unused(province, 90, 30)
    assert disuse.night()["kept"] == 1 and province.is_active


def test_days_of_a_clock_that_was_ahead_count_from_now(office: Office) -> None:
    clerk = office.account("counter")
    unused(clerk, -300, -200)
    assert not any(disuse.night().values())
    db.session.commit()
    use = db.session.get_one(AccountUse, clerk.id)
    assert clock.age(use.counts_from) < timedelta(minutes=1) and use.warned_on is None


def test_a_clock_that_leaps_takes_no_day_of_the_week_of_notice(office: Office) -> None:
    """The newest day on which people worked can be trusted, and one day more; what the clock says beyond is not."""
    clerk, worked = office.account("counter"), clock.today()
    unused(clerk, 60)
    assert disuse.night(worked)["warned"] == 1
    with clock.held_at(clock.now() + timedelta(days=14)):
        assert not any(disuse.night(worked).values())
        assert disuse.night(worked + timedelta(days=disuse.NOTICE - 1))["closed"] == 1


def test_the_night_asks_whether_the_clock_is_right(office: Office, app: Flask) -> None:
    unused(office.account("counter"), 90, 30)
    secretary, home = office.account("secretary").id, office.commune.id
    work_of(app)
    assert said() == "put off: the clock is in doubt", "nobody has worked by this clock yet"
    assert standing.disused_at() is None
    now = clock.now()
    with journal.acting_as(Actor(secretary, "Văn phòng")):
        for days in range(5):
            with clock.held_at(now - timedelta(days=days)):
                journal.note("signed_in", "account", secretary, home)
    db.session.execute(Job.__table__.delete())
    db.session.commit()
    work_of(app)
    assert said() == "0 warned, 1 closed, 0 kept" and standing.disused_at() is not None
    facts = standing.accounts(office.viewer("admin"))
    assert (facts.closed_unused, facts.overdue) == (1, 0)


def work_of(app: Flask) -> None:
    db.session.remove()
    set_writing(False)
    workers.run(app, Event(), once=True)
    set_writing(True)


def said() -> str:
    return db.session.scalars(select(Job.result).where(Job.kind == disuse.KIND)).one()


def test_the_door_says_why_to_who_knows_the_password_and_one_press_opens(office: Office, browse: Browse) -> None:
    clerk = office.account("counter")
    give_password(clerk)
    unused(clerk, 90, 30)
    clerk_id, admin, page = clerk.id, browse("admin"), f"/quan-tri/tai-khoan/{clerk.id}"
    before = admin.get("/quan-tri/tai-khoan").text
    assert "Sắp khóa vì không dùng" in before and "Võ Thị Dung" in before
    assert "Sắp khóa 1 tài khoản" in admin.get("/viec-cua-toi").text
    disuse.night()
    db.session.commit()
    stranger = browse(None)
    fields = {"username": "counter", "password": GOOD_PASSWORD}
    told = stranger.post_form("/dang-nhap", fields)
    assert told.status_code == 422 and "đã khóa vì 45 ngày không dùng" in told.text
    assert "45 ngày" not in stranger.post_form("/dang-nhap", fields | {"password": "sai hoan toan roi"}).text
    assert "Khóa vì 45 ngày không dùng" in admin.get("/quan-tri/tai-khoan").text
    assert "Đúng mật khẩu nhưng tài khoản đang khóa" in admin.get("/quan-tri/bao-mat").text
    assert "khóa vì 45 ngày" in admin.get(page).text
    assert admin.post(f"{page}/trang-thai", {"on": "1"}).status_code == 303
    assert stranger.post_form("/dang-nhap", fields).status_code == 303
    assert not any(disuse.night().values()), "the days count from the opening"
    assert db.session.get_one(AccountUse, clerk_id).used_at is not None


def test_who_was_locked_by_somebody_is_told_nothing(office: Office, browse: Browse) -> None:
    clerk = office.account("counter")
    give_password(clerk)
    unused(clerk, 90, 30)
    roster.switch(office.viewer("admin"), clerk, False)
    disuse.night()
    db.session.commit()
    told = browse(None).post_form("/dang-nhap", {"username": "counter", "password": GOOD_PASSWORD})
    assert told.status_code == 422 and "mật khẩu chưa đúng" in told.text


def test_the_machine_itself_opens_an_account(office: Office, app: Flask) -> None:
    account = office.account("leader")
    account.is_active = False
    unused(account, 60)
    db.session.commit()
    run = app.test_cli_runner().invoke
    assert run(args=["staff", "open", "leader"]).exit_code == 0
    again = queries.account_named("leader")
    assert again is not None and again.is_active
    assert db.session.get_one(AccountUse, again.id).counts_from > clock.now() - timedelta(minutes=1)
    assert run(args=["staff", "open", "leader"]).exit_code == 1, "it is open"
    assert run(args=["staff", "open", "ai.do"]).exit_code == 1
