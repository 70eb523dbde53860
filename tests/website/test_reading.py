"""What is read on a page, and what a page must not be able to do."""

from datetime import date

import pytest

from models.website.reading import days_in, digits, read

URL = "https://tayson.gialai.gov.vn/tin"
PAGE = """<!doctype html><html lang="vi"><head><title> Xã  Tây Sơn </title><base href="/goc/">
<meta name="viewport" content="width=device-width"></head><body>
<header><div class="clock">Hôm nay, 28/11/2026</div><nav><a href="/van-ban">Văn bản</a></nav></header>
<form role="search"><input name="q"></form>
<ul><li><a href="le hoi.html">Lễ hội</a> 20/11/2026</li><li>Không liên kết 25/11/2026</li>
<li><a href="x.pdf">Tệp</a> <time datetime="2026-11-21T08:00">hôm qua</time></li></ul>
<div class="tin-item"><a href="/b">B</a> ngày 02 tháng 11 năm 2026</div>
<p>Số 87/KH-UBND ngày 1/1/2026</p><a href="javascript:alert(1)">x</a><a href="mailto:ubnd@tayson.gialai.gov.vn">thư</a>
<img src="/anh.jpg" alt="Ảnh">
<div style="position:absolute; left: -9999px"><a href="https://casino.example/">Nhà cái</a></div>
<footer>UBND xã Tây Sơn, Thôn 1. ĐT: (0269) 3 800 000</footer></body></html>"""


def test_a_page_is_read() -> None:
    facts = read(PAGE.encode(), "utf-8", URL)
    assert (facts.title, facts.lang, facts.has_viewport, facts.has_search) == ("Xã Tây Sơn", "vi", True, True)
    assert facts.days == ["2026-11-21", "2026-11-20", "2026-11-02"], "neither a clock nor a number of a document"
    places = {url.removeprefix("https://tayson.gialai.gov.vn"): kind for url, _words, kind in facts.links}
    assert places == {
        "/van-ban": "page",
        "/goc/le%20hoi.html": "page",
        "/goc/x.pdf": "file",
        "/b": "page",
        "/anh.jpg": "file",
        "https://casino.example/": "page",
    }
    assert (facts.emails, facts.phones) == (["ubnd@tayson.gialai.gov.vn"], ["02693800000"])
    assert "ubnd xa tay son, thon 1" in facts.foot and "28/11/2026" not in facts.foot
    assert facts.gambling == [("https://casino.example/", "Nhà cái", True)]
    assert facts.signs == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ngày 5 tháng 3 năm 2026", [date(2026, 3, 5)]),
        ("NGÀY 05 THÁNG 03 NĂM 2026", [date(2026, 3, 5)]),
        ("Thứ Sáu, 27/11/2026 14:02", [date(2026, 11, 27)]),
        ("27-11-2026, 27.11.2026", [date(2026, 11, 27)] * 2),
        ("2026-11-27T08:00:00+07:00", [date(2026, 11, 27)]),
        ("31/2/2026 và 1/13/2026 và 1/1/1026", []),
        ("12/11/2026/QĐ", []),
    ],
)
def test_days_as_sites_write_them(text, days) -> None:
    assert list(days_in(text)) == days


def test_numbers_are_compared_as_digits() -> None:
    assert digits("+84 269 3800") == "02693800" and digits("(0269) 38-00") == "02693800"


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        ("<title>404 - Không tìm thấy trang</title>", "lost"),
        ("<title>Attention Required!</title><p>Checking your browser", "firewall"),
        ("<title>Đầu tư</title><p>Nội dung đang được cập nhật", "hollow"),
    ],
)
def test_signs_of_trouble(body, sign) -> None:
    assert read(body.encode(), "utf-8", URL).signs == [sign]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0",
        b"<" * 200_000,
        b"<div>" * 200_000,
        b"<a href='http://[::1'>x",
        b"\xff\xfe<\0",
        b"<a href=x>" * 100_000,
        b"<!DOCTYPE x [<!ENTITY a '&b;&b;'>]>&a;",
        b"<meta charset=nonsense><p>x",
    ],
    ids=range(9),
)
def test_no_page_is_an_error_of_ours(body) -> None:
    assert len(read(body, "nonsense", URL).links) <= 400
