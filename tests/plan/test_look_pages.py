"""Board, month and timeline in the browser: the same rows as the list, however they are narrowed."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import load_workbook

from models.base import db
from models.plan import queries
from tests.duties.conftest import finish, report
from tests.factories import Office

LOOKS = ("", "/bang", "/lich", "/tien-do")


@pytest.fixture
def busy(planned: Office, hold) -> Office:
    """July: one task done, one reported, one extended, one without a day, one of the second unit."""
    hold("2026-07-10 09:00")
    eyes = planned.viewer("secretary")
    finish(planned, queries.task(eyes, 10).duty, date(2026, 6, 2))
    report(planned, queries.task(eyes, 11).duty, date(2026, 6, 2))
    extended, undated, mine = (queries.task(eyes, no).duty for no in (2, 3, 16))
    extended.due_on = date(2026, 8, 15)
    undated.due_on = undated.first_due_on = None
    mine.unit_id, mine.person_id = planned.units[1].id, eyes.person_id
    db.session.commit()
    return planned


def soup(browser, url: str) -> BeautifulSoup:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return BeautifulSoup(answer.text, "lxml")


def test_the_board_counts_what_the_list_shows_and_a_card_leads_to_its_page(busy: Office, browse) -> None:
    browser = browse("leader")
    page = soup(browser, "/ke-hoach/nhiem-vu/bang")
    counts = {one["class"][1]: int(one.select_one(".count").text) for one in page.select(".column")}
    assert counts == {"overdue": 33, "due_soon": 0, "later": 1, "no_date": 1, "waiting": 1, "done": 1}
    for column, number in counts.items():
        assert len(soup(browser, f"/ke-hoach/nhiem-vu?trang-thai={column}").select("#rows tbody tr")) == number
    assert page.select_one(".column.no_date li a")["href"] == "/ke-hoach/nhiem-vu/3"
    more = page.select_one(".column.overdue > p a")
    assert "và 25 nhiệm vụ nữa" in " ".join(more.text.split()) and more["href"].endswith("trang-thai=overdue")
    assert not page.select("[draggable]")


def test_the_filter_goes_along_from_look_to_look(busy: Office, browse) -> None:
    browser, person = browse("leader"), busy.viewer("secretary").person_id
    query = f"nhom=II&nguoi={person}&trang-thai=overdue&q=du+lich"
    for what in ("nhiem-vu", "kich-ban"):
        for look in LOOKS:
            page = soup(browser, f"/ke-hoach/{what}{look}?{query}")
            links = {one["href"].split("?")[0]: one["href"].split("?")[1] for one in page.select(".strip a")}
            assert set(links) == {f"/ke-hoach/{what}{one}" for one in LOOKS}
            for said in links.values():
                assert set(said.split("&")) == {
                    "nhom=II",
                    f"nguoi={person}",
                    "trang-thai=overdue",
                    "q=du+lich",
                }
    assert len(soup(browser, f"/ke-hoach/nhiem-vu/bang?{query}").select(".column li")) == 1
    assert len(soup(browser, f"/ke-hoach/nhiem-vu/tien-do?{query}").select(".timeline td.span")) == 1
    assert len(soup(browser, f"/ke-hoach/nhiem-vu?{query}").select("#rows tbody tr")) == 1


def test_a_month_shows_its_days_and_what_has_none(busy: Office, browse) -> None:
    page = soup(browse("leader"), "/ke-hoach/nhiem-vu/lich?thang=2026-08")
    days = page.select(".agenda > li:not(.none)")
    assert [one.select_one("time")["datetime"] for one in days] == ["2026-08-15"]
    assert "2. " in days[0].select_one("ul a").text
    assert [one["href"] for one in page.select("[aria-labelledby=undated] a")] == ["/ke-hoach/nhiem-vu/3"]
    crowded = soup(browse("leader"), "/ke-hoach/nhiem-vu/lich?thang=2026-06")
    more = crowded.select(".agenda li:not(.none) li")[-1].select_one("a")
    there = soup(browse("leader"), more["href"])
    assert len(there.select("#rows tbody tr")) == 35, "all that is due that day, those that the sheet leaves out too"


def test_monthly_steps_stand_once_in_each_month(busy: Office, browse) -> None:
    for month in ("2026-07", "2026-08", "2026-12"):
        page = soup(browse("leader"), f"/ke-hoach/kich-ban/lich?thang={month}")
        found = [one.text for one in page.select(".agenda ul a")]
        assert len(found) == len(set(found)) and found, month


def test_a_bar_stands_beside_the_same_days_in_words(busy: Office, browse) -> None:
    page = soup(browse("leader"), "/ke-hoach/nhiem-vu/tien-do")
    rows = {int(one.select_one("a")["href"].rsplit("/", 1)[1]): one for one in page.select(".timeline tr:has(td)")}
    assert len(rows) == 37
    assert "15/8/2026" in rows[2].text and "30/6/2026" in rows[2].select_one("s").text
    assert rows[2].select_one("rect.later") and not rows[10].select_one("rect.later")
    assert "Chưa đặt ngày" in rows[3].text and rows[3].select_one("rect.due") is None
    assert rows[10].select_one("rect.fill.done") and rows[11].select_one("rect.fill.waiting")
    assert all(one.select_one("rect.now") for one in rows.values())
    assert all(one["aria-hidden"] == "true" for one in page.select(".timebar"))


def test_the_sheet_holds_what_is_shown(busy: Office, browse) -> None:
    browser = browse("leader")
    for url, rows, first in (
        ("/ke-hoach/nhiem-vu.xlsx", 37, [1, "Bản đồ địa chính và CSDL đất đai"]),
        ("/ke-hoach/nhiem-vu.xlsx?trang-thai=done", 1, [10]),
        ("/ke-hoach/nhiem-vu.xlsx?thang=2026-08", 2, ["15/8/2026", "Đến hạn", 2]),
        ("/ke-hoach/kich-ban.xlsx", 37, ["I.1"]),
        ("/ke-hoach/kich-ban.xlsx?nhom=II", 8, ["II.1"]),
    ):
        answer = browser.get(url)
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment"), url
        lines = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
        assert len(lines) == rows + 1, url
        assert list(lines[1][: len(first)]) == first, url
    undated = list(load_workbook(io.BytesIO(browser.get("/ke-hoach/nhiem-vu.xlsx?thang=2026-08").data)).active.values)
    assert undated[2][1] == "Chưa đặt ngày" and undated[2][2] == 3


@pytest.mark.parametrize(
    "query",
    [
        "?thang=2026-99",
        "?thang=%00",
        "?thang=0000-01&trang-thai=xyz",
        "?nguoi=abc&don-vi=-1&nhom=%F0%28",
        "?ngay=2026-02-31&trang=9999",
        "?ngay=9999-12-31&q=%27%22%3E%3Cscript%3E",
        "?can-xem-lai=1&cua-toi=1",
    ],
)
def test_odd_addresses_are_answered(busy: Office, browse, query: str) -> None:
    browser = browse("leader")
    for what in ("nhiem-vu", "kich-ban"):
        for look in (*LOOKS, ".xlsx"):
            answer = browser.get(f"/ke-hoach/{what}{look}{query}")
            assert answer.status_code == 200, (what, look)
            assert "<script>" not in answer.text.split("</head>")[-1] if look != ".xlsx" else True


def test_another_commune_sees_its_own_rows_and_the_province_chooses_first(
    app: Flask, busy: Office, planned_elsewhere: Office, browse
) -> None:
    province = browse("province")
    for look in LOOKS[1:]:
        answer = province.get(f"/ke-hoach/nhiem-vu{look}")
        assert (answer.status_code, answer.location) == (303, "/tinh")
    own = queries.plan(busy.viewer("leader"))
    other = queries.plan(planned_elsewhere.viewer("leader"))
    assert own is not None and other is not None
    other_id = other.id
    assert own.id != other_id
    for look in (*LOOKS, ".xlsx"):
        assert browse("leader").get(f"/ke-hoach/nhiem-vu{look}?ke-hoach={other_id}").status_code == 404


def test_looks_answer_htmx_with_their_rows_alone(busy: Office, browse) -> None:
    for what in ("nhiem-vu", "kich-ban"):
        for look in LOOKS:
            piece = browse("leader").htmx(f"/ke-hoach/{what}{look}?nhom=V").text
            assert "<html" not in piece and 'id="rows"' in piece, (what, look)
