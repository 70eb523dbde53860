"""An office far larger than any commune: 2,000 people, 500 rooms, 300 posters; every page and form stays readable."""

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import insert, select

from models.accounts.rules import Role
from models.accounts.tables import Person
from models.base import db
from models.places.tables import Counter, Room
from models.qr.tables import Poster
from models.text import fold, name_sort_key
from tests.bounds.conftest import ROLES
from tests.bounds.test_statements import pages
from tests.browser import Browser

pytestmark = pytest.mark.slow

AsRole = Callable[[Role | None], Browser]
HEAVIEST = 150 * 1024
MOST_OPTIONS = 120  # of a list that somebody has to look through
NUMBERS = ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười"]


def name_of(number: int) -> str:
    """A name of its own for each number."""
    return f"Người {' '.join(NUMBERS[int(digit)] for digit in str(number))}"


def grow(commune_id: int, people: int, rooms: int = 0, posters: int = 0) -> None:
    """Put so many more people, rooms and posters into an office."""
    rows: list[dict[str, Any]] = [
        {
            "commune_id": commune_id,
            "full_name": name_of(n),
            "fold": fold(name_of(n)),
            "rank": 200,
            "title": "Chuyên viên",
        }
        for n in range(people)
    ]
    db.session.execute(insert(Person), [row | {"sort_key": name_sort_key(row["full_name"])} for row in rows])
    for table, amount, word in ((Room, rooms, "Phòng"), (Counter, rooms // 10, "Quầy")):
        names = [f"{word} số {n}" for n in range(1, amount + 1)]
        if names:
            made = [{"commune_id": commune_id, "name": name, "fold": fold(name)} for name in names]
            db.session.execute(insert(table), made)
    first = db.session.execute(select(Poster.__table__).where(Poster.commune_id == commune_id)).mappings().first()
    if posters and first:
        alike = {name: value for name, value in first.items() if name != "id"}
        db.session.execute(insert(Poster), [alike | {"title": f"Tờ số {n}"} for n in range(posters)])
    db.session.commit()


def weight(page: str) -> int:
    """What a page weighs before it is packed."""
    return len(page.encode())


@pytest.mark.slow
@pytest.mark.alike
@pytest.mark.parametrize("people", [151, 2000])
def test_every_page_stays_light_and_every_list_readable(
    demo_site: Flask, home_id: int, as_role: AsRole, people: int
) -> None:
    grow(home_id, people, rooms=500 if people > 1000 else 20, posters=300 if people > 1000 else 10)
    wrong = []
    for endpoint, url in pages(demo_site, home_id):
        for role in ROLES:
            answer = as_role(role).get(url)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            if weight(answer.text) > HEAVIEST:
                wrong.append(f"{endpoint} {url} as {role}: {weight(answer.text) // 1024} KiB")
            page = lxml.html.document_fromstring(answer.text)
            sizes = {box.get("name"): len(box.xpath(".//option")) for box in page.xpath("//select")}
            wrong += [f"{url}: {size} options of {name}" for name, size in sizes.items() if size > MOST_OPTIONS]
            break
    assert not wrong, "\n".join(wrong)


def test_a_person_of_two_thousand_is_found_for_a_duty_without_scripts(
    demo_site: Flask, home_id: int, as_role: AsRole
) -> None:
    grow(home_id, 2000)
    url, leader = "/ke-hoach/nhiem-vu/1/phan-cong", as_role(Role.LEADER)
    hidden = leader.hidden_fields(url)
    answer = leader.post_raw(url, {**hidden, "person_id-tim": "nguoi hai ba bon", "tim-muc": "person_id"})
    assert answer.status_code == 200
    page = lxml.html.document_fromstring(answer.text)
    shown = {box.text_content().strip(): box.get("value") for box in page.xpath("//select[@name='person_id']/option")}
    wanted = next(value for words, value in shown.items() if "Người Hai Ba Bốn" in words)
    assert leader.post_raw(url, {**hidden, "unit_id": "", "person_id": wanted}).status_code == 303


def new_meeting(browser: Browser, **typed: Any) -> dict[str, Any]:
    """What the form of a new meeting sends, with this typed in."""
    page = lxml.html.document_fromstring(browser.get("/hop/moi").text)
    sent = {
        box.get("name"): box.get("value", "")
        for box in page.xpath("//main//form//input[@name]")
        if box.get("type") not in ("radio", "checkbox", "file", "search") or box.get("checked") is not None
    }
    for box in page.xpath("//main//form//select[@name]"):
        chosen = box.xpath("option[@selected]/@value") or box.xpath("option/@value")
        sent[box.get("name")] = str(chosen[0])
    sent |= {str(box.get("name")): box.text or "" for box in page.xpath("//main//form//textarea")}
    return sent | typed


@pytest.mark.parametrize("people", [151, 2000])
def test_a_meeting_of_a_large_office_is_recorded(demo_site: Flask, home_id: int, as_role: AsRole, people: int) -> None:
    grow(home_id, people)
    clerk = as_role(Role.SECRETARY)
    sent = new_meeting(clerk)
    found = clerk.post_raw(
        "/hop/moi?viec=them-nguoi", {**sent, "tim-nguoi": "nguoi hai ba bon" if people > 234 else "nguoi mot hai ba"}
    )
    assert found.status_code == 200 and "Đã thêm vào cuối danh sách" in found.text


def test_guests_beyond_the_limit_are_refused_in_words_and_kept(as_role: AsRole) -> None:
    clerk = as_role(Role.SECRETARY)
    guests = "\n".join(f"Khách mời thứ {n}" for n in range(130))
    answer = clerk.post_raw("/hop/moi", new_meeting(clerk, guests=guests))
    assert answer.status_code == 422
    assert "Có 130 khách" in answer.text and "Khách mời thứ 129" in answer.text


def test_a_pasted_text_with_more_conclusions_than_there_is_room_for_is_not_cut(as_role: AsRole) -> None:
    clerk = as_role(Role.SECRETARY)
    pasted = "\n".join(f"{n}. Giao Văn phòng làm việc thứ {n}." for n in range(1, 80))
    answer = clerk.post_raw("/hop/moi?viec=tach", new_meeting(clerk, pasted=pasted))
    assert "Văn bản có 79 mục" in answer.text and "làm việc thứ 79" in answer.text


def test_people_and_accounts_are_searched_and_come_in_pages(demo_site: Flask, home_id: int, as_role: AsRole) -> None:
    grow(home_id, 2000)
    admin = as_role(Role.ADMIN)
    page = admin.get("/quan-tri/can-bo?q=nguoi+hai+ba+bon").text
    assert "Người Hai Ba Bốn" in page and "Người Chín" not in page
    assert "Trang 2/" in admin.get("/quan-tri/can-bo?trang=2").text
    assert "Không có tài khoản nào khớp" in admin.get("/quan-tri/tai-khoan?q=khong+co+ai+ten+nay").text
