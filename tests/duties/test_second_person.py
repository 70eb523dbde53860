"""A second person is another person: not another account. And what nobody owes is given to nobody."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from models.accounts import actions as accounts
from models.accounts.queries import viewer_of
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import db
from models.duties import actions, queries
from models.duties.rows import waits_for
from models.duties.tables import Duty
from tests.browser import Browser
from tests.duties.conftest import make_duty, report
from tests.factories import Office

Browse = Callable[..., Browser]
TODAY = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def _summer(hold: Callable[[str], None]) -> None:
    hold("2026-06-20 09:00")


@pytest.fixture
def second_key(office: Office) -> Office:
    """The chairman has a second account, with which he works as a secretary; what he asked for is reported."""
    person = office.people[Role.LEADER]
    other = accounts.add_account(office.commune, "leader.too", person.full_name, Role.SECRETARY, person)
    duty = make_duty(office, due=date(2026, 6, 30))
    report(office, duty, TODAY, "leader")
    db.session.commit()
    office.accounts[Role.SECRETARY] = other
    return office


def the_duty() -> Duty:
    return db.session.scalars(select(Duty)).one()


def refused(browser: Browser, verb: str) -> bool:
    duty = the_duty()
    address = f"/viec/{duty.id}/{verb}"
    sent = browser.post(address, {"version": str(duty.version), "reason": "Xem lại"})
    return sent.status_code == 409


def test_nobody_confirms_what_he_reported_with_another_account(second_key: Office, browse: Browse) -> None:
    same = browse("secretary", at=second_key)
    page = same.get(f"/viec/{the_duty().id}").text
    assert "không tự xác nhận" in page and "xac-nhan" not in page
    assert refused(same, "xac-nhan") and refused(same, "tra-lai")
    assert the_duty().confirmed_by is None
    assert "Việc số 1" in same.get("/viec-cua-toi").text, "it is his own work, whichever account he reported it with"


def test_an_account_that_was_closed_is_still_the_same_person(second_key: Office, browse: Browse) -> None:
    db.session.get_one(Account, the_duty().reported_by).is_active = False
    db.session.commit()
    assert refused(browse("secretary", at=second_key), "xac-nhan")


def test_nobody_grants_what_he_asked_for_with_another_account(second_key: Office, browse: Browse) -> None:
    duty = the_duty()
    actions.reopen(second_key.viewer("leader"), duty, "Làm tiếp")
    wish = actions.ask_extension(second_key.viewer("leader"), duty, date(2026, 7, 30), "Chờ")
    wish.asked_by = second_key.account("secretary").id
    db.session.commit()
    leader = browse("leader")
    assert "gia-han/dong-y" not in leader.get(f"/viec/{duty.id}").text
    assert refused(leader, "gia-han/dong-y") and the_duty().due_on == date(2026, 6, 30)


def test_an_account_without_a_person_counts_as_itself(office: Office, browse: Browse) -> None:
    first, second = (
        accounts.add_account(office.commune, name, "Trực ban", Role.SECRETARY) for name in ("nobody", "nobody.too")
    )
    duty = make_duty(office, due=date(2026, 6, 30))
    report(office, duty, TODAY, "secretary")
    duty.reported_by = first.id
    office.accounts[Role.SECRETARY] = second
    db.session.commit()
    sent = browse("secretary", at=office).post(f"/viec/{duty.id}/xac-nhan", {"version": str(duty.version)})
    assert sent.status_code == 303 and the_duty().confirmed_by is not None


def test_what_he_reported_himself_does_not_wait_for_him(second_key: Office) -> None:
    eyes = viewer_of(second_key.account("secretary").id)
    assert [waits_for(row, eyes) for row in queries.mine(eyes)] == [False]
    assert [waits_for(row, eyes) for row in queries.unfinished(eyes, 10)[0]] == [False]


def test_what_nobody_owes_is_given_to_nobody(office: Office, browse: Browse) -> None:
    duty = make_duty(office, due=date(2026, 6, 30))
    duty.call_off()
    db.session.commit()
    facts = {"version": str(duty.version), "unit_id": str(office.units[1].id), "person_id": ""}
    sent = browse("leader").post(f"/viec/{duty.id}/phan-cong", facts)
    assert sent.status_code == 409 and "không còn phải làm" in sent.text
    assert the_duty().unit_id is None
