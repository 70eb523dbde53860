"""The province looks at all communes side by side, goes into one, and writes nowhere."""

import io

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from models import clock
from models.accounts import actions as accounts
from models.base import db
from models.plan import queries
from models.satisfaction import actions as satisfaction
from models.satisfaction.figures import this_month
from models.satisfaction.rules import Mode
from tests.factories import Office


def names(html: str) -> list[str]:
    page = BeautifulSoup(html, "lxml")
    return [cell.text for cell in page.select("#rows tbody strong")]


@pytest.mark.slow
def test_all_communes_side_by_side(planned: Office, other_office: Office, browse) -> None:
    with clock.held_at(clock.at_office(this_month().closed.last, 9)):
        for _ in range(12):
            satisfaction.record(other_office.viewer("counter"), satisfaction.Answer(5, Mode.ONLINE))
        for _ in range(4):
            satisfaction.record(planned.viewer("counter"), satisfaction.Answer(1, Mode.ONLINE))
    accounts.add_commune("Xã Chưa Vào", "Tỉnh Gia Lai")
    db.session.commit()
    browser = browse("province")
    page = browser.get("/").text
    assert names(page) == ["Xã Láng Giềng", "Xã Thử Nghiệm"]
    assert "12/12 phiếu" in page
    assert "dưới 10 phiếu" in page and "0/4" not in page, "of a small group nothing is told"
    assert "Không xếp hạng" in page
    assert "0/37 đã hoàn thành" in page
    assert names(browser.get("/tinh?theo=ten&chieu=nguoc").text) == ["Xã Thử Nghiệm", "Xã Láng Giềng"]
    assert names(browser.get("/tinh?theo=hai-long").text) == ["Xã Láng Giềng", "Xã Thử Nghiệm"]
    assert names(browser.get("/tinh?theo=hai-long&chieu=nguoc").text) == ["Xã Thử Nghiệm", "Xã Láng Giềng"]
    assert names(browser.get("/tinh?theo=qua-han").text)[0] == "Xã Thử Nghiệm"
    for odd in ("?theo=khong-co", "?theo=%00&chieu=%F0", "?theo=hop", "?theo=trang-tin"):
        assert len(names(browser.get(f"/tinh{odd}").text)) == 2
    assert names(browser.htmx("/tinh?theo=ten&chieu=nguoc").text) == ["Xã Thử Nghiệm", "Xã Láng Giềng"]
    sheet = load_workbook(io.BytesIO(browser.get("/tinh.xlsx").data)).active
    assert [cell.value for cell in sheet["A"]][1:] == ["Xã Láng Giềng", "Xã Thử Nghiệm"]
    assert sheet["B3"].value == "—", "of a small group nothing is told"


def test_into_one_commune_and_back(planned: Office, other_office: Office, browse) -> None:
    commune_id = planned.viewer("leader").commune_id
    browser = browse("province")
    answer = browser.get(f"/tinh/xa/{commune_id}")
    assert (answer.status_code, answer.location) == (303, "/")
    page = browser.get("/").text
    assert "Bảng điều hành Xã Thử Nghiệm" in page
    assert "Việc của tôi" not in page
    assert browser.get("/ke-hoach/nhiem-vu/5").status_code == 200
    assert len(names(browser.get("/tinh").text)) == 2
    assert browser.get("/ke-hoach/nhiem-vu").location == "/tinh"


def test_the_province_writes_nowhere(planned: Office, browse) -> None:
    commune_id = planned.viewer("leader").commune_id
    browser = browse("province")
    browser.get(f"/tinh/xa/{commune_id}")
    for url in (
        "/ke-hoach/nhiem-vu/5/tien-do",
        "/ke-hoach/nhiem-vu/5/hoan-thanh",
        "/ke-hoach/nhiem-vu/5/phan-cong",
        "/ke-hoach/nhiem-vu/5/mo-lai",
        "/ke-hoach/nhiem-vu/5/xac-nhan",
        "/ke-hoach/nhiem-vu/5/tra-lai",
        "/ke-hoach/nhiem-vu/5/gia-han",
        "/ke-hoach/nhiem-vu/5/gia-han/dong-y",
        "/ke-hoach/chi-tieu/5/so-lieu",
        "/ke-hoach/kich-ban/III-4/tien-do",
    ):
        assert browser.post(url, {"text": "x"}).status_code == 403, url
    assert queries.task(planned.viewer("leader"), 5).duty.status == "not_started"


def test_unknown_communes_and_other_roles(planned: Office, browse) -> None:
    outside = accounts.add_commune("Xã Chưa Vào", "Tỉnh Gia Lai").id
    db.session.commit()
    commune_id = planned.viewer("leader").commune_id
    browser, leader = browse("province"), browse("leader")
    for odd in (outside, 99999, 2**63, 0):
        assert browser.get(f"/tinh/xa/{odd}").status_code == 404, odd
    assert leader.get("/tinh").status_code == 403
    assert leader.get(f"/tinh/xa/{commune_id}").status_code == 403


def test_the_overview_costs_the_same_for_many_communes(planned: Office, browse, statements) -> None:
    browser = browse("province")
    browser.get("/tinh")

    def cost() -> int:
        with statements() as seen:
            browser.get("/tinh")
        return len(seen)

    first = cost()
    for number in range(20):
        accounts.add_commune(f"Xã Số {number}", "Tỉnh Gia Lai").joined_on = clock.today()
    db.session.commit()
    assert first == cost() <= 12


def test_every_entry_of_the_menu_leads_to_its_page(planned: Office, browse) -> None:
    commune_id = planned.viewer("leader").commune_id
    browser = browse("province")

    def entries() -> dict[str, str]:
        page = BeautifulSoup(browser.get("/tai-khoan").text, "lxml")
        return {link["href"]: link.text.strip() for link in page.select(".side-menu a[href]")}

    all_communes = entries()
    assert "/tinh" in all_communes and "/ke-hoach/nhiem-vu" not in all_communes
    browser.get(f"/tinh/xa/{commune_id}")
    one_commune = entries()
    assert "/ke-hoach/nhiem-vu" in one_commune
    for address in one_commune:
        if not address.startswith("/tinh"):  # those pages are of all communes and leave the one
            assert browser.get(address).status_code == 200, address
    browser.get("/tinh")
    for address in all_communes:
        assert browser.get(address).status_code == 200, address
