"""A list of people from Excel: read as offices write it, nothing guessed, written once."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from models.accounts import pasting
from models.accounts.naming import Candidate
from models.accounts.tables import Person, Unit
from models.base import db
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
UNITS = {1: "Văn phòng HĐND và UBND xã", 2: "Phòng Kinh tế", 3: "Trung tâm Phục vụ hành chính công xã"}
PAGE = "/quan-tri/can-bo/dan"


def read(text: str, *known: Candidate) -> list[pasting.PersonLine]:
    return pasting.read(text, UNITS, known)


@pytest.mark.parametrize(
    ("text", "name", "title", "unit_id"),
    [
        ("Bùi Kim Dung\tChuyên viên\tPhòng Kinh tế", "Bùi Kim Dung", "Chuyên viên", 2),
        ("4\tBùi Kim Dung\tChuyên viên\tP. Kinh tế", "Bùi Kim Dung", "Chuyên viên", 2),
        ("1.;Bùi Kim Dung;Chuyên viên;VP HĐND-UBND", "Bùi Kim Dung", "Chuyên viên", 1),
        ("bùi kim dung, chuyên viên, PHÒNG KINH TẾ XÃ", "bùi kim dung", "chuyên viên", 2),
        ("STT\tĐơn vị\tHọ và tên\tChức vụ\n1\tphong kinh te\tBùi Kim Dung\tCV", "Bùi Kim Dung", "CV", 2),
        ("DANH SÁCH CÁN BỘ\nTT\tHọ tên\tChức danh\n1\tBùi Kim Dung\tCV", "Bùi Kim Dung", "CV", None),
        ("Bùi Kim Dung", "Bùi Kim Dung", "", None),
        ("Bùi Kim Dung\tCV\tTrung tâm HCC", "Bùi Kim Dung", "CV", None),
    ],
)
def test_lists_are_read_as_offices_write_them(text: str, name: str, title: str, unit_id: int | None) -> None:
    (line,) = read(text)
    assert (line.name, line.title, line.unit_id) == (name, title, unit_id)
    assert not line.problem


def test_an_unknown_unit_stays_open_with_the_nearest_names() -> None:
    (line,) = read("Võ Thị Mai\tCán bộ\tPhòng Kinh tế số")
    assert line.is_open and line.near == (2,)
    (other,) = read("Võ Thị Mai\tCán bộ\tThôn Thuận Nghĩa")
    assert other.is_open and other.near == ()


def test_lines_that_cannot_be_taken_say_why() -> None:
    text = "\n".join(["12345\tCV", "A" * 130 + "\tCV", "Siu Quốc Ân\tCV", "Võ Thị Mai\tCV", "vo thi mai\tCV"])
    assert [line.problem for line in read(text, Candidate(7, "Siu Quốc Ân", "siu quoc an"))] == [
        "name",
        "long",
        "known",
        "",
        "twice",
    ]
    assert len(read("Võ Thị Mai\n" * 900)) == pasting.MOST
    assert read(" \n\t\n") == []


def test_a_name_that_differs_by_its_marks_is_somebody_else() -> None:
    there = Candidate(7, "Nguyễn Văn Tú", "nguyen van tu", 2), Candidate(8, "Lê Tư", "le tu", 1)
    unit = "CV\tPhòng Kinh tế"
    text = "\n".join(f"{name}\t{unit}" for name in ("Nguyễn Văn Tử", "nguyễn văn tú", "Lê Tư"))
    assert [line.problem for line in read(text, *there)] == ["", "known", ""]


def test_people_are_added_once_with_the_units_that_were_chosen(office: Office, browse: Browse) -> None:
    browser = browse("admin")
    before = db.session.scalar(select(func.count(Person.id)))
    village = "Cán bộ\tThôn Thuận Nghĩa"
    text = f"Họ tên\tChức vụ\tĐơn vị\nVõ Thị Mai\t{village}\nRơ Châm Hlan\t{village}\nLê Tư\t\t"
    shown = browser.post_form(PAGE, {"text": text})
    assert shown.status_code == 200 and "Thêm đơn vị “Thôn Thuận Nghĩa”" in shown.text and "Thêm 3 người" in shown.text
    assert db.session.scalar(select(func.count(Person.id))) == before, "a look writes nothing"
    refused = browser.post_form(f"{PAGE}/ghi", {"text": text, "don-vi-2": "new"}, page=PAGE)
    assert refused.status_code == 422 and "Dòng 3: xin chọn đơn vị" in refused.text
    foreign = browser.post_form(f"{PAGE}/ghi", {"text": text, "don-vi-2": "new", "don-vi-3": "999999"}, page=PAGE)
    assert foreign.status_code == 422
    answers = {"text": text, "don-vi-2": "new", "don-vi-3": "new"}
    assert browser.post_form(f"{PAGE}/ghi", answers, page=PAGE).status_code == 303
    unit = db.session.scalars(select(Unit).where(Unit.name == "Thôn Thuận Nghĩa")).one()
    people = db.session.scalars(select(Person.full_name).where(Person.unit_id == unit.id).order_by(Person.id)).all()
    assert people == ["Võ Thị Mai", "Rơ Châm Hlan"]
    again = browser.post_form(PAGE, {"text": text})
    assert again.text.count("Đã có sẵn, bỏ qua") == 3 and "Thêm 0 người" in again.text
    assert browser.post_form(f"{PAGE}/ghi", {"text": text}, page=PAGE).status_code == 422


def test_hostile_lists_do_no_harm(office: Office, browse: Browse) -> None:
    for text in (
        "<script>alert(1)</script>\t=cmd|' /C calc'!A0\tx",
        "\u202egnut\t\u202e\tPhòng",
        ";" * 5000,
        "'\"\\\n" * 50,
    ):
        answer = browse("admin").post_form(PAGE, {"text": text})
        assert answer.status_code in (200, 422) and "<script>alert" not in answer.text
