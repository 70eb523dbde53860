"""The dashboard: its figures, what is mine, what is late, and how little it costs."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from models.audits import actions as audits
from models.base import db
from models.plan import actions as plan
from models.plan import queries
from models.satisfaction import actions as satisfaction
from models.satisfaction.rules import Mode
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting

LINK = plan.Evidence(link="https://minh-hoa.example/a")


def tiles(html: str) -> list[str]:
    page = BeautifulSoup(html, "html.parser")
    return [" ".join(tile.text.split()) for tile in page.select("a.tile")]


def card(html: str, title: str) -> str:
    page = BeautifulSoup(html, "html.parser")
    head = next(found for found in page.find_all("h2") if found.text.strip() == title)
    section = head.find_parent("section")
    assert section is not None
    return " ".join(section.text.split())


@pytest.fixture
def busy(planned: Office, hold) -> Office:
    """Monday of week 14, some things done."""
    hold("2026-03-31 16:20")
    for level in [5] * 11 + [2]:
        satisfaction.record(planned.viewer("counter"), satisfaction.Answer(level, Mode.ONLINE))
    satisfaction.record(planned.viewer("counter"), satisfaction.Answer(1, Mode.IN_PERSON))
    body = make_body(planned)
    make_meeting(planned, body, MONDAY, 8)
    make_meeting(planned, body, MONDAY, 14)
    audits.load_all()
    audits.open_round(planned.viewer("auditor"), "website", None)
    eyes = planned.viewer("secretary")
    plan.finish(eyes, queries.step(eyes, "III.1"), date(2026, 3, 20), "Danh mục thiết bị", LINK)
    step = queries.step(eyes, "III.4")
    step.unit_id, step.person_id = planned.units[1].id, planned.account("secretary").person_id
    queries.task(eyes, 16).unit_id = planned.units[1].id
    queries.task(eyes, 5).due_on = date(2026, 4, 2)
    db.session.commit()
    return planned


def test_the_week_in_four_figures(busy: Office, browse) -> None:
    page = browse("leader").get("/").text
    assert "Tuần 14 · 30/3 – 5/4/2026 · số liệu đến 16:20 hôm nay" in page
    satisfied, meetings, website, tasks = tiles(page)
    assert "91,6 %" in satisfied
    assert "11/12 phiếu" in satisfied
    assert "mục tiêu ≥ 98 %" in satisfied
    assert "Chưa đạt" in satisfied
    assert "2 / 3 cuộc" in meetings
    assert "Còn thiếu 1 cuộc" in meetings
    assert "2/2 cuộc họp trên e-Cabinet" in meetings
    assert re.search(r"0 / (\d+) đạt.*Đợt 1 · đã đánh giá 0/\1", website)
    assert "37 / 37" in tasks
    assert "1 đến hạn trong 7 ngày" in tasks


def test_what_is_mine_comes_most_urgent_first(busy: Office, browse) -> None:
    page = browse("secretary").get("/").text
    own = card(page, "Việc của tôi")
    assert "2 việc" in own
    assert own.index("Họp UBND xã bằng e-Cabinet") < own.index("Du lịch số")
    assert "Quá hạn 1 ngày" in own
    auditor = card(browse("auditor").get("/").text, "Việc của tôi")
    assert "Du lịch số" in auditor
    assert "Họp UBND xã bằng e-Cabinet" not in auditor
    assert "Chưa có việc nào đang chờ" in card(browse("counter").get("/").text, "Việc của tôi")


def test_what_is_late_and_what_comes_next(busy: Office, browse) -> None:
    eyes = busy.viewer("leader")
    late = sum(row.standing.state == "overdue" for row in queries.step_rows(eyes))
    soon = sum(row.standing.state == "due_soon" for row in [*queries.step_rows(eyes), *queries.task_rows(eyes)])
    assert f"{late} quá hạn · {soon} trong 7 ngày" in card(browse("leader").get("/").text, "Quá hạn, sắp đến hạn")


def test_eight_weeks_of_satisfaction(busy: Office, browse) -> None:
    weeks = card(browse("leader").get("/").text, "Hài lòng 8 tuần")
    assert "T14" in weeks
    assert "91,6 % (11/12)" in weeks


def test_an_office_without_anything_yet_still_opens(office: Office, browse) -> None:
    for role in ("leader", "counter", "secretary", "auditor", "admin"):
        page = browse(role).get("/").text
        assert "Chưa kiểm tra" in page
        assert "Xã chưa có kế hoạch" in page


def test_another_office_sees_its_own_figures(busy: Office, other_office: Office, browse) -> None:
    satisfied, meetings, website, tasks = tiles(browse("leader", other_office).get("/").text)
    assert "Chưa có phiếu" in satisfied
    assert meetings.startswith("Họp e-Cabinet tuần này 0")
    assert "Chưa kiểm tra" in website
    assert "Chưa có kế hoạch" in tasks


def test_the_dashboard_costs_few_statements_whatever_there_is(busy: Office, browse, statements) -> None:
    browser = browse("leader")
    eyes, clerk = busy.viewer("secretary"), busy.viewer("counter")
    browser.get("/")

    def cost() -> int:
        with statements() as seen:
            browser.get("/")
        return len([statement for statement in seen if statement.startswith("SELECT")])

    first = cost()
    for no in range(1, 21):
        plan.report(eyes, queries.task(eyes, no), "Đang làm.", no)
        satisfaction.record(clerk, satisfaction.Answer(5, Mode.ONLINE))
    db.session.commit()
    assert first == cost() <= 9


def test_only_the_signed_in_see_it(office: Office, browse) -> None:
    answer = browse(None).get("/")
    assert (answer.status_code, answer.location) == (303, "/dang-nhap")
