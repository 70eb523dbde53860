"""Sections in the browser: who writes what, what is late, the table on paper, and the rank of the province."""

import io
from datetime import date

import lxml.html
import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.counting import ReadOnce
from models.errors import RuleBroken
from models.measures.queries import measures
from models.website import actions, catalogue, queries
from models.website.rules import Medium, SectionPick
from models.website.tables import ProvinceRank, Website, WebsiteSection
from tests.files.handed_in import pdf
from tests.sheet_lines import sheet_lines


def words(html: str) -> str:
    return " ".join(" ".join(lxml.html.document_fromstring(html).xpath("//main//text()")).split())


def named(code: str) -> WebsiteSection:
    return db.session.scalars(select(WebsiteSection).where(WebsiteSection.code == code)).one()


def rows(html: str) -> list[str]:
    lines = lxml.html.document_fromstring(html).xpath("//table[contains(@class, 'duty')]/tbody/tr")
    return [" ".join(line.text_content().split()) for line in lines]


def test_every_office_has_the_required_sections_and_keeps_its_own_words(shared_out) -> None:
    assert db.session.scalar(select(func.count(WebsiteSection.id))) == len(catalogue.sections())
    section = named("tin_tuc")
    section.name, section.interval_days = "Tin trong xã", 3
    db.session.commit()
    actions.add_required(shared_out.commune)
    assert db.session.scalar(select(func.count(WebsiteSection.id))) == len(catalogue.sections())
    assert (named("tin_tuc").name, named("tin_tuc").interval_days) == ("Tin trong xã", 3)


def test_the_sheet_of_the_sections_keeps_their_filter_and_their_order(shared_out, browse, hold) -> None:
    hold("2026-11-27 09:00")
    named("tin_tuc").note_item(date(2026, 11, 26), date(2026, 11, 27))
    named("ngan_sach").note_item(date(2026, 4, 14), date(2026, 11, 27))
    named("ngan_sach").person_id = shared_out.account("secretary").person_id
    name, writer = shared_out.commune.name, shared_out.people["secretary"].full_name
    db.session.commit()
    leader = browse("leader")
    every = sheet_lines(leader.get("/trang-web.xlsx"))
    assert len(every) == len(rows(leader.get("/trang-web").text)) == len(catalogue.sections())
    assert every[0][3] == writer and every[0][5:] == ["14/4/2026", 227, "Chậm 135 ngày"]
    assert every[-1][5:] == ["26/11/2026", 1, "Kịp thời"]
    assert [line[3] for line in sheet_lines(leader.get("/trang-web.xlsx?loc=da-giao"))] == [writer]
    assert {line[1] for line in sheet_lines(leader.get("/trang-web.xlsx?kenh=zalo"))} == {"Zalo OA"}
    assert 'href="/trang-web.xlsx?loc=cham"' in leader.htmx("/trang-web?loc=cham").text
    first = sheet_lines(browse("province").get("/trang-web.xlsx"))[0]
    assert (first[0], first[4]) == (name, writer), "the province reads whose sections they are"


def test_what_is_late_stands_first_and_is_listed_apart(shared_out, browse, hold) -> None:
    hold("2026-11-27 09:00")
    for code, day in (
        ("tin_tuc", date(2026, 11, 26)),
        ("lich_cong_tac", date(2026, 11, 16)),
        ("ngan_sach", date(2026, 4, 14)),
        ("van_ban", date(2026, 11, 21)),
    ):
        named(code).note_item(day, date(2026, 11, 27))
    db.session.commit()
    page = browse("leader").get("/trang-web").text
    assert "Chậm 135 ngày" in rows(page)[0] and "Chậm 4 ngày" in rows(page)[1]
    assert "Chưa có bài" in rows(page)[2] and "Kịp thời" in rows(page)[-1]
    late = rows(browse("leader").get("/trang-web?loc=cham").text)
    assert len(late) == len(catalogue.sections()) - 2
    due = rows(browse("leader").get("/trang-web?loc=den-han").text)
    assert len(due) == 1 and "Đến hạn mai" in due[0]
    assert len(rows(browse("leader").get("/trang-web?kenh=zalo").text)) == 2
    assert len(rows(browse("leader").get("/trang-web?loc=x&kenh=y").text)) == len(catalogue.sections())


def test_a_section_is_shared_out_and_the_second_saver_decides(shared_out, browse) -> None:
    section_id, unit = named("dau_tu").id, shared_out.units[2]
    url = f"/trang-web/chuyen-muc/{section_id}/sua"
    secretary = browse("secretary")
    stale = secretary.hidden_fields(url)
    sent = {"name": "Kêu gọi đầu tư", "unit_id": str(unit.id), "interval_days": "30", "is_active": "1"}
    assert secretary.post_form(url, sent).location == f"/trang-web/chuyen-muc/{section_id}"
    assert secretary.post_raw(url, {**stale, **sent, "interval_days": "60"}).status_code == 409
    assert secretary.post_form(url, {**sent, "name": "TIN TỨC, sự kiện"}).status_code == 422
    assert secretary.post_form(url, {**sent, "interval_days": "0"}).status_code == 422
    page = words(secretary.get(f"/trang-web/chuyen-muc/{section_id}").text)
    assert "Phòng Kinh tế" in page and "mỗi tháng" in page


def test_somebody_notes_what_was_published(shared_out, browse, hold) -> None:
    hold("2026-11-27 09:00")
    section_id = named("zalo_tin").id
    counter = browse("counter")
    url, page = f"/trang-web/chuyen-muc/{section_id}/bai-moi", f"/trang-web/chuyen-muc/{section_id}"
    assert counter.post_form(url, {"published_on": "28/11/2026"}, page).status_code == 422
    assert counter.post_form(url, {"published_on": "25/11/2026"}, page).location == page
    assert counter.post_form(url, {"published_on": "20/11/2026"}, page).location == page
    assert named("zalo_tin").last_item_on == date(2026, 11, 25), "an older day changes nothing"


def test_the_table_of_who_writes_what_goes_on_paper(shared_out, browse) -> None:
    named("tin_tuc").unit_id = shared_out.units[2].id
    db.session.commit()
    page = browse("secretary").get("/trang-web/phan-cong").text
    assert "BẢNG PHÂN CÔNG" in page and "Tin tức, sự kiện" in page and "Tin trên Zalo OA" in page
    assert page.count("chưa giao") >= 30 and "Phòng Kinh tế" in page
    assert browse("secretary").get("/trang-web/phan-cong.docx").mimetype.endswith("wordprocessingml.document")


def test_only_hosts_that_an_administrator_entered(shared_out, browse) -> None:
    admin = browse("admin")
    for url in (
        "https://127.0.0.1/",
        "https://tayson.gialai.gov.vn:8443/",
        "https://localhost/",
        "https://2130706433/",
    ):
        assert admin.post_form("/trang-web/dia-chi", {"url": url}).status_code == 422
    hosts = {"url": "https://tayson.gialai.gov.vn/", "hosts": "www.tayson.gialai.gov.vn 10.0.0.1"}
    assert admin.post_form("/trang-web/dia-chi", hosts).status_code == 422
    assert db.session.scalar(select(func.count(Website.id))) == 0
    hosts["hosts"] = "WWW.tayson.gialai.gov.vn"
    assert admin.post_form("/trang-web/dia-chi", hosts).location == "/trang-web"
    site = db.session.scalars(select(Website)).one()
    assert site.hosts == ["tayson.gialai.gov.vn", "www.tayson.gialai.gov.vn"]
    assert browse("secretary").get("/trang-web/dia-chi").status_code == 403


def rank(**changes: object) -> dict[str, object]:
    return {
        "period": "Năm 2026",
        "place": "4",
        "of_total": "135",
        "document_no": "12/TB-UBND",
        "issued_on": "20/11/2026",
        "evidence_file": (io.BytesIO(pdf("Xep hang")), "thong-bao.pdf"),
        **changes,
    }


def test_a_rank_has_its_document_and_its_proof(shared_out, other_office, browse, hold) -> None:
    hold("2026-11-27 09:00")
    secretary = browse("secretary")
    assert "Chưa có số liệu" in secretary.get("/trang-web").text
    for wrong in (rank(place="136"), rank(issued_on="28/11/2026"), rank(document_no=""), rank(evidence_file="")):
        assert secretary.post_form("/trang-web/xep-hang", wrong).status_code == 422
    assert db.session.scalar(select(func.count(ProvinceRank.id))) == 0
    assert secretary.post_form("/trang-web/xep-hang", rank()).location == "/trang-web/xep-hang"
    page = words(secretary.get("/trang-web").text)
    assert "Hạng 4/135" in page and "12/TB-UBND" in page
    assert browse("secretary", other_office).get("/trang-web").text.count("12/TB-UBND") == 0
    assert db.session.scalars(select(ProvinceRank)).one().file.mime == "application/pdf"


def test_a_rank_is_never_more_than_was_entered(shared_out) -> None:
    look = ReadOnce(shared_out.viewer("leader"))
    assert measures()["website.rank"].read(look).value is None
    with pytest.raises(RuleBroken):
        actions.record_rank(shared_out.viewer("secretary"), "2026", 9, 8, "1", date(2026, 1, 1), 1)


def test_the_figure_and_the_list_behind_it_say_the_same(shared_out, browse) -> None:
    for code in ("tin_tuc", "van_ban", "zalo_tin"):
        named(code).unit_id = shared_out.units[1].id
    db.session.commit()
    found = measures()["website.assigned"].read(ReadOnce(shared_out.viewer("leader")))
    assert (found.numerator, found.denominator) == (2, 16)
    assert len(rows(browse("leader").get("/trang-web?loc=da-giao&kenh=trang-web").text)) == 2
    named("tin_tuc").last_item_on, named("van_ban").last_item_on = clock.today(), date(2025, 1, 1)
    db.session.commit()
    for key, address, number in (("filled", "co-bai", 2), ("on_time", "kip-thoi", 1)):
        found = measures()[f"website.{key}"].read(ReadOnce(shared_out.viewer("leader")))
        assert (found.numerator, found.denominator) == (number, 16)
        assert len(rows(browse("leader").get(f"/trang-web?loc={address}&kenh=trang-web").text)) == number
    assert measures()["website.zalo_assigned"].read(ReadOnce(shared_out.viewer("leader"))).numerator == 1


def test_a_switched_off_section_is_counted_nowhere(shared_out) -> None:
    eyes = shared_out.viewer("leader")
    named("zalo_tin").is_active = False
    db.session.commit()
    found = queries.sections(eyes, date(2026, 11, 27))
    assert len(queries.narrowed(found, SectionPick.LATE, Medium.ZALO)) == 1
    assert [one.code for one in queries.unused_sections(eyes)] == ["zalo_tin"]


def test_a_late_section_stands_in_its_writers_own_work(shared_out, browse) -> None:
    """It has no one day on which it is done, so it is no duty: it stands above them until its next item."""
    eyes = shared_out.viewer("secretary")
    section = named("tin_tuc")
    section.person_id = eyes.person_id
    db.session.commit()
    own = words(browse("secretary").get("/viec-cua-toi").text)
    assert "Chuyên mục Tin tức, sự kiện Chưa có bài" in own
    assert "Chuyên mục" not in words(browse("leader").get("/viec-cua-toi").text), "it is another one's"
    named("tin_tuc").note_item(clock.today(), clock.today())
    db.session.commit()
    assert "Chuyên mục Tin tức" not in words(browse("secretary").get("/viec-cua-toi").text)
