"""The report of a week as a document: one list of blocks for the page, the print, the .docx and the sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from blueprints.documents import (
    Addressees,
    Annex,
    Cells,
    Column,
    Document,
    DocumentBlock,
    Heading,
    ListPoint,
    Note,
    Paragraph,
    Points,
    Signatures,
    Signer,
    StateHead,
    Table,
    Title,
    issuer_of,
    long_day,
    place_of,
)
from blueprints.duties.badges import standing_badge
from blueprints.filters import day, short_day
from blueprints.labels import GRADE, NO_GRADE, VERDICT
from blueprints.reports.labels import SECTION
from blueprints.reports.wording import KIND, count, goal, on_day
from models.duties.rules import DutyState, Standing
from models.evidence import Grade
from models.periods import week_days
from models.reports.rules import RESULTS, SectionKey, TargetFact, WeekFacts, WorkLine, changes, grades

PROVINCE = "Ủy ban nhân dân tỉnh (qua Văn phòng Ủy ban nhân dân tỉnh)"
COPIES = ("- Như trên;", "- Thường trực Đảng ủy, HĐND {kind};", "- Lãnh đạo UBND {kind};", "- Lưu: VT, VP.")


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose report it is, on which ground it is made, and who signs it."""

    commune: str
    kind: str  # xã, phường
    ground: str = ""
    signer: str = ""


Lines = Mapping[SectionKey, Sequence[str]]


def week_paper(sender: Sender, facts: WeekFacts, lines: Lines, before: WeekFacts | None = None) -> Document:
    """The report; a part without a sentence is left out, and the numbers of the parts follow."""
    monday, sunday = week_days(facts.year, facts.week)
    until = date.fromisoformat(facts.until)
    week = f"Tuần {facts.week} (từ ngày {day(monday)} đến ngày {day(sunday)})"
    ground = f"Thực hiện {sender.ground}, " if sender.ground else ""
    office = f"Ủy ban nhân dân {sender.kind} {place_of(sender.commune)}"
    return Document(
        f"Báo cáo tuần {facts.week} năm {facts.year}",
        sender.commune,
        until,
        (
            StateHead(issuer_of(sender.commune), "BC-UBND", place_of(sender.commune), until),
            Title("BÁO CÁO", f"Kết quả thực hiện Kế hoạch xây dựng mô hình “Xã hạt nhân số”\n{week}"),
            Addressees((PROVINCE,)),
            Paragraph(f"{ground}{office} báo cáo kết quả thực hiện tuần {facts.week} như sau:"),
            *_parts(lines),
            Paragraph(f"Trên đây là báo cáo kết quả thực hiện tuần {facts.week} của {office}./."),
            Signatures(
                (Signer("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", sender.signer),),
                tuple(one.format(kind=sender.kind) for one in COPIES),
            ),
            *_annexes(facts, before),
        ),
    )


def _parts(lines: Lines) -> Iterator[DocumentBlock]:
    if any(lines.get(key) for key in RESULTS):
        yield Heading("KẾT QUẢ THỰC HIỆN", 1)
    for key in SectionKey:
        said = lines.get(key) or ()
        if said:
            yield Heading(SECTION[key], 2) if key in RESULTS else Heading(SECTION[key].upper(), 1)
            yield Points(tuple(map(ListPoint, said)), is_dashed=key not in RESULTS)


TARGETS = (
    Column("TT", Cells.NUMBER, 4),
    Column("Chỉ tiêu", width=36),
    Column("Mục tiêu", width=11),
    Column("Thực hiện", width=10),
    Column("Tử số", Cells.NUMBER, 8),
    Column("Mẫu số", Cells.NUMBER, 8),
    Column("Tuần trước", width=10),
    Column("Tính đến", width=9),
    Column("Kết quả", width=11),
    Column("Minh chứng", width=12),
)
WORK = (
    Column("TT", Cells.NUMBER, 5),
    Column("Nội dung", width=38),
    Column("Đơn vị phụ trách", width=22),
    Column("Hạn", width=15),
    Column("Tình trạng", width=17),
)


def _annexes(facts: WeekFacts, before: WeekFacts | None) -> Iterator[DocumentBlock]:
    when = long_day(date.fromisoformat(facts.until))
    if facts.targets:
        yield Annex(f"KẾT QUẢ {len(facts.targets)} CHỈ TIÊU", f"(Tính đến {when})", is_wide=True)
        yield Table(TARGETS, tuple(_target_row(target, _earlier(facts, before)) for target in facts.targets))
        yield Note(_note(facts, before))
    if facts.lines:
        yield Annex("CÔNG VIỆC QUÁ HẠN, CHỜ XÁC NHẬN VÀ ĐẾN HẠN", f"(Tính đến {when})")
        yield Table(WORK, tuple(_work_row(place, line) for place, line in enumerate(facts.lines, 1)))


def _earlier(facts: WeekFacts, before: WeekFacts | None) -> dict[int, str]:
    """What the report of the week before said; of another definition only that it was one."""
    found = changes(before, facts) if before else []
    return {one.no: "Đổi cách tính" if one.is_refused else one.before.shown for one in found}


def _target_row(target: TargetFact, earlier: Mapping[int, str]) -> tuple[Any, ...]:
    return (
        target.no,
        target.title,
        goal(target).capitalize(),
        target.shown or "—",
        target.numerator,
        target.denominator,
        earlier.get(target.no, "—"),
        short_day(date.fromisoformat(target.as_of)) if target.as_of else "—",
        VERDICT[target.verdict],
        GRADE[target.grade] if target.grade else NO_GRADE,
    )


def _note(facts: WeekFacts, before: WeekFacts | None) -> str:
    found = grades(facts.targets)
    told = [f"{count(found[grade])} chỉ tiêu {GRADE[grade].lower()}" for grade in Grade if found[grade]]
    told += [f"{count(found[None])} chỉ tiêu {NO_GRADE.lower()}"] if found[None] else []
    same = f" Cột “Tuần trước” lấy từ báo cáo tuần {before.week} đã gửi." if before else ""
    return f"minh chứng của {len(facts.targets)} chỉ tiêu: {', '.join(told)}.{same}"


def _work_row(place: int, line: WorkLine) -> tuple[Any, ...]:
    ref = f" {line.ref}" if line.ref else ""
    standing = Standing(line.state, line.days)
    text = standing_badge(standing).text if line.state in (DutyState.OVERDUE, DutyState.WAITING) else "Đến hạn"
    return place, f"{KIND[line.kind].capitalize()}{ref}: {line.title}", line.unit or "chưa giao", on_day(line.due), text


def numbered(document: Document, number: str, dated: date | None) -> Document:
    """The same paper with the number and day that were entered afterwards."""
    if not number:
        return document
    blocks = tuple(
        replace(block, given=number, dated=dated) if isinstance(block, StateHead) else block
        for block in document.blocks
    )
    return Document(document.title, document.office, document.dated, blocks)


def sheet_lines(document: Document) -> Iterator[tuple[Any, ...]]:
    """The same blocks as lines of a sheet: numbers stay numbers."""
    for block in document.blocks:
        if isinstance(block, StateHead):
            yield (block.issuer.replace("\n", " "),)
            yield (" ".join(block.number_line.split()), block.day_line)
        elif isinstance(block, Title | Annex):
            yield (block.name,)
            yield from ((line,) for line in block.about.split("\n") if line)
        elif isinstance(block, Heading):
            yield (f"{block.label} {block.text}",)
        elif isinstance(block, Paragraph | Note):
            yield (block.text,)
        elif isinstance(block, Points):
            yield from ((f"{item.label} {item.text}",) for item in block.items)
        elif isinstance(block, Table):
            yield tuple(column.title for column in block.columns)
            yield from (row for row in block.rows if isinstance(row, tuple))
