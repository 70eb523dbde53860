"""A round as a sheet and back: what is changed is shown, nothing before the press, nothing twice, nothing that runs."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from blueprints.audits.sheets import EXPORTED, HEAD, XLSX
from models import clock
from models.audits import actions, findings, proofs, queries
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemState
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db
from models.journal import JournalEntry
from tests.factories import Office

Browse = Callable[..., Any]
HEAD_ROW = 5


def row(code: str, round_id: int) -> ItemResult:
    """The result of a criterion, as the database has it now."""
    db.session.expire_all()
    query = select(ItemResult).join(Criterion).where(Criterion.code == code, ItemResult.round_id == round_id)
    return db.session.scalars(query).one()


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


class Edited:
    """A downloaded sheet, edited as a person would, cell by cell."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(io.BytesIO(content))
        self.sheet = self.book["Kết quả"]
        self.head = next(row for row in self.sheet.iter_rows(max_row=10) if row[0].value == "Mã")

    def cell(self, code: str, column: str) -> Any:
        at = next(cell.column for cell in self.head if cell.value == column)
        line = next(row[0].row for row in self.sheet.iter_rows() if row[0].value == code)
        return self.sheet.cell(line, at)

    def set(self, code: str, **values: Any) -> None:
        for column, value in values.items():
            self.cell(code, column.replace("_", " ")).value = value

    def save(self) -> bytes:
        content = io.BytesIO()
        self.book.save(content)
        return content.getvalue()


def export(browser: Any, round_id: int) -> Edited:
    return Edited(browser.get(f"/kiem-tra/dot/{round_id}.xlsx").data)


def hand_in(browser: Any, round_id: int, content: bytes) -> str:
    """The address of the preview."""
    answer = browser.post(f"/kiem-tra/dot/{round_id}/nhap", {"file": (io.BytesIO(content), "dot-1.xlsx")})
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["Location"])


def seen(browser: Any, address: str) -> tuple[BeautifulSoup, dict[str, str]]:
    page = BeautifulSoup(browser.get(address).text, "html.parser")
    return page, {"seen": page.select_one("input[name=seen]")["value"]}


def changes(page: BeautifulSoup) -> dict[str, str]:
    return {tag["data-change"]: tag.ins.get_text(" ", strip=True) for tag in page.select("[data-change]")}


def test_a_round_as_a_sheet(website: AuditRound, round_id: int, office: Office, browse: Browse) -> None:
    result = row("WEB-A01", round_id)
    result.assess(ItemState.MET, 1, clock.now(), "=1+1", "", None)
    proofs.attach(result, 1, "", url="https://tayson.gialai.gov.vn/gioi-thieu")
    db.session.commit()
    answer = browse("leader").get(f"/kiem-tra/dot/{round_id}.xlsx")
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    assert "kiem-tra-website-dot-1.xlsx" in answer.headers["Content-Disposition"]
    rows = list(load_workbook(io.BytesIO(answer.data))["Kết quả"].iter_rows())
    assert tuple(cell.value for cell in rows[HEAD_ROW - 1]) == HEAD
    assert len(rows) == HEAD_ROW + 90
    first = dict(zip(HEAD, rows[HEAD_ROW], strict=True))
    assert (first["Mã"].value, first["Đánh giá"].value, first["Điểm đạt"].value) == ("WEB-A01", "Đạt", 2)
    assert (first["Ghi chú"].value, first["Ghi chú"].data_type, first["Ghi chú"].quotePrefix) == ("=1+1", "s", True)
    day = f"{clock.today().day}/{clock.today().month}/{clock.today().year}"
    assert first["Liên kết minh chứng"].value == f"https://tayson.gialai.gov.vn/gioi-thieu · {day}"


RUN = ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.vn")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", RUN)
def test_no_cell_runs(website: AuditRound, round_id: int, browse: Browse, text: str) -> None:
    row("WEB-A01", round_id).assess(ItemState.NOT_MET, 1, clock.now(), text, "", None)
    db.session.commit()
    content = browse("leader").get(f"/kiem-tra/dot/{round_id}.xlsx").data
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in part or b"<f " in part for part in parts)


def test_a_round_of_another_commune_has_no_sheet(round_id: int, other_office: Office, browse: Browse) -> None:
    assert browse("leader", other_office).get(f"/kiem-tra/dot/{round_id}.xlsx").status_code == 404
    assert browse("auditor", other_office).get(f"/kiem-tra/dot/{round_id}/nhap").status_code == 404


def edit_five(sheet: Edited, office_unit: str) -> None:
    sheet.set(
        "WEB-A01", Đánh_giá="đạt", Liên_kết_minh_chứng="https://tayson.gialai.gov.vn/tthc\ntayson.gialai.gov.vn/b"
    )
    sheet.set("WEB-A02", Đánh_giá="Chưa đạt", Ghi_chú="Thiếu quy trình", Tồn_tại="Chưa có quy trình")
    due = clock.today() + timedelta(days=9)
    sheet.set("WEB-A02", Đơn_vị_khắc_phục=office_unit, Hạn_khắc_phục=due)
    sheet.set("WEB-A07", Đánh_giá="Không áp dụng", Lý_do="Không có di tích")


def test_edited_cells_are_shown_then_written_once(
    website: AuditRound, round_id: int, office: Office, browse: Browse
) -> None:
    auditor = browse("auditor")
    unit = office.units[0].name
    sheet = export(auditor, round_id)
    edit_five(sheet, unit)
    content = sheet.save()
    address = hand_in(auditor, round_id, content)
    page, fields = seen(auditor, address)
    found = changes(page)
    assert set(found) == {
        "WEB-A01-state",
        "WEB-A01-links",
        "WEB-A02-state",
        "WEB-A02-note",
        "WEB-A02-finding",
        "WEB-A02-unit",
        "WEB-A02-due",
        "WEB-A07-state",
        "WEB-A07-na_reason",
    }
    assert (found["WEB-A01-state"], found["WEB-A02-unit"]) == ("Đạt", unit)
    assert row("WEB-A01", round_id).state is ItemState.NOT_ASSESSED, "nothing before the press"
    answer = auditor.post(f"{address}/ghi", fields)
    assert answer.status_code == 303
    states = [row(code, round_id).state for code in ("WEB-A01", "WEB-A02", "WEB-A07")]
    assert states == [ItemState.MET, ItemState.NOT_MET, ItemState.NOT_APPLICABLE]
    urls = db.session.scalars(select(ItemEvidence.url).order_by(ItemEvidence.id)).all()
    assert urls == ["https://tayson.gialai.gov.vn/tthc", "https://tayson.gialai.gov.vn/b"]
    (found_,) = db.session.scalars(select(AuditFinding)).all()
    assert (found_.text, found_.duty.due_on) == ("Chưa có quy trình", clock.today() + timedelta(days=9))
    summaries = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "imported")).all()
    assert [(one.entity, '"cells": 9' in one.changes) for one in summaries] == [("audit_round", True)]
    lines = len(db.session.scalars(select(JournalEntry.id)).all())
    assert "không nhập lần nữa" in words(auditor.post(f"{address}/ghi", fields, follow_redirects=True).text)
    page, fields = seen(auditor, hand_in(auditor, round_id, content))
    assert changes(page) == {} and "Tệp không có thay đổi nào" in words(str(page))
    assert len(db.session.scalars(select(JournalEntry.id)).all()) == lines


def test_a_colleague_who_saved_meanwhile_is_asked_about(round_id: int, office: Office, browse: Browse) -> None:
    auditor, colleague = browse("auditor"), browse("secretary")
    sheet = export(auditor, round_id)
    sheet.set("WEB-F16", Đánh_giá="Chưa đạt", Ghi_chú="Trong tệp")
    sheet.set("WEB-A02", Ghi_chú="Chỉ trong tệp")
    url = f"/kiem-tra/muc/{row('WEB-F16', round_id).id}"
    colleague.htmx(url, {"state": "partial", "note": "Đồng nghiệp", "version": "1"})
    address = hand_in(auditor, round_id, sheet.save())
    page, fields = seen(auditor, address)
    assert changes(page) == {"WEB-A02-note": "Chỉ trong tệp"}
    clashes = [tag.legend.get_text(" ", strip=True) for tag in page.select(".clash")]
    assert len(clashes) == 2 and "WEB-F16 · Đánh giá" in clashes[0]
    assert "Đồng nghiệp" in page.select(".clash")[1].text and "Trong tệp" in page.select(".clash")[1].text
    undecided = auditor.post(f"{address}/ghi", fields | {"chon-WEB-F16-note": "mine"})
    assert undecided.status_code == 409 and "Còn 1 xung đột chưa chọn" in words(undecided.text)
    assert row("WEB-A02", round_id).note == ""
    decided = fields | {"chon-WEB-F16-note": "mine", "chon-WEB-F16-state": "theirs"}
    assert auditor.post(f"{address}/ghi", decided | {"skip": "1"}).status_code == 303
    kept = row("WEB-F16", round_id)
    assert (kept.state, kept.note, row("WEB-A02", round_id).note) == (ItemState.PARTIAL, "Trong tệp", "Chỉ trong tệp")


def test_who_saves_after_the_preview_is_not_run_over(round_id: int, browse: Browse) -> None:
    auditor, colleague = browse("auditor"), browse("secretary")
    sheet = export(auditor, round_id)
    sheet.set("WEB-F16", Ghi_chú="Trong tệp")
    address = hand_in(auditor, round_id, sheet.save())
    _, fields = seen(auditor, address)
    url = f"/kiem-tra/muc/{row('WEB-F16', round_id).id}"
    colleague.htmx(url, {"state": "not_met", "note": "Vừa lưu", "version": "1"})
    answer = auditor.post(f"{address}/ghi", fields)
    assert answer.status_code == 409
    assert "Vừa có người lưu thêm" in words(answer.text)
    assert row("WEB-F16", round_id).note == "Vừa lưu"


def test_a_sheet_without_its_hidden_half_still_knows_the_versions(round_id: int, browse: Browse) -> None:
    auditor = browse("auditor")
    sheet = export(auditor, round_id)
    sheet.set("WEB-F16", Ghi_chú="Một")
    sheet.set("WEB-A02", Ghi_chú="Hai")
    del sheet.book[EXPORTED]
    url = f"/kiem-tra/muc/{row('WEB-F16', round_id).id}"
    auditor.htmx(url, {"state": "not_met", "note": "Đã lưu", "version": "1"})
    page, _ = seen(auditor, hand_in(auditor, round_id, sheet.save()))
    assert changes(page) == {"WEB-A02-note": "Hai"}
    assert len(page.select(".clash")) == 2, "the note, and the state, which the file still has as before"


def test_cells_that_say_nothing_are_named_and_left(round_id: int, office: Office, browse: Browse) -> None:
    auditor = browse("auditor")
    sheet = export(auditor, round_id)
    sheet.set("WEB-A01", Đánh_giá="Đạt 1 nửa", Ghi_chú="Vẫn lấy")
    sheet.set("WEB-A02", Liên_kết_minh_chứng="javascript:alert(1)")
    sheet.set("WEB-A03", Người_khắc_phục="Không Có Ai")
    sheet.set("WEB-A04", Hạn_khắc_phục="31/2/2026")
    sheet.set("WEB-A07", Đánh_giá="Không áp dụng")
    sheet.set("WEB-A08", Đánh_giá="Đạt", Tồn_tại="Thiếu")
    page, _ = seen(auditor, hand_in(auditor, round_id, sheet.save()))
    assert changes(page) == {"WEB-A01-note": "Vẫn lấy"}
    told = words(str(page))
    for said in (
        "không phải một trong các kết quả",
        "liên kết phải bắt đầu bằng",
        "không có tên này",
        "ngày chưa đúng",
        "Xin ghi lý do không áp dụng.",
        "Chỉ ghi tồn tại cho tiêu chí chưa đạt",
        "Không nhận được: 6 ô",
    ):
        assert said in told, said


def test_measured_points_come_in_by_their_own_column(criteria: None, office: Office, browse: Browse) -> None:
    opened = actions.open_round(office.viewer("auditor"), "service_index", None)
    db.session.commit()
    auditor, round_id = browse("auditor"), opened.id
    sheet = export(auditor, round_id)
    sheet.set("766-2.1", Đánh_giá="Một phần", Điểm_chấm="15,5")
    sheet.set("766-1.1", Đánh_giá="Một phần", Điểm_chấm=500)
    page, fields = seen(auditor, address := hand_in(auditor, round_id, sheet.save()))
    assert changes(page) == {"766-2.1-state": "Một phần", "766-2.1-points": "15,5"}
    assert "Điểm phải từ 0 đến" in words(str(page))
    auditor.post(f"{address}/ghi", fields)
    assert row("766-2.1", round_id).points == Decimal("15.5")


def hostile(name: str) -> bytes:
    """A workbook that means no good."""
    content = io.BytesIO()
    book = Workbook()
    if name == "rows":
        for at in range(2_100):
            book.active.append([at])
    elif name == "far":
        book.active.cell(1_048_576, 1).value = "x"
    elif name == "cell":
        book.active.append(["x" * 5_000])
    elif name == "other":
        book.active.append(["Tên", "Tuổi"])
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rows", "Tệp dài quá"),
        ("cell", "Có ô dài quá 4000 ký tự"),
        ("other", "Không tìm thấy dòng tiêu đề"),
        ("far", "Không tìm thấy dòng tiêu đề"),
        ("text", "Chỉ nhận tệp Excel"),
    ],
)
def test_hostile_files_are_refused_in_words(round_id: int, browse: Browse, name: str, said: str) -> None:
    content = b"=1+1,2" if name == "text" else hostile(name)
    answer = browse("auditor").post(f"/kiem-tra/dot/{round_id}/nhap", {"file": (io.BytesIO(content), "a.xlsx")})
    assert answer.status_code == 422
    assert said in words(answer.text)


def test_the_sheet_of_another_round_is_refused(round_id: int, office: Office, browse: Browse) -> None:
    second = actions.open_round(office.viewer("auditor"), "website", None).id
    db.session.commit()
    auditor = browse("auditor")
    content = export(auditor, round_id).save()
    answer = auditor.post(f"/kiem-tra/dot/{second}/nhap", {"file": (io.BytesIO(content), "a.xlsx")})
    assert answer.status_code == 422 and "được xuất từ đợt khác" in words(answer.text)
    nothing = auditor.post(f"/kiem-tra/dot/{round_id}/nhap", {})
    assert nothing.status_code == 422 and "Xin chọn tệp" in words(nothing.text)


def test_a_finding_gets_another_owner_and_day(round_id: int, office: Office, browse: Browse) -> None:
    eyes = office.viewer("auditor")
    result = row("WEB-A02", round_id)
    result.assess(ItemState.NOT_MET, eyes.account_id, clock.now(), "Thiếu", "", None)
    first, second = office.units[0], office.units[1]
    findings.note(eyes, result, "Thiếu quy trình", first.id, clock.today() + timedelta(days=3))
    name = second.name
    db.session.commit()
    auditor = browse("auditor")
    sheet = export(auditor, round_id)
    assert sheet.cell("WEB-A02", "Tồn tại").value == "Thiếu quy trình"
    sheet.set("WEB-A02", Đơn_vị_khắc_phục=name, Hạn_khắc_phục=clock.today() + timedelta(days=5))
    page, fields = seen(auditor, address := hand_in(auditor, round_id, sheet.save()))
    assert set(changes(page)) == {"WEB-A02-unit", "WEB-A02-due"}
    auditor.post(f"{address}/ghi", fields)
    (found,) = db.session.scalars(select(AuditFinding)).all()
    assert (found.duty.unit.name, found.duty.due_on) == (name, clock.today() + timedelta(days=5))


def test_a_dropped_file_leaves_no_trace(round_id: int, browse: Browse) -> None:
    auditor = browse("auditor")
    sheet = export(auditor, round_id)
    sheet.set("WEB-F16", Ghi_chú="Thôi")
    address = hand_in(auditor, round_id, sheet.save())
    assert auditor.post(f"{address}/huy", {}).status_code == 303
    assert auditor.get(address).status_code == 404
    assert row("WEB-F16", round_id).note == ""


def test_the_sheet_tells_the_figures_of_the_round(round_id: int, office: Office, browse: Browse) -> None:
    figures = queries.figures([queries.audit_round(office.viewer("leader"), round_id)])[round_id]
    told = export(browse("leader"), round_id).sheet.cell(3, 1).value
    assert told.startswith(f"Đã đánh giá {figures.assessed}/{figures.total}, đạt 0/90, điểm —/100")


def test_a_link_that_the_file_lacks_is_withdrawn_and_another_day_is_a_revision(
    website: AuditRound, round_id: int, browse: Browse
) -> None:
    for code in ("WEB-A01", "WEB-A02"):
        proofs.attach(row(code, round_id), 1, "", url=f"https://x.vn/{code}")
    db.session.commit()
    auditor = browse("auditor")
    sheet = export(auditor, round_id)
    sheet.set("WEB-A01", Liên_kết_minh_chứng="")
    sheet.set("WEB-A02", Liên_kết_minh_chứng="https://x.vn/WEB-A02 · 3/3/2026")
    address = hand_in(auditor, round_id, sheet.save())
    _, fields = seen(auditor, address)
    assert auditor.post(f"{address}/ghi", fields).status_code == 303
    kept = db.session.scalars(select(ItemEvidence).order_by(ItemEvidence.result_id, ItemEvidence.no)).all()
    assert [(one.no, one.url) for one in kept] == [
        (1, "https://x.vn/WEB-A01"),
        (2, None),
        (1, "https://x.vn/WEB-A02"),
        (2, "https://x.vn/WEB-A02"),
    ]
    assert kept[3].dated_on == date(2026, 3, 3) and "dot-1.xlsx" in kept[1].reason
