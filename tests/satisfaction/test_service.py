"""Files of the days: pasted, read from a sheet with bounds, kept once, counted for response rate and target 5."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from models.base import db
from models.errors import RuleBroken
from models.journal import JournalEntry
from models.measures.queries import Look
from models.measures.targets import read_targets
from models.satisfaction import figures, outside, service
from models.satisfaction.punctuality import Punctuality
from models.satisfaction.service_import import MOST_ROWS, as_lines, read_sheet, understood
from models.satisfaction.tables import ComplaintKind, ComplaintOutcome, ScoreSource, ServiceDay
from models.verdicts import Verdict
from tests.browser import Browser
from tests.factories import Office
from tests.sheet_lines import sheet_lines
from tests.shipped import load_plan

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
HEAD = "Ngày; Thủ tục; Hình thức; Tiếp nhận; Xong đúng hẹn; Xong trễ hẹn; Quá hẹn chưa xong"
LINES = f"{HEAD}\n30/3/2026; Khai sinh; Trực tuyến; 40; 38; 1; 1\n30/3/2026; ; Tại quầy; 1.200; 9; 0; 0"
SERVICE = "/hai-long/ho-so"


@pytest.fixture(autouse=True)
def march(hold: Hold) -> None:
    hold("2026-03-31 09:00")


def sheet(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_lines_are_understood_by_their_head_or_in_their_order() -> None:
    first, second = understood(LINES)
    assert (first.day, first.procedure, first.mode, first.received) == (date(2026, 3, 30), "Khai sinh", "online", 40)
    assert (first.on_time, first.late, first.open_overdue, first.problem) == (38, 1, 1, "")
    assert (second.procedure, second.mode, second.received) == ("", "in_person", 1200)
    assert understood(LINES.partition("\n")[2])[0].open_overdue == 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("30/13/2026; A; ; 1", "day"),
        ("1/4/2026; A; ; 1", "day"),
        ("30/3; A; ; nhiều", "received"),
        ("30/3; A; ; -4", "received"),
        ("30/3; A; ; 38.5", "received"),
        ("30/3; A; ; 1.20", "received"),
        ("30/3; A; ; 1; 1; 99999999", "late"),
        ("30/3; A", ""),
    ],
)
def test_what_is_not_understood_is_named_and_nothing_is_kept(line: str, problem: str, office: Office) -> None:
    (found,) = understood(line)
    assert found.problem == problem
    if problem:
        with pytest.raises(RuleBroken, match="line_not_understood"):
            service.keep_days(office.viewer("secretary"), [found], "Chung")


def test_a_sheet_becomes_the_same_lines() -> None:
    rows = [HEAD.split("; "), [date(2026, 3, 30), "Khai sinh; hộ tịch", "Trực tuyến", 40, 38, 1, None]]
    (found,) = understood(as_lines(read_sheet(sheet(rows))))
    assert (found.day, found.procedure, found.received, found.open_overdue) == (
        date(2026, 3, 30),
        "Khai sinh, hộ tịch",
        40,
        0,
    )


def bomb() -> bytes:
    content = io.BytesIO(sheet([["x"]]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (33 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(("content", "code"), [(b"nothing", "file_broken"), (bomb(), "file_bomb")])
def test_a_hostile_sheet_is_refused_before_it_is_opened(content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        read_sheet(content)


def test_a_far_cell_costs_nothing() -> None:
    book = Workbook()
    book.active["XFD1048576"] = "x"
    content = io.BytesIO()
    book.save(content)
    assert len(read_sheet(content.getvalue())) <= MOST_ROWS + 1


def test_lines_are_kept_once_and_changed_in_place(office: Office) -> None:
    secretary = office.viewer("secretary")
    assert service.keep_days(secretary, understood(LINES), "Chung") == (2, 0)
    assert service.keep_days(secretary, understood(LINES), "Chung") == (0, 0)
    assert service.keep_days(secretary, understood(LINES.replace("40; 38", "41; 38")), "Chung") == (0, 1)
    db.session.commit()
    assert db.session.scalar(select(func.count(ServiceDay.id))) == 2
    many = select(JournalEntry.changes).where(JournalEntry.entity == "service_day", JournalEntry.action == "created")
    assert len(list(db.session.scalars(many))) == 1, "one line for all of one act"
    found = figures.served(secretary, date(2026, 3, 1), date(2026, 3, 31))
    assert (found.received, found.online, found.punctuality) == (1241, 41, Punctuality(47, 1, 1))
    assert figures.served(office.viewer("leader"), date(2026, 2, 1), date(2026, 2, 28)).received is None


def test_long_names_that_begin_alike_are_procedures_of_their_own(office: Office) -> None:
    long = "Cấp giấy xác nhận tình trạng hôn nhân cho công dân"
    lines = understood(
        f"30/3; {long} ở trong xã; ; 1\n30/3; {long} đã ra nước ngoài; ; 2\n30/3; A-B; ; 1\n30/3; A B; ; 1"
    )
    assert service.keep_days(office.viewer("secretary"), lines, "Chung") == (4, 0)
    assert len(service.procedure_names(office.viewer("leader"))) == 4


def test_the_page_shows_what_it_understood_before_it_keeps(browse: Browse) -> None:
    secretary = browse("secretary")
    content = sheet([HEAD.split("; "), ["30/3/2026", "Khai sinh", "", 5]])
    page = secretary.post_form(f"{SERVICE}/xem-truoc", {"file": (io.BytesIO(content), "a.xlsx")}, page=SERVICE)
    assert page.status_code == 200 and "Xem trước: 1 dòng" in page.text
    assert db.session.scalar(select(func.count(ServiceDay.id))) == 0
    assert secretary.post_form(f"{SERVICE}/ghi", {"lines": LINES}, page=SERVICE).status_code == 303
    assert "Khai sinh" in secretary.get(SERVICE).text
    refused = secretary.post_form(f"{SERVICE}/ghi", {"lines": "hôm qua; A"}, page=SERVICE)
    assert refused.status_code == 422 and "Dòng 1 chưa hiểu" in refused.text
    assert browse("counter").get(SERVICE).status_code == 200


@pytest.mark.parametrize(("content", "says"), [(b"nothing", "Tệp bị hỏng"), (bomb(), "Tệp giải nén ra quá lớn")])
def test_the_page_tells_why_it_does_not_take_a_sheet(browse: Browse, content: bytes, says: str) -> None:
    facts = {"file": (io.BytesIO(content), "a.xlsx")}
    refused = browse("secretary").post_form(f"{SERVICE}/xem-truoc", facts, page=SERVICE)
    assert refused.status_code == 422 and says in refused.text


def test_the_lines_of_a_month_stand_under_their_days_with_the_sum_of_each(browse: Browse) -> None:
    secretary = browse("secretary")
    earlier = "\n27/3/2026; Khai sinh; Trực tuyến; 7; 6; 0; 1"
    secretary.post_form(f"{SERVICE}/ghi", {"lines": LINES + earlier}, page=SERVICE)
    shown = BeautifulSoup(secretary.get(SERVICE).text, "lxml").select("section details")
    days = [(one.summary.get_text(" ", strip=True).split(" · ")[0], one.has_attr("open")) for one in shown]
    assert days == [("30/3/2026", True), ("27/3/2026", False)]
    assert "nhận 1.240" in shown[0].summary.get_text() and "nhận 7" in shown[1].summary.get_text()
    assert [len(one.select("tbody tr")) for one in shown] == [2, 1]


def test_a_complaint_is_concluded_with_a_reason(browse: Browse, other_office: Office) -> None:
    secretary = browse("secretary")
    facts = {"received_on": "20/3/2026", "kind": "harassment", "about": "Bị đòi thêm tiền"}
    assert secretary.post_form("/hai-long/phan-anh", facts).status_code == 303
    refused = secretary.post_form("/hai-long/phan-anh/1", {"outcome": "substantiated", "conclusion": ""})
    assert refused.status_code == 422
    told = {"outcome": "substantiated", "conclusion": "Đúng", "decided_on": "25/3/2026"}
    assert secretary.post_form("/hai-long/phan-anh/1", told).status_code == 303
    page = secretary.get("/hai-long/phan-anh").text
    assert "Có cơ sở" in page and 'href="/hai-long/phan-anh.xlsx"' in page
    (line,) = sheet_lines(secretary.get("/hai-long/phan-anh.xlsx"))
    assert line[:2] == ["20/3/2026", "Bị đòi thêm tiền"] and line[4:] == ["Có cơ sở", "25/3/2026", "Đúng"]
    assert sheet_lines(browse("secretary", other_office).get("/hai-long/phan-anh.xlsx")) == []
    assert browse("counter").get("/hai-long/phan-anh.xlsx").status_code == 403


def test_target_five_is_counted_where_files_are_entered_and_one_complaint_spoils_it(office: Office) -> None:
    load_plan(office.commune)
    leader, secretary = office.viewer("leader"), office.viewer("secretary")

    def read() -> tuple[Verdict, int | None, int | None]:
        (found,) = [one for one in read_targets(Look(leader)) if one.target.is_spoiled_by_complaint]
        return found.verdict, found.measure.denominator, found.complaints

    assert read()[:2] == (Verdict.NO_DATA, None)
    service.keep_days(secretary, understood("30/3; A; ; 10; 10; 0; 0"), "Chung")
    assert read() == (Verdict.MET, 10, 0)
    row = service.add_complaint(secretary, date(2026, 3, 20), ComplaintKind.HARASSMENT, "x", "")
    assert read()[0] is Verdict.MET
    service.conclude(secretary, row, ComplaintOutcome.SUBSTANTIATED, "đúng", date(2026, 3, 25))
    assert read() == (Verdict.NOT_MET, 10, 1)
    service.conclude(secretary, row, ComplaintOutcome.UNFOUNDED, "không đúng", date(2026, 3, 25))
    service.keep_days(secretary, understood("29/3; A; ; 1; 0; 0; 1"), "Chung")
    assert read() == (Verdict.NOT_MET, 11, 0)


def test_scores_of_others_are_kept_apart_part_by_part(browse: Browse, office: Office) -> None:
    secretary = browse("secretary")
    facts = {
        "source": "index_766",
        "month": "2/2026",
        "lines": "5; Hài lòng; 17,3; 18\n2; Tiến độ; 19; 20",
        "document": "Cổng",
    }
    assert secretary.post_form("/hai-long/diem-ngoai", facts).status_code == 303
    assert secretary.post_form("/hai-long/diem-ngoai", facts | {"lines": "5; Hài lòng; 19; 18"}).status_code == 422
    assert secretary.post_form("/hai-long/diem-ngoai", facts | {"month": "13/2026"}).status_code == 422
    kept = outside.scores(office.viewer("leader"), ScoreSource.INDEX_766)
    assert [(row.code, row.points) for row in kept] == [("2", Decimal(19)), ("5", Decimal("17.3"))]
    assert outside.scores(office.viewer("leader"), ScoreSource.SIPAS) == []


def test_complaints_come_in_pages_and_the_sheet_holds_all(browse: Browse, office: Office) -> None:
    eyes = office.viewer("secretary")
    for number in range(205):
        service.add_complaint(eyes, date(2026, 3, 1), ComplaintKind.OTHER, f"Việc {number}.", "")
    db.session.commit()
    secretary = browse("secretary")
    first, last = (secretary.get(f"/hai-long/phan-anh{asked}").text for asked in ("", "?trang=5"))
    assert "Việc 204." in first and "Việc 154." not in first and "trang=2" in first
    assert "Việc 0." in last and "trang=6" not in last
    book = load_workbook(io.BytesIO(secretary.get("/hai-long/phan-anh.xlsx").data))
    assert len(list(book.active.iter_rows())) == 206
