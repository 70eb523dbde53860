"""Readings by hand: which holds, what proves it, how it is corrected, and what the database itself refuses."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from blueprints.plan.forms import plain_amount
from models.base import db
from models.duties.actions import Evidence
from models.errors import NotFound, RuleBroken
from models.evidence import Grade, grade_of, is_shown, proven
from models.measures.queries import Look
from models.measures.targets import read_indicator, read_step
from models.plan import figures, queries
from models.plan.rules import Comparator, SourcePaper, check_figure, reading
from models.plan.tables import Figure, LocalIndicator
from models.verdicts import Verdict
from tests.factories import Office

DAY = date(2026, 6, 19)
CITED = SourcePaper("45/BC-UBND", DAY)
INDICATORS = "/ke-hoach/kinh-te-xa-hoi"


@pytest.mark.parametrize(
    ("declared", "has_value", "has_proof", "grade"),
    [
        (Grade.COUNTED, True, True, Grade.COUNTED),
        (Grade.IMPORTED, True, True, Grade.IMPORTED),
        (Grade.TYPED, True, True, Grade.TYPED),
        (Grade.TYPED, True, False, Grade.UNPROVEN),
        (Grade.COUNTED, True, False, Grade.UNPROVEN),
        (Grade.TYPED, False, True, None),
    ],
)
def test_grades(declared: Grade, has_value: bool, has_proof: bool, grade: Grade | None) -> None:
    assert grade_of(declared, has_value, has_proof) is grade
    assert proven(Verdict.MET, grade) is (Verdict.UNPROVEN if grade is Grade.UNPROVEN else Verdict.MET)
    assert proven(Verdict.NOT_MET, grade) is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("has_file", "link", "no", "has_day", "shown"),
    [
        (True, "", "", False, True),
        (False, "https://minh-hoa.example", "", False, True),
        (False, "", "45/BC", True, True),
        (False, "", "45/BC", False, False),
        (False, "", "", True, False),
        (False, "", "", False, False),
    ],
)
def test_what_shows_a_reading(has_file: bool, link: str, no: str, has_day: bool, shown: bool) -> None:
    assert is_shown(has_file, link, no, has_day) is shown


@pytest.mark.parametrize(
    ("value", "is_share", "code"),
    [
        (Decimal("-2.5"), False, None),
        (Decimal("105.25"), False, None),
        (Decimal("28500.75"), False, None),
        (Decimal("100.01"), True, "percent_out_of_range"),
        (Decimal("-0.01"), True, "percent_out_of_range"),
        (Decimal(100), True, None),
        (None, False, "figure_missing"),
    ],
)
def test_any_decimal_where_it_is_no_share(value: Decimal | None, is_share: bool, code: str | None) -> None:
    if code is None:
        check_figure(value, None, None, DAY, DAY, is_share)
        return
    with pytest.raises(RuleBroken, match=code):
        check_figure(value, None, None, DAY, DAY, is_share)


def test_counts_give_a_share_or_so_much_for_each() -> None:
    assert reading(None, 1, 8) == Fraction(25, 2)
    assert reading(None, 114, 38, "sản phẩm/người") == 3


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("98,6", "98.6"),
        ("98.6", "98.6"),
        ("-2,5%", "-2.5"),
        ("1240,5", "1240.5"),
        ("1.240,5", "1240.5"),
        ("1.240.500", "1240500"),
    ],
)
def test_amounts_as_offices_write_them(typed: str, read: str) -> None:
    assert plain_amount(typed) == Decimal(read)


def test_an_amount_of_two_readings_is_asked_for_again() -> None:
    with pytest.raises(ValueError, match=r"1240 hoặc 1,240"):
        plain_amount("1.240")


def test_a_reading_is_never_changed_and_corrected_once_by_its_own(planned: Office, hold) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    two, three = queries.target(eyes, 2), queries.target(eyes, 3)
    wrong = figures.set_figure(eyes, two, DAY, None, 90, 100, cited=CITED)
    for code, args in {
        "figure_day_known": {},
        "correction_reason_missing": {"corrects": wrong},
        "document_half": {"cited": SourcePaper("45/BC-UBND")},
        "day_in_future": {"cited": SourcePaper("45/BC-UBND", date(2026, 6, 21))},
    }.items():
        with pytest.raises(RuleBroken, match=code):
            figures.set_figure(eyes, two, DAY, None, 91, 100, **args)
    right = figures.set_figure(eyes, two, DAY, None, 91, 100, note="Nhầm", corrects=wrong)
    with pytest.raises(RuleBroken, match="figure_corrected"):
        figures.set_figure(eyes, two, DAY, None, 92, 100, note="Nhầm", corrects=wrong)
    with pytest.raises(NotFound):
        figures.figure(eyes, three, wrong.id)
    db.session.commit()
    hand = next(row for row in queries.target_rows(eyes) if row.no == 2).hand
    assert hand is not None and (hand.numerator, hand.has_proof) == (91, False), "a correction proves itself"
    assert [row.is_corrected for row in figures.history(eyes, two)] == [False, True]
    values = {"commune_id": wrong.commune_id, "unit_words": "%", "as_of": DAY, "note": "x", "entered_by": 1}
    for broken in (
        update(Figure).where(Figure.id == right.id).values(numerator=100),
        delete(Figure).where(Figure.id == wrong.id),
        Figure.__table__.insert().values(**values, target_id=three.id, corrects_id=right.id, document_no=""),
        Figure.__table__.insert().values(**values, document_no="", evidence_link=""),
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(broken)
        db.session.rollback()
    assert db.session.scalars(select(Figure.numerator).order_by(Figure.id)).all() == [90, 91]


def test_a_step_that_nothing_counts_takes_a_reading_in_its_own_unit(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    with pytest.raises(RuleBroken, match="step_counted_by_system"):
        figures.set_figure(eyes, queries.step(eyes, "III.1"), DAY, Decimal(1))
    browser = browse("secretary")
    assert browser.get("/ke-hoach/kich-ban/III-1/so-lieu").status_code == 409
    told = {
        "as_of": "19/6/2026",
        "value": "6",
        "unit_words": "kịch bản",
        "document_no": "27/BC",
        "document_on": "19/6/2026",
    }
    assert browser.post_form("/ke-hoach/kich-ban/VI-4/so-lieu", told).location == "/ke-hoach/kich-ban/VI-4"
    for path in ("/ke-hoach/kich-ban/VI-4", "/ke-hoach/kich-ban"):
        page = " ".join(browser.get(path).text.split())
        assert "6 kịch bản</a>" in page and "Nhập tay có văn bản" in page, path
    step = next(row for row in queries.step_rows(eyes) if row.ref == "VI.4")
    [found] = read_step(Look(eyes), step)
    assert (found.value, found.grade, found.verdict) == (6, Grade.TYPED, None)


def test_an_indicator_of_the_commune(planned: Office, other_office: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    browser = browse("secretary")
    fields = {
        "title": "Thu ngân sách trên địa bàn",
        "says": "Lũy kế từ đầu năm.",
        "unit_words": "tỷ đồng",
        "comparator": ">=",
        "value": "28,5",
        "reading_days": "45",
    }
    half = browser.post_form(f"{INDICATORS}/moi", {**fields, "value": ""})
    assert half.status_code == 422 and "Xin ghi cả mức phấn đấu và cách so" in half.text
    page = browser.post_form(f"{INDICATORS}/moi", fields).location
    row = db.session.scalars(select(LocalIndicator)).one()
    assert page == f"{INDICATORS}/{row.id}"
    eyes = planned.viewer("secretary")

    def verdicts() -> list[Verdict | None]:
        return [read_indicator(Look(eyes), one).verdict for one in figures.indicators(eyes)]

    assert verdicts() == [Verdict.NO_DATA]
    figures.set_figure(eyes, row, date(2026, 6, 1), Decimal("28.6"))
    assert verdicts() == [Verdict.UNPROVEN]
    figures.set_figure(eyes, row, date(2026, 6, 2), Decimal("28.6"), cited=CITED)
    db.session.commit()
    assert verdicts() == [Verdict.MET]
    listed = " ".join(browser.get(INDICATORS).text.split())
    assert "28,6 tỷ đồng" in listed and "≥ 28,5 tỷ đồng" in listed
    hold("2026-07-18 09:00")
    assert verdicts() == [Verdict.STALE], "46 days"
    assert "Số liệu đã cũ" in browse("leader").get(page).text
    assert browse("leader", other_office).get(page).status_code == 404
    assert browse("counter").get(f"{page}/so-lieu").status_code == 403
    assert browse("secretary").post_form(f"{page}/sua", {**fields, "is_ended": "y"}).location == page
    assert figures.indicators(eyes) == []
    assert browse("secretary").get(f"{page}/so-lieu").status_code == 409


def test_the_side_and_the_goal_go_together() -> None:
    LocalIndicator(comparator=Comparator.AT_LEAST, value=Decimal(1)).require_whole_goal()
    for half in ({"comparator": Comparator.AT_LEAST}, {"value": Decimal(1)}):
        with pytest.raises(RuleBroken, match="goal_half"):
            LocalIndicator(**half).require_whole_goal()


def test_evidence_alone_is_enough(planned: Office, hold) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    found = figures.set_figure(
        eyes, queries.target(eyes, 2), DAY, None, 1, 1, evidence=Evidence(link="https://minh-hoa.example/x")
    )
    assert found.document_no == ""
    assert next(row for row in queries.target_rows(eyes) if row.no == 2).hand.has_proof
