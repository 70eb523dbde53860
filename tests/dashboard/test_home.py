"""The dashboard: its figures, what is mine, what is late, and how little it costs."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from models import clock
from models.accounts.tables import Unit
from models.audits import actions as audits
from models.audits.rules import ItemState
from models.audits.tables import ItemResult
from models.base import db
from models.duties import actions as duties
from models.duties.rows import urgent_first
from models.meetings import actions as meetings
from models.meetings.tables import Body, Meeting
from models.plan import queries
from models.satisfaction import actions as satisfaction
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import Response
from tests.duties.conftest import finish, report
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting
from tests.shipped import load_criteria


def tiles(html: str) -> list[str]:
    page = BeautifulSoup(html, "lxml")
    return [" ".join(tile.text.split()) for tile in page.select(".tile")]


def main(html: str) -> str:
    """What the page says below its head."""
    page = BeautifulSoup(html, "lxml").find("main")
    assert page is not None
    return " ".join(page.text.split())


def card(html: str, title: str) -> str:
    page = BeautifulSoup(html, "lxml")
    head = next(found for found in page.find_all("h2") if found.text.strip() == title)
    section = head.find_parent("section")
    assert section is not None
    return " ".join(section.text.split())


@pytest.fixture
def busy(planned: Office, hold) -> Office:
    """Monday of week 14, some things done."""
    hold("2026-02-26 16:20")
    for level in [5] * 11 + [2]:
        satisfaction.record(planned.viewer("counter"), satisfaction.Answer(level, Mode.ONLINE))
    satisfaction.record(planned.viewer("counter"), satisfaction.Answer(1, Mode.IN_PERSON))
    hold("2026-03-31 16:20")
    body = make_body(planned)
    make_meeting(planned, body, MONDAY, 8)
    make_meeting(planned, body, MONDAY, 14)
    load_criteria()
    audits.open_round(planned.viewer("auditor"), "website", None)
    eyes = planned.viewer("secretary")
    finish(planned, queries.step(eyes, "III.1").duty, date(2026, 3, 20))
    duty = queries.step(eyes, "III.4").duty
    duty.unit_id, duty.person_id = planned.units[1].id, planned.account("secretary").person_id
    queries.task(eyes, 16).duty.unit_id = planned.units[1].id
    queries.task(eyes, 5).duty.due_on = date(2026, 4, 2)
    db.session.commit()
    return planned


def test_the_week_in_four_figures(busy: Office, browse) -> None:
    page = browse("leader").get("/").text
    assert "Tuần 14 · 30/3 – 5/4/2026 · số liệu đến 16:20 hôm nay" in page
    satisfied, meetings, website, tasks = tiles(page)
    assert "91,7%" in satisfied
    assert "11/12 phiếu" in satisfied
    assert "mục tiêu ≥ 98%" in satisfied
    assert "Chưa đạt" in satisfied
    assert "2 cuộc" in meetings and "cần ít nhất 3" in meetings
    assert "còn thiếu 1 cuộc" in meetings and "Chưa đạt" in meetings
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
    assert f"{late} việc quá hạn, {soon} việc đến hạn trong 7 ngày" in card(
        browse("leader").get("/").text, "Quá hạn, sắp đến hạn"
    )


def test_eight_weeks_of_satisfaction(busy: Office, browse) -> None:
    weeks = card(browse("leader").get("/").text, "Hài lòng 8 tuần")
    assert "1/2–28/2" in weeks
    assert "91,7% (11/12)" in weeks


def test_an_office_without_anything_yet_still_opens(office: Office, browse) -> None:
    for role in ("leader", "counter", "secretary", "auditor", "admin"):
        page = browse(role).get("/").text
        assert "Chưa kiểm tra" in page
        assert "Chưa có kế hoạch" in page


def test_another_office_sees_its_own_figures(busy: Office, other_office: Office, browse) -> None:
    satisfied, meetings, website, tasks = tiles(browse("leader", other_office).get("/").text)
    assert "Chưa đủ 10 phiếu" in satisfied
    assert meetings.startswith("Họp e-Cabinet tuần này 0")
    assert "Chưa kiểm tra" in website
    assert "Chưa có kế hoạch" in tasks


@pytest.mark.slow
def test_the_dashboard_costs_few_statements_whatever_there_is(app: Flask, busy: Office, browse, statements) -> None:
    browser = browse("leader")
    eyes, clerk = busy.viewer("secretary"), busy.viewer("counter")

    def cost(browser=browser) -> int:
        with statements() as seen:
            browser.get("/")
        return len([statement for statement in seen if statement.startswith("SELECT")])

    first = cost()
    assert cost() == 3, "nothing is new: who asks, whether anything was written or answered, and what is due"
    for no in range(1, 21):
        duties.write_note(eyes, queries.task(eyes, no).duty, "Đang làm.", no)
        satisfaction.record(clerk, satisfaction.Answer(5, Mode.ONLINE))
    db.session.commit()
    assert cost() == first <= 19  # who may confirm also reads what every step is measured by
    app.extensions["cache"].clear()
    assert cost(browse("counter")) <= 14  # target 9 asks the training room, and the weeks that are over are one more


def _answers(office: Office) -> None:
    for day in (16, 17):  # a running month is told by whole groups, all but the last one
        with clock.held_at(clock.at_office(date(2026, 3, day), 9)):
            for _ in range(10):
                satisfaction.record(office.viewer("counter"), satisfaction.Answer(5, Mode.ONLINE))


def _excluded(office: Office) -> None:
    online = select(Response.id).where(Response.mode == Mode.ONLINE).order_by(Response.id.desc())
    answer = db.session.scalars(online).first() or 0
    satisfaction.decide(office.viewer("leader"), answer, Status.EXCLUDED, "ghi trùng")


def _meeting(office: Office) -> None:
    body = db.session.scalars(select(Body)).one()
    leader = office.viewer("leader").person_id or 0
    starts, ends = clock.at_office(MONDAY, 16), clock.at_office(MONDAY, 17)
    told = {"title": "Họp chiều", "chair_id": leader, "ecabinet_ref": "EC-15", "printed_pages": 0}
    meeting = Meeting(body_id=body.id, starts_at=starts, ends_at=ends, **told)
    meetings.record(office.viewer("secretary"), meeting)


def _tick(office: Office) -> None:
    item = db.session.scalars(select(ItemResult).order_by(ItemResult.id)).first()
    assert item is not None
    item.assess(ItemState.NOT_MET, office.viewer("auditor").account_id, clock.now(), "Chưa có", "", None)


def _task_reported(office: Office) -> None:
    report(office, queries.task(office.viewer("secretary"), 16).duty, clock.today())


def _task_done(office: Office) -> None:
    finish(office, queries.task(office.viewer("secretary"), 16).duty, clock.today())


def _unit_renamed(office: Office) -> None:
    eyes = office.viewer("leader")
    unit = db.session.scalars(select(Unit).where(Unit.commune_id == eyes.commune_id).order_by(Unit.id)).first()
    assert unit is not None
    late = urgent_first(queries.step_rows(eyes))[0]
    queries.step(eyes, late.ref).duty.unit_id, unit.name = unit.id, "Tổ công nghệ số cộng đồng"


@pytest.mark.parametrize("write", [_answers, _meeting, _tick, _task_reported, _task_done, _unit_renamed])
def test_whatever_is_written_shows_at_the_next_look(busy: Office, browse, write) -> None:
    browser = browse("leader")
    before = main(browser.get("/").text)
    assert main(browser.get("/").text) == before
    write(busy)
    db.session.rollback()
    assert main(browser.get("/").text) == before, "what was not kept shows nowhere"
    write(busy)
    db.session.commit()
    seen = main(browser.get("/").text)
    assert seen != before
    assert tiles(browse("secretary").get("/").text) == tiles(browser.get("/").text), "all roles see the same figures"


def test_a_decision_about_one_answer_moves_no_figure_that_was_told(busy: Office, browse) -> None:
    """Figures move by whole groups alone: nobody reads one person out of two looks."""
    browser = browse("leader")
    before = main(browser.get("/").text)
    _excluded(busy)
    db.session.commit()
    assert main(browser.get("/").text) == before


def test_a_new_day_is_a_new_look(busy: Office, browse, hold) -> None:
    browser = browse("leader")
    before = card(browser.get("/").text, "Quá hạn, sắp đến hạn")
    hold("2026-04-01 07:00")
    browser = browse("leader")
    assert card(browser.get("/").text, "Quá hạn, sắp đến hạn") != before


def test_only_the_signed_in_see_it(office: Office, browse) -> None:
    answer = browse(None).get("/")
    assert (answer.status_code, answer.location) == (303, "/dang-nhap")
