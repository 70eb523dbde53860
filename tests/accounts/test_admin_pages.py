"""The administrator's four pages, as somebody in the office uses them."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from models import clock
from models.accounts import actions, queries
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db
from models.journal import JournalEntry
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password

Browse = Callable[..., Browser]
CODE = re.compile(r"\b[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}\b")


def id_of(username: str) -> int:
    found = queries.account_named(username)
    assert found is not None
    return found.id


def with_password(office: Office, role: str = "admin") -> Account:
    account = office.account(role)
    give_password(account)
    return account


def second_admin(office: Office) -> Account:
    account = actions.add_account(office.commune, "quantri.hai", "Hồ Thị Hai", Role.ADMIN)
    db.session.commit()
    return account


# ---- units and people


def test_people_stand_in_vietnamese_order(office: Office, browse: Browse) -> None:
    for name in ("Nguyễn Văn Đạt", "Nguyễn Văn Dũng", "Trần Thị Ánh", "Lê Ân"):
        actions.add_person(office.commune, name, rank=500)
    db.session.commit()
    text = browse("admin").get("/quan-tri/can-bo").text
    places = [text.index(name) for name in ("Trần Thị Ánh", "Lê Ân", "Nguyễn Văn Dũng", "Nguyễn Văn Đạt")]
    assert places == sorted(places)


def test_a_unit_is_added_renamed_and_switched_off(office: Office, browse: Browse) -> None:
    home_id, admin = office.commune.id, browse("admin")
    admin.post_form("/quan-tri/can-bo/don-vi/moi", {"name": "  Phòng Văn hóa – Xã hội ", "position": "9"})
    unit = db.session.scalars(select(Unit).where(Unit.position == 9)).one()
    assert unit.name == "Phòng Văn hóa – Xã hội" and unit.commune_id == home_id
    unit_id = unit.id
    url = f"/quan-tri/can-bo/don-vi/{unit_id}"
    assert admin.post_form(url, {"name": "Phòng Văn hóa", "position": "3"}).status_code == 303
    unit = db.session.get_one(Unit, unit_id)
    assert (unit.name, unit.fold, unit.position, unit.is_active) == ("Phòng Văn hóa", "phong van hoa", 3, False)
    assert "Đã tắt" in admin.get("/quan-tri/can-bo").text


def test_two_units_never_share_a_name(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    answer = admin.post_form("/quan-tri/can-bo/don-vi/moi", {"name": "PHÒNG KINH TẾ", "position": "9"})
    assert answer.status_code == 422 and "đã có trong danh sách" in answer.text and "PHÒNG KINH TẾ" in answer.text
    url = f"/quan-tri/can-bo/don-vi/{office.units[0].id}"
    answer = admin.post_form(url, {"name": "phong kinh te", "position": "1", "is_active": "y"})
    assert answer.status_code == 422 and "đã có trong danh sách" in answer.text


def test_a_person_is_added_and_leaves_without_being_deleted(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    unit = office.units[2]
    admin.post_form(
        "/quan-tri/can-bo/moi", {"full_name": "Đặng Thị Yến", "title": "Chuyên viên", "unit_id": unit.id, "rank": "100"}
    )
    person = db.session.scalars(select(Person).where(Person.full_name == "Đặng Thị Yến")).one()
    assert person.unit_id == unit.id and person.is_active
    answer = admin.post_form(f"/quan-tri/can-bo/{person.id}", {"full_name": "Đặng Thị Yến", "rank": "100"})
    assert answer.status_code == 303
    assert not db.session.get_one(Person, person.id).is_active
    assert "Đã nghỉ, chuyển" in admin.get("/quan-tri/can-bo").text


def test_a_unit_of_another_commune_cannot_be_picked(office: Office, other_office: Office, browse: Browse) -> None:
    answer = browse("admin").post_form(
        "/quan-tri/can-bo/moi", {"full_name": "Đặng Thị Yến", "unit_id": other_office.units[0].id, "rank": "100"}
    )
    assert answer.status_code == 422
    assert db.session.scalar(select(Person.id).where(Person.full_name == "Đặng Thị Yến")) is None


def test_a_new_name_reaches_the_account_and_an_open_account_is_mentioned(office: Office, browse: Browse) -> None:
    admin, person = browse("admin"), office.people[Role.COUNTER]
    admin.post_form(f"/quan-tri/can-bo/{person.id}", {"full_name": "Võ Thị Dung Em", "rank": "5"})
    assert db.session.get_one(Account, id_of("counter")).display_name == "Võ Thị Dung Em"
    assert "Tài khoản của người này vẫn mở" in admin.get("/quan-tri/can-bo").text


def test_the_second_saver_sees_both_texts(office: Office, browse: Browse) -> None:
    admin, person = browse("admin"), office.people[Role.SECRETARY]
    url = f"/quan-tri/can-bo/{person.id}"
    hidden = admin.hidden_fields(url)
    admin.post_form(url, {"full_name": "Lê Văn An", "title": "Phó Văn phòng", "rank": "11", "is_active": "y"})
    answer = admin.post_raw(
        url, {**hidden, "full_name": "Lê Văn An", "title": "Thư ký tổng hợp", "rank": "11", "is_active": "y"}
    )
    assert answer.status_code == 409
    assert "Phó Văn phòng" in answer.text and "Thư ký tổng hợp" in answer.text
    assert db.session.get_one(Person, person.id).title == "Phó Văn phòng"


@pytest.mark.parametrize("count", [1, 20])
def test_lists_cost_the_same_for_one_and_for_twenty(
    count: int, office: Office, browse: Browse, statements: Callable
) -> None:
    for number in range(count):
        person = actions.add_person(office.commune, f"Nguyễn Văn {number}")
        actions.add_account(office.commune, f"n{number}", person.full_name, Role.COUNTER, person)
    db.session.commit()
    admin = browse("admin")
    for url, most in (
        ("/quan-tri/can-bo", 4),
        ("/quan-tri/tai-khoan", 4),  # also whether they were looked through this quarter
        ("/quan-tri/nhat-ky", 12),
    ):
        with statements() as seen:
            admin.get(url)
        assert len([line for line in seen if not line.startswith("BEGIN")]) <= most, (url, seen)


# ---- accounts


def test_a_new_account_shows_its_code_once_and_the_code_opens_the_door(office: Office, browse: Browse) -> None:
    person = actions.add_person(office.commune, "Hồ Văn Khánh", "Chuyên viên")
    db.session.commit()
    admin = browse("admin")
    data = {"person_id": person.id, "username": "Khanh.HV", "role": "counter"}
    hidden = admin.hidden_fields("/quan-tri/tai-khoan/moi")
    answer = admin.post_raw("/quan-tri/tai-khoan/moi", {**hidden, **data})
    assert answer.status_code == 200 and "Location" not in answer.headers
    code = CODE.search(answer.text)
    assert code
    assert code[0] not in str(answer.headers) and answer.headers["Cache-Control"] == "no-store"
    again = admin.post_raw("/quan-tri/tai-khoan/moi", {**hidden, **data})
    assert again.status_code == 303
    assert not CODE.search(again.text) and not CODE.search(admin.get("/quan-tri/tai-khoan").text)
    account = queries.account_named("khanh.hv")
    assert account is not None and account.display_name == "Hồ Văn Khánh" and account.role is Role.COUNTER
    stranger = browse(None)
    done = stranger.post_form(
        "/dat-mat-khau",
        {"username": "khanh.hv", "code": code[0].lower(), "password": GOOD_PASSWORD, "again": GOOD_PASSWORD},
    )
    assert done.status_code == 303
    assert stranger.post_form("/dang-nhap", {"username": "khanh.hv", "password": GOOD_PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"username": "admin"}, "đã có người dùng"),
        ({"username": "có dấu"}, "chữ không dấu"),
        ({"username": ""}, "Xin điền"),
        ({"role": "province"}, "Xin chọn"),
        ({"person_id": "999999"}, "Xin chọn"),
    ],
)
def test_a_wrong_new_account_is_refused_beside_its_field(data: dict, told: str, office: Office, browse: Browse) -> None:
    person = actions.add_person(office.commune, "Hồ Văn Khánh")
    db.session.commit()
    answer = browse("admin").post_form(
        "/quan-tri/tai-khoan/moi", {"person_id": person.id, "username": "khanh", "role": "counter"} | data
    )
    assert answer.status_code == 422 and told in answer.text
    assert not CODE.search(answer.text)


def test_resetting_ends_sessions_and_kills_the_old_password(office: Office, browse: Browse) -> None:
    with_password(office, "counter")
    clerk = browse("counter")
    assert clerk.get("/tai-khoan").status_code == 200
    admin = browse("admin")
    page = f"/quan-tri/tai-khoan/{id_of('counter')}"
    answer = admin.post_form(f"{page}/ma", {}, page=page)
    assert answer.status_code == 200 and CODE.search(answer.text)
    assert clerk.get("/tai-khoan").status_code == 303
    assert browse(None).post_form("/dang-nhap", {"username": "counter", "password": GOOD_PASSWORD}).status_code == 422


def test_closing_an_account_acts_at_the_next_request(office: Office, browse: Browse) -> None:
    clerk, admin = browse("counter"), browse("admin")
    page = f"/quan-tri/tai-khoan/{id_of('counter')}"
    assert admin.post_form(f"{page}/trang-thai", {"on": "0"}, page=page).status_code == 303
    assert clerk.get("/tai-khoan").status_code == 303
    assert "Đã khóa" in admin.get("/quan-tri/tai-khoan").text
    assert admin.post(f"{page}/ma").status_code == 409
    assert admin.post_form(f"{page}/trang-thai", {"on": "1"}, page=page).status_code == 303
    assert clerk.get("/tai-khoan").status_code == 303, "opening an account must not bring old sessions back"


def test_ending_sessions_signs_out_everywhere(office: Office, browse: Browse) -> None:
    one, two, admin = browse("counter"), browse("counter"), browse("admin")
    page = f"/quan-tri/tai-khoan/{id_of('counter')}"
    admin.post_form(f"{page}/phien", {}, page=page)
    assert one.get("/tai-khoan").status_code == two.get("/tai-khoan").status_code == 303
    assert db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id.desc())).first() == "sessions_ended"


def test_a_new_role_acts_at_the_next_request(office: Office, browse: Browse) -> None:
    person_id = office.people[Role.COUNTER].id
    clerk, admin = browse("counter"), browse("admin")
    assert clerk.get("/quan-tri/nhat-ky").status_code == 403
    page = f"/quan-tri/tai-khoan/{id_of('counter')}"
    admin.post_form(page, {"display_name": "Võ Thị Dung", "role": "auditor", "person_id": person_id})
    assert clerk.get("/quan-tri/nhat-ky").status_code == 200


def test_nobody_changes_own_role_closes_or_resets_oneself(office: Office, browse: Browse) -> None:
    second_admin(office)
    with_password(office)
    admin = browse("admin")
    page = f"/quan-tri/tai-khoan/{id_of('admin')}"
    answer = admin.post_form(page, {"display_name": "Nguyễn Văn Bình", "role": "leader"})
    assert answer.status_code == 422 and "Không ai tự đổi vai trò" in answer.text
    assert admin.post(f"{page}/trang-thai", {"on": "0"}).status_code == 409
    assert admin.post(f"{page}/ma").status_code == 409
    account = db.session.get_one(Account, id_of("admin"))
    assert account.role is Role.ADMIN and account.is_active and account.password_hash


def test_the_last_administrator_who_can_sign_in_stays(office: Office, browse: Browse) -> None:
    waiting = second_admin(office)  # has no password yet: nobody could sign in if the first one went
    with_password(office)
    waiting_id, page = waiting.id, f"/quan-tri/tai-khoan/{id_of('admin')}"
    admin = browse(None)
    admin.enter_as(waiting)
    assert admin.post(f"{page}/trang-thai", {"on": "0"}).status_code == 409
    answer = admin.post_form(page, {"display_name": "Nguyễn Văn Bình", "role": "leader"})
    assert answer.status_code == 422 and "người quản trị cuối cùng" in answer.text
    waiting = db.session.get_one(Account, waiting_id)
    give_password(waiting)
    admin.enter_as(waiting)
    assert admin.post(f"{page}/trang-thai", {"on": "0"}).status_code == 303


def test_an_account_of_another_commune_is_not_there(office: Office, other_office: Office, browse: Browse) -> None:
    admin = browse("admin")
    foreign = f"/quan-tri/tai-khoan/{id_of('counter2')}"
    assert admin.get(foreign).status_code == admin.get("/quan-tri/tai-khoan/999999").status_code == 404
    for ending in ("", "/ma", "/phien", "/trang-thai"):
        assert admin.post(foreign + ending, {"on": "0", "display_name": "x", "role": "leader"}).status_code == 404
    assert db.session.get_one(Account, id_of("counter2")).is_active


# ---- communes


def test_a_commune_begins_with_its_first_administrator(office: Office, browse: Browse) -> None:
    known = actions.add_commune("Xã Ia Pa", "Tỉnh Gia Lai")
    db.session.commit()
    province = browse("province")
    data = {"known_id": known.id, "name": "", "admin_name": "Siu Thị Lan", "username": "quantri.iapa"}
    answer = province.post_form("/quan-tri/xa/moi", data)
    code = CODE.search(answer.text)
    assert answer.status_code == 200 and code
    account = queries.account_named("quantri.iapa")
    assert account is not None and account.role is Role.ADMIN and account.commune_id == known.id
    assert db.session.get_one(Commune, known.id).joined_on == clock.today()
    assert code[0] not in str(answer.headers)
    assert db.session.scalar(select(func.count()).where(Unit.commune_id == known.id)) > 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Xã Láng Giềng", "đã làm việc trên hệ thống"),
        ("xa lang gieng", "đã làm việc trên hệ thống"),
        ("Ia Pa", "ghi đủ chữ Xã"),
        ("", "chỉ một trong hai"),
    ],
)
def test_a_commune_that_works_here_gets_no_second_key(
    name: str, told: str, office: Office, other_office: Office, browse: Browse
) -> None:
    name = "Xã Lang Gieng" if name.startswith("xa ") else name
    answer = browse("province").post_form(
        "/quan-tri/xa/moi", {"name": name, "admin_name": "Siu Thị Lan", "username": "ke.la"}
    )
    assert answer.status_code == 422 and told in answer.text
    assert queries.account_named("ke.la") is None


def test_a_commune_that_nobody_knew_belongs_to_the_same_province(office: Office, browse: Browse) -> None:
    data = {"name": "Xã Ia Pa", "admin_name": "Siu Thị Lan", "username": "quantri.iapa"}
    assert browse("province").post_form("/quan-tri/xa/moi", data).status_code == 200
    found = queries.commune_named("xa ia pa")
    assert found is not None and found.province == "Tỉnh Gia Lai" and found.joined_on == clock.today()


def test_no_commune_opens_another_one(office: Office, browse: Browse) -> None:
    for role in ("admin", "leader", "secretary"):
        someone = browse(role)
        data = {"name": "Xã Ia Pa", "admin_name": "Siu Thị Lan", "username": "quantri.iapa"}
        assert someone.post("/quan-tri/xa/moi", data).status_code == 403
        assert someone.get("/quan-tri/xa").status_code == 403
    assert queries.account_named("quantri.iapa") is None
