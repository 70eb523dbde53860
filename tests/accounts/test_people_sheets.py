"""A list of people that comes as a workbook: shown first, written once, taken back for a day, edited again."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from models import clock
from models.accounts.tables import Person, Unit
from models.base import db
from models.files.tables import RowsImport
from tests.browser import Browser
from tests.factories import Office
from tests.files.hostile_sheets import HOSTILE

Browse = Callable[..., Any]
IN = "/quan-tri/can-bo/nhap"
ROWS: list[list[Any]] = [
    ["ỦY BAN NHÂN DÂN XÃ"],
    ["DANH SÁCH CÁN BỘ, CÔNG CHỨC NĂM 2026"],
    ["TT", "Đơn vị công tác", "Họ và tên", None, "Chức vụ"],
    [1, "P. Kinh tế xã", "Bùi Kim", "Dung", "Chuyên viên"],
    [2, "Đội quản lý chợ", "Hà Văn", "Én", "Đội trưởng"],
    [3, "Phòng Kinh tế", "Hà 2", "", "Chuyên viên"],
    [4, "", "Lê Thị", "Gấm", ""],
    ["Tổng cộng: 4 người"],
]


def workbook(rows: list[list[Any]], *merged: str) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place in merged:
        book.active.merge_cells(place)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def give(browser: Any, content: bytes) -> str:
    return str(browser.post(IN, {"file": (io.BytesIO(content), "Cán bộ.xlsx")}).location)


def seen(browser: Any, address: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(address).text, "html.parser")


def people() -> set[tuple[str, str, str | None]]:
    query = select(Person.full_name, Person.title, Unit.name).outerjoin(Unit, Unit.id == Person.unit_id)
    return {(row[0], row[1], row[2]) for row in db.session.execute(query.where(Person.is_active))}


@pytest.fixture
def admin(office: Office, browse: Browse) -> Any:
    return browse("admin")


@pytest.fixture
def given(admin: Any) -> str:
    return give(admin, workbook(ROWS, "A1:E1", "C3:D3"))


def test_each_row_shows_what_it_is_read_as_and_nothing_is_written(admin: Any, given: str) -> None:
    before = people()
    page = seen(admin, given)
    outcomes = {one["data-row"]: one["data-outcome"] for one in page.select("[data-row]")}
    assert outcomes == {"0-4": "new", "0-5": "unclear", "0-6": "unclear", "0-7": "new"}
    assert {one["data-unclear"] for one in page.select("[data-unclear]")} == {"5-unit", "6-name"}
    words = " ".join(page.select_one("[data-row='0-4']").get_text(" ").split())
    assert "Bùi Kim → Bùi Kim Dung" in words and "P. Kinh tế xã → Phòng Kinh tế" in words
    assert people() == before


def test_clear_rows_are_written_once_and_taken_back(admin: Any, given: str) -> None:
    before = people()
    admin.post(given, {"doc-0": "co", "sua-0-5-unit": "new:Đội quản lý chợ", **columns()})
    admin.post(f"{given}/ghi")
    added = {
        ("Bùi Kim Dung", "Chuyên viên", "Phòng Kinh tế"),
        ("Hà Văn Én", "Đội trưởng", "Đội quản lý chợ"),
        ("Lê Thị Gấm", "", None),
    }
    assert people() - before == added
    admin.post(f"{given}/ghi")
    assert people() - before == added
    admin.post(f"{given}/huy")
    assert people() == before
    assert db.session.scalar(select(func.count()).where(Unit.name == "Đội quản lý chợ")) == 0


def columns() -> dict[str, str]:
    return {"cot-0-no": "0", "cot-0-unit": "1", "cot-0-name": "2", "cot-0-title": "4"}


def test_no_way_back_once_something_stands_on_a_person_or_after_a_day(admin: Any, given: str) -> None:
    admin.post(f"{given}/ghi")
    written = people()
    person = db.session.scalars(select(Person).where(Person.full_name == "Bùi Kim Dung")).one()
    admin.post(
        "/quan-tri/tai-khoan/moi",
        {
            "username": "dung",
            "display_name": "Bùi Kim Dung",
            "role": "counter",
            "person_id": str(person.id),
        },
    )
    admin.post(f"{given}/huy")
    assert people() == written
    db.session.scalars(select(RowsImport)).one().taken_at = clock.now() - timedelta(hours=25)
    db.session.commit()
    admin.post(f"{given}/huy")
    assert people() == written


def test_an_export_that_comes_back_changes_exactly_the_edited_cells(admin: Any, given: str) -> None:
    admin.post(f"{given}/ghi")
    before = people()
    book = load_workbook(io.BytesIO(admin.get("/quan-tri/can-bo.xlsx").data))
    content = io.BytesIO()
    book.save(content)
    page = seen(admin, give(admin, content.getvalue()))
    assert {one["data-outcome"] for one in page.select("[data-row]")} == {"same"}
    rows = {row[1].value: row for row in book.active.iter_rows(min_row=4)}
    rows["Bùi Kim Dung"][1].value = "Bùi Thị Kim Dung"
    rows["Lê Thị Gấm"][3].value = "Phòng Kinh tế"
    content = io.BytesIO()
    book.save(content)
    address = give(admin, content.getvalue())
    found = {one["data-change"].split("-")[1] for one in seen(admin, address).select("[data-change]")}
    assert found == {"name", "unit"}
    admin.post(f"{address}/ghi")
    now = {("Bùi Thị Kim Dung", "Chuyên viên", "Phòng Kinh tế"), ("Lê Thị Gấm", "", "Phòng Kinh tế")}
    assert people() - before == now
    admin.post(f"{address}/huy")
    assert people() == before


def test_somebody_of_that_name_elsewhere_is_asked_about(admin: Any, given: str) -> None:
    admin.post(f"{given}/ghi")
    other = workbook([["Tên", "Họ đệm", "Chức danh", "Phòng ban"], ["Gấm", "Lê Thị", "Chuyên viên", "Phòng Kinh tế"]])
    address = give(admin, other)
    page = seen(admin, address)
    assert {one["data-unclear"] for one in page.select("[data-unclear]")} == {"2-id"}
    options = {one["value"] for one in page.select("select[name=sua-0-2-id] option")}
    number = db.session.scalar(select(Person.id).where(Person.full_name == "Lê Thị Gấm"))
    assert options == {"", str(number), "other"}
    said = {"cot-0-given": "0", "cot-0-family": "1", "cot-0-title": "2", "cot-0-unit": "3", "doc-0": "co"}
    admin.post(address, {**said, "sua-0-2-id": str(number)})
    admin.post(f"{address}/ghi")
    assert ("Lê Thị Gấm", "Chuyên viên", "Phòng Kinh tế") in people() and len(people()) == len({*people()})
    assert db.session.scalar(select(func.count()).where(Person.full_name == "Lê Thị Gấm")) == 1


def test_units_stand_above_their_people_where_there_is_no_column(admin: Any) -> None:
    rows = [["TT", "Họ tên", "Chức danh"], ["I. Phòng Kinh tế"], [1, "Cao Văn Ích", "Trưởng phòng"]]
    address = give(admin, workbook(rows))
    admin.post(f"{address}/ghi")
    assert ("Cao Văn Ích", "Trưởng phòng", "Phòng Kinh tế") in people()


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_answered_in_words(admin: Any, name: str) -> None:
    answer = admin.post(IN, {"file": (io.BytesIO(HOSTILE[name][0]()), "a.xlsx")})
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        assert admin.get(answer.location).status_code == 200


def test_another_commune_and_other_roles_see_nothing_of_it(
    given: str, other_office: Office, app: Any, browse: Browse
) -> None:
    stranger = Browser(app)
    stranger.enter_as(other_office.accounts["admin"])
    for verb in ("", "/ghi", "/huy"):
        assert (stranger.post(given + verb) if verb else stranger.get(given)).status_code == 404
    assert browse("secretary").get(IN).status_code == 403
