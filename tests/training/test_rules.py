"""What is enough, whose a name is, how many points a score is: tables of cases."""

from datetime import date

import pytest

from models.accounts.naming import Candidate, Whose, match
from models.accounts.titles import heads_a_unit
from models.errors import RuleBroken
from models.text import fold
from models.training.rules import CourseAsks, Lack, LackKind, Passing, Progress
from models.training.scores import as_lines, hundredths_of, read_scores, understood

AT_LEAST, ABOVE = Passing(80), Passing(80, is_above=True)


@pytest.mark.parametrize(
    ("hundredths", "at_least", "above"),
    [(None, False, False), (7999, False, False), (8000, True, False), (8001, True, True), (10000, True, True)],
)
def test_eighty_is_enough_for_the_exams_and_not_for_the_survey(hundredths, at_least, above) -> None:
    assert (AT_LEAST.is_passed(hundredths), ABOVE.is_passed(hundredths)) == (at_least, above)


def test_what_is_owed_is_what_the_course_has_begun() -> None:
    nothing = CourseAsks(has_sessions=False, products=0)
    asked = CourseAsks(True, 3, {1: ("cơ bản", AT_LEAST), 2: ("khảo sát", ABOVE)})
    assert Progress().owes(nothing) == []
    assert Progress(1, 1, {2: 8000}).owes(asked) == [
        Lack(LackKind.PRODUCTS, 2),
        Lack(LackKind.EXAM, exam="cơ bản"),
        Lack(LackKind.RETAKE, exam="khảo sát"),
    ]
    assert Progress(2, 4, {1: 8000, 2: 8050}).owes(asked) == []


@pytest.mark.parametrize(
    ("said", "out_of", "hundredths"),
    [
        ("85", 100, 8500),
        ("85 / 100", 10, 8500),
        ("32/40", 100, 8000),
        ("8,5", 10, 8500),
        ("8.5 điểm", 10, 8500),
        ("2/3", 100, 6666),  # never rounded up
        ("79.9999", 100, 7999),
        ("101", 100, None),
        ("11", 10, None),
        ("8/0", 10, None),
        ("-5", 100, None),
        ("tám", 10, None),
        ("٨٥", 100, None),
        ("", 100, None),
    ],
)
def test_a_score_is_read_exactly(said, out_of, hundredths) -> None:
    assert hundredths_of(said, out_of) == hundredths


def people(*names: str) -> list[Candidate]:
    return [Candidate(at, name, fold(name)) for at, name in enumerate(names, 1)]


OFFICE = people("Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Thị Lan", "Lê Thị Hoa", "Lê Thị Hoa", "Rơ Châm Ngọc Ánh")


@pytest.mark.parametrize(
    ("name", "whose", "ids"),
    [
        ("Nguyễn Văn An", Whose.SURE, [1]),
        ("nguyễn văn ân", Whose.SURE, [2]),
        ("Nguyen Van An", Whose.UNSURE, [1, 2]),
        ("tran thi lan", Whose.SURE, [3]),
        ("Trần Thị Lân", Whose.UNSURE, [3]),  # nearly that name: asked, never chosen
        ("Lê Thị Hoa", Whose.UNSURE, [4, 5]),
        ("Trần Lan", Whose.UNSURE, [3]),
        ("Rơ Châm Ánh", Whose.UNSURE, [6]),
        ("Phạm Quốc Dũng", Whose.STRANGER, []),
        ("", Whose.STRANGER, []),
    ],
)
def test_whose_a_name_is_is_never_guessed(name, whose, ids) -> None:
    found = match(name, OFFICE)
    assert (found.whose, [one.id for one in found.people]) == (whose, ids)


def test_lines_say_what_is_wrong_with_them() -> None:
    lines = understood(
        "Nguyễn Văn An; 85; 27/3/2026\n;90\nTrần Thị Lan; chín\nTrần Thị Lan; 81; 45/13/2026", 100, OFFICE
    )
    assert [line.problem for line in lines] == ["", "name", "score", "day"]
    assert (lines[0].taken_on, lines[0].is_sure, lines[1].is_sure) == (date(2026, 3, 27), True, False)


def test_the_sheet_of_google_forms_is_read_by_its_heads() -> None:
    content = 'Dấu thời gian,Điểm số,"Họ và tên","Câu 1, phần a"\n27/03/2026 14:03:11,85 / 100,"Nguyễn Văn An",x\n'
    text = as_lines(read_scores(content.encode("utf-8-sig")))
    assert text == "Nguyễn Văn An; 85 / 100; 27/03/2026 14:03:11"
    assert understood(text, 100, OFFICE)[0].taken_on == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scores_empty"),
        (b"\n \n", "scores_empty"),
        ("Họ tên;Điểm\nNguyễn".encode("utf-16"), "scores_kind"),
        (b"H\xe4 v\xb5 t\xaan;\xae\xcem\n", "scores_kind"),  # TCVN3
        (b"%PDF-1.7", "scores_kind"),
        (b"<html>", "scores_kind"),
        (b"a\x00b", "scores_kind"),
        (b'"' + b"x" * 200_000, "scores_kind"),
        (b"a,b\n" * 1_001, "scores_long"),
        (b"PK\x03\x04", "file_broken"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(app, content, code) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_scores(content)
    assert refused.value.code == code


def test_a_list_without_a_column_of_names_is_refused() -> None:
    with pytest.raises(RuleBroken, match="scores_columns"):
        as_lines([["Thư điện tử", "Điểm"], ["a@b.c", "85"]])


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("Trưởng phòng", True),
        ("Chánh Văn phòng HĐND và UBND", True),
        ("Giám đốc Trung tâm", True),
        ("Trạm trưởng", True),
        ("Phó Trưởng phòng", False),
        ("Chuyên viên", False),
        ("Trưởng", True),
        ("", False),
    ],
)
def test_who_heads_a_unit(title, heads) -> None:
    assert heads_a_unit(title) is heads
