"""The paragraph of a week: what an officer would sign, whatever the week was like."""

import random
import re
from collections.abc import Callable
from datetime import date

import pytest

from blueprints.meetings.figure_words import paragraph
from blueprints.meetings.figures import week_paragraph
from models.meetings import demo
from models.meetings.counting import AsideKind, CountedPart
from models.meetings.rules import WeekFigures
from models.spans import Period, SpanKind, span_on
from tests.factories import Office
from tests.meetings.test_rules import GOAL

SPAN = Period(SpanKind.WEEK, 2026, 14)
OFFICE = "UBND xã Tây Sơn"
ASKED = "mục tiêu ít nhất 3 cuộc mỗi tuần và 100% số cuộc họp trên e-Cabinet"
ABSURD = re.compile(r"\b0 cuộc|None|—|\(\)|%%|\.\.|,,| ,| \.|  |tổ chức 0|0/0|Decimal|E\+")


def week(**counts: int) -> WeekFigures:
    return WeekFigures(2026, 14, **counts, goal=GOAL)


def aside(**counts: int) -> dict[AsideKind, list[CountedPart]]:
    return {AsideKind(name): [CountedPart(date(2026, 4, 1))] * number for name, number in counts.items()}


@pytest.mark.parametrize(
    ("figures", "beside", "said"),
    [
        (
            week(held=5, counted=5, ecabinet=4, paperless=3, unproven=1),
            aside(),
            "tổ chức 5 cuộc họp thuộc diện tính chỉ tiêu, trong đó 4 cuộc trên e-Cabinet có minh chứng (80,0%);"
            f" 3 cuộc không in giấy. Kết quả: chưa đạt {ASKED}. 1 cuộc ghi e-Cabinet nhưng chưa có minh chứng nên"
            " chưa tính.",
        ),
        (
            week(held=5, counted=3, ecabinet=3),
            aside(secret=1, higher=1, cancelled=1, moved=2),
            "tổ chức 3 cuộc họp thuộc diện tính chỉ tiêu, cả 3 cuộc đều trên e-Cabinet, có minh chứng. Kết quả: đạt"
            f" {ASKED}. Không tính vào chỉ tiêu: 1 cuộc họp có nội dung bí mật nhà nước, 1 cuộc do cấp trên triệu tập."
            " 1 cuộc đã hủy, 2 cuộc dời sang kỳ khác.",
        ),
        (
            week(held=1, counted=1, ecabinet=1),
            aside(),
            "tổ chức 1 cuộc họp thuộc diện tính chỉ tiêu, cuộc này trên e-Cabinet, có minh chứng. Kết quả: chưa đạt"
            f" {ASKED}, còn thiếu 2 cuộc.",
        ),
        (week(held=2, counted=2), aside(), "chưa có cuộc nào trên e-Cabinet có minh chứng. Kết quả: chưa đạt"),
        (week(held=1), aside(higher=1), "có 1 cuộc họp, không có cuộc nào thuộc diện tính chỉ tiêu họp e-Cabinet."),
        (week(), aside(), "không tổ chức cuộc họp nào."),
        (week(), aside(cancelled=1), "không tổ chức cuộc họp nào. 1 cuộc đã hủy."),
    ],
)
def test_a_week_in_sentences(
    figures: WeekFigures, beside: dict[AsideKind, list[CountedPart]], said: str, hold: Callable[[str], None]
) -> None:
    hold("2026-04-06 08:00")
    told = paragraph(SPAN, figures, beside, OFFICE)
    assert told.startswith("Tuần 14 (30/3 – 5/4/2026), UBND xã Tây Sơn ") and said in told
    assert not ABSURD.search(told), told


def test_a_week_that_goes_on_and_one_to_come(hold: Callable[[str], None]) -> None:
    hold("2026-04-03 16:30")
    assert "tính đến 16:30 thứ Sáu 3/4" in paragraph(SPAN, week(), {}, OFFICE)
    assert "chưa tổ chức cuộc họp nào" in paragraph(SPAN, week(), {}, OFFICE)
    assert paragraph(SPAN.shifted(1), week(), {}, OFFICE).endswith("chưa có số liệu vì tuần này chưa bắt đầu.")


@pytest.mark.slow
def test_no_week_of_half_a_year_is_told_absurdly(office: Office, hold: Callable[[str], None]) -> None:
    """26 weeks of the demonstration, the empty ones before it began among them."""
    hold("2026-06-12 16:30")
    demo.seed(office.commune, list(office.people.values()), office.accounts, random.Random(4), 40)
    eyes, last = office.viewer("secretary"), span_on(SpanKind.WEEK, date(2026, 6, 12))
    told = []
    for back in range(-1, 25):
        span = last.shifted(-back)
        told.append(week_paragraph(eyes, span.year, span.number, OFFICE))
    assert len(told) == 26 and len(set(told)) == 26
    for text in told:
        assert text.startswith("Tuần ") and text.endswith(".") and not ABSURD.search(text), text
        assert text.count("(") == text.count(")") and text[0].isupper()
    assert any("Kết quả: đạt" in text for text in told) and any("chưa đạt" in text for text in told)
    assert sum("không tổ chức cuộc họp nào" in text for text in told) >= 3
