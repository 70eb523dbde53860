"""Ticking a criterion: saved at once, nothing typed is lost, nothing counts that is not shown."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import func, select

from models.audits import actions
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemState
from models.audits.tables import Criterion, ItemResult
from models.base import db
from models.files import StoredFile
from models.journal import JournalEntry
from tests.audits.conftest import newest


def result(code: str) -> ItemResult:
    return db.session.scalars(select(ItemResult).join(Criterion).where(Criterion.code == code)).one()


def url_of(code: str) -> str:
    return f"/kiem-tra/muc/{result(code).id}"


def photo() -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "PNG")
    content.seek(0)
    return content


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_a_tick_answers_with_its_row_the_time_and_the_new_figures(website, browse, hold):
    hold("2026-11-21 16:18")
    auditor = browse("auditor")
    answer = auditor.htmx(url_of("WEB-F16"), {"state": "met", "version": "1"})
    assert answer.status_code == 200
    piece = BeautifulSoup(answer.text, "lxml")
    assert piece.select_one("article.crit input[checked]")["value"] == "met"
    assert "Lưu 16:18" in piece.article.get_text()
    figures = piece.select_one("#figures")
    assert figures["hx-swap-oob"] == "true"
    assert "1/90 đã đánh giá" in figures.get_text()
    assert "Điểm tạm tính 1,1" in figures.get_text()
    saved = result("WEB-F16")
    assert (saved.state, saved.version, saved.points) == (ItemState.MET, 2, 2)


def test_without_scripts_the_same_form_leads_back_to_its_row(round_id, browse):
    auditor = browse("auditor")
    answer = auditor.post_form(
        url_of("WEB-F16"),
        {"state": "not_met", "note": "Còn lẫn chữ TCVN3."},
        page=f"/kiem-tra/dot/{round_id}?tiep=WEB-F",
    )
    assert answer.status_code == 303
    assert answer.location.endswith(f"/kiem-tra/dot/{round_id}?tiep={result('WEB-F16').id}#muc-{result('WEB-F16').id}")
    page = auditor.get(answer.location)
    assert "Đã lưu WEB-F16 lúc" in words(page.text)
    assert "Còn lẫn chữ TCVN3." in words(page.text)


def test_what_is_not_sent_stays_as_it_was(website, browse):
    auditor = browse("auditor")
    auditor.htmx(url_of("WEB-F16"), {"state": "not_met", "note": "Ghi lại", "version": "1"})
    auditor.htmx(url_of("WEB-F16"), {"state": "partial", "version": "2"})
    saved = result("WEB-F16")
    assert (saved.state, saved.note) == (ItemState.PARTIAL, "Ghi lại")
    auditor.htmx(url_of("WEB-F16"), {"note": "", "version": "3"})
    saved = result("WEB-F16")
    assert (saved.state, saved.note) == (ItemState.PARTIAL, "")


def test_met_without_evidence_says_so_and_scores_nothing_until_it_arrives(website, browse, office):
    auditor = browse("auditor")
    first = auditor.htmx(url_of("WEB-A01"), {"state": "met", "version": "1"})
    assert "Đạt, chưa tính điểm vì thiếu minh chứng" in words(first.text)
    assert "Điểm tạm tính 0/100" in words(first.text)
    assert "1 tiêu chí bắt buộc chưa đạt" in words(first.text)
    second = auditor.htmx(
        url_of("WEB-A01"), {"state": "met", "link": "https://tayson.gialai.gov.vn/tthc", "version": "2"}
    )
    assert "thiếu minh chứng" not in words(second.text)
    assert "Điểm tạm tính 1,1" in words(second.text)
    assert newest(office.viewer("leader"), "website").mandatory_missing == 0


@pytest.mark.slow
def test_the_lists_of_a_round_stay_as_long_as_they_say(round_id, browse):
    auditor, address = browse("auditor"), f"/kiem-tra/dot/{round_id}"
    ticks = [
        auditor.htmx(url_of("WEB-A01"), {"state": "met", "version": "1"}),
        auditor.htmx(url_of("WEB-A02"), {"state": "not_met", "version": "1"}),
        auditor.htmx(url_of("WEB-F16"), {"state": "partial", "version": "1"}),
    ]
    fresh = BeautifulSoup(auditor.get(address).text, "lxml")
    spans = {span["id"]: span.text for span in BeautifulSoup(ticks[-1].text, "lxml").select("span[hx-swap-oob]")}
    moving = ("chua-danh-gia", "da-danh-gia", "dat", "bat-buoc-con-thieu", "chua-dat", "thieu-minh-chung")
    moving += ("bat-buoc-chua-danh-gia", "cho-ket-luan")
    assert set(spans) == {f"so-{word}" for word in moving}
    for name, text in spans.items():
        assert fresh.find(id=name).text == text, name
        page = BeautifulSoup(auditor.get(f"{address}?trang-thai={name.removeprefix('so-')}").text, "lxml")
        more = page.select_one("[hx-trigger^=revealed]")
        rest = int(re.search(r"\d+", more.text)[0]) if more else 0
        assert f"({len(page.select('.crit')) + rest})" == text.strip(), name
    (owed,) = fresh.select("#figures a[href$=bat-buoc-con-thieu]")
    assert owed.text.strip().split()[0] == spans["so-bat-buoc-con-thieu"].strip("\u00a0()")


def test_not_applicable_needs_a_reason_and_loses_nothing(website, browse):
    auditor = browse("auditor")
    for send in (auditor.htmx, auditor.post):
        answer = send(url_of("WEB-A07"), {"state": "not_applicable", "note": "Hỏi lại thôn 3", "version": "1"})
        assert answer.status_code == 422
        piece = BeautifulSoup(answer.text, "lxml")
        field = piece.select_one("input[name=na_reason]")
        assert field["aria-invalid"] == "true"
        assert piece.find(id=field["aria-describedby"]).get_text(strip=True) == "Xin ghi lý do không áp dụng."
        assert piece.select_one("textarea[name=note]").text == "Hỏi lại thôn 3"
        assert piece.select_one("input[name=state][checked]")["value"] == "not_applicable"
    assert result("WEB-A07").state is ItemState.NOT_ASSESSED
    assert (
        auditor.htmx(
            url_of("WEB-A07"), {"state": "not_applicable", "na_reason": "Xã không có di tích.", "version": "1"}
        ).status_code
        == 200
    )
    assert result("WEB-A07").na_reason == "Xã không có di tích."


def test_the_second_of_two_savers_sees_both_texts(website, browse):
    first, second = browse("auditor"), browse("secretary")
    first.htmx(url_of("WEB-F16"), {"state": "met", "note": "Đã xem, đúng.", "version": "1"})
    for send in (second.htmx, second.post):
        answer = send(url_of("WEB-F16"), {"state": "not_met", "note": "Còn lẫn mã cũ.", "version": "1"})
        assert answer.status_code == 409
        piece = BeautifulSoup(answer.text, "lxml")
        assert piece.select_one("textarea[name=note]").text == "Còn lẫn mã cũ."
        theirs = [tag.get_text() for tag in piece.select(".theirs q")]
        assert theirs == ["Đạt", "Đã xem, đúng."]
        assert piece.select_one("input[name=version]")["value"] == "2"
    assert result("WEB-F16").note == "Đã xem, đúng."
    again = {"state": "not_met", "note": "Còn lẫn mã cũ.", "version": "2"}
    assert second.htmx(url_of("WEB-F16"), again).status_code == 200
    assert result("WEB-F16").state is ItemState.NOT_MET


def seen(auditor, code: str) -> dict[str, str]:
    """The hidden fields of an unfolded criterion."""
    form = BeautifulSoup(auditor.htmx(url_of(code)).text, "html.parser").select_one("form[data-outbox]")
    return {name: form.select_one(f"[name={name}]")["value"] for name in ("version", "seen")}


def test_a_late_saver_changes_only_what_he_touched(website, browse):
    first, second = browse("auditor"), browse("secretary")
    opened = seen(second, "WEB-F16")
    first.htmx(url_of("WEB-F16"), {"state": "met", "note": "", **opened})
    late = second.htmx(url_of("WEB-F16"), {"note": "Xem lại phông chữ", **opened})
    assert late.status_code == 200
    saved = result("WEB-F16")
    assert (saved.state, saved.note) == (ItemState.MET, "Xem lại phông chữ")
    clash = first.htmx(url_of("WEB-F16"), {"state": "met", "note": "Đã xem", **opened})
    assert clash.status_code == 409
    assert result("WEB-F16").note == "Xem lại phông chữ"


def test_the_same_words_sent_again_are_saved_and_no_quarrel(website, browse):
    auditor = browse("auditor")
    sent = {"state": "not_met", "note": "Thiếu mục", "link": "https://x.vn/a", **seen(auditor, "WEB-F16")}
    for _time in range(2):
        assert auditor.htmx(url_of("WEB-F16"), sent).status_code == 200
    assert result("WEB-F16").note == "Thiếu mục"
    assert db.session.scalar(select(func.count(ItemEvidence.id))) == 1


def test_nobody_takes_back_a_tick_that_he_has_not_seen(website, browse):
    first, second = browse("auditor"), browse("secretary")
    opened = seen(second, "WEB-F16")
    first.htmx(url_of("WEB-F16"), {"state": "met", **opened})
    assert second.htmx(url_of("WEB-F16"), {"note": "", "clear": "1", **opened}).status_code == 409
    assert result("WEB-F16").state is ItemState.MET


def test_a_photo_sent_again_under_its_key_is_there_once(website, browse):
    auditor, url = browse("auditor"), f"{url_of('WEB-A04')}/minh-chung"
    for _time in range(2):
        sent = {"form_key": "k" * 32, "file": (photo(), "bản đồ.png")}
        assert auditor.htmx(url, sent).status_code == 200
    assert db.session.scalar(select(func.count(ItemEvidence.id))) == 1
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1
    plain = auditor.post(url, {"form_key": "n" * 32, "file": (photo(), "bản đồ.png")})
    assert plain.status_code == 303
    assert db.session.scalar(select(func.count(ItemEvidence.id))) == 2


def test_a_photo_that_is_none_says_so_in_its_row(website, browse):
    sent = {"form_key": "k" * 32, "file": (io.BytesIO(b"<svg onload=x>"), "a.svg")}
    answer = browse("auditor").htmx(f"{url_of('WEB-A04')}/minh-chung", sent)
    assert answer.status_code == 422
    assert "Chỉ nhận ảnh JPG" in words(answer.text)


def test_a_tick_can_be_taken_back(website, browse):
    auditor = browse("auditor")
    auditor.htmx(url_of("WEB-F16"), {"state": "met", "version": "1"})
    auditor.htmx(url_of("WEB-F16"), {"state": "met", "clear": "1", "version": "2"})
    assert result("WEB-F16").state is ItemState.NOT_ASSESSED


def test_a_photo_is_kept_as_evidence_and_can_be_withdrawn(website, browse):
    auditor = browse("auditor")
    answer = auditor.htmx(url_of("WEB-A04"), {"state": "met", "version": "1", "file": (photo(), "bản đồ.png")})
    assert answer.status_code == 200
    evidence_id, title, file_id = db.session.execute(
        select(ItemEvidence.id, ItemEvidence.title, ItemEvidence.file_id)
    ).one()
    assert title == "bản đồ.png"
    with auditor.get(f"/tep/{file_id}") as handed_out:
        assert handed_out.status_code == 200
    gone = auditor.post(f"/kiem-tra/minh-chung/{evidence_id}/rut", {"reason": "Chụp nhầm bản đồ"})
    assert gone.status_code == 303
    assert "Đạt, chưa tính điểm vì thiếu minh chứng" in words(auditor.get(gone.location).text)
    assert [one.file_id for one in db.session.scalars(select(ItemEvidence).order_by(ItemEvidence.id))] == [
        file_id,
        None,
    ]
    assert db.session.scalars(select(StoredFile)).one().original_name == "bản đồ.png"


def test_a_file_that_is_no_file_is_refused_and_nothing_is_saved(website, browse):
    auditor = browse("auditor")
    fields = {"state": "met", "note": "Xem tệp", "version": "1", "file": (io.BytesIO(b"<svg onload=x>"), "a.svg")}
    answer = auditor.htmx(url_of("WEB-A04"), fields)
    assert answer.status_code == 422
    assert "Chỉ nhận ảnh JPG" in words(answer.text)
    assert "Xem tệp" in words(answer.text)
    assert result("WEB-A04").state is ItemState.NOT_ASSESSED


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.vn",
        "ftp://x.vn/a",
        "tayson",
        "https://",
        "thuky@tayson.gialai.gov.vn",
        "https://a b.vn",
        'https://x.vn/"onclick="x',
        "http://x.vn\\@evil.vn",
        "  javascript:alert(1)",
        "https://x.vn/" + "a" * 600,
    ],
)
def test_only_web_addresses_are_links(website, browse, link):
    answer = browse("auditor").htmx(url_of("WEB-A01"), {"state": "met", "link": link, "version": "1"})
    assert answer.status_code == 422
    field = BeautifulSoup(answer.text, "lxml").select_one("input[name=link]")
    assert field["aria-invalid"] == "true"
    assert field["value"] == link.strip()
    assert db.session.scalars(select(ItemEvidence)).all() == []
    assert result("WEB-A01").state is ItemState.NOT_ASSESSED


def test_an_address_without_its_beginning_gets_the_usual_one(website, browse):
    typed = {"state": "met", "link": " tayson.gialai.gov.vn/tthc?id=1 ", "version": "1"}
    assert browse("auditor").htmx(url_of("WEB-A01"), typed).status_code == 200
    (kept,) = db.session.scalars(select(ItemEvidence))
    assert kept.url == "https://tayson.gialai.gov.vn/tthc?id=1"


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "'; DROP TABLE item_result; --"]


def test_hostile_notes_stay_text_everywhere(round_id, browse):
    auditor = browse("auditor")
    note = "\n".join(HOSTILE)
    auditor.htmx(url_of("WEB-A01"), {"state": "not_met", "note": note, "version": "1"})
    assert result("WEB-A01").note == note
    for url in (f"/kiem-tra/dot/{round_id}", f"/kiem-tra/dot/{round_id}/in", url_of("WEB-A01")):
        page = auditor.get(url).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("note", "x" * 2001, "Dài quá 2000 ký tự"),
        ("na_reason", "x" * 301, "Dài quá 300 ký tự"),
        ("points", "nhiều", "Xin ghi một số"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(criteria, browse, office, field, value, said):
    actions.open_round(office.viewer("auditor"), "service_index", None)
    db.session.commit()
    answer = browse("auditor").htmx(url_of("766-2.1"), {"state": "partial", "version": "1", field: value})
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert value in answer.text


def test_unknown_states_and_versions_never_break(website, browse):
    auditor = browse("auditor")
    assert auditor.htmx(url_of("WEB-A01"), {"state": "perfect", "version": "1"}).status_code == 422
    assert auditor.htmx(url_of("WEB-A01"), {"state": "met", "version": "x\x00"}).status_code == 409
    assert auditor.htmx(url_of("WEB-A01"), {"state": "met"}).status_code == 409
    assert auditor.post_raw(url_of("WEB-A01"), {"state": "met", "version": "1"}).status_code == 400
    assert result("WEB-A01").state is ItemState.NOT_ASSESSED


def test_measured_points_are_typed_with_a_comma(criteria, browse, office):
    actions.open_round(office.viewer("auditor"), "service_index", None)
    db.session.commit()
    auditor = browse("auditor")
    missing = auditor.htmx(url_of("766-2.1"), {"state": "partial", "version": "1"})
    assert missing.status_code == 422
    assert "Xin ghi điểm đạt." in words(missing.text)
    too_many = auditor.htmx(url_of("766-2.1"), {"state": "partial", "points": "20,5", "version": "1"})
    assert "Điểm phải từ 0 đến 20." in words(too_many.text)
    assert auditor.htmx(url_of("766-2.1"), {"state": "partial", "points": "15,5", "version": "1"}).status_code == 200
    assert "15,5" in auditor.get(url_of("766-2.1")).text


def test_each_tick_is_in_the_journal(website, browse, office):
    auditor, auditor_id = browse("auditor"), office.account("auditor").id
    before = db.session.scalar(select(func.count(JournalEntry.id)))
    auditor.htmx(url_of("WEB-F16"), {"state": "met", "version": "1"})
    line = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert db.session.scalar(select(func.count(JournalEntry.id))) == before + 1
    assert (line.entity, line.action, line.account_id) == ("item_result", "changed", auditor_id)
    assert '"state": ["not_assessed", "met"]' in line.changes
