"""The paper of a round: its report with the figures, and every criterion in an annex."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from blueprints.audits.rows import legal_basis
from blueprints.documents import (
    Across,
    Annex,
    Cells,
    Column,
    Document,
    FactList,
    Heading,
    Paragraph,
    Signatures,
    Signer,
    StateHead,
    Table,
    Title,
    issuer_of,
    long_day,
    place_of,
)
from blueprints.filters import day, moment
from blueprints.labels import word
from models import percent
from models.audits.items import Group, ItemRow
from models.audits.queries import RoundFigures
from models.audits.rules import ItemState
from models.audits.tables import AuditRound
from models.catalogue.criteria import Kind
from models.text import commune_kind

COLUMNS = (
    Column("STT", Cells.NUMBER, 5),
    Column("Tiêu chí", width=41),
    Column("Điểm tối đa", Cells.NUMBER, 7),
    Column("Điểm đạt", Cells.NUMBER, 7),
    Column("Tự đánh giá", width=12),
    Column("Liên kết", width=20),
    Column("Ghi chú", width=18),
)


def report(round_: AuditRound, parts: Sequence[Group], figures: RoundFigures, today: date) -> Document:
    """How a round stands on a day, as the auditor and the office's leader sign it."""
    commune = round_.commune.name
    about = f"{round_.set.name}, đợt {round_.no}"
    return Document(
        f"Báo cáo kiểm tra: {about}",
        commune,
        today,
        (
            StateHead(issuer_of(commune), "BC-UBND", place_of(commune), today),
            Title("BÁO CÁO", f"Kết quả kiểm tra, tự đánh giá\n{about}"),
            Heading("Đợt kiểm tra"),
            FactList(tuple(_facts(round_, today))),
            Heading("Kết quả"),
            FactList(tuple(_figures(figures))),
            Paragraph("Kết quả từng tiêu chí tại Phụ lục kèm theo./."),
            Signatures((Signer("NGƯỜI KIỂM TRA"), Signer(f"LÃNH ĐẠO UBND {commune_kind(commune).upper()}"))),
            Annex("Kết quả từng tiêu chí", f"({about}, kết quả tính đến {long_day(today)})", is_wide=True),
            Table(COLUMNS, tuple(_rows(parts))),
        ),
    )


def _facts(round_: AuditRound, today: date) -> Iterator[tuple[str, str]]:
    yield "Bộ tiêu chí", f"{round_.set.name}."
    yield "Đối tượng", f"{round_.subject}."
    yield "Căn cứ", f"{round_.criteria.legal_basis}."
    due = f"; hạn {day(round_.due_on)}" if round_.due_on else ""
    by = f", người mở: {round_.opener.display_name}" if round_.opener else ""
    yield "Loại đợt", f"{word(round_.kind)}."
    yield "Thời gian", f"ngày đánh giá {day(round_.assessed_on)}; mở ngày {day(round_.opened_on)}{by}{due}."
    if round_.locked_at is None:
        yield "Kết quả tính đến", f"{long_day(today)}."
    else:
        by = f", người khóa: {round_.locker.display_name}" if round_.locker else ""
        yield "Khóa", f"lúc {moment(round_.locked_at)}{by}."


def _figures(figures: RoundFigures) -> Iterator[tuple[str, str]]:
    yield "Đã đánh giá", f"{figures.assessed}/{figures.total} tiêu chí."
    score = percent.score(figures.score)
    yield "Điểm" if figures.locked else "Điểm tạm tính", f"{score}/100."
    unproven = f"; đạt nhưng thiếu minh chứng, chưa tính: {figures.unproven}" if figures.unproven else ""
    yield "Đạt", f"{figures.met}{unproven}; một phần: {figures.partial}; chưa đạt: {figures.not_met}."
    yield "Không áp dụng", f"{figures.not_applicable} (không tính vào điểm)."
    yield "Tiêu chí bắt buộc chưa đạt", f"{figures.mandatory_missing}."
    yield "Thiếu minh chứng", f"{figures.lacking_evidence}."


def _rows(parts: Sequence[Group]) -> Iterator[tuple[Any, ...] | Across]:
    """The headings of the set and its criteria, counted through."""
    count = 0
    for part in parts:
        yield Across(f"{part.code} · {part.title}")
        for item in part.rows:
            if item.kind is Kind.GROUP:
                yield Across(f"{item.code} · {item.requirement}", is_main=False)
            else:
                count += 1
                yield _row(count, item)


def _row(count: int, item: ItemRow) -> tuple[Any, ...]:
    duty = " (bắt buộc)" if item.is_mandatory else ""
    state = word(item.state) + (", chưa tính điểm vì thiếu minh chứng" if item.lacks_evidence else "")
    reason = f"Không áp dụng: {item.na_reason}" if item.state is ItemState.NOT_APPLICABLE else ""
    asked = f"{item.code}{duty} {item.requirement} ({legal_basis(item)})"
    return (
        count,
        asked,
        item.max_points,
        item.counted_points,
        state,
        "; ".join(kept.title.replace("https://", "") for kept in item.evidence),
        " ".join(filter(None, (reason, item.note))),
    )
