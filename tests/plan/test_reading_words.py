"""Rows of a sheet of readings as offices write them, and what is read of each; what is not sure is marked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.files.columns import cell_text
from models.files.handed import HandedRow
from models.plan.reading_rows import ReadingSubject, told_twice, understand
from models.plan.reading_words import Doubtful, ReadingDoubt, agrees, plain_code, plain_name, read_amount

TODAY = date(2026, 4, 15)
ONLINE = "Tỷ lệ hồ sơ nộp trực tuyến"
SUBJECTS = [
    ReadingSubject("target", 1, "CT1", "Hài lòng", frozenset({"hai long"}), by_hand=False),
    ReadingSubject("target", 2, "CT2", ONLINE, frozenset({plain_name(ONLINE)}), is_share=True),
    ReadingSubject("target", 3, "CT3", "Chi cho khoa học", frozenset({"chi cho khoa hoc"}), "% GRDP"),
    ReadingSubject("step", 4, "V.2", "Chuẩn hóa danh mục", frozenset({"chuan hoa danh muc"})),
    ReadingSubject("indicator", 5, "CS5", "Thu ngân sách", frozenset({"thu ngan sach"}), "tỷ đồng"),
    ReadingSubject("indicator", 6, "CS6", "Tăng trưởng", frozenset({"tang truong"})),
    ReadingSubject("indicator", 7, "CS7", "Tăng trưởng", frozenset({"tang truong"})),
    ReadingSubject("target", 8, "CT8", "Đúng hạn", frozenset({"dung han"}), asks_complaints=True),
]

AMOUNTS = [
    ("98,7%", "%", "98.7"),
    ("98.7 %", "%", "98.7"),
    ("98,7", "%", "98.7"),
    (98.7, "%", "98.7"),
    (100, "%", "100"),
    (1, "%", "1"),
    (0, "%", "0"),
    ("-1,2%", "%", "-1.2"),
    ("1.234,5 tỷ đồng", "tỷ đồng", "1234.5"),
    ("1.234.567", "hộ", "1234567"),
    (26.9, "tỷ đồng", "26.9"),
    (0.5, "tỷ đồng", "0.5"),
    ("0,95%", "%", "0.95"),
    (0.95, "%", ReadingDoubt.SHARE),
    ("1.234", "tỷ đồng", ReadingDoubt.TWO_WAYS),
    ("≥ 80%", "%", ReadingDoubt.SIDE),
    ("trên 80%", "%", ReadingDoubt.SIDE),
    ("từ 80% trở lên", "%", ReadingDoubt.SIDE),
    ("12 triệu đồng", "tỷ đồng", ReadingDoubt.UNIT),
    ("12 ha", "%", ReadingDoubt.UNIT),
    ("khoảng 80", "%", ReadingDoubt.NO_NUMBER),
    ("Đạt", "%", ReadingDoubt.NO_NUMBER),
    ("80 - 90%", "%", ReadingDoubt.UNIT),
    (True, "%", ReadingDoubt.NO_NUMBER),
    (1e300, "%", ReadingDoubt.NO_NUMBER),
    (float("nan"), "%", ReadingDoubt.NO_NUMBER),
    ("=1+1", "%", ReadingDoubt.SIDE),
]


@pytest.mark.parametrize(("cell", "unit", "wanted"), AMOUNTS)
def test_how_much(cell: Any, unit: str, wanted: str) -> None:
    if isinstance(wanted, ReadingDoubt):
        with pytest.raises(Doubtful) as doubtful:
            read_amount(cell, cell_text(cell), unit)
        assert doubtful.value.doubt is wanted
    else:
        assert read_amount(cell, cell_text(cell), unit) == Decimal(wanted)


def line(**cells: Any) -> HandedRow:
    said = {name: cell_text(cell) for name, cell in cells.items()}
    empty = dict.fromkeys(("id", "code", "title", "value", "numerator", "denominator", "as_of", "document", "note"), "")
    return HandedRow("Số liệu", 0, 5, cells, "", empty | said)


def read(**cells: Any) -> HandedRow:
    found = line(**{"title": ONLINE, "value": "98,7%", "as_of": "30/3/2026", **cells})
    understand(found, SUBJECTS, 2026, TODAY)
    return found


DAYS = [
    ("30/3/2026", date(2026, 3, 30)),
    ("03/04/2026", date(2026, 4, 3)),
    ("Quý I năm 2026", date(2026, 3, 31)),
    ("tháng 3/2026", date(2026, 3, 31)),
    ("Năm 2025", date(2025, 12, 31)),
    ("6 tháng cuối năm 2025", date(2025, 12, 31)),
    ("31/3", date(2026, 3, 31)),
    ({"day": "2026-04-03"}, date(2026, 4, 3)),
    (46111, date(2026, 3, 30)),
    ("3/28/2026", ReadingDoubt.DAY),
    ("3/4/26", ReadingDoubt.DAY),
    ("trước ngày 30/3/2026", ReadingDoubt.DAY),
    ("hằng tháng", ReadingDoubt.DAY),
    ("30/4/2026", ReadingDoubt.FUTURE),
    ("", ReadingDoubt.MISSING),
]


@pytest.mark.parametrize(("cell", "wanted"), DAYS)
def test_of_which_day(cell: Any, wanted: Any) -> None:
    found = read(as_of=cell)
    if isinstance(wanted, date):
        assert (found.doubts, found.found.as_of) == ({}, wanted)
    else:
        assert found.doubts == {"as_of": wanted}


SUBJECT_CASES = [
    ({"title": "tỷ lệ hồ sơ  nộp trực tuyến."}, "CT2"),
    ({"title": "2. Tỷ lệ hồ sơ nộp trực tuyến"}, "CT2"),
    ({"title": "", "code": "ct 02"}, "CT2"),
    ({"title": "Gì đó", "code": "CT2"}, "CT2"),
    ({"title": "Chuẩn hóa danh mục", "unit": "danh mục", "value": 14}, "V.2"),
    ({"title": "", "code": "v-2", "value": 14}, "V.2"),
    ({"title": "CS5", "value": "28,5 tỷ đồng"}, "CS5"),
    ({"title": "Hài lòng"}, ReadingDoubt.COUNTED),
    ({"title": "Tăng trưởng"}, ReadingDoubt.SEVERAL),
    ({"title": "Tỷ lệ hồ sơ nộp trực tiếp"}, ReadingDoubt.SUBJECT),
    ({"title": "Gì đó", "code": "CT99"}, ReadingDoubt.SUBJECT),
]


@pytest.mark.parametrize(("cells", "wanted"), SUBJECT_CASES)
def test_of_what(cells: dict[str, Any], wanted: Any) -> None:
    found = read(**cells)
    if isinstance(wanted, ReadingDoubt):
        assert found.doubts == {"code": wanted}
    else:
        assert (found.doubts, found.found.subject.code) == ({}, wanted)


def test_the_nearest_are_offered_and_what_is_counted_is_not() -> None:
    assert [code for code, _, _ in read(title="Tỷ lệ hồ sơ nộp trực tiếp").choices["code"]] == ["CT2"]
    assert read(title="Hài lòng").choices["code"] == []


COUNTS = [
    ({"value": "", "numerator": 987, "denominator": 1000}, (None, 987, 1000), {}),
    ({"value": "987/1000"}, (None, 987, 1000), {}),
    ({"value": "98,7%", "numerator": 987, "denominator": 1000}, (None, 987, 1000), {}),
    ({"value": "99%", "numerator": 987, "denominator": 1000}, (None, 987, 1000), {}),
    ({"value": "89,7%", "numerator": 987, "denominator": 1000}, None, {"value": ReadingDoubt.DIFFERS}),
    ({"value": "", "numerator": 987}, None, {"denominator": ReadingDoubt.MISSING}),
    ({"value": "", "numerator": 987, "denominator": 0}, None, {"denominator": ReadingDoubt.RANGE}),
    ({"value": "", "numerator": 1001, "denominator": 1000}, None, {"numerator": ReadingDoubt.RANGE}),
    ({"value": "101%"}, None, {"value": ReadingDoubt.RANGE}),
    ({"value": ""}, None, {"value": ReadingDoubt.MISSING}),
    ({"value": "", "numerator": "nhiều", "denominator": 9}, None, {"numerator": ReadingDoubt.NO_NUMBER}),
    ({"title": "Đúng hạn"}, None, {"complaints": ReadingDoubt.MISSING}),
    ({"unit": "hồ sơ"}, None, {"unit": ReadingDoubt.UNIT, "value": ReadingDoubt.UNIT}),
]


@pytest.mark.parametrize(("cells", "wanted", "doubts"), COUNTS)
def test_from_which_counts(cells: dict[str, Any], wanted: Any, doubts: Any) -> None:
    found = read(**cells)
    assert found.doubts == doubts
    if wanted is not None:
        assert (found.found.value, found.found.numerator, found.found.denominator) == wanted


PAPERS = [
    ({"document": "Báo cáo số 123/BC-UBND ngày 30/3/2026"}, ("123/BC-UBND", date(2026, 3, 30), "")),
    ({"document": "123/BC-UBND (30/3/2026)"}, ("123/BC-UBND", date(2026, 3, 30), "")),
    ({"document": "123/BC-UBND", "document_on": "30/3/2026"}, ("123/BC-UBND", date(2026, 3, 30), "")),
    ({"document": "QĐ 07/2026/QĐ-UBND ngày 2 tháng 4 năm 2026"}, ("07/2026/QĐ-UBND", date(2026, 4, 2), "")),
    ({"document": "Sở Nội vụ", "note": "tháng 3"}, ("", None, "Sở Nội vụ. tháng 3")),
    ({}, ("", None, "")),
    ({"document": "123/BC-UBND"}, "document"),
    ({"document": "123/BC-UBND ngày 30/4/2026"}, "document"),
    ({"document_on": "30/3/2026"}, "document"),
]


@pytest.mark.parametrize(("cells", "wanted"), PAPERS)
def test_from_which_paper(cells: dict[str, Any], wanted: Any) -> None:
    found = read(**cells)
    if isinstance(wanted, str):
        assert found.doubts == {wanted: ReadingDoubt.PAPER}
    else:
        assert (found.found.document_no, found.found.document_on, found.found.note) == wanted


def test_the_same_thing_and_day_twice_is_marked() -> None:
    first, second = read(), read(value="97%")
    told_twice([first, second])
    assert (first.doubts, second.doubts) == ({}, {"as_of": ReadingDoubt.TWICE})


@pytest.mark.parametrize(
    ("value", "counts", "wanted"),
    [("98.7", (987, 1000), True), ("99", (987, 1000), True), ("98.6", (986, 1000), True), ("98.5", (987, 1000), False)],
)
def test_a_share_agrees_with_its_counts_as_it_is_rounded(value: str, counts: tuple[int, int], wanted: bool) -> None:
    assert agrees(Decimal(value), *counts, "%") is wanted


def test_codes_and_names_are_compared_without_their_dress() -> None:
    assert [plain_code(text) for text in ("CT 02", "ct2", "V-2", "cs.5", "vi.4")] == [
        "CT2",
        "CT2",
        "V.2",
        "CS5",
        "VI.4",
    ]
    assert plain_name("12. Tỷ lệ  “hồ sơ”.") == plain_name("tỷ lệ hồ sơ")
