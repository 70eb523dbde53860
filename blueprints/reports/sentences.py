"""The sentences of a week's report, written from its facts: what is not known is left out, never written as nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from blueprints.labels import VERDICT
from blueprints.reports.wording import count, goal, joined, listed, name_of, named, on_day, terms
from models.duties.rules import DutyKind, DutyState
from models.evidence import Grade
from models.percent import show
from models.reports.rules import SectionKey, TargetFact, WeekFacts, WorkFacts, WorkLine
from models.verdicts import Verdict

NOT_MET = (Verdict.NOT_MET, Verdict.SURELY_NOT_MET)
WHY = {
    Verdict.STALE: "số liệu đã cũ nên chưa kết luận",
    Verdict.UNPROVEN: "chưa có minh chứng nên chưa kết luận",
    Verdict.UNGROUNDED: "số phiếu chưa đủ căn cứ để kết luận",
}
MOST_LATE = 10


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, what it stands on, and the page with the records behind it."""

    text: str
    grade: Grade | None = None
    endpoint: str = ""
    behind: str = ""  # what is found there, in words
    filters: Mapping[str, Any] = field(default_factory=dict)


def sentences(key: SectionKey, facts: WeekFacts) -> list[Sentence]:
    """The office's own sentences of one part."""
    return list(PARTS[key](facts))


def _targets(facts: WeekFacts) -> Iterator[Sentence]:
    total = len(facts.targets)
    if not total:
        return
    met = sum(target.verdict.is_met for target in facts.targets)
    missed = sum(target.verdict in NOT_MET for target in facts.targets)
    open_ = total - met - missed
    said = [
        f"{met}/{total} chỉ tiêu đạt" if met else "",
        f"{missed}/{total} chỉ tiêu chưa đạt" if missed else "",
        f"{open_}/{total} chỉ tiêu chưa kết luận được" if open_ else "",
    ]
    whole = ", ".join(part for part in said if part)
    where: dict[str, Any] = {"endpoint": "plan.targets", "behind": f"{total} chỉ tiêu"}
    yield Sentence(f"Trong {total} chỉ tiêu của kế hoạch: {whole}.", Grade.COUNTED, **where)
    for target in facts.targets:
        if target.value:
            page: dict[str, Any] = {
                "endpoint": "plan.target",
                "behind": f"Chỉ tiêu {target.no}",
                "filters": {"no": target.no},
            }
            yield Sentence(_target(target), target.grade, **page)
    yield from _unknown(facts, where)


def _target(target: TargetFact) -> str:
    verdict = WHY.get(target.verdict) or VERDICT[target.verdict].lower()
    spoiled = ""
    if target.complaints:
        spoiled = f", có {count(target.complaints)} phản ánh, kiến nghị về gây phiền hà, sách nhiễu"
    as_of = f"; số liệu tính đến ngày {on_day(target.as_of)}" if target.as_of else ""
    return f"{_called(target)}: {terms(target)}{spoiled}; mục tiêu {goal(target)}: {verdict}{as_of}."


def _called(target: TargetFact) -> str:
    return f"Chỉ tiêu {target.no} ({target.title.strip().rstrip('.')})"


def _unknown(facts: WeekFacts, where: dict[str, Any]) -> Iterator[Sentence]:
    """Which targets have no figure, in one sentence, however many there are."""
    hidden = [str(target.no) for target in facts.targets if target.is_hidden]
    empty = [str(target.no) for target in facts.targets if not target.value and not target.is_hidden]
    if hidden:
        yield Sentence(f"Chỉ tiêu {listed(hidden)} mới có ít phiếu trả lời nên chưa nêu tỷ lệ.", None, **where)
    if empty:
        yield Sentence(f"Chưa có số liệu của chỉ tiêu {listed(empty)}.", None, **where)


def _tasks(facts: WeekFacts) -> Iterator[Sentence]:
    for work, noun, endpoint in (
        (facts.tasks, "nhiệm vụ", "plan.tasks"),
        (facts.steps, "bước kịch bản", "plan.script"),
    ):
        if work.total:
            yield Sentence(_work(work, noun), Grade.COUNTED, endpoint, f"{work.total} {noun}")


def _work(work: WorkFacts, noun: str) -> str:
    done = f"Đã hoàn thành {work.done}/{work.total} {noun}" if work.done else f"Chưa hoàn thành {noun} nào"
    if not work.done and work.total:
        done += f" trong tổng số {count(work.total)} {noun}"
    short = noun.split(maxsplit=1)[0] if noun.startswith("bước") else noun
    newly = f", trong tuần hoàn thành thêm {count(len(work.newly))} {short}{named(short, work.newly)}"
    return joined(
        (
            done + (newly if work.newly else ""),
            f"{count(work.waiting)} {short} đã báo cáo, chờ xác nhận" if work.waiting else "",
            f"{count(work.going)} {short} đang thực hiện" if work.going else "",
            f"{count(work.overdue)} {short} quá hạn" if work.overdue else "",
        )
    )


def _week(facts: WeekFacts) -> Iterator[Sentence]:
    met = facts.meetings
    if met.held:
        page: dict[str, Any] = {
            "endpoint": "meetings.week",
            "behind": f"{met.held} cuộc họp",
            "filters": {"week": facts.code},
        }
        yield Sentence(_meetings(facts), Grade.COUNTED, **page)
    if (line := _conclusions(facts.conclusions)) != "":
        yield Sentence(line, Grade.COUNTED)
    if (line := _findings(facts.findings)) != "":
        yield Sentence(line, Grade.COUNTED, "audits.listed", "Tồn tại khi kiểm tra")
    if facts.cases.received:
        closed = f"đã trả lời {facts.cases.closed}/{facts.cases.received} ý kiến"
        said = f"Tiếp nhận {count(facts.cases.received)} ý kiến chưa hài lòng của người dân cần trả lời"
        answered = closed if facts.cases.closed else "đang trong thời hạn xử lý"
        yield Sentence(f"{said}; {answered}.", Grade.COUNTED)


def _meetings(facts: WeekFacts) -> str:
    met = facts.meetings
    said = [f"Trong tuần có {count(met.held)} cuộc họp đã diễn ra"]
    if met.counted:
        share = show(met.ecabinet, met.counted)
        said.append(
            f"{met.ecabinet}/{met.counted} cuộc thuộc diện tính chỉ tiêu đã họp trên e-Cabinet, có minh chứng ({share})"
            if met.ecabinet
            else f"{count(met.counted)} cuộc thuộc diện tính chỉ tiêu, chưa cuộc nào họp trên e-Cabinet có minh chứng"
        )
        if met.paperless:
            said.append(f"{met.paperless}/{met.counted} cuộc không in tài liệu giấy")
        if met.least and met.ecabinet < met.least:
            lacking = count(met.least - met.ecabinet)
            said.append(
                f"còn thiếu {lacking} cuộc so với yêu cầu ít nhất {count(met.least)} cuộc trên e-Cabinet mỗi tuần"
            )
    return joined(said)


def _conclusions(work: WorkFacts) -> str:
    if not (work.newly or work.overdue or work.going or work.waiting):
        return ""
    return "Thực hiện kết luận các cuộc họp: " + joined(
        (
            f"hoàn thành {count(len(work.newly))} việc" if work.newly else "",
            f"{count(work.waiting)} việc chờ xác nhận" if work.waiting else "",
            f"{count(work.going)} việc đang thực hiện" if work.going else "",
            f"{count(work.overdue)} việc quá hạn" if work.overdue else "",
        )
    )


def _findings(work: WorkFacts) -> str:
    if not (work.newly or work.overdue or work.going or work.waiting):
        return ""
    return "Khắc phục tồn tại qua kiểm tra: " + joined(
        (
            f"phát hiện thêm {count(work.added)} tồn tại" if work.added else "",
            f"đã khắc phục {count(len(work.newly))} tồn tại" if work.newly else "",
            f"còn {count(work.waiting + work.going)} tồn tại đang xử lý" if work.waiting + work.going else "",
            f"{count(work.overdue)} tồn tại quá hạn khắc phục" if work.overdue else "",
        )
    )


def late(facts: WeekFacts) -> list[WorkLine]:
    """What was overdue, the longest first."""
    found = [line for line in facts.lines if line.state is DutyState.OVERDUE]
    return sorted(found, key=lambda line: -line.days)


def _shortcomings(facts: WeekFacts) -> Iterator[Sentence]:
    missed = [str(target.no) for target in facts.targets if target.verdict in NOT_MET]
    where: dict[str, Any] = {"endpoint": "plan.targets", "behind": "Chỉ tiêu"}
    if missed:
        yield Sentence(f"Chưa đạt mục tiêu: chỉ tiêu {listed(missed)}.", Grade.COUNTED, **where)
    for verdict, said in (
        (Verdict.STALE, "Số liệu đã cũ, cần cập nhật"),
        (Verdict.UNPROVEN, "Số liệu chưa có minh chứng"),
    ):
        if refs := [str(target.no) for target in facts.targets if target.verdict is verdict]:
            yield Sentence(f"{said}: chỉ tiêu {listed(refs)}.", Grade.COUNTED, **where)
    overdue = [line for line in late(facts) if line.kind is not DutyKind.FINDING]
    for line in overdue[:MOST_LATE]:
        unit = f", đơn vị phụ trách: {line.unit}" if line.unit else ", chưa giao đơn vị phụ trách"
        yield Sentence(f"{name_of(line)} chậm {count(line.days)} ngày{unit}.", Grade.COUNTED, *_place(line))
    if more := overdue[MOST_LATE:]:
        yield Sentence(f"Ngoài ra còn {count(len(more))} việc quá hạn khác (Phụ lục II).", Grade.COUNTED)
    if found := [line for line in late(facts) if line.kind is DutyKind.FINDING]:
        longest = f", lâu nhất {count(found[0].days)} ngày" if len(found) > 1 else f" {count(found[0].days)} ngày"
        text = f"{count(len(found))} tồn tại phát hiện qua kiểm tra quá hạn khắc phục{longest} (Phụ lục II)."
        yield Sentence(text, Grade.COUNTED, *_place(found[0]))


def _place(line: WorkLine) -> tuple[str, str]:
    if line.kind in (DutyKind.TASK, DutyKind.STEP):
        return ("plan.tasks", "Nhiệm vụ") if line.kind is DutyKind.TASK else ("plan.script", "Kịch bản")
    return ("audits.listed", "Tồn tại khi kiểm tra") if line.kind is DutyKind.FINDING else ("", "")


def _next(facts: WeekFacts) -> Iterator[Sentence]:
    coming = [line for line in facts.lines if line.state not in (DutyState.OVERDUE, DutyState.WAITING)]
    for kind, said, short in (
        (DutyKind.TASK, "Hoàn thành {} nhiệm vụ", "nhiệm vụ"),
        (DutyKind.STEP, "Hoàn thành {} bước kịch bản", "bước"),
        (DutyKind.CONCLUSION, "Hoàn thành {} việc theo kết luận cuộc họp", ""),
        (DutyKind.FINDING, "Khắc phục xong {} tồn tại", ""),
    ):
        lines = [line for line in coming if line.kind is kind]
        if lines:
            refs = named(short, [line.ref for line in lines]) if short else ""
            text = f"{said.format(count(len(lines)))} đến hạn trong tuần tới{refs}."
            yield Sentence(text, Grade.COUNTED, *_place(lines[0]))
    overdue = late(facts)
    if overdue:
        yield Sentence(f"Tập trung xử lý dứt điểm {count(len(overdue))} việc đã quá hạn.", Grade.COUNTED)
    waiting = sum(line.state is DutyState.WAITING for line in facts.lines)
    if waiting:
        yield Sentence(f"Xem xét, xác nhận kết quả {count(waiting)} việc đã báo cáo hoàn thành.", Grade.COUNTED)


def _nothing(_facts: WeekFacts) -> Iterator[Sentence]:
    """What an office proposes it writes itself."""
    return iter(())


PARTS: dict[SectionKey, Callable[[WeekFacts], Iterator[Sentence]]] = {
    SectionKey.TARGETS: _targets,
    SectionKey.TASKS: _tasks,
    SectionKey.WEEK: _week,
    SectionKey.SHORTCOMINGS: _shortcomings,
    SectionKey.NEXT: _next,
    SectionKey.PROPOSALS: _nothing,
}
