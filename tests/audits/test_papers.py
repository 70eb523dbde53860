"""The report of a round as a file: its figures, every criterion with state, note and evidence, for the same eyes."""

import io
from collections.abc import Callable
from typing import Any

import docx
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from sqlalchemy import select

from blueprints.documents import DOCX
from models import clock
from models.audits import proofs, queries
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, CriteriaSet, CriteriaVersion, Criterion, ItemResult
from models.base import db
from tests.audits.test_ticking import photo
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]


def result(code: str) -> ItemResult:
    """The row of a criterion."""
    return db.session.scalars(
        select(ItemResult).join(Criterion, Criterion.id == ItemResult.criterion_id).where(Criterion.code == code)
    ).one()


def report(browser: Browser, round_id: int) -> Any:
    """The file of a round."""
    answer = browser.get(f"/kiem-tra/dot/{round_id}.docx")
    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="bao-cao-kiem-tra-')
    return docx.Document(io.BytesIO(answer.data))


def words(file: Any) -> str:
    """All words of a file, in one line."""
    pieces = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.body.iter(qn("w:p")))
    return " ".join(" ".join(pieces).split())


def test_the_report_holds_figures_and_every_criterion(
    browse: Browse, website: AuditRound, round_id: int, hold: Callable[[str], None], office: Office
) -> None:
    hold("2026-12-02 09:00")
    one = result("WEB-A01")
    one.assess(ItemState.MET, 1, clock.now(), "Đủ <b>", "", None)
    proofs.attach(one, 1, "", url="https://tayson.gialai.gov.vn/tthc")
    proofs.attach(one, 1, "Ảnh chụp trang", url="https://tayson.gialai.gov.vn/anh")
    result("WEB-A02").assess(ItemState.NOT_APPLICABLE, 1, clock.now(), "", "Chưa ban hành", None)
    result("WEB-A02").confirm(office.viewer("leader"), clock.now())
    result("WEB-A03").assess(ItemState.MET, 1, clock.now(), "", "", None)
    db.session.commit()
    file = report(browse("leader"), round_id)
    told = words(file)
    for said in (
        "XÃ THỬ NGHIỆM",
        "Số: /BC-UBND",
        "Thử Nghiệm, ngày tháng 12 năm 2026",
        "BÁO CÁO",
        "đợt 1",
        "I. ĐỢT KIỂM TRA",
        "Căn cứ: ",
        "Kết quả tính đến: ngày 02 tháng 12 năm 2026.",
        "II. KẾT QUẢ",
        "Đã đánh giá: 3/90 tiêu chí.",
        "Điểm tạm tính: ",
        "Đạt: 1; đạt nhưng thiếu minh chứng, chưa tính: 1; một phần: 0; chưa đạt: 0.",
        "Không áp dụng: 1 (không tính vào điểm).",
        "Tiêu chí bắt buộc chưa đạt: 1; chưa đánh giá: 61.",
        "Thiếu minh chứng: 1.",
        "NGƯỜI KIỂM TRA",
        "NGƯỜI DUYỆT",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Nơi nhận: - Văn phòng UBND tỉnh;",
        "KẾT QUẢ TỪNG TIÊU CHÍ",
    ):
        assert said in told, said
    rows = [[cell.text for cell in row.cells] for row in file.tables[-1].rows]
    assert rows[0] == ["STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt", "Tự đánh giá", "Liên kết", "Ghi chú"]
    lines = [row for row in rows[1:] if len(set(row)) > 1]
    assert [line[0] for line in lines] == [str(n) for n in range(1, 91)]
    assert lines[0][1].startswith("WEB-A01 (bắt buộc) ")
    assert lines[0][2:] == ["2", "2", "Đạt", "tayson.gialai.gov.vn/tthc; Ảnh chụp trang", "Đủ <b>"]
    assert lines[1][2:] == ["2", "—", "Không áp dụng", "", "Không áp dụng: Chưa ban hành"]
    assert lines[2][2:] == ["2", "0", "Đạt, chưa tính điểm vì thiếu minh chứng", "", ""]
    assert any(row[0].startswith("WEB-A · ") for row in rows)


def test_a_locked_round_has_its_score_and_who_locked_it(
    browse: Browse, website: AuditRound, round_id: int, office: Office
) -> None:
    website.lock(office.viewer("leader"), clock.now(), dict.fromkeys(queries.COUNTS, 0) | {"score": None})
    db.session.commit()
    found = words(report(browse("leader"), round_id))
    assert "Điểm: —/100." in found
    assert "người khóa: Trần Văn Ân" in found


def test_the_same_round_on_the_same_day_is_the_same_file(
    browse: Browse, round_id: int, hold: Callable[[str], None]
) -> None:
    hold("2026-12-02 09:00")
    first = browse("leader").get(f"/kiem-tra/dot/{round_id}.docx").data
    assert browse("auditor").get(f"/kiem-tra/dot/{round_id}.docx").data == first


def test_a_round_of_another_commune_has_no_file(browse: Browse, round_id: int, other_office: Office) -> None:
    stranger = browse("leader", other_office)
    assert stranger.get(f"/kiem-tra/dot/{round_id}.docx").status_code == 404
    assert stranger.get(f"/kiem-tra/dot/{2**70}.docx").status_code == 404
    assert browse(None).get(f"/kiem-tra/dot/{round_id}.docx").status_code == 303


def test_both_pages_lead_to_the_file_and_drawing_it_writes_nothing(
    browse: Browse, round_id: int, statements: Callable[[], Any]
) -> None:
    leader = browse("leader")
    for address in (f"/kiem-tra/dot/{round_id}", f"/kiem-tra/dot/{round_id}/in"):
        assert f'href="/kiem-tra/dot/{round_id}.docx"' in leader.get(address).text
    with statements() as seen:
        leader.get(f"/kiem-tra/dot/{round_id}.docx")
    assert not [one for one in seen if not one.startswith(("SELECT", "BEGIN", "ROLLBACK"))]
    assert len(seen) <= 10, seen


def test_the_print_shows_pictures_small_and_the_file_names_them(
    browse: Browse, website: AuditRound, round_id: int
) -> None:
    one = result("WEB-A01").id
    auditor = browse("auditor")
    sent = {"state": "met", "dated_on": "30/11/2026", "file": (photo(), "ảnh trang chủ.png")}
    assert auditor.post_form(f"/kiem-tra/muc/{one}", sent).status_code == 303
    proofs.attach(result("WEB-A02"), 1, "", url="https://tayson.gialai.gov.vn/anh.jpg")
    db.session.commit()
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/dot/{round_id}/in").text, "html.parser")
    shown = page.select(".doc-thumbs figure")
    assert [figure.get_text(strip=True) for figure in shown] == ["ảnh trang chủ.png, 30/11/2026"]
    row = shown[0].find_parent("tr").find_previous_sibling("tr")  # type: ignore[union-attr]
    assert "WEB-A01" in row.text  # type: ignore[union-attr]
    picture = shown[0].select_one("img")
    assert picture is not None
    assert picture["loading"] == "lazy"
    assert auditor.get(str(picture["src"])).mimetype.startswith("image/")
    file = report(auditor, round_id)
    assert "ảnh trang chủ.png" in words(file)
    assert not file.inline_shapes


def test_a_set_prints_as_a_checklist_for_the_pen(criteria: None, office: Office, browse: Browse) -> None:
    version = db.session.scalars(select(CriteriaVersion).join(CriteriaSet).where(CriteriaSet.code == "website")).one()
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/bo-tieu-chi/ban/{version.id}/in").text, "html.parser")
    table = page.select_one(".doc table")
    assert [head.get_text(strip=True) for head in table.select("thead th")][:3] == ["Mã", "Tiêu chí", "Tối đa"]
    lines = [line for line in table.select("tbody tr") if line.select("td")]
    assert len(lines) == 90
    first = [cell.get_text(" ", strip=True) for cell in lines[0].select("td")]
    assert first[0] == "WEB-A01" and "bắt buộc; minh chứng" in first[1]
    assert first[3:] == [""] * 5, "room for the pen"
