"""Blocks before they are drawn: numbers, letters, days, names, and text that is safe everywhere."""

from datetime import date

import pytest

from blueprints.document_whole import letter, roman
from blueprints.documents import (
    Annex,
    Attendee,
    Attendees,
    Cells,
    Column,
    Heading,
    ListPoint,
    Paragraph,
    Points,
    StateHead,
    Table,
    issuer_of,
    long_day,
    place_of,
)
from tests.documents.samples import DAY, FIGURES, HOSTILE, document


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),  # the months 3 to 9 without a zero
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 2, 1), "ngày 01 tháng 02 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_days_in_words(day: date, said: str) -> None:
    assert long_day(day) == said


def test_numbers_and_letters() -> None:
    assert [roman(n) for n in (1, 4, 5, 9, 14, 19, 20)] == ["I", "IV", "V", "IX", "XIV", "XIX", "XX"]
    assert "".join(letter(n) for n in range(1, 12)) == "abcdđeghikl"
    assert (letter(23), letter(24), letter(25)) == ("y", "aa", "ab")


def test_what_the_clerk_fills_in_is_blank() -> None:
    head = StateHead("ỦY BAN NHÂN DÂN", "BC-UBND", "Tây Sơn", date(2026, 3, 9))
    assert " ".join(head.number_line.split()) == "Số: /BC-UBND"
    assert " ".join(head.day_line.split()) == "Tây Sơn, ngày tháng 3 năm 2026"
    minutes = StateHead("ỦY BAN NHÂN DÂN", "BB-UBND")
    assert minutes.day_line == ""
    assert StateHead("ỦY BAN NHÂN DÂN").number_line == ""


@pytest.mark.parametrize(
    ("commune", "issuer", "place"),
    [
        ("Xã Tây Sơn", "ỦY BAN NHÂN DÂN\nXÃ TÂY SƠN", "Tây Sơn"),
        ("Phường Quy Nhơn", "ỦY BAN NHÂN DÂN\nPHƯỜNG QUY NHƠN", "Quy Nhơn"),
        ("Tây Sơn", "ỦY BAN NHÂN DÂN\nTÂY SƠN", "Tây Sơn"),
    ],
)
def test_the_office_as_its_papers_write_it(commune: str, issuer: str, place: str) -> None:
    assert (issuer_of(commune), place_of(commune)) == (issuer, place)


def labels(points: tuple[ListPoint, ...]) -> list[object]:
    """The labels of points, those below in lists of their own."""
    return [one for point in points for one in (point.label, *([labels(point.below)] if point.below else []))]


def test_headings_and_points_are_counted() -> None:
    below = (ListPoint("y", below=(ListPoint("z"),)), ListPoint("y"))
    points = Points((ListPoint("x", below=below), ListPoint("x", "2a."), ListPoint("x")))
    made = document(
        Heading("Một"),
        points,
        Heading("dưới", 2),
        points,
        Heading("dưới nữa", 3),
        Heading("dưới", 2),
        Heading("Hai"),
        Heading("dưới", 2),
        Heading("riêng", 2, "5."),
        Points((ListPoint("x"), ListPoint("x")), is_dashed=True),
        Annex("A"),
        Heading("Một"),
        Annex("B"),
    ).blocks
    heads = [block.label for block in made if isinstance(block, Heading)]
    assert heads == ["I.", "1.", "a)", "2.", "II.", "1.", "5.", "I."]
    first, second, dashed = (block for block in made if isinstance(block, Points))
    assert labels(first.items) == ["1.", ["a)", ["-"], "b)"], "2a.", "3."]
    assert labels(second.items) == ["a)", ["-", ["-"], "-"], "2a.", "c)"]  # under 1. come letters
    assert labels(dashed.items) == ["-", "-"]
    assert [block.label for block in made if isinstance(block, Annex)] == ["Phụ lục I", "Phụ lục II"]
    assert [block.label for block in document(Annex("A")).blocks if isinstance(block, Annex)] == ["Phụ lục"]


def test_values_by_the_kind_of_column() -> None:
    number, day, text = (Column("x", cells) for cells in (Cells.NUMBER, Cells.DATE, Cells.TEXT))
    assert [number.show(value) for value in (1234, 0, None)] == ["1.234", "0", "—"]
    assert (day.show(DAY), day.show(None), text.show("a"), text.show(None)) == ("2/12/2026", "—", "a", "")
    assert FIGURES.has_groups
    assert [(word, len(columns)) for word, columns in FIGURES.groups] == [("", 1), ("", 1), ("Thực hiện", 2), ("", 1)]


def test_two_columns_may_be_alike() -> None:
    (table,) = document(Table((Column("a"), Column("a"), Column("a")), ((1, 2, 3),))).blocks
    assert isinstance(table, Table)
    assert len(table.groups) == 3


def test_attendees_become_a_table_without_empty_groups() -> None:
    (table,) = document(
        Attendees(
            (
                ("Có mặt", (Attendee("An"), Attendee("Bình"))),
                ("Dự thay", ()),
                ("Vắng", (Attendee("Chi", note="ốm"),)),
            )
        )
    ).blocks
    assert isinstance(table, Table)
    rows = [row if isinstance(row, tuple) else row.text for row in table.rows]
    assert rows == ["Có mặt: 2", (1, "An", "", ""), (2, "Bình", "", ""), "Vắng: 1", (3, "Chi", "", "ốm")]


@pytest.mark.parametrize("what", HOSTILE)
def test_texts_are_clean(what: str) -> None:
    made = document(Paragraph(HOSTILE[what]), title=HOSTILE[what])
    (block,) = made.blocks
    assert isinstance(block, Paragraph)
    assert not set(block.text + made.title) & set("\x00\x01\x08\x0b\x1f\x7f\u202e\u202c\u200f\ufeff\ud83d\ufffe\uffff")
    if what in ("control", "direction"):
        assert block.text == "Họp giao ban"
    assert (
        made.file_name.isascii()
        and len(made.file_name) <= 80
        and not set(made.file_name) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
    )


def test_file_names() -> None:
    assert document(title="Báo cáo tuần 49: “Đạt” 98,7%").file_name == "bao-cao-tuan-49-dat-98-7"
    assert document(title="../../../etc/passwd\n").file_name == "etc-passwd"
    assert document(title="日本").file_name == "van-ban"
