"""Tables of others from Excel: read beside what was in the file, nothing kept before Nhập, twice is once."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook
from sqlalchemy import func, select

from models.base import db
from models.errors import RuleBroken
from models.journal import JournalEntry
from models.satisfaction import outside, service
from models.satisfaction.outside_import import complaints_understood, decimal_of, scores_understood
from models.satisfaction.service_import import as_lines, read_sheet
from models.satisfaction.tables import ComplaintKind, ComplaintOutcome, OutsideScore, ScoreSource, ServiceComplaint
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
SCORES, COMPLAINTS = "/hai-long/diem-ngoai", "/hai-long/phan-anh/nhap"
INDEX = [
    ["CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP"],
    ["Tháng 2 năm 2026"],
    ["STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt"],
    [1, "Công khai, minh bạch", 18, 16.2],
    [2, "Mức độ hài lòng", 18, 17.299999999999997],
    ["", "Tổng cộng", 36, 33.5],
]
HEARD = [
    ["Ngày nhận", "Loại", "Nội dung", "Nhận qua", "Kết quả", "Kết luận", "Ngày kết luận"],
    [
        date(2026, 3, 2),
        "Gây phiền hà",
        "Bị hẹn lại ba lần; không nói lý do",
        "Đường dây nóng",
        "Có cơ sở",
        "Đúng",
        date(2026, 3, 9),
    ],
    [date(2026, 3, 5), "Kiến nghị", "Kê thêm ghế", "", "Đang xác minh", "", ""],
]


@pytest.fixture(autouse=True)
def march(hold: Callable[[str], None]) -> None:
    hold("2026-03-31 09:00")


def sheet(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def lines(rows: list[list[object]]) -> str:
    return as_lines(read_sheet(sheet(rows)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17,3", "17.3"),
        ("17.3", "17.3"),
        ("18", "18"),
        ("100", "100"),
        ("0", "0"),
        ("17.299999999999997", "17.3"),
        ("", None),
        ("-1", None),
        ("1,2,3", None),
        ("mười", None),
        ("99999", None),
    ],
)
def test_points_as_people_and_spreadsheets_write_them(text: str, value: str | None) -> None:
    assert decimal_of(text) == (None if value is None else Decimal(value))


def test_a_score_is_read_below_its_title_and_without_its_sum() -> None:
    found = scores_understood(lines(INDEX))
    assert [(one.code, one.title, one.points, one.most, one.problem) for one in found] == [
        ("1", "Công khai, minh bạch", Decimal("16.2"), Decimal(18), ""),
        ("2", "Mức độ hài lòng", Decimal("17.3"), Decimal(18), ""),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [("1; A; 19; 18", "points"), ("1; ; 1; 2", "title"), ("1; A; x; 2", "points"), ("1; A; 1", "most")],
)
def test_a_part_that_is_not_understood_is_named_and_nothing_is_kept(line: str, problem: str, office: Office) -> None:
    (found,) = scores_understood(line)
    assert found.problem == problem
    with pytest.raises(RuleBroken, match="line_not_understood"):
        outside.keep_scores(office.viewer("secretary"), ScoreSource.SIPAS, date(2026, 2, 1), [found], "x")


def test_a_code_that_stands_twice_is_refused(office: Office) -> None:
    with pytest.raises(RuleBroken, match="code_twice"):
        twice = scores_understood("1; A; 1; 2\n1; B; 1; 2")
        outside.keep_scores(office.viewer("secretary"), ScoreSource.SIPAS, date(2026, 2, 1), twice, "x")


def previewed(browser: Browser, page: str, rows: list[list[object]]) -> tuple[BeautifulSoup, dict[str, str]]:
    """The page with what was read of a sheet, and what its form sends on."""
    file = {"file": (io.BytesIO(sheet(rows)), "a.xlsx")}
    shown = browser.post_form(f"{page}/xem-truoc", file, page=page)
    assert shown.status_code == 200, shown.text
    read = BeautifulSoup(shown.text, "lxml")
    form = read.select_one("form:has(textarea)")
    assert form is not None
    area, hidden = form.select_one("textarea"), form.select("input[type=hidden]")
    assert area is not None
    return read, {"lines": area.text.strip()} | {str(one["name"]): str(one["value"]) for one in hidden}


@pytest.mark.parametrize("source", list(ScoreSource))
def test_a_score_from_excel_is_kept_by_the_button_alone_and_once(
    browse: Browse, office: Office, source: ScoreSource
) -> None:
    secretary, eyes = browse("secretary"), office.viewer("leader")
    facts = {"source": source.value, "month": "2/2026", "document": "Cổng Dịch vụ công"}
    read, sent = previewed(secretary, SCORES, INDEX)
    assert "Đọc là" in read.text and "Mức độ hài lòng" in read.text and "33,5" in read.text
    assert outside.scores(eyes, source) == []
    assert secretary.post_raw(SCORES, sent | facts).status_code == 303
    assert [(row.code, row.points) for row in outside.scores(eyes, source)] == [
        ("1", Decimal("16.2")),
        ("2", Decimal("17.3")),
    ]
    db.session.rollback()
    lines_kept = db.session.scalar(select(func.count(JournalEntry.id)))
    _, again = previewed(secretary, SCORES, INDEX)
    answer = secretary.post_raw(SCORES, again | facts, follow_redirects=True)
    assert "không có gì thay đổi" in answer.text
    assert db.session.scalar(select(func.count(JournalEntry.id))) == lines_kept
    assert set(db.session.scalars(select(OutsideScore.version))) == {1}
    _, newer = previewed(secretary, SCORES, [*INDEX[:4], [2, "Mức độ hài lòng", 18, 17.5]])
    assert "sửa 1 dòng" in secretary.post_raw(SCORES, newer | facts, follow_redirects=True).text
    other = next(one for one in ScoreSource if one is not source)
    assert outside.scores(eyes, other) == []


@pytest.mark.parametrize(
    ("page", "rows"), [(SCORES, [*INDEX[:3], [1, "A", 18, 19]]), (COMPLAINTS, [HEARD[0], ["mai"]])]
)
def test_a_line_that_is_not_understood_is_told_in_the_preview(
    browse: Browse, page: str, rows: list[list[object]]
) -> None:
    file = {"file": (io.BytesIO(sheet(rows)), "a.xlsx")}
    shown = browse("secretary").post_form(f"{page}/xem-truoc", file, page=page)
    assert shown.status_code == 200 and "chưa hiểu" in shown.text.lower()


def test_a_month_to_come_or_none_keeps_nothing(browse: Browse) -> None:
    secretary = browse("secretary")
    for month in ("4/2026", "13/2026", "hai"):
        _, sent = previewed(secretary, SCORES, INDEX)
        facts = {"source": "sipas", "month": month, "document": "x"}
        assert secretary.post_raw(SCORES, sent | facts).status_code == 422
    assert db.session.scalar(select(func.count(OutsideScore.id))) == 0


def test_complaints_are_read() -> None:
    first, second = complaints_understood(lines(HEARD))
    assert (first.received_on, first.kind, first.outcome) == (
        date(2026, 3, 2),
        ComplaintKind.HARASSMENT,
        ComplaintOutcome.SUBSTANTIATED,
    )
    assert (first.about, first.source) == ("Bị hẹn lại ba lần, không nói lý do", "Đường dây nóng")
    assert (first.conclusion, first.decided_on, first.problem) == ("Đúng", date(2026, 3, 9), "")
    assert (second.kind, second.outcome, second.decided_on) == (ComplaintKind.OTHER, ComplaintOutcome.PENDING, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1/4/2026; ; A", "received_on"),
        ("2/3/2026; ; ", "about"),
        ("2/3/2026; ; A; ; Dừng", "outcome"),
        ("2/3/2026; ; A; ; Có cơ sở", "conclusion"),
        ("2/3/2026; ; A; ; Có cơ sở; Đúng", "decided_on"),
        ("2/3/2026; ; A; ; Không có cơ sở; Sai; 1/3/2026", "decided_on"),
    ],
)
def test_a_complaint_that_is_not_understood_is_named(line: str, problem: str) -> None:
    assert [one.problem for one in complaints_understood(line)] == [problem]


def test_complaints_from_excel_are_kept_by_the_button_alone_and_once(browse: Browse, office: Office) -> None:
    secretary = browse("secretary")
    read, sent = previewed(secretary, COMPLAINTS, HEARD)
    assert "Đọc là" in read.text
    assert service.complaints(office.viewer("leader"), 50) == []
    assert secretary.post_raw(f"{COMPLAINTS}/ghi", sent).status_code == 303
    kept = select(ServiceComplaint.outcome, ServiceComplaint.version).order_by(ServiceComplaint.received_on)
    once = [tuple(row) for row in db.session.execute(kept)]
    assert [outcome for outcome, _ in once] == [ComplaintOutcome.SUBSTANTIATED, ComplaintOutcome.PENDING]
    _, again = previewed(secretary, COMPLAINTS, HEARD)
    answer = secretary.post_raw(f"{COMPLAINTS}/ghi", again, follow_redirects=True)
    assert "không có gì thay đổi" in answer.text
    assert [tuple(row) for row in db.session.execute(kept)] == once
    done = [*HEARD[:2], [*HEARD[2][:4], "Không có cơ sở", "Đã có đủ ghế", date(2026, 3, 20)]]
    _, later = previewed(secretary, COMPLAINTS, done)
    assert "sửa 1 dòng" in secretary.post_raw(f"{COMPLAINTS}/ghi", later, follow_redirects=True).text
    assert [row.outcome for row in db.session.execute(kept)][1] is ComplaintOutcome.UNFOUNDED


@pytest.mark.parametrize("page", [SCORES, COMPLAINTS])
def test_a_sheet_that_is_none_is_refused_in_words(browse: Browse, page: str) -> None:
    file = {"file": (io.BytesIO(b"nothing"), "a.xlsx")}
    refused = browse("secretary").post_form(f"{page}/xem-truoc", file, page=page)
    assert refused.status_code == 422 and "Tệp bị hỏng" in refused.text
    empty = {"file": (io.BytesIO(sheet([])), "a.xlsx")}
    refused = browse("secretary").post_form(f"{page}/xem-truoc", empty, page=page)
    assert refused.status_code == 422 and "Chưa có dòng nào" in refused.text


@pytest.mark.parametrize("page", [SCORES, COMPLAINTS, "/hai-long/ho-so"])
def test_a_browser_sends_the_file_itself(browse: Browse, page: str) -> None:
    read = BeautifulSoup(browse("secretary").get(page).text, "lxml")
    form = read.select_one("form:has(input[type=file])")
    assert form is not None and form["enctype"] == "multipart/form-data"
    assert form.get("hx-encoding", form["enctype"]) == form["enctype"]
