"""Corrections of sent reports, and the month's report on AI: written, sent once, numbered afterwards, never changed."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models.base import db
from models.errors import RuleBroken
from models.reports.further import AiFact, AiFacts, Changed, due_day, months_back, read_changes
from models.reports.further_tables import FurtherReport
from tests.browser import Browser
from tests.factories import Office
from tests.reports.test_weeks import friday, read, words  # noqa: F401  a fixture

Browse = Callable[..., Browser]
WEEK = "/bao-cao/tuan/2026-W14"

LINES = [
    ("Chỉ tiêu 2: 94,2% → 94,6%", Changed("Chỉ tiêu 2", "94,2%", "94,6%")),
    ("  Số cuộc họp : 3 -> 4 ", Changed("Số cuộc họp", "3", "4")),
    ("Mục II: nhóm 1: 5 => 6", Changed("Mục II: nhóm 1", "5", "6")),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_what_was_wrong_is_read_line_by_line(line: str, wanted: Changed) -> None:
    assert read_changes(f"\n{line}\n\n") == [wanted]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("Chỉ tiêu 2 sai", "change_unreadable"),
        ("A: 1 → 2\nB 2", "change_unreadable"),
        ("A: → 2", "change_unreadable"),
        ("A: 2 → 2", "change_same"),
        ("\n", "changes_missing"),
        ("A: 1 → 2\n" * 61, "changes_many"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(told: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        read_changes(told)
    assert broken.value.code == code


def test_a_month_is_due_on_the_24th_and_missed_ones_stay() -> None:
    assert due_day(2026, 2) == date(2026, 2, 24)
    assert months_back(date(2026, 2, 3), date(2025, 11, 20)) == [(2026, 2), (2026, 1), (2025, 12), (2025, 11)]
    assert len(months_back(date(2026, 2, 3), date(2000, 1, 1))) == 24


def test_nothing_is_said_of_what_nobody_has_counted() -> None:
    from blueprints.reports.further_papers import ai_sentences

    figures = (AiFact("attended", 23, 35, "65,7%"), AiFact("basic"), AiFact("advanced", 0, 35, "0%", 80))
    assert ai_sentences(AiFacts(2026, 4, "2026-04-20", figures)) == [
        "23 trên 35 cán bộ, công chức, viên chức (65,7%) đã dự tập huấn, hướng dẫn sử dụng AI.",
        "Chưa có ai trong 35 cán bộ, công chức, viên chức đạt từ 80 điểm trở lên trong bài kiểm tra mức độ nâng cao.",
    ]


def number_it(browser: Browser, url: str, number: str) -> None:
    """What the clerk enters once the registry has given it."""
    hidden = browser.hidden_fields(url, f"{url}/so")
    assert browser.post(f"{url}/so", {**hidden, "number": number, "dated": "3/4/2026"}).status_code == 303


@pytest.fixture
def sent(friday: Office, browse: Browse) -> Browser:  # noqa: F811
    """A leader whose report of week 14 is sent and numbered."""
    leader = browse("leader")
    leader.post(f"{WEEK}/gui")
    number_it(leader, WEEK, "31/BC-UBND")
    return leader


def seen(browser: Browser, url: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(url).text, "lxml")


def test_a_correction_needs_a_sent_and_numbered_report(friday: Office, browse: Browse) -> None:  # noqa: F811
    leader = browse("leader")
    assert leader.post(f"{WEEK}/dinh-chinh").status_code == 404
    leader.post(f"{WEEK}/gui")
    answer = leader.post(f"{WEEK}/dinh-chinh")
    assert answer.location.endswith(WEEK)
    assert "ghi số và ngày" in leader.get(WEEK).text


def test_a_correction_names_the_report_and_says_old_new_and_why(sent: Browser, friday: Office) -> None:  # noqa: F811
    read(friday, 2, 946, 1000, date(2026, 4, 2), "https://minh-hoa.example/so-hoa")
    url = sent.post(f"{WEEK}/dinh-chinh").location
    assert sent.post(f"{WEEK}/dinh-chinh").location == url  # pressed twice it is one draft
    assert "94,2% → 94,6%" in seen(sent, url).select_one("textarea[name=text]").get_text()
    assert sent.get(f"{url}.docx").status_code == 404  # there is no reason yet
    assert sent.post(f"{url}/gui").status_code == 303
    assert not db.session.scalars(select(FurtherReport)).one().is_sent
    said = {"text": "Chỉ tiêu 2: 94,2% → 94,6%", "reason": "cộng sót hồ sơ ngày 2/4"}
    assert sent.post(url, {**sent.hidden_fields(url), **said}).status_code == 303
    sent.post(f"{url}/gui")
    first = sent.get(f"{url}.docx").data
    told = Document(io.BytesIO(first))
    lines = " ".join(paragraph.text for paragraph in told.paragraphs)
    cells = [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    assert "Báo cáo số 31/BC-UBND ngày 3/4/2026" in lines and "Lý do: cộng sót hồ sơ ngày 2/4." in lines
    assert {"94,2%", "94,6%"} <= set(cells)
    assert "94,2%" in words(sent.get(WEEK).text)  # the sent report itself stays
    sent.post(url, {"text": "Khác: 1 → 2", "reason": "thử"})
    assert sent.get(f"{url}.docx").data == first
    number_it(sent, url, "33/BC-UBND")
    listed = words(sent.get("/bao-cao").text)
    assert "31/BC-UBND, 3/4/2026 Đính chính số 33/BC-UBND, 3/4/2026" in listed
    assert "33/BC-UBND" in words(sent.get(WEEK).text)
    for statement in ("UPDATE further_report SET text = 'x'", "DELETE FROM further_report"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()


def test_a_correction_is_written_by_two_and_sent_by_the_leader(sent: Browser, browse: Browse) -> None:
    url = sent.post(f"{WEEK}/dinh-chinh").location
    secretary = browse("secretary")
    stale = secretary.hidden_fields(url)
    said = {"text": "A: 1 → 2", "reason": "nhầm"}
    assert sent.post(url, {**sent.hidden_fields(url), **said}).status_code == 303
    answer = secretary.post(url, {**stale, "text": "B: 3 → 4", "reason": "khác"})
    assert answer.status_code == 409 and "A: 1 → 2" in answer.text
    assert secretary.post(f"{url}/gui").status_code == 403
    assert browse("counter").post(url, said).status_code == 403


def test_another_commune_sees_none_of_it(sent: Browser, other_office: Office, app: Any) -> None:
    url = sent.post(f"{WEEK}/dinh-chinh").location
    stranger = Browser(app)
    stranger.enter_as(other_office.accounts["leader"])
    for address in (url, f"{url}.docx", f"{url}/in"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{url}/gui").status_code == 404


def test_the_month_of_ai_is_sent_once_and_a_missed_one_stays_red(friday: Office, browse: Browse) -> None:  # noqa: F811
    leader = browse("leader")
    rows = {row["data-month"]: row for row in seen(leader, "/bao-cao/ai").select("[data-month]")}
    assert "24/4/2026" in rows["2026-4"].get_text() and "Quá hạn" not in rows["2026-4"].get_text()
    assert leader.post("/bao-cao/ai/2026-05").status_code == 404
    url = leader.post("/bao-cao/ai/2026-04").location
    assert leader.post("/bao-cao/ai/2026-04").location == url
    leader.post(f"{url}/gui")
    assert not db.session.scalars(select(FurtherReport)).one().is_sent  # nothing is counted and nothing written yet
    said = {"text": "Các phòng dùng AI để dự thảo văn bản, tổng hợp báo cáo."}
    leader.post(url, {**leader.hidden_fields(url), **said})
    leader.post(f"{url}/gui")
    first = leader.get(f"{url}.docx").data
    lines = " ".join(paragraph.text for paragraph in Document(io.BytesIO(first)).paragraphs)
    assert "trí tuệ nhân tạo (AI)" in lines and said["text"] in lines
    leader.post(url, {**leader.hidden_fields("/bao-cao/ai"), "text": "Sửa sau khi gửi"})
    assert leader.get(f"{url}.docx").data == first
    assert "tháng 4 năm 2026" in words(leader.get(f"{url}/in").text)
    late = {row["data-month"]: row.get_text() for row in seen(leader, "/bao-cao/ai").select("[data-month]")}
    assert "Đã gửi" in late["2026-4"]
    assert all("Quá hạn" in told for month, told in late.items() if month != "2026-4")


def test_the_month_stands_among_what_the_writer_owes(
    friday: Office,  # noqa: F811
    browse: Browse,
    hold: Callable[[str], None],
) -> None:
    assert "Báo cáo sử dụng AI tháng này" not in browse("leader").get("/viec-cua-toi").text  # three weeks to go
    hold("2026-04-20 09:00")
    assert "Báo cáo sử dụng AI tháng này hạn 24/4" in words(browse("secretary").get("/viec-cua-toi").text)
    assert "Báo cáo sử dụng AI" not in browse("counter").get("/viec-cua-toi").text
    hold("2026-04-25 09:00")
    told = words(browse("leader").get("/viec-cua-toi").text)
    assert "Báo cáo sử dụng AI hằng tháng" in told and "tháng chưa gửi" in told
