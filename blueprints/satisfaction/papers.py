"""The public sheet of a month as a document: what people said, how sure that is, and what is not in it."""

from collections.abc import Iterator
from datetime import date, datetime

from blueprints.documents import (
    Cells,
    Column,
    Document,
    DocumentBlock,
    FactList,
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
)
from blueprints.filters import day, moment, number
from blueprints.labels import word
from blueprints.satisfaction.periods import month_word
from blueprints.satisfaction.reading import SatisfactionGoal
from models.percent import show
from models.satisfaction import catalogue, rules, suppression
from models.satisfaction.evidence import Ground, response_rate
from models.satisfaction.figures import Month
from models.satisfaction.rules import HoldReason, Mode, Policy, Tally
from models.satisfaction.sheets import EVERYONE, SheetFacts
from models.verdicts import grounded

NO_REASON = "người xem lại không tính"
NEXT_TIME = "Phiếu không ghi tên ai. Góp ý lần sau: chạm máy ở quầy, quét mã trên phiếu hẹn, hoặc lấy phiếu giấy."


def month_sheet(
    commune: str,
    month: Month,
    facts: SheetFacts,
    frozen_at: datetime | None,
    later: SheetFacts | None,
    aim: SatisfactionGoal | None,
) -> Document:
    """The sheet; ``later`` are the facts of now where they differ from those that were sent."""
    title = f"Ý kiến của bà con {month_word(month).lower()}"
    return Document(
        title,
        commune,
        month.last,
        (
            StateHead(issuer_of(commune)),
            Title("Ý KIẾN CỦA BÀ CON", month_word(month).lower()),
            _standing(facts, frozen_at),
            *_result(facts, catalogue.policy(month.last)),
            *_levels(facts, month),
            *_target(facts, aim, month),
            *_cases(facts),
            Heading("Phiếu không nằm trong kết quả"),
            FactList(tuple(_aside(facts))),
            *_later(facts, later, month),
            Paragraph(NEXT_TIME),
            Signatures((Signer("GIÁM ĐỐC"),)),
        ),
    )


def _standing(facts: SheetFacts, frozen_at: datetime | None) -> Note:
    if frozen_at is None:
        upto = f" đến hết ngày {day(date.fromisoformat(facts.until))}" if facts.until else ""
        return Note(f"số liệu tạm tính{upto}, chưa chốt; không dùng làm bản niêm yết.", "Lưu ý")
    return Note(f"{moment(frozen_at)}. Số liệu dưới đây giữ nguyên từ lúc đó.", "Chốt lúc")


def _result(facts: SheetFacts, policy: Policy) -> Iterator[DocumentBlock]:
    everyone = facts.tally()
    if everyone.n < policy.min_group:
        told = f"Có {number(everyone.n)} phiếu, chưa" if everyone.n else "Chưa"
        yield Paragraph(f"{told} đủ {policy.min_group} phiếu để tính tỷ lệ.")
        return
    low, high = rules.wilson(everyone.satisfied, everyone.n)
    yield Paragraph(
        f"{show(everyone.satisfied, everyone.n)} hài lòng hoặc rất hài lòng: {number(everyone.satisfied)} trên "
        f"{number(everyone.n)} phiếu. Nếu người không trả lời cũng nghĩ như người trả lời, tỷ lệ thật nằm trong khoảng "
        f"{show(low, 1)}–{show(high, 1)}."
    )
    yield Paragraph(_answered(everyone.n, facts.visits.get(EVERYONE), policy))


def _answered(n: int, visits: int | None, policy: Policy) -> str:
    """Out of a hundred people served, how many have answered."""
    found = response_rate(n, visits, policy.least_response_percent)
    if found.share is None:
        return "Không rõ tỷ lệ trả lời: chưa có số lượt làm thủ tục."
    told = f"{number(n)} phiếu trên {number(visits)} lượt làm thủ tục"
    if found.ground is Ground.TOO_MANY:
        return f"{told}: nhiều phiếu hơn lượt, cần kiểm tra."
    return f"Cứ 100 lượt làm thủ tục thì {round(found.share * 100)} lượt có phiếu ({told})."


def _levels(facts: SheetFacts, month: Month) -> Iterator[Table]:
    """Counts per level; those below satisfied of the online answers as one where one of them is small.

    No table where all together are too few for a rate.
    """
    policy, everyone, online = catalogue.policy(month.last), facts.tally(), facts.tally(Mode.ONLINE)
    if everyone.n < policy.min_group:
        return
    is_told = suppression.hidden([[online.n, everyone.n - online.n]], policy.min_group) == [[False, False]]
    scale = catalogue.scale(month.last).levels
    low = [[online.counts.get(level.value, 0)] for level in scale if not level.is_satisfied]
    merged = suppression.merges(low, policy.level_group)
    rows = []
    for level in scale:
        n = everyone.counts.get(level.value, 0)
        of_online = number(online.counts.get(level.value, 0)) if level.is_satisfied or not merged else "(gộp)"
        rows.append((level.label, n, show(n, everyone.n), of_online if is_told else "ẩn"))
    if merged and is_told:
        rows.append(
            (
                "Dưới mức hài lòng, gộp",
                everyone.n - everyone.satisfied,
                show(everyone.n - everyone.satisfied, everyone.n),
                number(online.n - online.satisfied),
            )
        )
    rows.append(("Cộng", everyone.n, show(everyone.n, everyone.n), number(online.n) if is_told else "ẩn"))
    columns = (
        Column("Mức", width=20),
        Column("Số phiếu", Cells.NUMBER, 10),
        Column("Tỷ lệ", Cells.NUMBER, 10),
        Column("Nộp trực tuyến", Cells.NUMBER, 12),
    )
    yield Table(columns, tuple(rows))


def _target(facts: SheetFacts, aim: SatisfactionGoal | None, month: Month) -> Iterator[DocumentBlock]:
    online, policy = facts.tally(Mode.ONLINE), catalogue.policy(month.last)
    if aim is None or online.n < policy.min_group:
        return
    low, high = rules.wilson(online.satisfied, online.n)
    answered = response_rate(online.n, facts.visits.get(Mode.ONLINE.value), policy.least_response_percent)
    found = grounded(rules.verdict(online.satisfied, online.n, aim.percent), answered.is_firm)
    yield Paragraph(
        f"Nộp trực tuyến (chỉ tiêu {aim.no}, từ {number(aim.percent)}%): {number(online.satisfied)}/{number(online.n)} "
        f"phiếu, {show(online.satisfied, online.n, aim.percent)}, khoảng {show(low, 1, aim.percent)}–"
        f"{show(high, 1, aim.percent)}. Kết luận: {word(found)}. "
        f"{_answered(online.n, facts.visits.get(Mode.ONLINE.value), policy)}"
    )


def _cases(facts: SheetFacts) -> Iterator[DocumentBlock]:
    """What was changed, and what became of the comments, once cases are kept."""
    if facts.cases is None:
        return
    yield Heading("Đã thay đổi nhờ ý kiến của bà con")
    yield Points(tuple(ListPoint(change) for change in facts.cases.changed))
    days = facts.cases.median_days
    yield FactList(
        (
            ("Ý kiến nhận được", number(facts.cases.received)),
            ("Đã đóng", number(facts.cases.closed)),
            ("Nửa số việc xong trong", "chưa rõ" if days is None else f"{days} ngày"),
        )
    )


def _aside(facts: SheetFacts) -> Iterator[tuple[str, str]]:
    yield "Chờ xem lại", number(sum(facts.held.values()))
    yield "Xem rồi không tính", number(sum(facts.excluded.values()))
    for reason, n in sorted(facts.excluded.items()):
        yield f"– {word(HoldReason(reason)).lower() if reason else NO_REASON}", number(n)
    yield "Cán bộ bấm nhầm, đã bỏ", number(facts.taken_back)
    yield (
        "Máy báo mất, không về được (tính từ khi dùng máy)",
        "chưa theo dõi" if facts.missing is None else number(facts.missing),
    )
    yield "Phiếu giấy trong số được tính", number(facts.on_paper)


def _later(facts: SheetFacts, later: SheetFacts | None, month: Month) -> Iterator[DocumentBlock]:
    """What came after the sheet was sent: the table above stays, a few answers are told without their levels."""
    if later is None:
        return
    difference = _minus(later.tally(), facts.tally())
    if not any(difference.counts.values()):
        return
    told = f"số phiếu được tính thay đổi {difference.n:+d} so với lúc chốt. Bảng trên giữ nguyên."
    least = catalogue.policy(month.last).min_group
    changed = sum(abs(n) for n in difference.counts.values())
    if changed >= least:
        levels = catalogue.scale(month.last).levels
        parts = [f"{level.label.lower()} {difference.counts.get(level.value, 0):+d}" for level in levels]
        yield Note(f"{told} Theo mức: {'; '.join(parts)}.", "Về sau ngày chốt")
    else:
        yield Note(f"{told} Dưới {least} phiếu nên chỉ in số phiếu, không in mức.", "Về sau ngày chốt")


def _minus(now: Tally, then: Tally) -> Tally:
    levels = now.counts.keys() | then.counts.keys()
    counts = {level: now.counts.get(level, 0) - then.counts.get(level, 0) for level in levels}
    return Tally(counts, now.satisfied - then.satisfied)
