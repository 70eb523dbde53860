"""Documents to look at: one with every block, one full of what nobody should type."""

from datetime import date

from blueprints.documents import (
    Across,
    Addressees,
    Annex,
    Attendee,
    Attendees,
    Cells,
    Column,
    Document,
    DocumentBlock,
    FactList,
    Grounds,
    Heading,
    ListPoint,
    Note,
    PageBreak,
    Paragraph,
    Points,
    Signatures,
    Signer,
    StateHead,
    StoredPicture,
    Table,
    Title,
)

DAY = date(2026, 12, 2)
FIGURES = Table(
    (
        Column("STT", Cells.NUMBER, 5),
        Column("Chỉ tiêu", width=30),
        Column("Tử số", Cells.NUMBER, 10, "Thực hiện"),
        Column("Mẫu số", Cells.NUMBER, 10, "Thực hiện"),
        Column("Ngày", Cells.DATE, 12),
    ),
    (
        Across("Nhóm A"),
        Across("phụ", is_main=False),
        (1, "Số hóa hồ sơ", 1103, 1171, DAY),
        (2, "Chưa có", None, None, None),
    ),
    "Kết quả",
)
HOSTILE = {
    "control": "Họp\x00\x01\x08 giao ban\x1f\x7f",
    "direction": "Họp \u202egiao ban\u202c\u200f\ufeff",
    "half a letter": "Họp \ud83d giao ban",
    "no character": "Họp \ufffe\uffff giao ban",
    "markup": "<script>alert(1)</script><w:p>&amp; ]]> <!-- x -->",
    "formula": '=HYPERLINK("http://example.org","x")',
    "loose marks": "Ho\u0323p giao ban tu\u0302\u0300n",
    "long word": "https://example.org/" + "a" * 3000,
    "long": "Nội dung rất dài. " * 5600,
    "lines": "một\r\nhai\u2028ba\tbốn",
}


def document(*blocks: DocumentBlock, title: str = "Báo cáo tuần 49") -> Document:
    """A document of the office of Tây Sơn."""
    return Document(title, "Xã Tây Sơn", DAY, blocks)


def whole(picture: bytes) -> Document:
    """Every kind of block once."""
    return document(
        StateHead("ỦY BAN NHÂN DÂN\nXÃ TÂY SƠN", "BC-UBND", "Tây Sơn", DAY, superior="TỈNH GIA LAI"),
        Title("BÁO CÁO", "Kết quả thực hiện tuần 49"),
        Addressees(("Ủy ban nhân dân tỉnh;", "Văn phòng Ủy ban nhân dân tỉnh.")),
        Grounds(("Căn cứ Quy chế làm việc;", "Căn cứ Chương trình công tác.")),
        Heading("Kết quả"),
        Heading("Theo chỉ tiêu", 2),
        Paragraph("Có 3/10 chỉ tiêu đạt."),
        Points((ListPoint("Một", below=(ListPoint("dưới một"),)), ListPoint("Hai"))),
        FIGURES,
        FactList((("Địa điểm", "Phòng họp số 1"),)),
        StoredPicture(picture, "/tep/1", "Ảnh phòng họp"),
        Note("số liệu đến 2/12."),
        Signatures((Signer("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "Nguyễn Kim Đạt"),), ("- Như trên;", "- Lưu: VT.")),
        Annex("Danh sách", "(Kèm theo báo cáo)", is_wide=True),
        Attendees((("Có mặt", (Attendee("Võ Văn Uyên", "Chánh Văn phòng", "Thư ký"),)), ("Vắng", ()))),
        PageBreak(),
        Signatures((Signer("THƯ KÝ", "Võ Văn Uyên"), Signer("CHỦ TỌA", "Nguyễn Kim Đạt")), ("- Lưu: VT, Hồ sơ.",)),
    )


def everywhere(text: str) -> Document:
    """A text wherever a person's words can stand."""
    return document(
        StateHead(text, text[:40], text, DAY, text),
        Title(text, text),
        Grounds((text,)),
        Addressees((text,)),
        Heading(text),
        Paragraph(text),
        Points((ListPoint(text, text[:20], (ListPoint(text),)),)),
        FactList(((text, text),)),
        Table((Column(text), Column("b")), (Across(text), (text, text)), text),
        Note(text, text),
        Attendees(((text, (Attendee(text, text, text),)),)),
        Signatures((Signer(text, text),), (text,)),
        Annex(text, text),
        Signatures((Signer(text, text), Signer(text, text)), (text,)),
        title=text,
    )
