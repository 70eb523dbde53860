"""The public sheet of a month as a document: what people said, how sure that is, and what is not in it."""

from collections.abc import Iterator, Sequence
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
from blueprints.satisfaction.corrections import corrections_of, later_than
from blueprints.satisfaction.few import few_or_number
from blueprints.satisfaction.periods import month_word
from blueprints.satisfaction.reading import SatisfactionGoal
from models.percent import show
from models.satisfaction import catalogue, rules, suppression
from models.satisfaction.evidence import Ground, response_rate
from models.satisfaction.figures import Month
from models.satisfaction.rules import HoldReason, Mode, Policy, Tally
from models.satisfaction.sheets import EVERYONE, Correction, SheetFacts
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
    told: Sequence[Correction] = (),
    after: str = "",
) -> Document:
    """The sheet as it was sent; ``told`` are its corrections, ``later`` the facts of now.

    ``after``: what came to a month that is over before it was sent, in words.
    """
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
            FactList(tuple(_aside(facts, catalogue.policy(month.last).min_group))),
            *corrections_of(facts, told, month),
            *([Note(after)] if after else []),
            *later_than(told[-1].facts if told else facts, later, bool(told), catalogue.policy(month.last).min_group),
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
    least = policy.min_group
    everyone, online = (facts.told(mode, least) for mode in (None, Mode.ONLINE))
    if everyone is None and (online or EVERYONE in facts.withheld):
        yield Paragraph(f"Không in số của tất cả phiếu: trừ đi số đã nói sẽ lộ một nhóm dưới {least} phiếu.")
        return
    if everyone is None or not everyone.n:
        told = f"Có dưới {least} phiếu, chưa" if everyone is None else "Chưa"
        yield Paragraph(f"{told} đủ {least} phiếu để tính tỷ lệ.")
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
    """Counts per level of all and of the online answers, whichever may be told; those below satisfied as one where
    one of the online ones is small.
    """
    policy = catalogue.policy(month.last)
    everyone, online = (facts.told(mode, policy.min_group) for mode in (None, Mode.ONLINE))
    tallies = [one for one in (everyone, online) if one and one.n]
    if not tallies:
        return
    scale = catalogue.scale(month.last).levels
    low = [[one.counts.get(level.value, 0) for one in tallies] for level in scale if not level.is_satisfied]
    merged = suppression.merges(low, policy.level_group)
    lines = [(level.label, {level.value}) for level in scale if level.is_satisfied or not merged]
    if merged:
        lines.append(("Dưới mức hài lòng, gộp", {level.value for level in scale if not level.is_satisfied}))
    lines.append(("Cộng", {level.value for level in scale}))
    columns = (
        Column("Mức", width=20),
        Column("Số phiếu", Cells.NUMBER, 10),
        Column("Tỷ lệ", Cells.NUMBER, 10),
        Column("Nộp trực tuyến", Cells.NUMBER, 12),
    )
    yield Table(columns, tuple(_level_row(label, values, everyone, online) for label, values in lines))


def _level_row(label: str, values: set[int], everyone: Tally | None, online: Tally | None) -> tuple[str, ...]:
    n, of_online = (
        None if one is None else sum(found for value, found in one.counts.items() if value in values)
        for one in (everyone, online)
    )
    share = show(n, everyone.n) if everyone and n is not None else "ẩn"
    return label, *(("ẩn", "ẩn") if n is None else (number(n), share)), "ẩn" if of_online is None else number(of_online)


def _target(facts: SheetFacts, aim: SatisfactionGoal | None, month: Month) -> Iterator[DocumentBlock]:
    policy = catalogue.policy(month.last)
    online = facts.told(Mode.ONLINE, policy.min_group)
    if aim is None or not online or not online.n:
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


def _aside(facts: SheetFacts, least: int) -> Iterator[tuple[str, str]]:
    yield "Chờ xem lại (phiếu của tháng này)", number(sum(facts.held.values()))
    yield "Xem rồi không tính", number(sum(facts.excluded.values()))
    for reason, n in sorted(facts.excluded.items()):
        yield f"– {word(HoldReason(reason)).lower() if reason else NO_REASON}", number(n)
    yield "Cán bộ bấm nhầm, đã bỏ", number(facts.taken_back)
    yield (
        "Máy báo mất, không về được (tính từ khi dùng máy)",
        "chưa theo dõi" if facts.missing is None else number(facts.missing),
    )
    yield "Phiếu giấy trong số được tính", few_or_number(facts.on_paper, least)
