"""Việc của tôi, and the page of one duty, in the browser."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import select

from models.accounts.rules import Role
from models.accounts.tables import Person
from models.base import db
from models.duties import actions
from models.duties.tables import Duty
from models.plan import actions as plan
from models.plan import queries as plan_queries
from tests.browser import Browser
from tests.duties.conftest import finish, make_duty, report
from tests.factories import Office
from tests.shipped import PROGRAMME

Browse = Callable[..., Browser]
MINE = "/viec-cua-toi"
TODAY = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def _summer(hold: Callable[[str], None]) -> None:
    hold("2026-06-20 09:00")


def titles(html: str) -> list[str]:
    page = BeautifulSoup(html, "lxml")
    return [link.text for link in page.select(".duties div > a")]


def parts(html: str) -> list[str]:
    page = BeautifulSoup(html, "lxml")
    return [head.text for head in page.select("h2.part")]


@pytest.fixture
def busy(office: Office) -> Office:
    """Duties of the counter's unit in every state."""
    make_duty(office, "1", TODAY - timedelta(days=2), unit=3, title="Quá hạn rồi")
    make_duty(office, "2", TODAY, unit=3, title="Hạn hôm nay đây")
    make_duty(office, "3", TODAY + timedelta(days=5), unit=3, title="Trong tuần tới")
    make_duty(office, "4", TODAY + timedelta(days=50), unit=3, title="Còn lâu")
    make_duty(office, "5", unit=3, title="Không có hạn")
    waiting = make_duty(office, "6", TODAY, unit=3, title="Đã gửi rồi")
    report(office, waiting, TODAY, "counter")
    returned = make_duty(office, "7", TODAY - timedelta(days=1), unit=3, title="Bị trả lại")
    report(office, returned, TODAY - timedelta(days=1), "counter")
    actions.send_back(office.viewer("leader"), returned, "Đường dẫn mở ra báo cáo quý I.")
    finish(office, make_duty(office, "8", TODAY, unit=3, title="Xong hẳn"), TODAY, "counter")
    make_duty(office, "9", TODAY, unit=1, title="Của văn phòng")
    db.session.commit()
    return office


def test_my_work_by_its_day(busy: Office, browse: Browse) -> None:
    page = browse("counter").get(MINE).text
    assert parts(page) == [
        "Quá hạn · 2",
        "Hôm nay · 1",
        "Trong 7 ngày · 1",
        "Sau đó · 1",
        "Chưa đặt ngày · 1",
        "Đã báo cáo, chờ người khác xác nhận · 1",
    ]
    assert titles(page) == [
        "Quá hạn rồi",
        "Bị trả lại",
        "Hạn hôm nay đây",
        "Trong tuần tới",
        "Còn lâu",
        "Không có hạn",
        "Đã gửi rồi",
    ]
    assert "6 việc phải làm · 2 quá hạn" in page
    assert "Trả lại lúc 09:00 hôm nay: “Đường dẫn mở ra báo cáo quý I.”" in page
    soup = BeautifulSoup(page, "lxml")
    assert len(soup.select("main .btn.primary")) == 1, "one thing to do first"
    assert soup.select(".duties .btn")[0].text.strip() == "Báo cáo kết quả"
    assert "Chờ tôi xác nhận" not in page


def test_one_click_leads_to_the_report(busy: Office, browse: Browse) -> None:
    browser = browse("counter")
    link = BeautifulSoup(browser.get(MINE).text, "lxml").select(".duties .btn")[0]["href"]
    form = browser.get(str(link))
    assert form.status_code == 200
    assert "Gửi để xác nhận" in form.text
    answer = {"done_on": "18/6/2026", "text": "Đã xong", "evidence_link": "https://minh-hoa.example/a"}
    assert browser.post_form(str(link), answer).status_code == 303
    page = browser.get(MINE).text
    assert parts(page)[-1] == "Đã báo cáo, chờ người khác xác nhận · 2"
    assert "ghi muộn" in page


def test_what_waits_for_the_leader(busy: Office, browse: Browse) -> None:
    leader = browse("leader")
    assert "Chờ tôi xác nhận · 1" in leader.get(MINE).text
    page = leader.get(f"{MINE}?muc=xac-nhan").text
    assert titles(page) == ["Đã gửi rồi"]
    assert "Võ Thị Dung báo cáo 09:00 hôm nay" in page
    assert titles(leader.get(MINE).text) == []
    home = leader.get("/").text
    assert "1 việc chờ tôi xác nhận" in home
    assert "chờ tôi xác nhận" not in browse("counter").get("/").text


def test_the_dashboard_shows_the_head_of_the_same_list(busy: Office, browse: Browse) -> None:
    browser = browse("counter")
    mine = titles(browser.get(MINE).text)
    home = BeautifulSoup(browser.get("/").text, "lxml")
    head = next(found for found in home.find_all("h2") if found.text == "Việc của tôi")
    section = head.find_parent("section")
    assert section is not None
    assert [link.text for link in section.select("li > a")] == mine[:3]


def test_done_work_has_its_own_list(busy: Office, browse: Browse) -> None:
    assert titles(browse("counter").get(f"{MINE}?muc=xong").text) == ["Xong hẳn"]
    assert titles(browse("auditor").get(f"{MINE}?muc=xong").text) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?trang-thai=overdue", 2),
        ("?trang-thai=due_soon", 2),
        ("?trang-thai=open", 6),
        ("?trang-thai=waiting", 1),
        ("?q=HAN+HOM+NAY", 1),
        ("?q=kh%C3%B4ng+c%C3%B3+g%C3%AC", 0),
        ("?loai=conclusion", 7),
        ("?loai=task", 0),
        ("?trang-thai=xyz&loai=%00&muc=abc&trang=abc", 7),
        ("?trang=99", 0),
    ],
)
def test_the_list_is_narrowed_and_survives_anything(busy: Office, browse: Browse, query: str, expected: int) -> None:
    browser = browse("counter")
    assert len(titles(browser.get(f"{MINE}{query}").text)) == expected
    piece = browser.htmx(f"{MINE}{query}").text
    assert "<html" not in piece
    assert len(titles(piece)) == expected


def test_long_lists_come_in_pages(office: Office, browse: Browse) -> None:
    for number in range(120):
        make_duty(office, str(number), TODAY + timedelta(days=number - 60), unit=3, is_last=False)
    db.session.commit()
    browser = browse("counter")
    page = browser.get(MINE).text
    assert len(titles(page)) == 50
    assert "Trang 1/3" in page
    assert len(titles(browser.get(f"{MINE}?trang=3").text)) == 20
    assert "Trang 1/3" in browser.get("/ke-hoach/viec").text


def test_the_work_of_the_office_is_a_sheet_of_all_pages(busy: Office, other_office: Office, browse: Browse) -> None:
    for number in range(60):
        make_duty(busy, f"x{number}", TODAY + timedelta(days=90), unit=1, title=f"Việc dài hạn {number}")
    make_duty(other_office, "1", TODAY, unit=1, title="Của xã khác")
    db.session.commit()
    browser, url = browse("counter"), "/ke-hoach/viec.xlsx"

    def found(query: str = "") -> dict[str, tuple[Any, ...]]:
        assert f'href="{url}{query}"' in browser.get(f"/ke-hoach/viec{query}").text
        return {row[0]: row[1:] for row in load_workbook(BytesIO(browser.get(url + query).data)).active.values}

    whole, own = found(), found("?cua-toi=1")
    assert len(whole) == 1 + 8 + 60 and "Xong hẳn" not in whole and "Của xã khác" not in whole
    assert "Của văn phòng" in whole and own.keys() == whole.keys() - {"Của văn phòng"} - {
        title for title in whole if title.startswith("Việc dài hạn")
    }
    assert whole["Quá hạn rồi"][3:6] == ("18/6/2026", "18/6/2026", "Quá hạn 2 ngày")
    assert browse("province").get(url).status_code == browse("province").get("/ke-hoach/viec").status_code


def test_ones_own_work_is_a_sheet_of_the_tab_with_its_filters(busy: Office, browse: Browse) -> None:
    browser = browse("counter")

    def found(query: str) -> set[str]:
        page = browser.get(f"{MINE}{query}").text
        assert f'href="{MINE}.xlsx{query.replace("&", "&amp;")}"' in page
        book = load_workbook(BytesIO(browser.get(f"{MINE}.xlsx{query}").data))
        return {row[2] for row in book.active.values} - {"Tên việc"}

    assert found("") == set(titles(browser.get(MINE).text))
    assert found("?muc=xong") == {"Xong hẳn"}
    assert found("?trang-thai=overdue") == set(titles(browser.get(f"{MINE}?trang-thai=overdue").text)) != found("")


def test_every_role_of_the_office_has_the_list_and_the_province_has_none(office: Office, browse: Browse) -> None:
    for role in ("counter", "secretary", "auditor", "leader", "admin"):
        page = browse(role).get(MINE)
        assert page.status_code == 200
        assert f'<a href="{MINE}" aria-current="page">' in page.text, "it stands in the menu"
    assert browse("province").get(MINE).status_code == 403
    assert MINE not in browse("province").get("/").text


def test_tasks_and_steps_lead_to_their_own_pages(office: Office, browse: Browse) -> None:
    plan.load_plan(office.commune, PROGRAMME.plan, has_days=True)
    plan.load_script(office.commune, PROGRAMME.script, has_days=True)
    eyes = office.viewer("leader")
    task, step = plan_queries.task(eyes, 5).duty, plan_queries.step(eyes, "I.5").duty
    for duty in (task, step):
        duty.unit_id = office.units[3].id
    db.session.commit()
    task_id, step_id = task.id, step.id
    browser = browse("counter")
    page = browser.get(MINE).text
    for link in ("/ke-hoach/nhiem-vu/5", "/ke-hoach/nhiem-vu/5/hoan-thanh", "/ke-hoach/kich-ban/I-5/hoan-thanh"):
        assert f'href="{link}"' in page, link
    own = browser.get(f"/viec/{task_id}").text
    assert 'href="/ke-hoach/nhiem-vu/5"' in own
    assert 'action="/ke-hoach/nhiem-vu/5/tien-do"' in own
    to_form = browser.get(f"/viec/{step_id}/hoan-thanh")
    assert (to_form.status_code, to_form.location) == (303, "/ke-hoach/kich-ban/I-5/hoan-thanh")


def test_a_duty_of_another_commune_is_not_there(office: Office, other_office: Office, browse: Browse) -> None:
    key = make_duty(other_office, due=TODAY, unit=3).id
    db.session.commit()
    browser = browse("leader")
    for url in (f"/viec/{key}", f"/viec/{key}/hoan-thanh", f"/viec/{key}/phan-cong", "/viec/0", f"/viec/{2**63}"):
        assert browser.get(url).status_code == 404, url
    for verb in ("tien-do", "hoan-thanh", "xac-nhan", "tra-lai", "mo-lai", "gia-han", "gia-han/dong-y", "phan-cong"):
        assert browser.post(f"/viec/{key}/{verb}").status_code == 404, verb


def test_hostile_words_are_only_words(given: Callable[..., Duty], browse: Browse) -> None:
    key = given(due=TODAY, unit=3, title="<script>alert(1)</script>").id
    browser = browse("counter")
    assert browser.post_form(f"/viec/{key}/tien-do", {"text": "<img src=x>"}, page=f"/viec/{key}").status_code == 303
    for url in (MINE, f"/viec/{key}", "/ke-hoach/viec", "/"):
        page = browser.get(url).text
        assert "<script>alert(1)" not in page and "<img src=x>" not in page, url


# one's own work also asks each room what it reminds of: sections, papers, questions, meetings that are near
@pytest.mark.parametrize(("url", "most"), [(MINE, 7), ("/viec/{key}", 8), ("/ke-hoach/viec", 4)])
def test_pages_take_few_statements(
    busy: Office, browse: Browse, statements: Callable[..., object], url: str, most: int
) -> None:
    key, unit_id = make_duty(busy, "20", TODAY, unit=3).id, busy.units[3].id
    db.session.commit()
    address = url.format(key=key)
    browser, eyes = browse("counter"), busy.viewer("counter")
    browser.get(address)

    def cost() -> int:
        with statements() as seen:  # type: ignore[attr-defined]
            assert browser.get(address).status_code == 200
        return len(seen)

    first = cost()
    duty = db.session.get_one(Duty, key)
    for number in range(20):
        actions.write_note(eyes, duty, f"Ghi {number}", number)
        make_duty(busy, f"30{number}", TODAY, unit_id=unit_id)
    db.session.commit()
    assert first == cost() <= most


def test_who_leaves_leaves_no_work_without_hands(busy: Office, browse: Browse) -> None:
    """Those who give work are asked for somebody else, whoever did it; nobody else is."""
    person, other, tasks = busy.people[Role.AUDITOR], busy.people[Role.COUNTER], "Giao lại việc: "
    gone, name, taker, unit = person.id, person.full_name, other.id, busy.units[3].id
    given = {"Trong tuần tới": person, "Quá hạn rồi": person, "Của văn phòng": other, "Xong hẳn": person}
    for duty in db.session.scalars(select(Duty).where(Duty.title.in_(given))):
        duty.person_id = given[duty.title].id
    db.session.commit()
    assert tasks not in browse("secretary").get(MINE).text
    db.session.get_one(Person, gone).is_active = False
    db.session.commit()
    page = BeautifulSoup(browse("secretary").get(MINE).text, "lxml")
    lines = [item for item in page.select("section.card li") if tasks in item.text]
    assert [line.a.text for line in lines] == [f"{tasks}Quá hạn rồi", f"{tasks}Trong tuần tới"]
    assert "quá hạn" in lines[0].text and f"{name} không còn ở cơ quan" in lines[0].text
    assert tasks not in browse("counter").get(MINE).text
    secretary = browse("secretary")
    answer = secretary.post_form(lines[0].a["href"], {"unit_id": unit, "person_id": taker})
    assert answer.status_code == 303
    assert "Giao lại việc: Quá hạn rồi" not in secretary.get(MINE).text
