"""Documents as .docx, opened again: the form of the state's papers, safe text, the same bytes again."""

import io
import re
import shutil
import subprocess
import time
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from blueprints.document_docx import write
from blueprints.documents import (
    Column,
    Document,
    ListPoint,
    Paragraph,
    Points,
    Signatures,
    Signer,
    StateHead,
    StoredPicture,
    Table,
    Title,
)
from tests.documents.samples import DAY, FIGURES, HOSTILE, document, everywhere, whole

pytestmark = pytest.mark.slow

MILLIMETRE = 36_000


def picture() -> bytes:
    """A small red picture."""
    out = io.BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(out, "PNG")
    return out.getvalue()


def opened(made: Document) -> Any:
    """A document written and read again by the library."""
    return docx.Document(io.BytesIO(write(made)))


def parts(content: bytes) -> dict[str, bytes]:
    """What is inside a file, each part well-formed where it is XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, part in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    return found


def words(file: Any) -> list[str]:
    """Every paragraph of the file in order, those in tables too."""
    return ["".join(piece.text or "" for piece in one.iter(qn("w:t"))) for one in file.element.body.iter(qn("w:p"))]


def test_paper_margins_and_letters() -> None:
    file = opened(whole(picture()))
    first, annex = file.sections
    assert [round(side / MILLIMETRE, 1) for side in (first.page_width, first.page_height)] == [210.0, 297.0]
    for section in (first, annex):
        top, bottom, left, right = (
            side / MILLIMETRE
            for side in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        )
        assert 20 <= top <= 25 and 20 <= bottom <= 25 and 30 <= left <= 35 and 15 <= right <= 20
        assert section.different_first_page_header_footer
    assert annex.page_width > annex.page_height
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"  # pages of an annex are counted anew
    fonts = file.styles.element.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert not file.element.body.findall(f".//{qn('w:rFonts')}")
    number = first.header.paragraphs[0]
    assert (
        "PAGE" in number._p.xml and number.style.font.size.pt == 14 and first.first_page_header.paragraphs[0].text == ""
    )


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("State", 13, True, False),
        ("Motto", 14, True, False),
        ("Superior", 13, False, False),
        ("Issuer", 13, True, False),
        ("Number", 13, False, False),
        ("Day", 14, False, True),
        ("Title", 14, True, False),
        ("About", 14, True, False),
        ("Ground", 14, False, True),
        ("Body", 14, False, False),
        ("Authority", 14, True, False),
        ("Name", 14, True, False),
        ("CopiesHead", 12, True, True),
        ("Copy", 11, False, False),
        ("heading 1", 14, True, False),
    ],
)
def test_sizes_of_the_form(style: str, size: float, bold: bool, italic: bool) -> None:
    found = opened(document()).styles[style].font
    assert (found.size.pt, bool(found.bold), bool(found.italic)) == (size, bold, italic)


def test_every_block_is_there_in_order() -> None:
    file = opened(whole(picture()))
    said = [" ".join(text.split()) for text in words(file) if text.strip()]
    for text in (
        "TỈNH GIA LAI",
        "ỦY BAN NHÂN DÂN",
        "XÃ TÂY SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /BC-UBND",
        "Tây Sơn, ngày tháng 12 năm 2026",
        "BÁO CÁO",
        "Kết quả thực hiện tuần 49",
        "Kính gửi:",
        "- Ủy ban nhân dân tỉnh;",
        "Căn cứ Quy chế làm việc;",
        "I. KẾT QUẢ",
        "1. Theo chỉ tiêu",
        "Có 3/10 chỉ tiêu đạt.",
        "a) Một",
        "- dưới một",
        "b) Hai",
        "Kết quả",
        "Nhóm A",
        "Địa điểm: Phòng họp số 1",
        "Ảnh phòng họp",
        "Ghi chú: số liệu đến 2/12.",
        "Nơi nhận:",
        "- Như trên;",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Kim Đạt",
        "Phụ lục",
        "DANH SÁCH",
        "(Kèm theo báo cáo)",
        "Có mặt: 1",
        "Võ Văn Uyên",
        "THƯ KÝ",
        "- Lưu: VT, Hồ sơ.",
        "CHỦ TỌA",
    ):
        assert text in said, text
        said = said[said.index(text) :]
    assert len(file.inline_shapes) == 1
    assert round(file.inline_shapes[0].width / MILLIMETRE) == 80
    (image,) = [part for name, part in parts(write(whole(picture()))).items() if "/media/" in name]
    assert max(Image.open(io.BytesIO(image)).size) == 1600


def test_a_picture_that_cannot_be_read_leaves_its_words() -> None:
    for content in (b"", b"not a picture", picture()[:60]):
        file = opened(document(StoredPicture(content, "/tep/1", "Ảnh phòng họp")))
        assert [one.text for one in file.paragraphs] == ["Ảnh phòng họp (không đọc được ảnh)"]


def test_a_clear_picture_lies_on_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear, "PNG")
    made = parts(write(document(StoredPicture(clear.getvalue(), "/tep/1", "Dấu"))))
    (image,) = [part for name, part in made.items() if "/media/" in name]
    assert Image.open(io.BytesIO(image)).getpixel((20, 20)) == (255, 255, 255)


def test_tables_repeat_their_head_and_keep_rows_together() -> None:
    file = opened(document(FIGURES))
    (table,) = file.tables
    rows = table._tbl.findall(qn("w:tr"))
    repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
    assert repeated == [True, True, False, False, False, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert [cell.text for cell in table.rows[0].cells] == ["STT", "Chỉ tiêu", "Thực hiện", "Thực hiện", "Ngày"]
    assert [cell.text for cell in table.rows[1].cells] == ["STT", "Chỉ tiêu", "Tử số", "Mẫu số", "Ngày"]
    assert {cell.text for cell in table.rows[2].cells} == {"Nhóm A"}
    assert [cell.text for cell in table.rows[4].cells] == ["1", "Số hóa hồ sơ", "1.103", "1.171", "2/12/2026"]
    assert sum(column.width for column in table.columns) <= 9354 * 635  # no wider than between the margins
    sides = [cell.paragraphs[0].alignment for cell in table.rows[4].cells]
    assert [str(side).split()[0] for side in sides] == ["RIGHT", "LEFT", "RIGHT", "RIGHT", "CENTER"]


def test_one_signer_stands_beside_the_recipients_and_two_above_them() -> None:
    copies = ("- Lưu: VT.",)
    alone = opened(document(Signatures((Signer("CHỦ TỊCH", "Đạt"),), copies)))
    assert [[cell.text for cell in table.rows[0].cells] for table in alone.tables] == [
        ["Nơi nhận:\n- Lưu: VT.", "CHỦ TỊCH\nĐạt"]
    ]
    both = opened(document(Signatures((Signer("THƯ KÝ", "Uyên"), Signer("CHỦ TỌA", "Đạt")), copies)))
    left, right = both.tables[0].rows[0].cells
    assert (left.text, right.text) == ("THƯ KÝ\nUyên\nNơi nhận:\n- Lưu: VT.", "CHỦ TỌA\nĐạt")
    nobody = opened(document(Signatures((), copies)))
    assert [cell.text for cell in nobody.tables[0].rows[0].cells] == ["Nơi nhận:\n- Lưu: VT.", ""]


def test_the_last_words_stay_with_those_who_sign() -> None:
    file = opened(document(Paragraph("Đầu."), Paragraph("Cuối./."), Signatures((Signer("CHỦ TỊCH"),))))
    assert [one.paragraph_format.keep_with_next for one in file.paragraphs if one.text] == [None, True]


def test_lines_are_drawn_and_nothing_is_underlined() -> None:
    made = parts(write(document(StateHead("ỦY BAN NHÂN DÂN", "BC-UBND"), Title("BÁO CÁO", "Tuần 49"))))
    xml = made["word/document.xml"].decode()
    assert xml.count("<w:pBdr>") == 3
    assert "<w:u " not in xml


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_was_typed_the_file_opens(what: str) -> None:
    content = write(everywhere(HOSTILE[what]))
    made = parts(content)
    assert not [name for name in made if re.search(r"vba|embed|activeX|script", name, re.IGNORECASE)]
    text = "".join(words(docx.Document(io.BytesIO(content))))
    if what == "markup":
        assert "<script>alert(1)</script><w:p>&amp; ]]> <!-- x -->" in text
    assert b"Hyperlink" not in made["word/document.xml"] and b"hyperlink" not in made["word/document.xml"]
    assert not set(text) & set("\x00\x08\u202e\u200f\ufffe")


def test_line_ends_of_a_person_stay() -> None:
    (one,) = opened(document(Paragraph("một\nhai"))).paragraphs
    assert one.text == "một\nhai"


def test_equal_documents_make_equal_bytes_and_say_nothing_of_the_machine() -> None:
    content = write(whole(picture()))
    assert write(whole(picture())) == content
    said = docx.Document(io.BytesIO(content)).core_properties
    assert (said.title, said.author) == ("Báo cáo tuần 49", "Xã Tây Sơn")
    assert said.created.replace(tzinfo=None) == said.modified.replace(tzinfo=None) == datetime(2026, 12, 2)
    assert (said.comments, said.last_modified_by, said.keywords) == ("", "", "")
    made = parts(content)
    assert not [name for name in made if "thumbnail" in name or "app.xml" in name or "customXml" in name]
    assert not [name for name, part in made.items() if b"python" in part.lower() or b"Macintosh" in part]
    other = Document("Khác", "Xã Tây Sơn", DAY, (Paragraph("x"),))
    assert write(other) != content


def test_three_hundred_rows_are_written_while_one_waits() -> None:
    columns = tuple(Column(f"Cột {n}") for n in range(7))
    made = document(Table(columns, tuple(tuple(f"Dòng {row}, ô {n}" for n in range(7)) for row in range(300))))
    began = time.process_time()
    content = write(made)
    assert time.process_time() - began < 1
    assert len(docx.Document(io.BytesIO(content)).tables[0].rows) == 301


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
@pytest.mark.parametrize("which", ["whole", "hostile"])
def test_an_office_program_makes_pages_of_it(which: str, tmp_path: Path) -> None:
    made = whole(picture()) if which == "whole" else everywhere(HOSTILE["long word"] + HOSTILE["markup"])
    (tmp_path / "x.docx").write_bytes(write(made))
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'home').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "x.docx"),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )
    assert b"Error" not in done.stderr
    assert (tmp_path / "x.pdf").read_bytes()[:5] == b"%PDF-"


def test_points_with_long_labels_are_written_as_they_were_given() -> None:
    file = opened(document(Points((ListPoint("một", "2a."), ListPoint("hai", "2*.")))))
    assert [one.text for one in file.paragraphs] == ["2a. một", "2*. hai"]
