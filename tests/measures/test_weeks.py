"""Weeks of measures: kept once, never changed, compared only where they are counted alike; and how they are drawn."""

import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from blueprints.capability import defines
from blueprints.dashboard.badges import Moves, moves
from blueprints.plan.drawing import chart, round_step
from models import clock
from models.base import db
from models.duties.rules import DutyState, Standing
from models.jobs import nightly
from models.jobs.tables import Job
from models.measures import weeks
from models.measures.contradictions import Contradiction, contradiction
from models.measures.queries import measures
from models.measures.tables import MeasureWeek
from models.measures.weeks import WeekChange, WeekFigure
from models.plan import figures, queries
from models.plan.rules import SourcePaper
from models.verdicts import Verdict
from tests.factories import Office

PAPER = SourcePaper("45/BC-UBND", date(2026, 6, 1))


def figure(value: int | None, definition: str = "1", unit: str = "") -> WeekFigure:
    exact = None if value is None else Fraction(value)
    return WeekFigure((2026, 14), exact, value, 100, definition, unit, None, None, None)


@pytest.mark.parametrize(
    ("after", "before", "difference", "is_refused"),
    [
        (figure(90), figure(80), 10, False),
        (figure(80), figure(90), -10, False),
        (figure(90), figure(80, "2"), None, True),
        (figure(90), figure(80, unit="hộ"), None, True),
        (figure(90), figure(None), None, False),
        (figure(90), None, None, False),
        (None, figure(80), None, False),
    ],
)
def test_two_weeks(after: Any, before: Any, difference: int | None, is_refused: bool) -> None:
    change = WeekChange(after, before)
    assert (change.difference, change.is_refused) == (difference, is_refused)


def test_moves_are_counted_and_refusals_apart() -> None:
    told = [WeekChange(figure(9), figure(8)), WeekChange(figure(8), figure(9)), WeekChange(figure(8), figure(8))]
    assert moves([*told, WeekChange(figure(9), figure(8, "2")), None]) == Moves(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("today", "week"),
    [("2026-03-29", (2026, 12)), ("2026-03-30", (2026, 13)), ("2026-04-05", (2026, 13)), ("2027-01-04", (2026, 53))],
)
def test_the_last_week_that_is_over(today: str, week: tuple[int, int]) -> None:
    assert weeks.last_closed(date.fromisoformat(today)) == week
    assert weeks.before((2026, 1)) == (2025, 52)


def test_a_week_is_kept_once_and_never_changed(planned: Office, hold, browse) -> None:
    hold("2026-06-13 09:00")
    eyes = planned.viewer("secretary")
    two = queries.target(eyes, 2)
    figures.set_figure(eyes, two, date(2026, 6, 5), None, 80, 100, cited=PAPER)
    hold("2026-06-15 08:00")  # a Monday
    figures.set_figure(eyes, two, date(2026, 6, 12), None, 90, 120, cited=PAPER)
    figures.set_figure(eyes, two, date(2026, 6, 15), None, 99, 120, cited=PAPER)
    last = weeks.last_closed(clock.today())
    for week in (last, weeks.before(last), last):
        weeks.keep(weeks.rows_of(weeks.office_eyes(planned.commune.id), week))
    db.session.commit()
    own = select(MeasureWeek.week, MeasureWeek.value).where(MeasureWeek.key == "target.2").order_by(MeasureWeek.week)
    assert [tuple(row) for row in db.session.execute(own)] == [(23, "80"), (24, "75")], "what came later is not in it"
    counted = select(func.count()).where(MeasureWeek.week == 23, MeasureWeek.key == "plan.tasks_on_time")
    assert db.session.scalar(counted) == 0, "of an older week only what can be told afterwards"
    change = weeks.changes(eyes, clock.today())["target.2"]
    assert (change.difference, change.is_refused) == (-5, False)
    for broken in (update(MeasureWeek).values(value="1"), delete(MeasureWeek)):
        with pytest.raises(DBAPIError):
            db.session.execute(broken)
        db.session.rollback()
    page = browse("leader").get("/ke-hoach/so-lieu/target.2").text
    told = " ".join(BeautifulSoup(page, "lxml").text.split())
    assert "75,0% (90/120)" in told and "từ 80,0% (80/100)" in told
    assert "trục đứng bắt đầu từ" in told and "<svg" in page
    assert browse("leader").get("/ke-hoach/so-lieu/target.99").status_code == 404


def test_every_measure_stands_on_the_page_and_in_the_sheet(planned: Office, browse, statements) -> None:
    assert set(defines()) == set(measures())
    browser = browse("leader")
    with statements() as seen:
        page = BeautifulSoup(browser.get("/ke-hoach/so-lieu").text, "lxml")
    assert len(seen) <= 30
    keys = {row["data-measure"] for row in page.select("[data-measure]")}
    assert {key for key in measures() if "*" not in key} <= keys
    assert {f"target.{no}" for no in range(1, 11)} <= keys
    sheet = load_workbook(io.BytesIO(browser.get("/ke-hoach/so-lieu.xlsx").data)).active
    assert sheet is not None and sheet.max_row == len(keys) + 1


@pytest.mark.parametrize(
    ("span", "step"), [(0, 1), (1, "1/2"), (4, 1), (17, 5), (80, 20), (12_000, 5000), ("3/100", "1/100")]
)
def test_round_steps(span: Any, step: Any) -> None:
    assert round_step(Fraction(span)) == Fraction(step)


def test_a_drawing_says_where_its_axis_starts_and_leaves_gaps() -> None:
    drawn = chart([Fraction(78), None, Fraction(82), Fraction(94)], ["T1", "T2", "T3", "T4"], Fraction(100))
    assert drawn is not None
    assert (drawn.low, [mark.value for mark in drawn.marks]) == (70, [70, 80, 90, 100])
    assert (drawn.line.count("M"), drawn.line.count("L"), drawn.gaps.count("L"), len(drawn.dots)) == (2, 1, 1, 3)
    assert chart([None, None], ["T1", "T2"]) is None
    one = chart([Fraction(-2)], ["T1"])
    assert one is not None and one.low <= -2 < one.marks[-1].value


DONE, WAITS, OPEN = (Standing(state) for state in (DutyState.DONE, DutyState.WAITING, DutyState.OVERDUE))


@pytest.mark.parametrize(
    ("standing", "verdicts", "found"),
    [
        (DONE, [Verdict.NOT_MET], Contradiction.DONE_NOT_MET),
        (WAITS, [Verdict.MET, Verdict.SURELY_NOT_MET], Contradiction.DONE_NOT_MET),
        (DONE, [Verdict.MET, None], None),
        (DONE, [Verdict.STALE, Verdict.NO_DATA], None),
        (OPEN, [Verdict.MET, None], Contradiction.MET_NOT_DONE),
        (OPEN, [Verdict.MET, Verdict.NO_DATA], None),
        (OPEN, [Verdict.NOT_MET], None),
        (OPEN, [None], None),
        (OPEN, [], None),
    ],
)
def test_a_state_against_its_measures(standing: Standing, verdicts: Any, found: Contradiction | None) -> None:
    assert contradiction(standing, verdicts) is found


def test_a_week_is_asked_for_once(app, hold) -> None:
    hold("2026-06-15 00:30")
    assert nightly.week() == "2026-W24", "the first night is not over"
    hold("2026-06-15 01:30")
    assert nightly.week() == "2026-W25"
    for _ in range(2):
        nightly.ask(["measure_weeks"], nightly.week())
    assert db.session.scalars(select(Job.period).where(Job.kind == "measure_weeks")).all() == ["2026-W25"]
