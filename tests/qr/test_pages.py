"""The QR room in the browser: entering, printing, changing, revealing, following."""

import io
import re
import socket

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import func, select

from blueprints.qr.labels import sentence
from blueprints.qr.short_links import address_of
from models.base import db
from models.journal import JournalEntry
from models.places.tables import Room
from models.qr import paper, queries
from models.qr.cautions import link_cautions
from models.qr.rules import LinkKind
from models.qr.symbols import Symbol, encode
from models.qr.tables import Poster, PrintJob, PrintPart, WifiNetwork
from tests.qr.room import KEY, SSID, WIFI, add_link, add_wifi, code_texts, words_of


@pytest.mark.slow
def test_a_network_is_entered_and_its_poster_says_exactly_what_was_typed(clerk):
    poster = add_wifi(clerk)
    page = clerk.get(f"/ma-qr/{poster}")
    assert page.status_code == 200 and "Đứng cách mã không quá" in page.text
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
        ({"password": "x" * 65}, "tối đa 63 byte"),
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


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("wifi", {"ssid": "Phòng họp", "password": "12345678", "security": "WPA"}, ["Mật khẩu dễ đoán"]),
        (
            "wifi",
            {"ssid": "cuối\\", "password": "", "security": "WEP"},
            ["Tên mạng kết thúc bằng dấu gạch chéo ngược", "điện thoại Android đời cũ", "WEP dễ bị dò", "iPhone"],
        ),
        ("wifi", {"ssid": "Phòng họp", "password": "thon3-xinchao", "security": "WPA"}, []),
        ("wifi", {"ssid": "", "password": "", "security": "WEP"}, []),
        (
            "wifi",
            {"ssid": "Phòng họp", "password": "thon3-xinchao", "security": "WPA", "hidden": "y"},
            ["Mạng ẩn không hiện tên trong danh sách", "iPhone"],
        ),
        ("lien-ket", {"kind": "other", "target": "/hop", "is_short": "y"}, ["chỉ mở được trên chính máy chủ này"]),
        ("lien-ket", {"kind": "other", "target": "https://192.168.1.9/a"}, ["đã nối vào mạng của cơ quan"]),
        ("lien-ket", {"kind": "other", "target": "https://xã-tây-sơn.vn/phòng họp".replace(" ", "-")}, []),
        ("lien-ket", {"kind": "other", "target": "http://tayson.gov.vn/a"}, ["Địa chỉ không dùng https"]),
        ("lien-ket", {"kind": "other", "target": "/hop"}, ["Địa chỉ không dùng https"]),
        ("lien-ket", {"kind": "other", "target": "https://tayson.gov.vn/a"}, []),
        ("lien-ket", {"kind": "zalo", "target": "https://example.com/x"}, []),
        ("lien-ket", {"kind": "zalo", "target": "ubndtayson"}, []),
    ],
)
def test_r03_warnings_come_while_one_types_and_keep_nothing(clerk, kind, typed, told):
    page = "/ma-qr/wifi/moi" if kind == "wifi" else "/ma-qr/lien-ket/moi"
    before = db.session.scalar(select(func.count(JournalEntry.id)))
    answer = clerk.post_form(f"/ma-qr/luu-y/{kind}", typed, page=page, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text
    assert ("Nên biết trước khi in" in answer.text) is bool(told)
    for words in told:
        assert words in answer.text
    assert not typed.get("password") or typed["password"] not in answer.text
    whole = clerk.post_form(f"/ma-qr/luu-y/{kind}", typed, page=page)
    assert "<h1>Lưu ý về mã</h1>" in whole.text
    assert db.session.scalar(select(func.count(JournalEntry.id))) == before


def test_r03_a_saved_network_that_is_hidden_says_so(clerk):
    poster = add_wifi(clerk, hidden="y")
    network = db.session.get(Poster, poster).network_id
    for url in (f"/ma-qr/{poster}", f"/ma-qr/wifi/{network}"):
        assert "Mạng ẩn không hiện tên trong danh sách" in clerk.get(url).text


@pytest.mark.parametrize(
    ("host", "scheme", "told"),
    [
        ("localhost", "HTTP", "chính máy chủ này"),
        ("127.0.0.1:8000", "HTTP", "chính máy chủ này"),
        ("[::1]:8000", "HTTP", "chính máy chủ này"),
        ("[fd00::5]", "HTTP", "mạng của cơ quan"),
        ("192.168.1.5:8000", "HTTP", "mạng của cơ quan"),
        ("noibo.local", "HTTP", "mạng của cơ quan"),
        ("may-chu:8000", "HTTP", "mạng của cơ quan"),
        ("noibo.tayson.gov.vn", "HTTPS", None),
    ],
)
def test_r03_a_short_address_is_warned_about_where_phones_cannot_open_it(app, host, scheme, told):
    """The poster hangs where citizens stand, with phones that are in no network of the office."""
    with app.test_request_context(base_url=f"http://{host}"):
        address = address_of(LinkKind.FEEDBACK, "/y-kien/abc", "ABCDEF")
    assert address == f"{scheme}://{host.upper()}/Q/ABCDEF"
    said = " ".join(sentence(caution) for caution in link_cautions(address))
    assert (told in said) if told else said == ""


def test_r03_a_saved_short_address_of_this_machine_says_so(clerk):
    poster = add_link(clerk)
    link = db.session.get(Poster, poster).link_id
    for url in (f"/ma-qr/{poster}", f"/ma-qr/lien-ket/{link}"):
        assert "chính máy chủ này" in clerk.get(url).text


def test_r01_an_address_is_shown_as_people_write_it_and_coded_as_phones_read_it(clerk):
    typed = "https://xã-tây-sơn.vn/phòng-họp"
    poster = add_link(clerk, kind="other", target=typed, is_short="")
    pdf = clerk.get(f"/ma-qr/{poster}/a4.pdf").data
    code = "https://xn--x-ty-sn-rwag02q.vn/ph%C3%B2ng-h%E1%BB%8Dp"
    assert code_texts(pdf) == ({code}, {code})
    assert typed in words_of(pdf).replace("\r\n", "")
    link = db.session.get(Poster, poster).link_id
    page = clerk.get(f"/ma-qr/lien-ket/{link}").text
    assert typed in page and code in page
    changed = {"title": "Tên khác", "target": typed, "is_active": "y"}
    clerk.post_form(f"/ma-qr/lien-ket/{link}/sua", changed)
    assert db.session.query(Poster).count() == 1  # nothing to be printed anew


def test_r28_a_revision_has_one_word(clerk):
    poster = add_wifi(clerk)
    network = db.session.get(Poster, poster).network_id
    assert "· bản 1 ·" in words_of(clerk.get(f"/ma-qr/{poster}/a5.pdf").data)
    clerk.post_form(f"/ma-qr/wifi/{network}/sua", {**WIFI, "password": "mot-khoa-moi", "is_active": "y"})
    assert "Bản 2 chưa dán" in clerk.get("/ma-qr").text
    for url in ("/ma-qr", "/ma-qr/in-nhieu", f"/ma-qr/{poster}"):
        assert not re.search(r"[Ll]ần \d", clerk.get(url).text)


def test_r06_an_open_network_says_so_on_paper(clerk):
    poster = add_wifi(clerk, security="nopass", password="")
    assert "không có mật khẩu" in words_of(clerk.get(f"/ma-qr/{poster}/a5.pdf").data)


def test_r31_a_hidden_key_is_told_to_be_in_the_code(clerk):
    poster = add_wifi(clerk, hide_key="y")
    words = words_of(clerk.get(f"/ma-qr/{poster}/a5.pdf").data)
    assert "mã QR vẫn chứa mật khẩu" in words and KEY not in words


@pytest.mark.slow
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


@pytest.mark.slow
def test_r33_many_rooms_become_one_pdf(clerk, browse, statements):
    network = db.session.get(Poster, add_wifi(clerk)).network_id
    for at in range(1, 13):
        clerk.post_form("/phong/moi", {"name": f"Phòng {at}", "place": f"Tầng {at}"})
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


@pytest.mark.slow
def test_downloads_write_nothing(clerk):
    poster = add_wifi(clerk)
    before = db.session.query(JournalEntry).count()
    for name in ("a4.pdf", "a4.png", "a4.svg", "xem-truoc/a4.png"):
        clerk.get(f"/ma-qr/{poster}/{name}")
    assert db.session.query(JournalEntry).count() == before


@pytest.mark.parametrize("many", [1, 20])
def test_the_front_page_asks_as_often_for_twenty_as_for_one(clerk, office, statements, many):
    from models.places.actions import add_room
    from models.qr import actions

    eyes = office.viewer("secretary")
    for at in range(many):
        network = WifiNetwork(
            ssid=f"Mạng {at}",
            security="WPA",
            hidden=False,
            hide_key=False,
            audience="guest",
            place="Sảnh",
            valid_from=queries.clock.today(),
            contact="",
        )
        actions.add_network(eyes, network, "mat-khau-2026")
        actions.add_poster(eyes, f"Sảnh {at}", network=network)
        add_room(eyes, f"Phòng {at}", "", "", None)
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


def test_r13_a_code_that_does_not_read_back_gives_an_error_page_and_a_journal_entry(clerk, monkeypatch):
    """The encoder is broken on purpose: one torn symbol must never become a file."""
    poster = add_wifi(clerk)

    def torn(text):
        good = encode(text)
        return Symbol(good.text, tuple(tuple(not dark for dark in row) for row in good.matrix[::-1]), 1, "M")

    monkeypatch.setattr(paper, "encode", torn)
    for name in ("a4.pdf", "a4.png", "a4.svg"):
        answer = clerk.get(f"/ma-qr/{poster}/{name}")
        assert answer.status_code == 500 and answer.mimetype == "text/html"
    assert db.session.query(JournalEntry).filter_by(action="code_unreadable", entity_id=str(poster)).count() == 3


@pytest.mark.slow
def test_r34_making_and_showing_a_code_asks_no_other_host(clerk, monkeypatch):
    asked = []

    def ask(*args, **_kwargs):
        asked.append(args)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", ask)
    monkeypatch.setattr(socket, "getaddrinfo", ask)
    poster = add_wifi(clerk)
    for name in ("", "/a4.pdf", "/a4.png", "/a4.svg", "/xem-truoc/a4.png"):
        page = clerk.get(f"/ma-qr/{poster}{name}")
        assert page.status_code == 200
        rules = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
        sources = " ".join(rules.values()).split()
        assert set(sources) <= {"'self'", "'none'", "data:", "blob:"}
        assert rules["default-src"] == "'self'"
    assert asked == []
