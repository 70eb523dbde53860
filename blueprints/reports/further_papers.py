"""Further reports as documents: the correction of a sent one, and the month's report on AI."""

from collections.abc import Iterator, Sequence
from datetime import date

from blueprints.documents import (
    Addressees,
    Column,
    Document,
    DocumentBlock,
    Heading,
    ListPoint,
    Paragraph,
    Points,
    Signatures,
    Signer,
    StateHead,
    Table,
    Title,
    issuer_of,
    place_of,
)
from blueprints.documents import Cells as Kind
from blueprints.filters import day
from blueprints.reports.papers import COPIES, PROVINCE, Sender
from blueprints.reports.wording import count
from models.reports.further import AiFact, AiFacts, Changed

CHANGED = (
    Column("TT", Kind.NUMBER, 6),
    Column("Nội dung", width=40),
    Column("Đã báo cáo", width=27),
    Column("Đính chính là", width=27),
)
OFFICE = "Văn phòng Ủy ban nhân dân tỉnh"


def _paper(sender: Sender, title: str, about: str, dated: date, to: str, inner: Sequence[DocumentBlock]) -> Document:
    return Document(
        title,
        sender.commune,
        dated,
        (
            StateHead(issuer_of(sender.commune), "BC-UBND", place_of(sender.commune), dated),
            Title("BÁO CÁO", about),
            Addressees((to,)),
            *inner,
            Signatures(
                (Signer("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", sender.signer),),
                tuple(one.format(kind=sender.kind) for one in COPIES),
            ),
        ),
    )


def _office(sender: Sender) -> str:
    return f"Ủy ban nhân dân {sender.kind} {place_of(sender.commune)}"


def correction_paper(
    sender: Sender, week: int, number: str, of: date, changes: Sequence[Changed], reason: str, dated: date
) -> Document:
    """What was told wrongly, beside what it should have been, and why."""
    named = f"Báo cáo số {number} ngày {day(of)}"
    rows = tuple((at, one.what, one.old, one.new) for at, one in enumerate(changes, 1))
    inner = (
        Paragraph(f"{_office(sender)} đã có {named} về kết quả thực hiện tuần {week}, nay đính chính như sau:"),
        Table(CHANGED, rows),
        Paragraph(f"Lý do: {reason.strip().rstrip('.')}."),
        Paragraph(f"Các nội dung khác của {named} giữ nguyên."),
        Paragraph(f"Trên đây là báo cáo đính chính của {_office(sender)}./."),
    )
    return _paper(sender, f"Báo cáo đính chính tuần {week}", f"Đính chính {named}", dated, PROVINCE, inner)


def ai_sentences(facts: AiFacts) -> list[str]:
    """The figures of the month as sentences; what nobody has counted is left out."""
    return [sentence for one in facts.figures if one.denominator and (sentence := _sentence(one))]


def _sentence(one: AiFact) -> str:
    whole = f"{count(one.denominator or 0)} cán bộ, công chức, viên chức"
    people = f"{count(one.numerator)} trên {whole} ({one.shown})" if one.numerator else f"chưa có ai trong {whole}"
    said = {
        "attended": f"{people} đã dự tập huấn, hướng dẫn sử dụng AI.",
        "products": f"{people} đã có đủ số sản phẩm làm bằng AI theo yêu cầu.",
        "basic": f"{people} đạt từ {one.asks} điểm trở lên trong bài kiểm tra mức độ cơ bản.",
        "advanced": f"{people} đạt từ {one.asks} điểm trở lên trong bài kiểm tra mức độ nâng cao.",
        "applied": f"{people} vừa được tập huấn vừa có sản phẩm dùng AI trong công việc.",
    }[one.key]
    return said[:1].upper() + said[1:]


def ai_paper(sender: Sender, facts: AiFacts, lines: Sequence[str]) -> Document:
    """The month's report: what is counted, and how the leaders judge it."""
    month = f"tháng {facts.month} năm {facts.year}"
    return _paper(
        sender,
        f"Báo cáo sử dụng AI tháng {facts.month} năm {facts.year}",
        f"Tổng hợp việc sử dụng trí tuệ nhân tạo (AI) trong công việc, {month}",
        date.fromisoformat(facts.until),
        OFFICE,
        tuple(_ai_blocks(sender, facts, lines, month)),
    )


def _ai_blocks(sender: Sender, facts: AiFacts, lines: Sequence[str], month: str) -> Iterator[DocumentBlock]:
    told = ai_sentences(facts)
    until = day(date.fromisoformat(facts.until))
    yield Paragraph(f"{_office(sender)} báo cáo tổng hợp việc sử dụng AI {month} như sau:")
    if told:
        yield Heading(f"KẾT QUẢ ĐẾN NGÀY {until}", 1)
        yield Points(tuple(map(ListPoint, told)), is_dashed=True)
    if lines:
        yield Heading("ĐÁNH GIÁ CỦA LÃNH ĐẠO ỦY BAN NHÂN DÂN", 1)
        yield Points(tuple(map(ListPoint, lines)), is_dashed=True)
    yield Paragraph(f"Trên đây là báo cáo tổng hợp việc sử dụng AI {month} của {_office(sender)}./.")
