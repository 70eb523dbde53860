"""The paper of a round: its report with the figures, and every criterion in an annex."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import url_for

from blueprints.audits.assigning import assigned_words
from blueprints.audits.badges import is_picture, lack_words, revision_words, worth_words
from blueprints.audits.rows import legal_basis, legal_words, round_basis
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
    Thumbnail,
    Thumbnails,
    Title,
    issuer_of,
    long_day,
    place_of,
)
from blueprints.filters import day, moment
from blueprints.labels import word
from models import percent
from models.audits import scoring
from models.audits.assigning import Assignment
from models.audits.evidence import EvidenceRow
from models.audits.items import Group, ItemRow
from models.audits.queries import RoundFigures
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


def _parts(round_: AuditRound, parts: Sequence[Group]) -> Iterator[tuple[str, str]]:
    """The parts of the score, with the act that names them and the sum of each."""
    found = scoring.part_scores(round_, parts)
    if basis := scoring.parts_basis(round_):
        yield "Điểm thành phần", f"theo {basis}; việc xếp nhóm tiêu chí là gợi ý của phần mềm."
    for part in found:
        yield part.name, f"{percent.score(part.score)}/100 (đã đánh giá {part.assessed}/{part.total})."


def report(
    round_: AuditRound,
    parts: Sequence[Group],
    figures: RoundFigures,
    today: date,
    assigned: Assignment,
    is_pictured: bool = False,
) -> Document:
    """How a round stands on a day, as the auditor and the office's leader sign it; perhaps with its pictures small."""
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
            FactList((*_facts(round_, today), *_auditors(assigned))),
            Heading("Kết quả"),
            FactList((*_figures(figures), *_parts(round_, parts))),
            Paragraph("Kết quả từng tiêu chí tại Phụ lục kèm theo./."),
            _signatures(round_, assigned),
            Annex("Kết quả từng tiêu chí", f"({about}, kết quả tính đến {long_day(today)})", is_wide=True),
            Table(COLUMNS, tuple(_rows(parts, assigned, is_pictured))),
        ),
    )


def _signatures(round_: AuditRound, assigned: Assignment) -> Signatures:
    """Who audited, who reviewed and who signs for the office; a name stands where it is certain."""
    people = list(assigned.people.values())
    auditor = round_.hander.display_name if round_.hander else people[0] if len(people) == 1 else ""
    reviewer = round_.locker.display_name if round_.locker else ""
    office = Signer("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    kind = commune_kind(round_.commune.name).lower()
    copies = ("- Văn phòng UBND tỉnh;", f"- Lãnh đạo UBND {kind};", "- Các đơn vị có tồn tại;", "- Lưu: VT.")
    return Signatures((Signer("NGƯỜI KIỂM TRA", auditor), Signer("NGƯỜI DUYỆT", reviewer), office), copies)


def _facts(round_: AuditRound, today: date) -> Iterator[tuple[str, str]]:
    yield "Bộ tiêu chí", f"{round_.set.name}."
    yield "Đối tượng", f"{round_.subject}."
    yield "Căn cứ", f"{round_basis(round_)}."
    due = f"; hạn {day(round_.due_on)}" if round_.due_on else ""
    by = f", người mở: {round_.opener.display_name}" if round_.opener else ""
    yield "Loại đợt", f"{word(round_.kind)}."
    yield "Thời gian", f"ngày đánh giá {day(round_.assessed_on)}; mở ngày {day(round_.opened_on)}{by}{due}."
    if round_.locked_at is None:
        yield "Kết quả tính đến", f"{long_day(today)}."
    else:
        by = f", người khóa: {round_.locker.display_name}" if round_.locker else ""
        handed = f", {round_.hander.display_name} trình" if round_.hander else ", không qua trình"
        yield "Khóa", f"lúc {moment(round_.locked_at)}{by}{handed}."


def _auditors(assigned: Assignment) -> Iterator[tuple[str, str]]:
    if told := assigned_words(assigned):
        yield "Người kiểm tra", f"{told}."


def _figures(figures: RoundFigures) -> Iterator[tuple[str, str]]:
    yield "Đã đánh giá", f"{figures.assessed}/{figures.total} tiêu chí."
    score = percent.score(figures.score)
    yield "Điểm" if figures.locked else "Điểm tạm tính", f"{score}/100."
    unproven = f"; đạt nhưng thiếu minh chứng, chưa tính: {figures.unproven}" if figures.unproven else ""
    yield "Đạt", f"{figures.met}{unproven}; một phần: {figures.partial}; chưa đạt: {figures.not_met}."
    yield "Không áp dụng", f"{figures.not_applicable} (không tính vào điểm)."
    if figures.unconfirmed:
        yield "Không áp dụng, chờ người thứ hai xác nhận", f"{figures.unconfirmed} (còn tính 0 điểm)."
    if figures.undetermined:
        yield "Không xác định được", f"{figures.undetermined} (tính 0 điểm)."
    waiting = f"; chưa đánh giá: {figures.mandatory_open}" if figures.mandatory_open else ""
    yield "Tiêu chí bắt buộc chưa đạt", f"{figures.mandatory_missing}{waiting}."
    yield "Thiếu minh chứng", f"{figures.lacking_evidence}."


def _rows(
    parts: Sequence[Group], assigned: Assignment, is_pictured: bool
) -> Iterator[tuple[Any, ...] | Across | Thumbnails]:
    """The headings of the set and its criteria, counted through."""
    count = 0
    for part in parts:
        rests = legal_words(part.legal)
        by = ", ".join(assigned.names(part.code))
        told = (f"{part.code} · {part.title}", f" ({rests})" if rests else "", f" – Người kiểm tra: {by}" if by else "")
        yield Across("".join(told))
        for item in part.rows:
            if item.kind is Kind.GROUP:
                yield Across(f"{item.code} · {item.requirement}", is_main=False)
            else:
                count += 1
                yield _row(count, item)
                if is_pictured and (shown := _thumbnails(item)):
                    yield Thumbnails(shown)


def _thumbnails(item: ItemRow) -> tuple[Thumbnail, ...]:
    """The pictures that show a criterion, each with its name and day."""
    return tuple(
        Thumbnail(url_for("files.open", file_id=kept.file_id), f"{kept.title}, {day(kept.dated_on)}")
        for kept in item.evidence
        if kept.file_id and is_picture(kept.title)
    )


def _proof(kept: EvidenceRow) -> str:
    """A proof as it stands now, with its revision and its last day where it has them."""
    told = ", ".join(filter(None, (revision_words(kept), worth_words(kept))))
    name = kept.title.replace("https://", "")
    return f"{name} – {told}" if told else name


def _row(count: int, item: ItemRow) -> tuple[Any, ...]:
    duty = " (bắt buộc)" if item.is_mandatory else ""
    state = word(item.state) + (f", chưa tính điểm vì {lack_words(item)}" if item.lacks_evidence else "")
    state += ", chờ người thứ hai xác nhận" if item.awaits_second else ""
    reason = f"{word(item.state)}: {item.na_reason}" if item.na_reason else ""
    asked = f"{item.code}{duty} {item.requirement} ({legal_basis(item)})"
    return (
        count,
        asked,
        item.max_points,
        item.counted_points,
        state,
        "; ".join(map(_proof, item.evidence)),
        " ".join(filter(None, (reason, item.note))),
    )
