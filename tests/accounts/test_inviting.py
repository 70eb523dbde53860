"""Invitations and what else is done to many people of the list at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import clock
from models.accounts import actions, inviting, queries
from models.accounts.inviting import AccountStage
from models.accounts.rules import Role
from models.accounts.tables import Account, Person, Unit
from models.base import db
from models.errors import RuleBroken
from models.office import interfaces
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password

Browse = Callable[..., Browser]
CODE = re.compile(r"\b[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}\b")
LIST = "/quan-tri/can-bo"


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Nguyễn Văn Bình", [], "binh.nv"),
        ("Đặng Thị Đào", [], "dao.dt"),
        ("Rơ Châm H'Uyên", [], "uyen.rch"),
        ("Nguyễn Văn Bình", ["binh.nv", "binh.nv2"], "binh.nv3"),
        ("Siu", [], "siu"),
        ("…", [], "canbo"),
    ],
)
def test_a_user_name_is_proposed(name: str, taken: list[str], expected: str) -> None:
    assert inviting.proposed(name, taken) == expected


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ((None, None, None), AccountStage.NONE),
        ((1, True, False), AccountStage.WAITING),
        ((1, True, True), AccountStage.OPEN),
        ((1, False, True), AccountStage.LOCKED),
    ],
)
def test_how_far_somebody_has_come(account: tuple, expected: AccountStage) -> None:
    assert inviting.standing(*account) is expected


def newcomers(office: Office, *names: str) -> list[int]:
    people = [actions.add_person(office.commune, name, "Chuyên viên", office.units[2]) for name in names]
    db.session.commit()
    return [person.id for person in people]


def test_one_sheet_for_each_and_each_code_opens_once(office: Office, browse: Browse) -> None:
    ids, counter = newcomers(office, "Hồ Văn Khánh", "Hồ Vân Khánh"), office.people[Role.COUNTER].id
    give_password(office.account("counter"))
    admin = browse("admin")
    hidden = admin.hidden_fields(LIST, f"{LIST}/chuyen-don-vi")
    data = {**hidden, "person": [*ids, counter], "hours": "72", "role": "counter"}
    answer = admin.post_raw(f"{LIST}/thu-moi", data)
    codes = CODE.findall(answer.text)
    assert answer.status_code == 200 and len(set(codes)) == 2
    assert "khanh.hv" in answer.text and "khanh.hv2" in answer.text
    assert "Đã có mật khẩu" in answer.text, "nobody loses a password by an invitation"
    again = admin.post_raw(f"{LIST}/thu-moi", data)
    assert again.status_code == 303 and not CODE.search(admin.get(LIST).text)
    account = queries.account_named("khanh.hv")
    assert account is not None and account.role is Role.COUNTER and codes[0] not in (account.code_hash or "")
    assert account.code_expires_at is not None and account.code_expires_at - clock.now() > timedelta(hours=71)
    fields = {"username": "khanh.hv", "code": codes[0], "password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    assert browse(None).post_form("/dat-mat-khau", fields).status_code == 303
    assert browse(None).post_form("/dat-mat-khau", fields).status_code == 422, "burnt by its first use"


@pytest.mark.parametrize(("after", "opens"), [(timedelta(hours=7, minutes=59), True), (timedelta(hours=8), False)])
def test_a_code_is_over_after_its_term(after: timedelta, opens: bool, office: Office) -> None:
    account = office.account("counter")
    actions.give_code(account, "kept", timedelta(hours=8))
    db.session.commit()
    with clock.held_at(clock.now() + after):
        assert actions._code_is_live(account) is opens


def test_a_code_of_a_clock_that_was_ahead_is_none(office: Office) -> None:
    account = office.account("counter")
    with clock.held_at(clock.now() + timedelta(days=400)):
        actions.give_code(account, "kept", timedelta(days=7))
    assert not actions._code_is_live(account)


def test_terms_are_an_hour_to_a_week(office: Office) -> None:
    assert min(inviting.HOURS) == 1 and max(inviting.HOURS) == 7 * 24
    with pytest.raises(RuleBroken, match="invite_hours"):
        inviting.invite(office.commune, [], 1000, Role.COUNTER, [])


def test_codes_are_withdrawn(office: Office, browse: Browse) -> None:
    ids, admin = newcomers(office, "Hồ Văn Khánh"), browse("admin")
    admin.post(f"{LIST}/thu-moi", {"person": ids, "hours": "1", "role": "auditor"})
    assert admin.post(f"{LIST}/thu-hoi-ma", {"person": ids}).status_code == 303
    account = queries.account_named("khanh.hv")
    assert account is not None and account.code_hash is None and account.role is Role.AUDITOR


def test_many_are_moved_and_locked_but_not_oneself(office: Office, other_office: Office, browse: Browse) -> None:
    admin, unit = browse("admin"), office.units[3].id
    mine = [office.people[role].id for role in (Role.ADMIN, Role.SECRETARY, Role.AUDITOR)]
    foreign = other_office.people[Role.COUNTER]
    foreign_id, foreign_unit = foreign.id, foreign.unit_id
    everybody = [*mine, foreign_id, "x", "99999999"]
    admin.post(f"{LIST}/chuyen-don-vi", {"person": everybody, "unit_id": unit})
    assert {db.session.get_one(Person, one).unit_id for one in mine} == {unit}
    assert db.session.get_one(Person, foreign_id).unit_id == foreign_unit
    assert admin.post(f"{LIST}/chuyen-don-vi", {"person": mine, "unit_id": foreign_unit}).status_code == 404
    admin.post(f"{LIST}/khoa", {"person": everybody})
    open_ones = set(db.session.scalars(select(Account.username).where(Account.is_active)))
    assert open_ones & {"admin", "secretary", "auditor", "counter2"} == {"admin", "counter2"}
    assert "Không ai tự khóa" in admin.get(LIST).text
    assert admin.post(f"{LIST}/khoa").status_code == 303, "nobody ticked: said politely"


def test_the_list_is_filtered_by_unit_and_account(office: Office, browse: Browse) -> None:
    newcomers(office, "Hồ Văn Khánh")
    give_password(office.account("counter"))
    admin = browse("admin")
    for query, shown, hidden in (
        ("tai-khoan=none", "Hồ Văn Khánh", "Lê Văn An"),
        ("tai-khoan=open", "Võ Thị Dung", "Hồ Văn Khánh"),
        (f"don-vi={office.units[0].id}", "Trần Văn Ân", "Hồ Văn Khánh"),
        ("q=khanh", "Hồ Văn Khánh", "Trần Văn Ân"),
    ):
        text = admin.get(f"{LIST}?{query}").text
        assert f"Chọn {shown}" in text and f"Chọn {hidden}" not in text, query


def test_person_unit_and_account_in_one_step(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    wanted = {"full_name": "Hồ Văn Khánh", "title": "Chuyên viên", "unit_name": "Ban Tiếp công dân", "rank": "100"}
    answer = admin.post_form(f"{LIST}/moi", wanted | {"role": "auditor"})
    (code,) = CODE.findall(answer.text)
    assert answer.status_code == 200 and "Ban Tiếp công dân" in answer.text and "khanh.hv" in answer.text
    account = queries.account_named("khanh.hv")
    assert account is not None and account.role is Role.AUDITOR and account.person_id
    person = db.session.get_one(Person, account.person_id)
    assert person.unit_id == db.session.scalars(select(Unit.id).where(Unit.name == "Ban Tiếp công dân")).one()
    fields = {"username": "khanh.hv", "code": code, "password": GOOD_PASSWORD, "again": GOOD_PASSWORD}
    assert browse(None).post_form("/dat-mat-khau", fields).status_code == 303


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit_name": "PHÒNG KINH TẾ"}, "đã có trong danh sách"),
        ({"unit_name": "Ban mới", "unit_id": "1"}, "chỉ một trong hai"),
        ({"role": "province"}, "Xin chọn"),
        ({"role": "root"}, "Xin chọn"),
    ],
)
def test_one_step_leaves_nothing_when_it_is_refused(
    office: Office, browse: Browse, changed: dict[str, str], said: str
) -> None:
    if "unit_id" in changed:
        changed = changed | {"unit_id": str(office.units[0].id)}
    form = {"full_name": "Hồ Văn Khánh", "rank": "100", "role": "counter"} | changed
    answer = browse("admin").post_form(f"{LIST}/moi", form)
    assert answer.status_code == 422 and said in answer.text
    assert queries.account_named("khanh.hv") is None
    assert db.session.scalar(select(Person.id).where(Person.full_name == "Hồ Văn Khánh")) is None


def test_a_pasted_list_with_units_and_accounts_in_one_step(office: Office, browse: Browse) -> None:
    admin, page = browse("admin"), f"{LIST}/dan"
    text = "Hồ Văn Khánh\tChuyên viên\tBan Tiếp công dân\nHồ Vân Khánh\tVăn thư\tPhòng Kinh tế"
    assert admin.post_form(page, {"text": text}).status_code == 200
    sent = {**admin.hidden_fields(page), "text": text, "don-vi-1": "new", "role": "counter"}
    answer = admin.post_raw(f"{page}/ghi", sent)
    assert answer.status_code == 200 and len(set(CODE.findall(answer.text))) == 2
    assert {"khanh.hv", "khanh.hv2"} <= set(db.session.scalars(select(Account.username)))
    assert admin.post_raw(f"{page}/ghi", sent).status_code == 303, "sent twice, it is done once"


def test_papers_name_an_address_that_others_open(
    office: Office, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The administrator often sits at the machine itself, whose own name leads nobody anywhere."""
    monkeypatch.setattr(interfaces, "own_addresses", lambda: ["192.168.1.10"])
    form = {"full_name": "Hồ Văn Khánh", "rank": "100", "role": "counter"}
    assert "http://192.168.1.10/dat-mat-khau" in browse("admin").post_form(f"{LIST}/moi", form).text


def test_a_long_list_is_invited_in_parts(office: Office, browse: Browse) -> None:
    admin, page = browse("admin"), f"{LIST}/dan"
    names = [f"Hồ {one} {other}" for one in ("Văn", "Thị", "Kim", "Hữu") for other in _syllables(26)]
    hidden = admin.hidden_fields(page)
    answer = admin.post_raw(f"{page}/ghi", {**hidden, "text": "\n".join(names), "role": "counter"})
    assert answer.status_code == 422 and f"nhiều nhất {inviting.MOST_AT_ONCE} người" in answer.text
    assert not db.session.scalar(select(Person.id).where(Person.full_name == names[0]))


def _syllables(count: int) -> list[str]:
    return [f"{first}{rest}" for first in "BCDGHKLMNPQRSTVX" for rest in ("an", "inh")][:count]
