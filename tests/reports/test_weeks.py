"""The report of a week: read, edited by two, sent once, numbered afterwards, and the same whatever changes later."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from blueprints.document_kept import keep
from blueprints.reports.papers import Sender, week_paper
from blueprints.reports.sentences import sentences
from models import clock, demo
from models.accounts import queries as accounts
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account
from models.base import db
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.errors import NotAllowed, NotFound, RuleBroken
from models.journal.tables import JournalEntry
from models.periods import shift_week, week_of_day
from models.plan.tables import Figure, PlanTask, Target
from models.reports import actions, frozen, queries
from models.reports.rules import SectionKey, odd_figure
from models.reports.tables import WeekReport
from tests.browser import Browser
from tests.conftest import kept
from tests.factories import GOOD_PASSWORD, Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
WEEK = "/bao-cao/tuan/2026-W14"
NOW = (2026, 14)


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def paper(browser: Browser, url: str = WEEK) -> list[str]:
    """All text of the file, tables too."""
    found = Document(io.BytesIO(browser.get(f"{url}.docx").data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in found.paragraphs] + cells


def sheet(browser: Browser) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(browser.get(f"{WEEK}.xlsx").data)).active.iter_rows(values_only=True))


def read(office: Office, no: int, numerator: int, denominator: int, as_of: date, link: str = "") -> None:
    target = db.session.scalars(select(Target).where(Target.no == no)).one()
    db.session.add(
        Figure(
            commune_id=office.viewer("secretary").home_id,
            target_id=target.id,
            numerator=numerator,
            denominator=denominator,
            as_of=as_of,
            evidence_link=link,
            entered_by=office.viewer("secretary").account_id,
        )
    )
    db.session.commit()


@pytest.fixture
def friday(planned: Office, hold: Hold) -> Office:
    """Friday of week 14, with a reading that has its proof and one that has none."""
    hold("2026-04-03 14:00")
    read(planned, 2, 942, 1000, date(2026, 4, 1), "https://minh-hoa.example/so-hoa")
    read(planned, 4, 99, 100, date(2026, 4, 1))
    return planned


def test_two_clicks_from_the_dashboard(friday: Office, browse: Browse) -> None:
    home = browse("secretary").get("/").text
    links = {link["href"] for link in BeautifulSoup(home, "lxml").select("a[href]")}
    assert {"/bao-cao", WEEK} <= links
    week = words(browse("secretary").get(WEEK).text)
    assert "94,2% (942/1.000); mục tiêu 100%: chưa đạt; số liệu tính đến ngày 1/4/2026" in week
    assert "99,0% (99/100); mục tiêu từ 95% trở lên: chưa có minh chứng nên chưa kết luận" in week
    assert "Nhập tay có văn bản 1 Chưa có minh chứng 1" in week


def test_any_week_but_one_to_come(friday: Office, browse: Browse) -> None:
    secretary = browse("secretary")
    assert secretary.get("/bao-cao/tuan/2026-W13").status_code == 200
    assert "942" not in secretary.get("/bao-cao/tuan/2026-W13").text, "the reading is of the week after"
    for odd in ("2026-W15", "2026-W54", "2026-W00", "abcd-W14", "2026-W1", "0000-W01", "2026-W14-5"):
        assert secretary.get(f"/bao-cao/tuan/{odd}").status_code == 404, odd
    assert secretary.get("/bao-cao?lui=3").status_code == 200


def test_nothing_is_written_by_reading(friday: Office, browse: Browse) -> None:
    for url in ("/bao-cao", WEEK, f"{WEEK}/van-ban", f"{WEEK}/in", f"{WEEK}.docx", f"{WEEK}.xlsx"):
        assert browse("leader").get(url).status_code == 200
    assert db.session.scalars(select(WeekReport)).all() == []


def section(browser: Browser, said: str, version: str | None = None) -> int:
    url = f"{WEEK}/muc/ton-tai"
    form = BeautifulSoup(browser.get(url).text, "lxml")
    hidden = {name: form.select_one(f"input[name={name}]")["value"] for name in ("version", "seen")}
    if version is not None:
        hidden["version"] = version
    return int(browser.post(url, hidden | {"text": said}).status_code)


def test_two_writers_do_not_overwrite_each_other(friday: Office, browse: Browse) -> None:
    secretary, leader = browse("secretary"), browse("leader")
    assert section(secretary, "Nhiệm vụ 36 chậm do chờ thẩm định.") == 303
    assert section(leader, "Chữ của lãnh đạo.", version="0") == 409
    assert "chờ thẩm định" in words(leader.get(WEEK).text)
    assert "Lê Văn An sửa lúc 14:00, 3/4/2026" in words(leader.get(WEEK).text)
    assert section(leader, "Chữ của lãnh đạo.") == 303
    assert "- Chữ của lãnh đạo." in " ".join(paper(leader)).replace("\t", " ")
    assert leader.post(f"{WEEK}/muc/ton-tai/tra-lai").status_code == 303
    assert "Chữ của lãnh đạo" not in leader.get(WEEK).text
    told = db.session.scalars(select(JournalEntry.entity).where(JournalEntry.entity == "week_section")).all()
    assert len(told) == 3, "written, changed, taken out"


def test_an_empty_or_absurd_figure_is_refused_and_nothing_is_lost(friday: Office, browse: Browse) -> None:
    browser = browse("secretary")
    url = f"{WEEK}/muc/kien-nghi"
    answer = browser.post(url, {"version": "0", "text": "Đạt 0/0 phiếu."})
    assert (answer.status_code, "0/0 phiếu" in answer.text) == (422, True)
    assert db.session.scalars(select(WeekReport)).all() == []
    assert browser.get(f"{WEEK}/muc/khong-co").status_code == 404


def test_words_that_stand_on_older_figures_are_marked(friday: Office, browse: Browse) -> None:
    browser = browse("secretary")
    browser.post(f"{WEEK}/muc/chi-tieu", {"version": "0", "text": "Chỉ tiêu 2 đạt 94,2%."})
    assert "Số liệu đã đổi từ khi sửa" not in browser.get(WEEK).text
    read(friday, 2, 946, 1000, date(2026, 4, 2), "https://minh-hoa.example/so-hoa")
    page = words(browser.get(WEEK).text)
    assert "Số liệu đã đổi từ khi sửa" in page and "94,6% (946/1.000)" in page


def test_sent_it_stays_the_same_whatever_changes(friday: Office, browse: Browse) -> None:
    secretary, leader = browse("secretary"), browse("leader")
    section(secretary, "Nhiệm vụ 36 chậm do chờ thẩm định.")
    assert secretary.post(f"{WEEK}/gui").status_code == 403
    assert leader.post(f"{WEEK}/so", {"version": "1", "number": "31/BC-UBND", "dated": "3/4/2026"}).status_code == 422
    before, lines = paper(leader), sheet(leader)
    assert leader.post(f"{WEEK}/gui").status_code == 303
    assert paper(leader) == before
    assert sheet(leader) == lines
    leader.get("/bao-cao")  # says once that it was sent
    page = words(leader.get(f"{WEEK}/van-ban").text)

    read(friday, 2, 1, 1000, date(2026, 4, 3))
    db.session.execute(update(Duty).values(title="Tên khác", due_on=date(2026, 1, 1)))
    db.session.execute(update(Target).values(title="Chỉ tiêu khác"))
    db.session.commit()
    assert (paper(leader), sheet(leader)) == (before, lines)
    assert words(leader.get(f"{WEEK}/van-ban").text) == page
    assert "94,2% (942/1.000)" in words(secretary.get(WEEK).text)

    assert section_of(secretary).status_code == 303, "back to the page, with the reason"
    assert secretary.post(f"{WEEK}/muc/ton-tai/tra-lai").status_code == 303
    assert leader.post(f"{WEEK}/gui").status_code == 303
    assert "chờ thẩm định" in words(secretary.get(WEEK).text)


def section_of(browser: Browser) -> object:
    return browser.post(f"{WEEK}/muc/ton-tai", {"version": "1", "text": "Sửa sau khi gửi."})


def test_number_and_day_are_entered_afterwards(friday: Office, browse: Browse) -> None:
    secretary, leader = browse("secretary"), browse("leader")
    leader.post(f"{WEEK}/gui")
    before = paper(secretary)
    assert any(re.fullmatch(r"Số:\s+/BC-UBND", line) for line in before)
    form = BeautifulSoup(secretary.get(WEEK).text, "lxml")
    hidden = {name: form.select_one(f"input[name={name}]")["value"] for name in ("version", "seen")}
    late = secretary.post(f"{WEEK}/so", hidden | {"number": "31/BC-UBND", "dated": "9/4/2026"})
    assert (late.status_code, "không được sau hôm nay" in late.text) == (422, True)
    assert secretary.post(f"{WEEK}/so", hidden | {"number": "31/BC-UBND", "dated": "3/4/2026"}).status_code == 303
    assert leader.post(f"{WEEK}/so", hidden | {"number": "32/BC-UBND", "dated": "3/4/2026"}).status_code == 409
    after = paper(secretary)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new for _, new in changed] == ["Số: 31/BC-UBND", "Thử Nghiệm, ngày 03 tháng 4 năm 2026"] or len(
        changed
    ) <= 2
    assert any("31/BC-UBND" in line for line in after)
    assert "31/BC-UBND" in secretary.get("/bao-cao").text
    told = select(JournalEntry.action).where(JournalEntry.entity == "week_report")
    assert len(db.session.scalars(told).all()) == 3, "begun, sent, numbered"


def test_the_database_itself_keeps_what_was_sent(friday: Office) -> None:
    leader = friday.viewer("leader")
    actions.write_section(leader, *NOW, SectionKey.PROPOSALS, "Đề nghị hỗ trợ.", "")
    actions.send(leader, *NOW, queries.facts(leader, *NOW), "{}")
    db.session.commit()
    for statement in (
        "UPDATE week_report SET facts = 'x'",
        "UPDATE week_report SET state = 'draft'",
        "DELETE FROM week_section",
        "UPDATE week_section SET text = 'x'",
        "DELETE FROM week_report",
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()
    db.session.execute(text("UPDATE week_report SET number = '1/BC-UBND', dated = '2026-04-03'"))


def test_rules_of_sending(friday: Office) -> None:
    leader, secretary = friday.viewer("leader"), friday.viewer("secretary")
    facts = queries.facts(leader, *NOW)
    with pytest.raises(NotAllowed):
        actions.send(secretary, *NOW, facts, "{}")
    with pytest.raises(RuleBroken, match="sentence_absurd"):
        actions.send(leader, *NOW, facts, "{}", "0/0")
    report = actions.send(leader, *NOW, facts, "{}")
    assert frozen.kept(report.facts) == facts, "the counts of the week lie beside the paper"
    for act in (
        lambda: actions.send(leader, *NOW, facts, "{}"),
        lambda: actions.write_section(leader, *NOW, SectionKey.NEXT, "Việc khác.", ""),
    ):
        with pytest.raises(RuleBroken, match="report_sent"):
            act()


def test_two_closed_weeks_are_compared(friday: Office, browse: Browse, hold: Hold) -> None:
    leader = browse("leader")
    leader.post(f"{WEEK}/gui")
    hold("2026-04-10 14:00")
    leader = browse("leader")
    read(friday, 2, 966, 1010, date(2026, 4, 9), "https://minh-hoa.example/so-hoa")
    url = "/bao-cao/tuan/2026-W15"
    assert "tuần này chưa gửi" in words(leader.get(url).text)
    assert "94,2%" in paper(leader, url), "the annex tells what was sent"
    leader.post(f"{url}/gui")
    page = words(leader.get(url).text)
    assert "Chỉ tiêu 2 : tăng 1,4 điểm phần trăm 94,2% (942/1.000) → 95,6% (966/1.010)" in page


def test_another_definition_is_not_compared(friday: Office, browse: Browse, hold: Hold) -> None:
    browse("leader").post(f"{WEEK}/gui")
    hold("2026-04-10 14:00")
    db.session.execute(update(Target).where(Target.no == 2).values(value=90))
    read(friday, 2, 966, 1010, date(2026, 4, 9), "https://minh-hoa.example/so-hoa")
    leader, url = browse("leader"), "/bao-cao/tuan/2026-W15"
    assert "Đổi cách tính" in paper(leader, url)
    leader.post(f"{url}/gui")
    assert "cách tính đã thay đổi, không so sánh" in words(leader.get(url).text)


def test_past_weeks_stand_as_they_stood(friday: Office, hold: Hold) -> None:
    leader = friday.viewer("leader")
    duty = db.session.scalars(select(PlanTask).where(PlanTask.no == 1)).one().duty
    duty.status, duty.done_on, duty.judged_on = DutyStatus.DONE, date(2026, 4, 14), date(2026, 4, 14)
    duty.reported_at, duty.confirmed_at = clock.at_office(date(2026, 4, 14)), clock.at_office(date(2026, 4, 21))
    db.session.flush()
    hold("2026-05-04 08:00")
    told = {week: queries.facts(leader, 2026, week).tasks for week in (15, 16, 17, 18)}
    assert [(one.done, one.waiting) for one in told.values()] == [(0, 0), (0, 1), (1, 0), (1, 0)]
    assert [one.newly for one in told.values()] == [(), (), ("1",), ()]
    assert all(one.is_whole for one in told.values())


def test_the_province_reads_what_was_sent_and_nobody_reads_a_neighbour(
    friday: Office, other_office: Office, browse: Browse
) -> None:
    province = Viewer(0, Role.PROVINCE, "Tỉnh", friday.viewer("leader").home_id)
    with pytest.raises(NotFound):
        queries.report(province, *NOW)
    browse("leader").post(f"{WEEK}/gui")
    assert queries.report(province, *NOW) is not None
    neighbour = browse("leader", at=other_office)
    assert "đã gửi lúc" not in neighbour.get(WEEK).text


@pytest.mark.slow
def test_no_sentence_of_26_demo_weeks_is_empty_or_absurd(app: Flask) -> None:
    kept(app, "small_demo", lambda: demo.make(GOOD_PASSWORD, responses=8, meetings=4, communes=1))
    commune = accounts.joined_communes()[0]
    leader = db.session.scalars(select(Account).where(Account.username == "lanhdao")).one()
    eyes = Viewer(leader.id, leader.role, leader.display_name, commune.id, leader.person_id)
    this, said = week_of_day(clock.today()), 0
    for back in range(26):
        facts = queries.facts(eyes, *shift_week(*this, -back))
        assert frozen.kept(frozen.keep(facts)) == facts
        assert all(work.is_whole for work in (facts.tasks, facts.steps, facts.conclusions, facts.findings))
        lines = {key: [one.text for one in sentences(key, facts)] for key in SectionKey}
        for line in (line for part in lines.values() for line in part):
            said += 1
            assert not odd_figure(line), line
            assert line[0].isupper() or line[0].isdigit(), line
            assert line.endswith(".") and ".." not in line, line
            assert not re.search(r"None|0/0|  |chưa có chưa có|\( *\)|—", line), line
        whole = keep(week_paper(Sender(commune.name, "xã"), facts, lines))
        assert "None" not in whole.replace("null", "") and "Undefined" not in whole
    assert said > 300
    sent = db.session.scalars(select(WeekReport).order_by(WeekReport.year, WeekReport.week)).all()
    assert [one.state.value for one in sent] == ["sent"] * 5 + ["draft"]
    assert sent[-1].sections and sent[0].sent_at < clock.now() + timedelta(days=1)
