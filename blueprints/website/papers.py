"""The papers of the website room: who writes which section, and which links to mend."""

from collections.abc import Iterator, Sequence
from typing import Any

from blueprints.documents import (
    Across,
    Cells,
    Column,
    Document,
    Note,
    Paragraph,
    Signatures,
    Signer,
    StateHead,
    Table,
    Title,
    issuer_of,
    place_of,
)
from blueprints.filters import day, short_day
from blueprints.labels import word
from blueprints.website.findings import SHORT, path
from blueprints.website.labels import rhythm
from models import clock
from models.text import commune_kind
from models.website.queries import SectionRow
from models.website.rules import Medium
from models.website.tables import WebsiteFault

COLUMNS = (
    Column("STT", Cells.NUMBER, 8),
    Column("Chuyên mục", width=28),
    Column("Đơn vị phụ trách", width=26),
    Column("Người viết", width=20),
    Column("Nhịp cập nhật", width=18),
)


def assignments(commune: str, rows: Sequence[SectionRow]) -> Document:
    """Who writes which section of the site and of the Zalo account, and how often."""
    today = clock.today()
    kind = commune_kind(commune)
    return Document(
        "Bảng phân công viết bài, cập nhật chuyên mục",
        commune,
        today,
        (
            StateHead(issuer_of(commune), "BPC-UBND", place_of(commune), today),
            Title("BẢNG PHÂN CÔNG", "Viết bài, cập nhật chuyên mục trên Trang thông tin điện tử và Zalo OA"),
            Paragraph(
                "Đơn vị, cá nhân phụ trách chịu trách nhiệm đăng bài đúng nhịp dưới đây; "
                "chuyên mục chưa có người viết cần được giao trước khi ban hành."
            ),
            Table(COLUMNS, tuple(_rows(rows))),
            Signatures((Signer("NGƯỜI LẬP BẢNG"), Signer(f"LÃNH ĐẠO UBND {kind.upper()}"))),
        ),
    )


def _rows(rows: Sequence[SectionRow]) -> Iterator[tuple[Any, ...] | Across]:
    count = 0
    for medium in Medium:
        own = sorted((row for row in rows if row.medium is medium), key=lambda row: row.id)
        if own:
            yield Across(word(medium))
        for row in own:
            count += 1
            yield (count, row.name, row.unit or "chưa giao", row.person or "chưa giao", rhythm(row.interval_days))


MENDED = (
    Column("Xong", width=7),
    Column("Mở trang", width=22),
    Column("Tìm chữ", width=19),
    Column("Đang dẫn tới", width=23),
    Column("Lỗi", width=14),
    Column("Thấy từ, đến", width=12),
    Column("Ghi chú", width=11),
)


def links(commune: str, host: str, faults: Sequence[WebsiteFault], doubtful: Sequence[str]) -> Document:
    """Dead links and missing files by page, in the order in which one mends; what only a person can open below."""
    today = clock.today()
    rows = sorted((row for fault in faults for row in _lines(fault)), key=lambda row: (row[1], row[2]))
    below = ", ".join(path(url) for url in doubtful[:40])
    return Document(
        "Liên kết và tệp cần sửa",
        commune,
        today,
        (
            Title("LIÊN KẾT VÀ TỆP CẦN SỬA", f"Trang thông tin điện tử {host}, {len(faults)} địa chỉ, {day(today)}"),
            Paragraph(
                "Cách dùng: mở trang ở cột 2, tìm chữ ở cột 3, sửa liên kết rồi đánh dấu. "
                "Lần kiểm tra sau máy tự thử lại."
            ),
            Table(MENDED, tuple(rows)) if rows else Paragraph("Máy không thấy liên kết hỏng hay tệp thiếu nào."),
            *([Note(f"cần người mở thử, máy không chắc: {below}.", "Không có trong bảng")] if below else []),
        ),
    )


def _lines(fault: WebsiteFault) -> Iterator[tuple[Any, ...]]:
    places = fault.details.get("places") or [("", "")]
    seen = f"{short_day(fault.first_seen_at)}, {short_day(fault.last_seen_at)}"
    error = SHORT.get(fault.reason, fault.reason)
    more = fault.details.get("count", 0) - 3
    for url, words in places[:3]:
        yield ("☐", path(url) if url else "—", f"“{words}”" if words else "(ảnh)", path(fault.target), error, seen, "")
    if more > 0:  # what stands in the menu stands on every page: mended once
        yield ("", f"và {more} trang khác", "", path(fault.target), error, seen, "")
