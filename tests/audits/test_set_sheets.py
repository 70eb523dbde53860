"""Criteria sets as sheets: an office-made one is understood, hostile ones are refused, a set comes back as it went."""

import io
import zipfile
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.audits import acts as law
from models.audits import drafting, set_import
from models.audits.set_import import deadline_of
from models.audits.sheet_rules import RowDoubt, RowReading, points_of, understood
from models.audits.tables import CriteriaSet, CriteriaVersion, Criterion
from models.base import db
from models.catalogue.criteria import Check, DeadlineUnit, Kind
from tests.browser import Browser
from tests.factories import Office
from tests.files import handed_in

HEAD = ["STT", "Tên tiêu chí", "Điểm tối đa", "Điểm đạt", "Tự đánh giá", "Liên kết", "Ghi chú"]
PROVINCE = [
    ["ỦY BAN NHÂN DÂN", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["TỈNH GIA LAI"],
    [],
    ["KHUNG TIÊU CHÍ ĐÁNH GIÁ"],
    ["(Kèm theo Quyết định của Ủy ban nhân dân tỉnh)"],
    [],
    HEAD,
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["I", "HẠ TẦNG SỐ", "30"],
    ["1", "Có đường truyền tốc độ cao tại trụ sở", "10", "", "", "", "Kiểm tra hợp đồng"],
    ["2", "Máy tính cho cán bộ", "20"],
    ["2.1", "Mỗi cán bộ có một máy tính", "12,5"],
    ["2.2", "Máy tính có phần mềm phòng mã độc", "7.5"],
    ["II. NHÂN LỰC", "", ""],
    ["1", "Cán bộ được tập huấn", "15 điểm"],
    ["a)", "Có kế hoạch tập huấn", "5"],
    ["b)", "Có kết quả tập huấn", "10"],
    ["", "Có tổ công nghệ số cộng đồng", "5"],
    ["3", "Có kinh phí", "theo thực tế"],
    ["", "Tổng cộng", "100"],
    ["", "Ghi chú: điểm cộng không quá 5"],
]


def test_an_office_made_sheet_is_understood() -> None:
    sheet = understood(PROVINCE)
    assert [(row.reading.value, row.code, row.parent, row.points) for row in sheet.rows] == [
        ("group", "I", None, Decimal(30)),
        ("item", "I.1", "I", Decimal(10)),
        ("group", "I.2", "I", Decimal(20)),
        ("item", "I.2.1", "I.2", Decimal("12.5")),
        ("item", "I.2.2", "I.2", Decimal("7.5")),
        ("group", "II", None, None),
        ("group", "II.1", "II", Decimal(15)),
        ("item", "II.1.a", "II.1", Decimal(5)),
        ("item", "II.1.b", "II.1", Decimal(10)),
        ("item", "II.x1", "II.1", Decimal(5)),
        ("item", "II.3", "II", None),
        ("skip", "", None, Decimal(100)),
        ("skip", "", None, None),
    ]
    assert {row.line: row.doubts for row in sheet.rows if row.doubts} == {
        15: (RowDoubt.SUM,),
        18: (RowDoubt.NO_NUMBER,),
        19: (RowDoubt.NO_POINTS,),
        21: (RowDoubt.LOOSE,),
    }
    assert sheet.rows[1].said["note"] == "Kiểm tra hợp đồng"


def test_a_person_reads_a_row_otherwise() -> None:
    sheet = understood(PROVINCE, forced={18: RowReading.SKIP, 21: RowReading.GROUP})
    assert [row.line for row in sheet.kept if row.line == 18] == []
    assert sheet.rows[-1].reading is RowReading.GROUP and not sheet.rows[-1].doubts


def test_sums_and_codes_that_do_not_fit_are_doubtful() -> None:
    sheet = understood([HEAD, ["A", "Nhóm", "10"], ["1", "Một", "4"], ["1", "Hai", "5"]])
    assert [row.doubts for row in sheet.rows] == [(RowDoubt.SUM,), (RowDoubt.SAME_CODE,), (RowDoubt.SAME_CODE,)]
    assert len({row.code for row in sheet.rows}) == 3


def test_criteria_without_a_group_get_one() -> None:
    sheet = understood([HEAD, ["1", "Một", "4"], ["2", "Hai", "5"]])
    assert [(row.reading.value, row.parent) for row in sheet.rows] == [("group", None), ("item", "C"), ("item", "C")]


def test_a_sheet_without_a_head_has_no_rows() -> None:
    assert understood([["a", "b"], ["1", "2"]]).rows == ()


@pytest.mark.parametrize(
    ("text", "points"),
    [("10", 10), ("10,5", Decimal("10.5")), ("Tối đa 5", 5), ("5 điểm", 5), ("5đ", 5), ("", None), ("mười", None)],
)
def test_points_as_people_write_them(text: str, points: Decimal | None) -> None:
    assert points_of(text) == points


def workbook(rows: list[list[str]], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([float(cell) if cell.replace(".", "", 1).isdecimal() else cell for cell in row])
    for area in merged:
        book.active.merge_cells(area)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


SETS = "/kiem-tra/bo-tieu-chi"


@pytest.fixture
def own(office: Office) -> int:
    """The draft of an office's own list, still empty."""
    eyes = office.viewer("auditor")
    made = drafting.new_set(eyes, "Khung tiêu chí của tỉnh", "Khung tỉnh", "UBND xã", "Quyết định số 1938/QĐ-UBND")
    db.session.commit()
    return made.id


def hand_in(browser: Browser, version_id: int, content: bytes, name: str = "khung.xlsx") -> TestResponse:
    """Hand in a sheet for the preview."""
    data = {"csrf_token": browser.token(), "file": (io.BytesIO(content), name)}
    return browser.post_raw(f"{SETS}/ban/{version_id}/xem-truoc", data, content_type="multipart/form-data")


def keep(browser: Browser, version_id: int, preview: TestResponse, **more: str) -> TestResponse:
    """Press "Nhập" below a preview."""
    page = BeautifulSoup(preview.text, "html.parser")
    fields = {box["name"]: box["value"] for box in page.select("form[action$='/nhap'] input[type=hidden]")}
    fields |= {box["name"]: box.select_one("option[selected]")["value"] for box in page.select("select[name^=dong-]")}
    return browser.post_raw(f"{SETS}/ban/{version_id}/nhap", fields | more, content_type="multipart/form-data")


def rows_of(version_id: int) -> list[Criterion]:
    """What a draft holds."""
    db.session.expire_all()
    return list(drafting.rows_of(version_id))


def test_the_provinces_sheet_enters_without_code_and_again_changes_nothing(own: int, browse) -> None:
    browser = browse("auditor")
    content = workbook(PROVINCE, merged=("A1:C1", "A14:C14", "D1:G1"))
    preview = hand_in(browser, own, content)
    assert preview.status_code == 200 and "Đọc là" in preview.text
    assert len(BeautifulSoup(preview.text, "html.parser").select("tr.doubtful")) == 4
    assert rows_of(own) == [], "nothing is kept before Nhập"
    assert keep(browser, own, preview).status_code == 303
    found = {row.code: row for row in rows_of(own)}
    assert list(found)[:3] == ["I", "I.1", "I.2"] and len(found) == 11
    assert (found["I.2.1"].max_points, found["I.2.1"].parent) == (Decimal("12.5"), "I.2")
    assert found["I.1"].reference == "Quyết định số 1938/QĐ-UBND" and found["I.1"].check_hint == "Kiểm tra hợp đồng"
    again = hand_in(browser, own, content)
    assert "không có gì thay đổi" in again.text
    for address in (".xlsx", "/bay-cot.xlsx"):
        out = browser.get(f"{SETS}/ban/{own}{address}").data
        back = hand_in(browser, own, out)
        assert "không có gì thay đổi" in back.text, address


def test_a_shipped_set_goes_out_and_comes_back_unchanged(criteria: None, office: Office, browse) -> None:
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "website")).one()
    draft_id = drafting.draft_of(office.viewer("auditor"), kept).id
    db.session.commit()
    browser = browse("auditor")
    before = [(row.code, row.legal_ref, row.version) for row in rows_of(draft_id)]
    for address in (".xlsx", "/bay-cot.xlsx"):
        preview = hand_in(browser, draft_id, browser.get(f"{SETS}/ban/{draft_id}{address}").data)
        page = BeautifulSoup(preview.text, "html.parser")
        assert not page.select("[data-changed]"), [
            row.get_text(" ", strip=True) for row in page.select("[data-changed]")
        ]
        assert "không có gì thay đổi" in preview.text
        assert keep(browser, draft_id, preview).status_code == 303
    assert [(row.code, row.legal_ref, row.version) for row in rows_of(draft_id)] == before


def test_a_changed_cell_is_shown_and_what_is_not_in_the_sheet_stays(own: int, browse) -> None:
    browser = browse("auditor")
    keep(browser, own, hand_in(browser, own, workbook([HEAD, ["I", "Nhóm"], ["1", "Một", "4"], ["2", "Hai", "6"]])))
    newer = workbook([HEAD, ["I", "Nhóm"], ["1", "Một và hơn", "5"]])
    preview = hand_in(browser, own, newer)
    assert len(BeautifulSoup(preview.text, "html.parser").select("[data-changed='I.1']")) == 2
    keep(browser, own, preview)
    assert [(row.code, row.requirement) for row in rows_of(own)] == [
        ("I", "Nhóm"),
        ("I.1", "Một và hơn"),
        ("I.2", "Hai"),
    ]
    keep(browser, own, hand_in(browser, own, newer), drops="y")
    assert [row.code for row in rows_of(own)] == ["I", "I.1"]


def test_whoever_changes_the_draft_between_preview_and_import_is_seen(own: int, browse) -> None:
    browser = browse("auditor")
    sheet = workbook([HEAD, ["I", "Nhóm"], ["1", "Một", "4"]])
    preview = hand_in(browser, own, sheet)
    drafting.add(db.session.get_one(CriteriaVersion, own), Kind.GROUP, "II", None, {"requirement": "Nhóm khác"})
    db.session.commit()
    late = keep(browser, own, preview)
    assert late.status_code == 409 and "người khác sửa" in late.text
    assert [row.code for row in rows_of(own)] == ["II"]
    assert keep(browser, own, late).status_code == 303


@pytest.mark.parametrize("kind", ["text", "docx", "bomb", "headless", "long"])
def test_what_is_no_sheet_is_refused_in_words(own: int, browse, kind: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 120_000_000)
    content = {
        "text": b"STT;Ten",
        "docx": handed_in.office_file(),
        "bomb": packed.getvalue(),
        "headless": workbook([["a", "b"], ["1", "2"]]),
        "long": workbook([HEAD, *([["1", "Dòng", "1"]] * 2100)]),
    }[kind]
    answer = hand_in(browse("auditor"), own, content)
    assert answer.status_code == 422 and BeautifulSoup(answer.text, "html.parser").select_one(".error, .note.bad")
    assert rows_of(own) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("5 ngày làm việc", (5, DeadlineUnit.WORKDAY)),
        (" 05 Ngày làm việc ", (5, DeadlineUnit.WORKDAY)),
        ("15 ngày", (15, DeadlineUnit.DAY)),
        ("", (None, None)),
        ("0 ngày", (None, None)),
        ("9999999999 ngày", (None, None)),
        ("ngay khi có", (None, None)),
    ],
)
def test_a_deadline_as_a_sheet_says_it(said: str, expected: tuple[int | None, DeadlineUnit | None]) -> None:
    assert deadline_of(said) == expected


def test_the_full_sheet_carries_words_method_and_deadline(criteria: None, office: Office, browse) -> None:
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "website")).one()
    draft = drafting.draft_of(office.viewer("admin"), kept)
    rows = {row.code: row for row in drafting.rows_of(draft.id)}
    db.session.commit()
    sheet = load_workbook(io.BytesIO(browse("admin").get(f"/kiem-tra/bo-tieu-chi/ban/{draft.id}.xlsx").data)).active
    lines = [[str(cell) if cell is not None else "" for cell in line] for line in sheet.iter_rows(values_only=True)]
    at = next(no for no, line in enumerate(lines) if line[0] == "WEB-C17")
    assert lines[at][-3:] == ["Máy kiểm được", "; ".join(rows["WEB-C17"].keywords), "5 ngày làm việc"]
    known = set_import.known(list(rows.values()))
    assert set_import.plan(draft, understood(lines, known), law.acts(draft.commune_id)).is_idle, "as it went out"
    lines[at][-3:] = ["Xem bằng mắt", "hạn công khai; ngày đăng;; hạn công khai", "10 ngày"]
    plan = set_import.plan(draft, understood(lines, known), law.acts(draft.commune_id))
    told = {one.column: one.now for one in plan.changed}
    assert told == {
        "check_method": Check.EYE,
        "keywords": ["hạn công khai", "ngày đăng"],
        "deadline_n": 10,
        "deadline_unit": DeadlineUnit.DAY,
    }
