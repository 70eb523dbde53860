"""Documents as pages: one structure inside the site and on paper, whatever people typed."""

import lxml.html
import pytest
from flask import Flask, render_template

from blueprints.documents import Document, Paragraph, Table, Title
from tests.browser import problems_of
from tests.documents.samples import FIGURES, HOSTILE, document, everywhere, whole

BACK = ("/hop/1", "Cuộc họp")


def drawn(app: Flask, made: Document, template: str = "print") -> str:
    """A document as a page of the site, or as it is printed."""
    with app.test_request_context("/"):
        return render_template(f"documents/{template}.html", document=made, back=BACK, docx="/x.docx", paper="/x/in")


@pytest.mark.parametrize("template", ["page", "print"])
def test_every_block_is_there(app: Flask, template: str) -> None:
    html = drawn(app, whole(b""), template)
    assert not problems_of(html)
    page = lxml.html.document_fromstring(html)
    words = " ".join(" ".join(page.xpath("//main//text()")).split())
    for said in (
        "TỈNH GIA LAI",
        "XÃ TÂY SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /BC-UBND",
        "Tây Sơn, ngày tháng 12 năm 2026",
        "BÁO CÁO",
        "Kính gửi:",
        "Căn cứ Quy chế làm việc;",
        "I. KẾT QUẢ",
        "1. Theo chỉ tiêu",
        "Có 3/10 chỉ tiêu đạt.",
        "a) Một",
        "- dưới một",
        "b) Hai",
        "Địa điểm: Phòng họp số 1",
        "Ghi chú: số liệu đến 2/12.",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Nơi nhận: - Như trên;",
        "Phụ lục DANH SÁCH (Kèm theo báo cáo)",
        "Có mặt: 1",
        "THƯ KÝ",
        "CHỦ TỌA",
        "- Lưu: VT, Hồ sơ.",
    ):
        assert said in words, said
    assert page.xpath("//h1/text()") == ["BÁO CÁO"]
    assert [one.tag for one in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")] == ["h1", "h2", "h3", "h2"]
    assert page.xpath("//figure/img/@alt") == ["Ảnh phòng họp"]
    assert page.xpath("//a[@href='/x.docx']/@download") == [""]
    assert [len(part) for part in page.xpath("//div[contains(@class, 'doc-wide')]")] == [5]


def test_tables_say_what_heads_what(app: Flask) -> None:
    page = lxml.html.document_fromstring(drawn(app, document(Title("BẢNG"), FIGURES)))
    (table,) = page.xpath("//table")
    heads = [
        (cell.text, cell.get("scope"), cell.get("colspan"), cell.get("rowspan")) for cell in table.xpath(".//thead//th")
    ]
    assert heads == [
        ("STT", "col", None, "2"),
        ("Chỉ tiêu", "col", None, "2"),
        ("Thực hiện", "colgroup", "2", None),
        ("Ngày", "col", None, "2"),
        ("Tử số", "col", None, None),
        ("Mẫu số", "col", None, None),
    ]
    assert [(cell.text, cell.get("scope"), cell.get("colspan")) for cell in table.xpath(".//tbody//th")] == [
        ("Nhóm A", "rowgroup", "5"),
        ("phụ", "rowgroup", "5"),
    ]
    cells = [[(cell.text or "").strip() for cell in row.xpath("./td")] for row in table.xpath(".//tbody/tr[td]")]
    assert cells == [["1", "Số hóa hồ sơ", "1.103", "1.171", "2/12/2026"], ["2", "Chưa có", "—", "—", "—"]]
    assert table.xpath("string(./caption)") == "Kết quả"


def test_a_plain_table_has_one_row_of_heads(app: Flask) -> None:
    plain = Table(FIGURES.columns[:2], ((1, "a"),))
    page = lxml.html.document_fromstring(drawn(app, document(Title("BẢNG"), plain)))
    assert [len(row) for row in page.xpath("//thead/tr")] == [2]


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_that_was_typed_becomes_markup(app: Flask, what: str) -> None:
    html = drawn(app, everywhere(HOSTILE[what]))
    assert not problems_of(html)
    page = lxml.html.document_fromstring(html)
    assert not page.xpath("//main//script")
    assert "<script>alert" not in html
    if what == "markup":
        assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 15


def test_line_ends_of_a_person_stay(app: Flask) -> None:
    page = lxml.html.document_fromstring(drawn(app, document(Title("A"), Paragraph("một\nhai"))))
    assert page.xpath("//p[@class='body']/text()") == ["một\nhai"]
