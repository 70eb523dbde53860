"""Sentences of a report: nothing recorded, zero, one, below the target, old, without proof, too few to tell."""

import pytest

from blueprints.reports.sentences import sentences
from blueprints.reports.wording import count, goal, listed, points, terms
from models.duties.rules import DutyKind, DutyState
from models.evidence import Grade
from models.reports.rules import (
    CitizenFacts,
    MeetingFacts,
    SectionKey,
    TargetFact,
    WeekFacts,
    WorkFacts,
    WorkLine,
    changes,
    odd_figure,
)
from models.verdicts import Verdict
from tests.reports.conftest import EMPTY, target_of, week_of


def told(key: SectionKey, facts: WeekFacts) -> list[str]:
    return [one.text for one in sentences(key, facts)]


@pytest.mark.parametrize("key", SectionKey)
def test_a_week_without_records_says_nothing(key: SectionKey) -> None:
    assert told(key, EMPTY) == []


NAMED = "Chỉ tiêu 2 (Hồ sơ được số hóa)"
NO_FIGURE = {"value": "", "shown": "", "numerator": None, "denominator": None, "as_of": "", "grade": None}


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (target_of(), f"{NAMED}: 98% (98/100); mục tiêu từ 98% trở lên: đạt; số liệu tính đến ngày 1/4/2026."),
        (
            target_of(verdict=Verdict.NOT_MET, value="0", shown="0%", numerator=0),
            f"{NAMED}: 0% (0/100); mục tiêu từ 98% trở lên: chưa đạt; số liệu tính đến ngày 1/4/2026.",
        ),
        (
            target_of(numerator=None, denominator=None),
            f"{NAMED}: 98%; mục tiêu từ 98% trở lên: đạt; số liệu tính đến ngày 1/4/2026.",
        ),
        (
            target_of(verdict=Verdict.STALE),
            f"{NAMED}: 98% (98/100); mục tiêu từ 98% trở lên: số liệu đã cũ nên chưa kết luận; "
            "số liệu tính đến ngày 1/4/2026.",
        ),
        (
            target_of(verdict=Verdict.UNPROVEN, grade=Grade.UNPROVEN),
            f"{NAMED}: 98% (98/100); mục tiêu từ 98% trở lên: chưa có minh chứng nên chưa kết luận; "
            "số liệu tính đến ngày 1/4/2026.",
        ),
        (
            target_of(is_sample=True, verdict=Verdict.UNGROUNDED),
            f"{NAMED}: 98% (98/100 phiếu); mục tiêu từ 98% trở lên: số phiếu chưa đủ căn cứ để kết luận; "
            "số liệu tính đến ngày 1/4/2026.",
        ),
        (
            target_of(complaints=1, verdict=Verdict.NOT_MET, goal="100"),
            f"{NAMED}: 98% (98/100), có 01 phản ánh, kiến nghị về gây phiền hà, sách nhiễu; mục tiêu 100%: chưa đạt; "
            "số liệu tính đến ngày 1/4/2026.",
        ),
        (target_of(verdict=Verdict.NO_DATA, **NO_FIGURE), "Chưa có số liệu của chỉ tiêu 2."),
        (
            target_of(verdict=Verdict.NO_DATA, is_hidden=True, **NO_FIGURE),
            "Chỉ tiêu 2 mới có ít phiếu trả lời nên chưa nêu tỷ lệ.",
        ),
    ],
)
def test_a_target_is_told_as_far_as_it_is_known(target: TargetFact, sentence: str) -> None:
    lines = told(SectionKey.TARGETS, week_of(targets=(target,)))
    assert lines[1:] == [sentence]
    assert not any(map(odd_figure, lines))


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ("met", "Trong 1 chỉ tiêu của kế hoạch: 1/1 chỉ tiêu đạt."),
        ("no_data", "Trong 1 chỉ tiêu của kế hoạch: 1/1 chỉ tiêu chưa kết luận được."),
        ("met not_met", "Trong 2 chỉ tiêu của kế hoạch: 1/2 chỉ tiêu đạt, 1/2 chỉ tiêu chưa đạt."),
        (
            "surely_met not_met stale",
            "Trong 3 chỉ tiêu của kế hoạch: 1/3 chỉ tiêu đạt, 1/3 chỉ tiêu chưa đạt, 1/3 chỉ tiêu chưa kết luận được.",
        ),
    ],
)
def test_the_targets_are_counted(verdicts: str, sentence: str) -> None:
    targets = tuple(target_of(verdict=Verdict(one)) for one in verdicts.split())
    assert told(SectionKey.TARGETS, week_of(targets=targets))[0] == sentence


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (
            WorkFacts(37, 0, 0, 37, 0),
            "Chưa hoàn thành nhiệm vụ nào trong tổng số 37 nhiệm vụ; 37 nhiệm vụ đang thực hiện.",
        ),
        (WorkFacts(1, 1, 0, 0, 0), "Đã hoàn thành 1/1 nhiệm vụ."),
        (
            WorkFacts(37, 22, 3, 11, 1, ("5", "9")),
            "Đã hoàn thành 22/37 nhiệm vụ, trong tuần hoàn thành thêm 02 nhiệm vụ (nhiệm vụ 5 và 9); 03 nhiệm vụ đã "
            "báo cáo, chờ xác nhận; 11 nhiệm vụ đang thực hiện; 01 nhiệm vụ quá hạn.",
        ),
    ],
)
def test_tasks_are_told_without_empty_counts(work: WorkFacts, sentence: str) -> None:
    assert work.is_whole
    assert told(SectionKey.TASKS, week_of(tasks=work)) == [sentence]


@pytest.mark.parametrize(
    ("met", "sentence"),
    [
        (MeetingFacts(1, 0, 0, 0, 3, "100"), "Trong tuần có 01 cuộc họp đã diễn ra."),
        (
            MeetingFacts(2, 2, 0, 0, 3, "100"),
            "Trong tuần có 02 cuộc họp đã diễn ra; 02 cuộc thuộc diện tính chỉ tiêu, chưa cuộc nào họp trên e-Cabinet "
            "có minh chứng; còn thiếu 03 cuộc so với yêu cầu ít nhất 03 cuộc trên e-Cabinet mỗi tuần.",
        ),
        (
            MeetingFacts(5, 4, 3, 2, 3, "100"),
            "Trong tuần có 05 cuộc họp đã diễn ra; 3/4 cuộc thuộc diện tính chỉ tiêu đã họp trên e-Cabinet, "
            "có minh chứng (75,0%); 2/4 cuộc không in tài liệu giấy.",
        ),
    ],
)
def test_meetings(met: MeetingFacts, sentence: str) -> None:
    assert told(SectionKey.WEEK, week_of(meetings=met)) == [sentence]


def test_cases_and_what_is_late_and_due() -> None:
    line = WorkLine(DutyKind.TASK, "36", "Hồ sơ cấp độ.", DutyState.OVERDUE, "Văn phòng", "2026-03-20", 11)
    soon = WorkLine(DutyKind.STEP, "IV.6", "Báo cáo", DutyState.DUE_SOON, "", "2026-04-05")
    week = week_of(cases=CitizenFacts(2, 0), lines=(line, soon))
    assert told(SectionKey.WEEK, week) == [
        "Tiếp nhận 02 ý kiến chưa hài lòng của người dân cần trả lời; đang trong thời hạn xử lý."
    ]
    assert told(SectionKey.SHORTCOMINGS, week) == [
        "Nhiệm vụ 36 (Hồ sơ cấp độ) chậm 11 ngày, đơn vị phụ trách: Văn phòng."
    ]
    assert told(SectionKey.NEXT, week) == [
        "Hoàn thành 01 bước kịch bản đến hạn trong tuần tới (bước IV.6).",
        "Tập trung xử lý dứt điểm 01 việc đã quá hạn.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "đạt None",
        "0/0 phiếu",
        "5/0 phiếu",
        "có  hai",
        "tỷ lệ ( )",
        "; ; x",
        "chưa có chưa có số",
        "là: .",
        " /5 x",
        "x, , y",
        "nan%",
        "0 trên 0 ý kiến",
        "đạt —%",
    ],
)
def test_an_absurd_figure_is_found(text: str) -> None:
    assert odd_figure(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đã họp ngày 30/06/2026, có 0/5 việc chậm.",
        "Quyết định số 1899/QĐ-UBND; xem Phụ lục I.",
        "10/10 đạt, v.v...",
        "",
    ],
)
def test_what_people_write_is_no_absurd_figure(text: str) -> None:
    assert odd_figure(text) == ""


def test_counts_lists_shares_and_goals() -> None:
    assert [count(n) for n in (1, 9, 10, 1240)] == ["01", "09", "10", "1.240"]
    assert [listed(one.split()) for one in ("", "3", "3 4", "3 4 7")] == ["", "3", "3 và 4", "3, 4 và 7"]
    assert listed([str(n) for n in range(15)], 3) == "0, 1, 2 và 12 mục khác"
    assert (terms(target_of()), goal(target_of(comparator="<=", goal="2.5"))) == ("98% (98/100)", "không quá 2,5%")


def test_two_weeks_are_compared_with_both_terms_and_another_definition_is_refused() -> None:
    before = week_of(targets=(target_of(no=1, value="96", shown="96%"), target_of(), target_of(no=3), target_of(no=4)))
    after = week_of(
        targets=(
            target_of(no=1, value="291/3", shown="97%"),
            target_of(definition="b"),
            target_of(no=3, **NO_FIGURE),
            target_of(no=4, value="9801/100"),
            target_of(no=5),
        )
    )
    found = changes(before, after)
    assert [(one.no, one.is_refused) for one in found] == [(1, False), (2, True), (4, False)]
    assert (found[0].before.shown, found[0].after.shown) == ("96%", "97%")
    assert [points(one) for one in found] == [
        "tăng 1,0 điểm phần trăm",
        "cách tính đã thay đổi, không so sánh",
        "tăng chưa đến 0,1 điểm phần trăm",
    ]
