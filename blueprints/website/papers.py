"""The papers of the website room: who writes which section."""

from collections.abc import Iterator, Sequence
from typing import Any

from blueprints.documents import (
    Across,
    Cells,
    Column,
    Document,
    Paragraph,
    Signatures,
    Signer,
    StateHead,
    Table,
    Title,
    issuer_of,
    place_of,
)
from blueprints.labels import word
from blueprints.website.labels import rhythm
from models import clock
from models.text import commune_kind
from models.website.queries import SectionRow
from models.website.rules import Medium

COLUMNS = (
    Column("STT", Cells.NUMBER, 6),
    Column("Chuyên mục", width=30),
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
