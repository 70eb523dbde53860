"""Cells as offices write them, and what is read of each: how much, by when, who; what is not sure is marked."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from models.plan.rules import Comparator, verdict
from models.plan.wording import Bodies, monthly_before, read_bodies, read_due, read_threshold
from models.verdicts import Verdict

MIN, MAX, IS, OVER, UNDER = ">=", "<=", "=", ">", "<"

THRESHOLDS = [
    ("≥ 80%", MIN, "80", "%"),
    ("≥80 %", MIN, "80", "%"),
    (">= 80%", MIN, "80", "%"),
    ("≥2% GRDP", MIN, "2", "% GRDP"),
    ("từ 98% trở lên", MIN, "98", "%"),
    ("Đạt từ 98% trở lên.", MIN, "98", "%"),
    ("98,7% trở lên", MIN, "98.7", "%"),
    ("từ 80 điểm trở lên", MIN, "80", "điểm"),
    ("tối thiểu 3", MIN, "3", ""),
    ("Tối thiểu 03 mô hình", MIN, "3", "mô hình"),
    ("ít nhất 1.500 người", MIN, "1500", "người"),
    ("không dưới 2,5 ha", MIN, "2.5", "ha"),
    ("không thấp hơn 60%", MIN, "60", "%"),
    ("đạt tối thiểu 95%", MIN, "95", "%"),
    ("100%", MIN, "100", "%"),
    ("100 %", MIN, "100", "%"),
    ("Đạt 100%", MIN, "100", "%"),
    ("trên 95%", OVER, "95", "%"),
    ("> 95%", OVER, "95", "%"),
    ("hơn 20 hộ", OVER, "20", "hộ"),
    ("vượt 5%", OVER, "5", "%"),
    ("dưới 5 %", UNDER, "5", "%"),
    ("< 5%", UNDER, "5", "%"),
    ("≤ 5%", MAX, "5", "%"),
    ("không quá 5 ngày", MAX, "5", "ngày"),
    ("tối đa 10%", MAX, "10", "%"),
    ("từ 3% trở xuống", MAX, "3", "%"),
    ("bằng 100%", IS, "100", "%"),
    ("= 12", IS, "12", ""),
    ("đúng 2 lần", IS, "2", "lần"),
    ("≥ 1.234.567,5 triệu đồng", MIN, "1234567.5", "triệu đồng"),
    ("≥ 0.5%", MIN, "0.5", "%"),
    # nobody guesses these
    ("98,7", None, "98.7", ""),
    ("2% GRDP", None, "2", "% GRDP"),
    ("50% hộ kinh doanh", None, "50", "% hộ kinh doanh"),
    (80, None, "80", ""),
    (0.95, None, "0.95", ""),
    ("trên 95% trở xuống", None, "95", ""),
    ("từ 80% đến 90%", None, None, ""),
    ("80-90%", None, None, ""),
    ("Hoàn thành", None, None, ""),
    ("", None, None, ""),
    (None, None, None, ""),
    (True, None, None, ""),
    ("≥ " + "9" * 40, None, None, ""),
    ("≥ " + "1" + ".000" * 9, None, None, ""),
    (1e300, None, None, ""),
    (float("nan"), None, None, ""),
]


@pytest.mark.parametrize(("cell", "comparator", "number", "unit"), THRESHOLDS)
def test_how_much(cell: Any, comparator: str | None, number: str | None, unit: str) -> None:
    wanted = (comparator and Comparator(comparator), number and Decimal(number), unit)
    assert read_threshold(cell) == wanted


@pytest.mark.parametrize(
    ("comparator", "met", "not_met"),
    [
        (MIN, ["95", "96"], ["94.9"]),
        (MAX, ["95", "94"], ["95.1"]),
        (IS, ["95"], ["94.9", "95.1"]),
        (OVER, ["95.0001"], ["95", "94"]),
        (UNDER, ["94.9999"], ["95", "96"]),
    ],
)
def test_each_comparator_on_its_edge(comparator: str, met: list[str], not_met: list[str]) -> None:
    for number in met:
        assert verdict(Fraction(number), Comparator(comparator), Decimal(95)) is Verdict.MET
    for number in not_met:
        assert verdict(Fraction(number), Comparator(comparator), Decimal(95)) is Verdict.NOT_MET
    assert verdict(None, Comparator(comparator), Decimal(95)) is Verdict.NO_DATA


CLEAR = [
    ("Quý I năm 2026", date(2026, 3, 31)),
    ("Quý II/2026", date(2026, 6, 30)),
    ("quý 3", date(2026, 9, 30)),
    ("Trong Quý IV năm 2026", date(2026, 12, 31)),
    ("Hoàn thành trong Quý II/2026", date(2026, 6, 30)),
    ("trước ngày 28/3/2026", date(2026, 3, 27)),
    ("Trước 28/3/2026", date(2026, 3, 27)),
    ("trước ngày 01/4", date(2026, 3, 31)),
    ("trước tháng 6/2026", date(2026, 5, 31)),
    ("trước quý II năm 2026", date(2026, 3, 31)),
    ("31/3", date(2026, 3, 31)),
    ("31/3/2026", date(2026, 3, 31)),
    ("31.3.2026", date(2026, 3, 31)),
    ("31-3-2026", date(2026, 3, 31)),
    ("ngày 7 tháng 9 năm 2026", date(2026, 9, 7)),
    ("Chậm nhất ngày 15/5/2026", date(2026, 5, 15)),
    ("hết ngày 30/6/2026", date(2026, 6, 30)),
    ("Tháng 5/2026", date(2026, 5, 31)),
    ("tháng 02 năm 2028", date(2028, 2, 29)),
    ("Cuối tháng 6", date(2026, 6, 30)),
    ("Trong năm 2026", date(2026, 12, 31)),
    ("Năm 2027", date(2027, 12, 31)),
    ("2026", date(2026, 12, 31)),
    ("6 tháng đầu năm 2026", date(2026, 6, 30)),
    ("6 tháng cuối năm", date(2026, 12, 31)),
    ("2026-03-31", date(2026, 3, 31)),
    ("2026-03-31 00:00:00", date(2026, 3, 31)),
    ("3/4/2026", date(2026, 4, 3)),  # a day before its month, always
    ({"day": "2026-03-31"}, date(2026, 3, 31)),
    (date(2026, 3, 31), date(2026, 3, 31)),
    (datetime(2026, 3, 31, 7), date(2026, 3, 31)),
    (46112, date(2026, 3, 31)),
    (46112.0, date(2026, 3, 31)),
    (2026, date(2026, 12, 31)),
]
UNCLEAR = [
    "3/4/26",  # a century is a guess
    "13/25/2026",
    "3/28/2026",
    "31/2/2026",
    "tháng 13/2026",
    "quý V",
    "sau Tết",
    "15 ngày kể từ ngày ban hành",
    "Trong tháng",
    "từ 1/3/2026 đến 31/3/2026",
    "31/3/2026 và 30/6/2026",
    "Thường xuyên",
    "hằng tháng, trước ngày 31",
    "trước ngày 00/3/2026",
    40.5,
    7,
    46112 + 3650,
]


@pytest.mark.parametrize(("cell", "day"), CLEAR)
def test_by_when(cell: Any, day: date) -> None:
    found, rule, is_clear = read_due(cell, 2026)
    assert (found, is_clear) == (day, True)
    assert rule


@pytest.mark.parametrize("cell", UNCLEAR)
def test_what_is_not_sure_has_no_day(cell: Any) -> None:
    day, rule, is_clear = read_due(cell, 2026)
    assert not is_clear
    assert rule
    assert day is None or isinstance(cell, int)


def test_both_calendars_of_excel() -> None:
    assert read_due(46112, 2026)[0] == read_due(46112 - 1462, 2026, is_1904=True)[0] == date(2026, 3, 31)
    assert read_due(46112 - 1462, 2026)[2] is False  # four years off the plan: somebody has to look


@pytest.mark.parametrize("cell", ["", None, "   ", " . "])
def test_an_empty_cell_names_no_day_and_is_clear(cell: Any) -> None:
    day, _, is_clear = read_due(cell, 2026)
    assert (day, is_clear) == (None, True)


@pytest.mark.parametrize(
    ("cell", "before"),
    [
        ("hằng tháng, trước ngày 25", 25),
        ("Hằng tháng trước ngày 25", 25),
        ("Hàng tháng (trước ngày 20)", 20),
        ("trước ngày 25 hằng tháng", 25),
        ("Hằng tháng", 28),
        ("Định kỳ hằng tháng", 28),
    ],
)
def test_monthly(cell: str, before: int) -> None:
    assert read_due(cell, 2026) == (None, cell, True)
    assert monthly_before(cell) == before


@pytest.mark.parametrize("rule", ["Quý I năm 2026", "31/3", "", "trong tháng 3"])
def test_not_monthly(rule: str) -> None:
    assert monthly_before(rule) is None


UNITS = [
    ("Sở NN&MT", "Sở NN&MT", ()),
    ("Sở NN&MT; UBND phường", "Sở NN&MT", ("UBND phường",)),
    ("Sở KH&CN, Sở Tài chính; VP UBND", "Sở KH&CN", ("Sở Tài chính", "VP UBND")),
    ("Phòng Kinh tế và Công an xã", "Phòng Kinh tế", ("Công an xã",)),
    ("Phòng Kinh tế\nCông an xã", "Phòng Kinh tế", ("Công an xã",)),
    ("- Phòng Kinh tế\n- Công an xã", "Phòng Kinh tế", ("Công an xã",)),
    ("Văn phòng HĐND và UBND xã", "Văn phòng HĐND và UBND xã", ()),
    ("Phòng Văn hóa - Xã hội, Trạm Y tế xã", "Phòng Văn hóa - Xã hội", ("Trạm Y tế xã",)),
    ("Sở Văn hóa, Thể thao và Du lịch; UBND xã", "Sở Văn hóa, Thể thao và Du lịch", ("UBND xã",)),
    ("Công an xã; Phòng Kinh tế (chủ trì)", "Phòng Kinh tế", ("Công an xã",)),
    ("Chủ trì: Phòng Kinh tế; phối hợp: Công an xã, Trạm Y tế xã", "Phòng Kinh tế", ("Công an xã", "Trạm Y tế xã")),
    ("Phòng Kinh tế chủ trì, phối hợp với Công an xã", "Phòng Kinh tế", ("Công an xã",)),
    ("", "", ()),
    (None, "", ()),
]


@pytest.mark.parametrize(("cell", "lead", "partners"), UNITS)
def test_who(cell: Any, lead: str, partners: tuple[str, ...]) -> None:
    assert read_bodies(cell) == Bodies(lead, partners)


def test_two_that_are_said_to_lead_are_marked() -> None:
    found = read_bodies("Phòng Kinh tế (chủ trì); Công an xã (chủ trì)")
    assert not found.is_clear
    assert found.lead == "Phòng Kinh tế"
