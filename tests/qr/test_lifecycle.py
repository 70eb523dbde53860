"""What happens after printing: keys change, prints are withdrawn and checked, keys are shown, links followed."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy.exc import OperationalError

from models.base import db, outside_transaction
from models.journal import JournalEntry
from models.qr import addresses
from models.qr.rules import PhotoVerdict
from models.qr.tables import LinkDay, Poster, PosterCheck, QrLink, WifiNetwork
from tests.factories import GOOD_PASSWORD, hash_of
from tests.qr.room import WIFI, add_link, add_wifi, code_texts, words_of

pytestmark = pytest.mark.slow


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


def test_only_what_must_be_printed_anew_is_ticked_on_wish(clerk):
    network = db.session.get(Poster, add_wifi(clerk)).network_id
    add_wifi(clerk, ssid="Mạng thứ hai")
    clerk.post_form(f"/ma-qr/wifi/{network}/sua", {**WIFI, "password": "mot-khoa-moi", "is_active": "y"})
    (new,) = [row.id for row in db.session.query(Poster).filter(Poster.follows_id.is_not(None))]

    def ticked(url):
        page = BeautifulSoup(clerk.get(url).text, "lxml")
        return {int(box["value"]) for box in page.select("input[name=poster][checked]")}

    assert len(ticked("/ma-qr/in-nhieu")) == 2
    assert ticked("/ma-qr/in-nhieu?chon=in-lai") == {new}
    for page in ("/ma-qr", f"/ma-qr/wifi/{network}", "/ma-qr/in-nhieu"):
        assert "/ma-qr/in-nhieu?chon=in-lai" in clerk.get(page).text


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


@pytest.mark.slow
def test_r32_the_photo_of_a_hung_poster_is_judged(clerk):
    poster = add_wifi(clerk)
    network = db.session.get(Poster, poster).network_id
    old_print = clerk.get(f"/ma-qr/{poster}/a5.png").data
    clerk.post_form(f"/ma-qr/wifi/{network}/sua", {**WIFI, "password": "mot-khoa-moi", "is_active": "y"})
    new = db.session.query(Poster).filter_by(follows_id=poster).one().id
    url = f"/ma-qr/{new}/da-dan"

    said = []

    def judge(photo):
        sent = {"photo": (io.BytesIO(photo), "anh.png")}
        said.append(clerk.post_form(url, sent, page=f"/ma-qr/{new}", follow_redirects=True).text)
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
    kinds = [re.search(r'class="note flash (\w+)"', page)[1] for page in said]
    assert kinds == ["bad", "warn", "bad", "ok"]  # what is wrong never looks like success
    for content, words in (
        (b"GIF89a", "Chưa nhận được ảnh GIF. Xin chụp lại ở chế độ JPEG"),
        (b"%PDF-1.7", "Chỉ nhận ảnh"),
        (b"\xff\xd8\xff" + bytes(11 << 20), "tối đa 10 MB"),
    ):
        refused = clerk.post_form(url, {"photo": (io.BytesIO(content), "x.jpg")}, page=f"/ma-qr/{new}")
        assert refused.status_code == 422
        assert words in refused.text


def test_a_key_is_shown_only_after_the_password_and_every_showing_is_journaled(clerk, office, browse):
    account = office.account("secretary")
    with outside_transaction():
        kept = hash_of(GOOD_PASSWORD)
    account.password_hash = kept
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


def test_r29_a_poster_leads_on_when_its_opening_cannot_be_counted(clerk, browse, monkeypatch):
    code = db.session.get(Poster, add_link(clerk)).link.short_code

    def full(*_given):
        raise OperationalError("UPDATE", None, Exception("disk is full"))

    monkeypatch.setattr(addresses, "count_opening", full)
    assert browse(None).get(f"/q/{code}").location == "/y-kien/abc"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/x",
        "//evil.example",
        "javascript:alert(1)",
        "https://gov.vn.evil.io",
        "https://a@gov.vn/",
        "http://gov.vn/",
        "https://evilgov.vn",
        "/\\evil.example",
    ],
)
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


@pytest.mark.parametrize(
    "typed",
    [
        "4167362876598143012",
        "tayson.gialai",
        "zalo.me/tayson.gialai",
        "https://zalo.me/4167",
        "zalo://oa/4167362876598143012",
    ],
)
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
