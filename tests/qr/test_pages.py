"""The QR room in the browser: entering, printing, changing, revealing, following."""

import io
import re

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

from models.base import db
from models.journal import JournalEntry
from models.qr import queries
from models.qr.rules import PhotoVerdict
from models.qr.tables import LinkDay, Poster, PosterCheck, PrintJob, PrintPart, QrLink, Room, WifiNetwork
from tests.factories import GOOD_PASSWORD

SSID, KEY = 'Phòng họp; "Tây Sơn"', "mật\\khẩu:2026,ok"
WIFI = {"place": "Phòng họp trực tuyến", "ssid": SSID, "password": KEY, "security": "WPA"}


@pytest.fixture
def clerk(browse):
    return browse("secretary")


def add_wifi(clerk, **changes):
    answer = clerk.post_form("/ma-qr/wifi/moi", {**WIFI, **changes})
    assert answer.status_code == 303, answer.text[:3000]
    return int(answer.location.rsplit("/", 1)[1])


def add_link(clerk, **changes):
    fields = {"kind": "feedback", "title": "Đánh giá sự phục vụ", "target": "/y-kien/abc", "is_short": "y", **changes}
    answer = clerk.post_form("/ma-qr/lien-ket/moi", fields)
    assert answer.status_code == 303, answer.text[:3000]
    return int(answer.location.rsplit("/", 1)[1])


def code_texts(pdf: bytes, scale: float = 2.0):
    """What two decoders read on the first page of a PDF."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("L")
    return {code.text for code in zxingcpp.read_barcodes(picture)}, {
        code.data.decode() for code in pyzbar.decode(picture)
    }


def words_of(pdf: bytes, page: int = 0) -> str:
    return pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded()


def test_a_network_is_entered_and_its_poster_says_exactly_what_was_typed(clerk):
    poster = add_wifi(clerk)
    page = clerk.get(f"/ma-qr/{poster}")
    assert page.status_code == 200 and "Quét được từ tối đa" in page.text
    for size in ("a4", "a5", "a6", "wall", "tent"):
        pdf = clerk.get(f"/ma-qr/{poster}/{size}.pdf")
        assert pdf.mimetype == "application/pdf"
        expected = 'WIFI:T:WPA;S:Phòng họp\\; \\"Tây Sơn\\";P:mật\\\\khẩu\\:2026\\,ok;;'
        assert code_texts(pdf.data) == ({expected}, {expected})
    assert clerk.get(f"/ma-qr/{poster}/a4.png").data[:8] == b"\x89PNG\r\n\x1a\n"
    assert clerk.get(f"/ma-qr/{poster}/a4.svg").mimetype == "image/svg+xml"
    assert clerk.get(f"/ma-qr/{poster}/a9.pdf").status_code == 404
    assert clerk.get("/ma-qr").status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ssid": "Đ" * 17}, "32 byte"),
        ({"ssid": ""}, "điền"),
        ({"password": "ngắn"}, "ít nhất 8 byte"),
        ({"password": "x" * 64}, "tối đa 63 byte"),
        ({"password": "x" * 65}, "64 byte"),
        ({"password": ""}, "8 đến 63 byte"),
        ({"security": "nopass"}, "0 byte"),
        ({"security": "WPA2-EAP"}, "chọn"),
        ({"ssid": "a\nb"}, "điều khiển"),
        ({"security": "WEP", "password": "abcdef"}, "5, 13, 16, 29"),
    ],
)
def test_r02_what_no_phone_can_use_is_refused_with_field_and_limit(clerk, changes, words):
    answer = clerk.post_form("/ma-qr/wifi/moi", {**WIFI, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(WifiNetwork).count() == db.session.query(Poster).count() == 0


@pytest.mark.parametrize("ssid", ["  cạnh  ", "e\u0301", "a%20b", 'x"y', "   ", "\u200bẩn", "🏠 nhà"])
def test_r04_bytes_survive_from_form_to_code(clerk, ssid):
    poster = add_wifi(clerk, ssid=ssid, password=" mật khẩu \\")
    row = db.session.get(Poster, poster)
    assert row.network.ssid == ssid
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(clerk.get(f"/ma-qr/{poster}/a5.png").data)))
    escaped = ssid.replace('"', '\\"')
    assert [code.text for code in read] == [f"WIFI:T:WPA;S:{escaped};P: mật khẩu \\\\;;"]


def test_r04_the_form_counts_bytes(clerk):
    assert 'data-bytes-of="32"' in clerk.get("/ma-qr/wifi/moi").text


def test_r06_an_open_network_says_so_on_paper(clerk):
    poster = add_wifi(clerk, security="nopass", password="")
    assert "không có mật khẩu" in words_of(clerk.get(f"/ma-qr/{poster}/a5.pdf").data)


def test_r31_a_hidden_key_is_told_to_be_in_the_code(clerk):
    poster = add_wifi(clerk, hide_key="y")
    words = words_of(clerk.get(f"/ma-qr/{poster}/a5.pdf").data)
    assert "mã QR vẫn chứa mật khẩu" in words and KEY not in words


def test_r31_internal_networks_are_hidden_from_those_who_may_not_print_them(clerk, browse):
    poster = add_wifi(clerk, audience="internal", ssid="NỘI BỘ")
    network = db.session.get(Poster, poster).network_id
    counter = browse("counter")
    assert "NỘI BỘ" not in counter.get("/ma-qr").text
    for url in (
        f"/ma-qr/{poster}",
        f"/ma-qr/{poster}/a4.pdf",
        f"/ma-qr/{poster}/xem-truoc/a4.png",
        f"/ma-qr/{poster}/a4.svg",
        f"/ma-qr/wifi/{network}",
    ):
        assert counter.get(url).status_code == 404, url
        answer = clerk.get(url)
        assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]


def test_rooms_of_another_office_do_not_exist(clerk, browse, other_office):
    poster = add_wifi(clerk)
    stranger = browse("secretary", other_office)
    assert stranger.get(f"/ma-qr/{poster}").status_code == 404
    assert stranger.get(f"/ma-qr/{poster}/a4.pdf").status_code == 404
    assert SSID not in stranger.get("/ma-qr").text


def test_r28_a_changed_key_withdraws_what_hangs_and_lists_it(clerk):
    poster = add_wifi(clerk)
    network = db.session.get(Poster, poster).network_id
    clerk.post_form(f"/ma-qr/{poster}/da-dan", {}, page=f"/ma-qr/{poster}")
    assert "Cần in lại" not in clerk.get("/ma-qr").text
    answer = clerk.post_form(f"/ma-qr/wifi/{network}/sua", {**WIFI, "password": "mot-khoa-moi", "is_active": "y"})
    assert answer.status_code == 303
    old = db.session.get(Poster, poster)
    row = db.session.query(Poster).filter_by(follows_id=poster).one()
    assert old.state == "withdrawn" and row.state == "in_use" and row.revision == 2
    new = row.id
    front = clerk.get("/ma-qr").text
    assert "Cần in lại" in front and "Phòng họp trực tuyến" in front
    assert clerk.get(f"/ma-qr/{poster}/a4.pdf").status_code == 409
    assert f"/ma-qr/{new}" in clerk.get(f"/ma-qr/{poster}").text
    clerk.post_form(f"/ma-qr/{new}/da-dan", {}, page=f"/ma-qr/{new}")
    assert "Cần in lại" not in clerk.get("/ma-qr").text


def test_an_edit_without_a_key_keeps_it_and_withdraws_nothing(clerk):
    poster = add_wifi(clerk)
    network = db.session.get(Poster, poster).network_id
    before = clerk.get(f"/ma-qr/{poster}/a5.svg").data
    clerk.post_form(f"/ma-qr/wifi/{network}/sua", {**WIFI, "password": "", "place": "Sảnh", "is_active": "y"})
    assert db.session.query(Poster).count() == 1
    assert clerk.get(f"/ma-qr/{poster}/a5.svg").data == before


def test_two_savers_meet(clerk, browse):
    network = db.session.get(Poster, add_wifi(clerk)).network_id
    url = f"/ma-qr/wifi/{network}/sua"
    hidden = clerk.hidden_fields(url)
    first = clerk.post(url, {**hidden, **WIFI, "ssid": "Một", "is_active": "y"})
    assert first.status_code == 303
    second = clerk.post(url, {**hidden, **WIFI, "ssid": "Hai", "is_active": "y"})
    assert second.status_code == 409 and "Một" in second.text and "Hai" in second.text


def test_r32_the_photo_of_a_hung_poster_is_judged(clerk):
    poster = add_wifi(clerk)
    network = db.session.get(Poster, poster).network_id
    old_print = clerk.get(f"/ma-qr/{poster}/a5.png").data
    clerk.post_form(f"/ma-qr/wifi/{network}/sua", {**WIFI, "password": "mot-khoa-moi", "is_active": "y"})
    new = db.session.query(Poster).filter_by(follows_id=poster).one().id
    url = f"/ma-qr/{new}/da-dan"

    def judge(photo):
        clerk.post_form(url, {"photo": (io.BytesIO(photo), "anh.png")}, page=f"/ma-qr/{new}")
        return db.session.query(PosterCheck).order_by(PosterCheck.id.desc()).first().verdict

    blank = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(blank, "PNG")
    other = clerk.get(f"/ma-qr/{add_link(clerk)}/a5.png").data
    assert judge(old_print) == PhotoVerdict.OLD
    assert judge(blank.getvalue()) == PhotoVerdict.UNREADABLE
    assert judge(other) == PhotoVerdict.OTHER
    assert db.session.get(Poster, new).hung_at is None
    assert judge(clerk.get(f"/ma-qr/{new}/a5.png").data) == PhotoVerdict.MATCH
    assert db.session.get(Poster, new).hung_at is not None
    refused = clerk.post_form(url, {"photo": (io.BytesIO(b"GIF89a"), "x.gif")}, page=f"/ma-qr/{new}")
    assert refused.status_code == 422


def test_a_key_is_shown_only_after_the_password_and_every_showing_is_journaled(clerk, office, browse):
    from models.accounts import passwords

    account = office.account("secretary")
    account.password_hash = passwords.hash_of(GOOD_PASSWORD)
    db.session.commit()
    network = db.session.get(Poster, add_wifi(clerk)).network_id
    page, url = f"/ma-qr/wifi/{network}", f"/ma-qr/wifi/{network}/xem-mat-khau"
    wrong = clerk.post_form(url, {"own_password": "sai"}, page=page)
    assert wrong.status_code == 422 and "mật\\khẩu:2026" not in wrong.text
    assert db.session.query(JournalEntry).filter_by(action="revealed").count() == 0
    right = clerk.post_form(url, {"own_password": GOOD_PASSWORD}, page=page)
    assert "mật\\khẩu:2026" in right.text and right.headers["Cache-Control"] == "no-store"
    assert db.session.query(JournalEntry).filter_by(action="revealed", entity_id=str(network)).count() == 1
    assert browse("counter").post(url, {"own_password": GOOD_PASSWORD}).status_code == 403


def test_no_key_in_lists_pages_journal_or_database(clerk, caplog):
    key = "khoa-rat-bi-mat-77"
    poster = add_wifi(clerk, password=key)
    network = db.session.get(Poster, poster).network_id
    for url in (
        "/ma-qr",
        f"/ma-qr/{poster}",
        f"/ma-qr/wifi/{network}",
        f"/ma-qr/wifi/{network}/sua",
        "/ma-qr/in-nhieu",
    ):
        assert key not in clerk.get(url).text, url
    row = db.session.get(WifiNetwork, network)
    assert row.sealed_key.startswith("v1:") and key not in row.sealed_key
    assert all(key not in entry.changes for entry in db.session.query(JournalEntry))
    name = clerk.get(f"/ma-qr/{poster}/a4.pdf").headers["Content-Disposition"]
    assert name == f'attachment; filename="QR-{poster:06d}-a4.pdf"'
    assert key not in caplog.text


def test_r29_a_short_address_changes_its_target_without_reprinting(clerk, browse):
    poster = add_link(clerk)
    link = db.session.get(Poster, poster).link
    code, link_id = link.short_code, link.id
    assert re.fullmatch(r"HTTPS?://LOCALHOST/Q/[2-9A-Z]{6}", link.address)
    citizen = browse(None)
    for path in (f"/q/{code}", f"/Q/{code}", f"/q/{code.lower()}"):
        answer = citizen.get(path)
        assert answer.status_code == 302 and answer.location == "/y-kien/abc"
        assert "Set-Cookie" not in answer.headers
    changed = {"title": "Đánh giá", "target": "https://dichvucong.gov.vn/x", "is_active": "y"}
    assert clerk.post_form(f"/ma-qr/lien-ket/{link_id}/sua", changed).status_code == 303
    assert citizen.get(f"/q/{code}").location == "https://dichvucong.gov.vn/x"
    assert db.session.query(Poster).count() == 1
    day = db.session.query(LinkDay).one()
    assert day.opened == 4
    assert {column.name for column in LinkDay.__table__.columns} == {"id", "commune_id", "link_id", "day", "opened"}
    assert "mở 4 lượt" in clerk.get("/ma-qr").text and clerk.get(f"/ma-qr/lien-ket/{link_id}").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/x", "//evil.example", "javascript:alert(1)", "https://gov.vn.evil.io",
                                    "https://a@gov.vn/", "http://gov.vn/", "https://evilgov.vn", "/\\evil.example"])  # fmt: skip
def test_r29_short_addresses_lead_nowhere_foreign(clerk, target):
    fields = {"kind": "other", "title": "X", "target": target, "is_short": "y"}
    assert clerk.post_form("/ma-qr/lien-ket/moi", fields).status_code == 422
    assert db.session.query(QrLink).count() == 0


@pytest.mark.parametrize("code", ["ABCDEF", "abc", "A" * 9, "<script>", "%2e%2e", "ĐĐĐĐĐĐ"])
def test_r29_an_unknown_code_shows_a_vietnamese_page(browse, code):
    answer = browse(None).get(f"/q/{code}")
    assert answer.status_code == 404 and "không còn dùng" in answer.text
    assert db.session.query(LinkDay).count() == 0


def test_r29_a_switched_off_link_shows_the_same_page(clerk, browse):
    link = db.session.get(Poster, add_link(clerk)).link
    code, link_id = link.short_code, link.id
    clerk.post_form(f"/ma-qr/lien-ket/{link_id}/sua", {"title": "Đánh giá", "target": "/y-kien/abc"})
    assert "không còn dùng" in browse(None).get(f"/q/{code}").text


@pytest.mark.parametrize("typed", ["4167362876598143012", "tayson.gialai", "zalo.me/tayson.gialai", "https://zalo.me/4167",
                                   "zalo://oa/4167362876598143012"])  # fmt: skip
def test_r30_zalo_is_always_its_https_address_and_shown_in_clear(clerk, typed):
    poster = add_link(clerk, kind="zalo", target=typed)
    pdf = clerk.get(f"/ma-qr/{poster}/a5.pdf").data
    (text,) = code_texts(pdf)[0]
    assert text.startswith("https://zalo.me/") and text in words_of(pdf).replace("\r\n", "")


@pytest.mark.parametrize(
    "typed", ["https://evil.example/zalo.me/1", "https://zalo.me.evil.io/1", "javascript:1", "a b"]
)
def test_r30_foreign_zalo_hosts_are_refused(clerk, typed):
    fields = {"kind": "zalo", "title": "Zalo", "target": typed}
    assert clerk.post_form("/ma-qr/lien-ket/moi", fields).status_code == 422


def test_r33_many_rooms_become_one_pdf(clerk, browse, statements):
    network = db.session.get(Poster, add_wifi(clerk)).network_id
    for at in range(1, 13):
        clerk.post_form("/ma-qr/phong/moi", {"name": f"Phòng {at}", "place": f"Tầng {at}"})
    rooms = [str(room.id) for room in db.session.query(Room)]
    clerk.post_form(f"/ma-qr/wifi/{network}/to-cho-phong", {"room": rooms}, page=f"/ma-qr/wifi/{network}")
    posters = [str(row.id) for row in db.session.query(Poster).order_by(Poster.id)]
    assert len(posters) == 13
    started = clerk.post_form("/ma-qr/in-nhieu", {"poster": posters, "paper": "a5"})
    assert started.status_code == 303
    job = started.location
    assert clerk.get(f"{job}.pdf").status_code == 409
    assert "0/13" in clerk.get(job).text
    step = clerk.htmx(f"{job}/tiep", {})
    assert "10/13" in step.text
    assert "Tải tệp PDF" in clerk.post(f"{job}/tiep", follow_redirects=True).text
    pdf = clerk.get(f"{job}.pdf")
    document = pypdfium2.PdfDocument(pdf.data)
    assert len(document) == 13
    assert ["Phòng 12" in words_of(pdf.data, page) for page in range(13)].count(True) == 1
    assert b"PDF" not in db.session.query(PrintPart).first().sealed_pages[:40]
    assert browse("leader").get(f"{job}.pdf").status_code == 404
    assert db.session.query(PrintJob).one().done == 13


def test_a_job_of_nothing_is_refused(clerk):
    add_wifi(clerk)
    assert clerk.post_form("/ma-qr/in-nhieu", {"paper": "a5"}).status_code == 422


def test_r19_the_same_poster_is_not_sent_twice(clerk):
    poster = add_wifi(clerk)
    first = clerk.get(f"/ma-qr/{poster}/a4.pdf")
    again = clerk.get(f"/ma-qr/{poster}/a4.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_downloads_write_nothing(clerk):
    poster = add_wifi(clerk)
    before = db.session.query(JournalEntry).count()
    for name in ("a4.pdf", "a4.png", "a4.svg", "xem-truoc/a4.png"):
        clerk.get(f"/ma-qr/{poster}/{name}")
    assert db.session.query(JournalEntry).count() == before


@pytest.mark.parametrize("many", [1, 20])
def test_the_front_page_asks_as_often_for_twenty_as_for_one(clerk, office, statements, many):
    from models.qr import actions

    eyes = office.viewer("secretary")
    for at in range(many):
        network = WifiNetwork(ssid=f"Mạng {at}", security="WPA", hidden=False, hide_key=False, audience="guest",
                              place="Sảnh", valid_from=queries.clock.today(), contact="")  # fmt: skip
        actions.add_network(eyes, network, "mat-khau-2026")
        actions.add_poster(eyes, f"Sảnh {at}", network=network)
        actions.add_room(eyes, f"Phòng {at}", "", "", None)
    db.session.commit()
    clerk.get("/ma-qr")
    with statements() as seen:
        clerk.get("/ma-qr")
    assert len([text for text in seen if text.startswith("SELECT")]) <= 7, seen


def test_the_counter_may_print_but_not_change(browse, clerk):
    poster = add_wifi(clerk)
    counter = browse("counter")
    assert counter.get(f"/ma-qr/{poster}/a5.pdf").status_code == 200
    assert counter.get("/ma-qr/wifi/moi").status_code == 403
    assert browse("province").get("/ma-qr").status_code == 403
