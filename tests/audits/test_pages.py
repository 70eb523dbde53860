"""The pages of the audits: who may enter, what they show, how heavy they are."""

import gzip
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.audits import actions, drafting, maps, proofs, queries
from models.audits.rules import ItemState, VersionStatus
from models.audits.tables import AuditRound, CriteriaSet, Criterion, ItemResult
from models.base import db
from models.catalogue.criteria import Kind

SHEET = ["STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt", "Tự đánh giá", "Liên kết", "Ghi chú"]


def result(code: str) -> ItemResult:
    return db.session.scalars(select(ItemResult).join(Criterion).where(Criterion.code == code)).one()


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_an_auditor_opens_a_round_in_one_step(criteria, browse):
    auditor = browse("auditor")
    page = BeautifulSoup(auditor.get("/kiem-tra?bo=website").text, "lxml")
    chosen = page.select_one("select[name=set_id] option[selected]")
    assert chosen.text == "Trang thông tin điện tử xã (90 tiêu chí)"
    fields = {"set_id": chosen["value"], "due_on": "30/12/2099"}
    answer = auditor.post_form("/kiem-tra/dot/moi", fields, page="/kiem-tra")
    assert answer.status_code == 303
    opened = db.session.scalars(select(AuditRound)).one()
    assert answer.location.endswith(f"/kiem-tra/dot/{opened.id}")
    shown = words(auditor.get(answer.location).text)
    assert "0/90 đã đánh giá" in shown
    assert "Điểm tạm tính —" in shown
    assert "0 tiêu chí bắt buộc chưa đạt" in shown
    assert "hạn 30/12/2099" in shown


def test_the_same_form_sent_twice_opens_one_round(criteria, browse, office):
    auditor = browse("auditor")
    fields = {**auditor.hidden_fields("/kiem-tra/dot/moi"), "set_id": "1", "due_on": ""}
    assert [auditor.post_raw("/kiem-tra/dot/moi", fields).status_code for _ in range(2)] == [303, 303]
    assert len(db.session.scalars(select(AuditRound)).all()) == 1


def test_a_round_beside_an_unfinished_one_is_asked_about_first(criteria, browse):
    auditor = browse("auditor")
    fields = {"set_id": "1", "due_on": ""}
    first = auditor.post_form("/kiem-tra/dot/moi", fields).location
    asked = auditor.post_form("/kiem-tra/dot/moi", fields)
    assert asked.status_code == 409
    assert "Đợt 1 của bộ này còn đang đánh giá (0/" in words(asked.text)
    assert BeautifulSoup(asked.text, "lxml").select_one(f"a.primary[href='{first}']")
    assert len(db.session.scalars(select(AuditRound)).all()) == 1
    assert auditor.post_form("/kiem-tra/dot/moi", fields | {"is_sure": "y"}).status_code == 303
    assert len(db.session.scalars(select(AuditRound)).all()) == 2


def test_a_wrong_date_or_set_is_said_beside_the_field(criteria, browse):
    auditor = browse("auditor")
    for fields, said in (
        ({"set_id": "1", "due_on": "1/1/2020"}, "Hạn phải từ hôm nay trở đi."),
        ({"set_id": "1", "due_on": "31/2/2099"}, "Ngày chưa đúng"),
        ({"set_id": "77", "due_on": ""}, "Xin chọn một mục"),
        ({"set_id": "' OR 1=1", "due_on": ""}, "Xin chọn một mục"),
    ):
        answer = auditor.post_form("/kiem-tra/dot/moi", fields)
        assert answer.status_code == 422
        assert said in words(answer.text)
    assert db.session.scalars(select(AuditRound)).all() == []


@pytest.mark.slow
def test_who_may_do_what(round_id, browse, other_office):
    round_page, item_page = f"/kiem-tra/dot/{round_id}", f"/kiem-tra/muc/{result('WEB-A01').id}"
    for role in ("counter", "leader", "admin", "province"):
        reader = browse(role)
        assert "Ghi chú, minh chứng" not in reader.get(round_page).text
        assert reader.post(item_page, {"state": "met", "version": "1"}).status_code == 403
        assert reader.post("/kiem-tra/dot/moi", {"set_id": "1"}).status_code == 403
        assert "Mở đợt mới" not in reader.get("/kiem-tra").text
    stranger = browse("auditor", other_office)
    assert stranger.get(round_page).status_code == 404
    assert stranger.get(f"{round_page}/in").status_code == 404
    assert stranger.get(item_page).status_code == 404
    assert stranger.post(item_page, {"state": "met", "version": "1"}).status_code == 404
    assert "Đợt 1" not in stranger.get("/kiem-tra").text
    assert browse(None).get(round_page).status_code == 303
    assert result("WEB-A01").state is ItemState.NOT_ASSESSED


def test_the_province_sees_the_rounds_of_all_communes(website, browse, other_office):
    actions.open_round(other_office.viewer("auditor"), "website", None)
    db.session.commit()
    shown = words(browse("province").get("/kiem-tra").text)
    assert "Xã Thử Nghiệm" in shown
    assert "Xã Láng Giềng" in shown


def test_ids_of_nothing_are_not_found(website, browse):
    auditor = browse("auditor")
    for url in ("/kiem-tra/dot/999", f"/kiem-tra/dot/{2**70}", "/kiem-tra/muc/0", "/kiem-tra/dot/999/in"):
        assert auditor.get(url).status_code == 404
    for act in ("thay", "rut", "dung-chung"):
        assert auditor.post(f"/kiem-tra/minh-chung/5/{act}").status_code == 404


def whole(browser, url):
    """A round read to its end, the way a person goes on with “Xem tiếp”."""
    text = browser.get(url).text
    more = BeautifulSoup(text, "lxml").select_one("#listed > div > p > a.btn")
    return text if more is None else text + whole(browser, more["href"])


def test_a_long_round_comes_in_portions(round_id, browse):
    auditor = browse("auditor")
    first = BeautifulSoup(auditor.get(f"/kiem-tra/dot/{round_id}").text, "lxml")
    assert 0 < len(first.select("article.crit")) < 90
    more = first.select_one("#listed > div > p > a.btn")
    assert "Xem tiếp 56 tiêu chí, từ WEB-C" in more.text
    piece = auditor.htmx(more["href"])
    assert "<h1>" not in piece.text
    assert "WEB-C01" in piece.text
    assert "WEB-A01" not in piece.text


def test_a_round_shows_every_criterion_with_its_basis(round_id, browse):
    text = whole(browse("auditor"), f"/kiem-tra/dot/{round_id}")
    shown = words(text)
    assert text.count('<article class="crit"') == 90
    assert "khoản 2 Điều 11 Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 · bắt buộc · trong 5 ngày làm việc" in shown
    assert "điểm c khoản 3 Điều 16 Thông tư số 32/2017/TT-BTTTT (căn cứ cũ)" in shown
    assert "Nghị định số 244/2026/NĐ-CP (cần đối chiếu bản gốc)" in shown
    assert "WEB-B02 · Công khai ngân sách xã" in shown


@pytest.mark.slow
def test_a_suggestion_never_carries_an_article_on_any_page(criteria, browse, office):
    auditor = browse("auditor")
    for code in ("website", "service_centre", "service_index", "infrastructure", "meeting_room"):
        opened = actions.open_round(office.viewer("auditor"), code, None).id
        db.session.commit()
        loose = set(db.session.scalars(select(Criterion.code).where(Criterion.verify.in_(("M", "SP")))))
        page = BeautifulSoup(whole(auditor, f"/kiem-tra/dot/{opened}"), "lxml")
        rows = {row.select_one(".code").text: row.get_text(" ") for row in page.select("article.crit")}
        sheet = BeautifulSoup(auditor.get(f"/kiem-tra/dot/{opened}/in").text, "lxml")
        printed = [line for line in sheet.select("tbody tr") if line.td]
        rows |= {f"sheet {line.select('td')[1].text.split()[0]}": line.get_text(" ") for line in printed}
        assert {row for row in rows if row.startswith("sheet ")} == {
            f"sheet {row}" for row in list(rows)[: len(printed)]
        }
        for row, text in rows.items():
            if row.removeprefix("sheet ") in loose:
                assert not re.search(r"(?i)\b(điều|khoản)\s+\d|\d+/\d{4}/", text), row
                assert "Gợi ý, không phải quy định" in text


@pytest.mark.slow
def test_filters_list_what_they_say(round_id, browse, office):
    for code, state in (("WEB-A01", ItemState.MET), ("WEB-D02", ItemState.PARTIAL), ("WEB-F16", ItemState.NOT_MET)):
        result(code).assess(state, 1, clock.now(), "", "", None)
    db.session.commit()
    auditor = browse("auditor")

    def listed(query: str) -> list[str]:
        page = BeautifulSoup(whole(auditor, f"/kiem-tra/dot/{round_id}?{query}"), "lxml")
        return [tag.text for tag in page.select("article.crit .code")]

    assert len(listed("trang-thai=chua-danh-gia")) == 87
    assert len(listed("trang-thai=bat-buoc")) == 64
    assert listed("trang-thai=chua-dat") == ["WEB-D02", "WEB-F16"]
    assert listed("trang-thai=thieu-minh-chung") == ["WEB-A01", "WEB-D02"]
    assert listed("nhom=WEB-G") == ["WEB-G01", "WEB-G02", "WEB-G03", "WEB-G04"]
    assert listed("nhom=WEB-F&trang-thai=chua-dat") == ["WEB-F16"]
    assert len(listed("nhom=%00&trang-thai=<x>")) == 90
    assert listed("nhom=WEB-G&trang-thai=chua-dat") == []


def test_the_heaviest_page_takes_few_statements_and_few_bytes(round_id, browse, statements):
    auditor = browse("auditor")
    auditor.get("/kiem-tra")
    with statements() as seen:
        page = auditor.get(f"/kiem-tra/dot/{round_id}")
    assert len([line for line in seen if line.startswith("SELECT")]) <= 7, seen
    assert len(gzip.compress(page.data)) < 20_000


def test_a_round_of_150_criteria_opens_within_its_bounds(criteria, office, browse, statements):
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "website")).one()
    draft = drafting.draft_of(office.viewer("auditor"), kept)
    words = "Trang có nội dung này đầy đủ, cập nhật, tra cứu được trên máy tính và điện thoại; "
    for number in range(60):
        hint = f"Xem mục {number} và so với bản giấy."
        values = {"requirement": words * 2 + f"mục {number}.", "max_points": 2, "check_hint": hint}
        drafting.add(draft, Kind.ITEM, f"WEB-G1{number:02}", "WEB-G", values)
    maps.fill(draft, draft.base)
    draft.status = VersionStatus.PUBLISHED
    db.session.commit()
    opened = actions.open_round(office.viewer("auditor"), "website", None)
    db.session.commit()
    url, auditor = f"/kiem-tra/dot/{opened.id}", browse("auditor")
    auditor.get("/kiem-tra")
    with statements() as seen:
        first = auditor.get(url)
    assert len(seen) <= 7, seen
    assert len(gzip.compress(first.data)) < 20_000, "what is shown at once"
    every = whole(auditor, url)
    assert len(BeautifulSoup(every, "lxml").select("article.crit")) == 150
    assert len(gzip.compress(every.encode())) < 60_000, "all of its portions together"


def test_the_list_of_rounds_takes_as_many_statements_for_twenty_as_for_one(website, browse, statements, office):
    auditor = browse("auditor")
    auditor.get("/kiem-tra")
    counts = []
    for more in (0, 19):
        for _ in range(more):
            actions.open_round(office.viewer("auditor"), "meeting_room", clock.today() + timedelta(days=2))
        db.session.commit()
        with statements() as seen:
            shown = words(auditor.get("/kiem-tra").text)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "Phòng họp trực tuyến và Wi-Fi – Đợt 19" in shown


def test_the_sheet_prints_the_seven_columns(round_id, browse):
    one = result("WEB-A01")
    one.assess(ItemState.MET, 1, clock.now(), "Đủ", "", None)
    proofs.attach(one, 1, "", url="https://tayson.gialai.gov.vn/tthc")
    result("WEB-A02").assess(ItemState.NOT_APPLICABLE, 1, clock.now(), "", "Chưa ban hành", None)
    result("WEB-A03").assess(ItemState.MET, 1, clock.now(), "", "", None)
    db.session.commit()
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/dot/{round_id}/in").text, "lxml")
    assert [tag.text for tag in page.select("thead th")] == SHEET
    lines = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in page.select("tbody tr") if row.td]
    assert len(lines) == 90
    assert lines[0][2:] == ["2", "2", "Đạt", "tayson.gialai.gov.vn/\u200btthc", "Đủ"]
    assert lines[1][2:] == ["2", "—", "Không áp dụng, chờ người thứ hai xác nhận", "", "Không áp dụng: Chưa ban hành"]
    assert lines[2][2:] == ["2", "0", "Đạt, chưa tính điểm vì thiếu minh chứng", "", ""]


def test_a_locked_round_is_read_only(website, office, round_id, browse):
    website.lock(office.viewer("leader"), clock.now(), dict.fromkeys(queries.COUNTS, 0) | {"score": None})
    db.session.commit()
    auditor = browse("auditor")
    one = result("WEB-A01").id
    assert "Ghi chú, minh chứng" not in auditor.get(f"/kiem-tra/dot/{round_id}").text
    answer = auditor.post(f"/kiem-tra/muc/{one}", {"state": "met", "version": "1"})
    assert answer.status_code == 409
    assert "Đợt này đã đóng" in words(answer.text)
