"""What later prints of a month's sheet say: old, new, difference, as of when; the first table is never touched."""

from collections.abc import Iterator, Sequence

from blueprints.documents import Cells, Column, DocumentBlock, Heading, Note, Paragraph, Table
from blueprints.filters import moment, number
from models.satisfaction import catalogue, sheets
from models.satisfaction.figures import Month
from models.satisfaction.sheets import Change, Correction, SheetFacts

NAMES = {
    "counted": "Phiếu được tính",
    "visits": "Lượt làm thủ tục",
    "held": "Phiếu chờ xem lại",
    "excluded": "Phiếu xem rồi không tính",
    "taken_back": "Phiếu cán bộ bấm nhầm, đã bỏ",
    "on_paper": "Phiếu giấy trong số được tính",
    "cases": "Ý kiến nhận được",
    "closed": "Ý kiến đã đóng",
}
OF_ANSWERS = ("counted", "on_paper")  # a few of these are not told
COLUMNS = (
    Column("Số liệu", width=22),
    Column("Bản đầu", Cells.NUMBER, 10),
    Column("Đính chính", Cells.NUMBER, 10),
    Column("Chênh lệch", Cells.NUMBER, 10),
)
Row = tuple[str, str, str, str]


def corrections_of(first: SheetFacts, told: Sequence[Correction], month: Month) -> Iterator[DocumentBlock]:
    """Each later print beside the first one; levels of a few answers are not told, since they show single people."""
    least = catalogue.policy(month.last).min_group
    for one in told:
        told_of_all = [facts.told(None, least) for facts in (first, one.facts)]
        hides_all = any(tally is None or not tally.n for tally in told_of_all)
        yield Heading(f"Đính chính, lần in {one.print_no}")
        yield Paragraph(f"Tính đến {moment(one.frozen_at)}. Các bảng ở trên giữ nguyên như lúc chốt.")
        found = sheets.changes(first, one.facts).items()
        rows = [
            _row(NAMES[name], change, least if name in OF_ANSWERS else 0)
            for name, change in found
            if not (hides_all and name == "counted")
        ]
        rows += list(_levels(first, one, month)) if one.levels and not hides_all else []
        if rows:
            yield Table(COLUMNS, tuple(rows))
        if hides_all and sheets.moved(first.tally(), one.facts.tally()):
            yield Paragraph("Số của tất cả phiếu không in, để không lộ nhóm ít phiếu.")
        elif not one.levels and sheets.moved(first.tally(), one.facts.tally()):
            yield Paragraph(f"Thay đổi chưa đến {least} phiếu từ lần in mức gần nhất nên không in theo mức.")


def _levels(first: SheetFacts, one: Correction, month: Month) -> Iterator[Row]:
    before, after = first.tally().counts, one.facts.tally().counts
    for level in catalogue.scale(month.last).levels:
        change = before.get(level.value, 0), after.get(level.value, 0)
        if change[0] != change[1]:
            yield _row(f"– {level.label.lower()}", change)


def _row(name: str, change: Change, least: int = 0) -> Row:
    """Old, new, and the difference; where fewer than ``least`` answers came or went only that they are few."""
    before, after = change
    if before is not None and after is not None and abs(after - before) < least:
        return name, _told(before) if before >= least else f"dưới {least}", "–", f"dưới {least}"
    difference = "" if before is None or after is None else f"{after - before:+d}".replace("-", "−")
    return name, _told(before), _told(after), difference


def _told(figure: int | None) -> str:
    return "không rõ" if figure is None else number(figure)


def later_than(last: SheetFacts, now: SheetFacts | None, is_corrected: bool, least: int) -> Iterator[Note]:
    """How many answers came or went since the last print; their levels wait for a print of their own."""
    if now is None or not sheets.moved(last.tally(), now.tally()):
        return
    since = "lần đính chính gần nhất" if is_corrected else "lúc chốt"
    more = now.tally().n - last.tally().n
    told = f"{more:+d}".replace("-", "−") if abs(more) >= least else f"dưới {least} phiếu"
    yield Note(f"số phiếu được tính thay đổi {told} so với {since}. Bảng trên giữ nguyên.", "Về sau ngày chốt")
