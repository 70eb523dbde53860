"""Tasks and steps beside their list: the columns of the board, the days of a month, the bars in time."""

from datetime import date
from typing import Any

import pytest

from models.duties.rules import DutyStatus
from models.plan import board, month, timeline
from models.plan.board import BoardColumn
from models.plan.month import EntryKind
from models.plan.rows import StepRow, TaskRow
from models.plan.timeline import Axis, Bar, BarKind
from tests.duties.facts import facts_of

TODAY = date(2026, 6, 28)
WORDS: dict[str, Any] = {"group": "II", "group_title": "Kinh tế số"}


def task(
    ref: str, due: date | None = None, done: date | None = None, status: DutyStatus = DutyStatus.DOING, **changes: Any
) -> TaskRow:
    facts = facts_of(ref, due, done, DutyStatus.DONE if done and status is DutyStatus.DOING else status, TODAY)
    return TaskRow(**{**facts, **WORDS, "goal": "", "product": "", "lead": [], "partners": [], **changes})


def monthly(due: date, delivered: date | None = None) -> StepRow:
    lists: dict[str, Any] = {"province_contacts": [], "commune_contacts": [], "task_nos": [], "measure": None}
    facts = facts_of("15", due, None, DutyStatus.DOING, TODAY)
    return StepRow(**{**facts, **WORDS, **lists, "result": "", "monthly_before": 25, "delivered_on": delivered})


CARDS = [
    task("1", date(2026, 6, 1)),
    task("2", date(2026, 5, 1)),
    task("3", date(2026, 6, 28)),
    task("4", date(2026, 9, 1)),
    task("5"),
    task("6", date(2026, 6, 30), date(2026, 6, 2), DutyStatus.REPORTED),
    task("7", date(2026, 6, 30), date(2026, 6, 2)),
    task("8", date(2026, 5, 1), date(2026, 6, 20)),
    task("9", status=DutyStatus.VOID),
]


def test_a_card_stands_in_the_column_of_its_computed_state() -> None:
    found = {column: [row.ref for row in cards] for column, cards in board.columns(CARDS)}
    assert found == {
        BoardColumn.OVERDUE: ["2", "1"],
        BoardColumn.DUE_SOON: ["3"],
        BoardColumn.LATER: ["4"],
        BoardColumn.NO_DATE: ["5"],
        BoardColumn.WAITING: ["6"],
        BoardColumn.DONE: ["8", "7"],
    }


def test_an_empty_column_says_so_and_that_of_undated_work_is_left_out() -> None:
    assert [column for column, _cards in board.columns([])] == [
        one for one in BoardColumn if one is not BoardColumn.NO_DATE
    ]


@pytest.mark.parametrize(
    ("delivered", "months"),
    [
        (None, {(6, 1): (24, EntryKind.DUE), (7, 1): (24, EntryKind.AGAIN), (5, 1): None}),
        (date(2026, 5, 20), {(5, 1): (20, EntryKind.DELIVERED), (4, 1): None, (6, 1): (24, EntryKind.DUE)}),
    ],
)
def test_what_comes_back_every_month_stands_once_in_each(delivered: date | None, months: dict[Any, Any]) -> None:
    row = monthly(date(2026, 6, 24), delivered)
    for (number, day), expected in months.items():
        found = [(one.day.day, one.kind) for one in month.entries([row], date(2026, number, day))]
        assert found == ([expected] if expected else []), number


def test_a_sheet_is_whole_weeks_and_holds_only_its_own_month() -> None:
    rows = [task("1", date(2026, 6, 30)), task("2", date(2026, 7, 1)), task("3")]
    days = month.sheet(rows, date(2026, 6, 1), TODAY)
    assert (days[0].day, days[-1].day, len(days) % 7) == (date(2026, 6, 1), date(2026, 7, 5), 0)
    assert [(day.day.day, [one.row.ref for one in day.entries]) for day in days if day.entries] == [(30, ["1"])]
    assert [day.day for day in days if day.is_today] == [TODAY]
    assert [row.ref for row in month.undated(rows)] == ["3"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-02", date(2026, 2, 1)),
        ("2026-2", date(2026, 2, 1)),
        ("", date(2026, 6, 1)),
        ("2026-13", date(2026, 6, 1)),
        ("2026-00", date(2026, 6, 1)),
        ("9999-12", date(2026, 6, 1)),
        ("٢٠٢٦-06", date(2026, 6, 1)),
        ("abc", date(2026, 6, 1)),
    ],
)
def test_a_month_of_an_address_or_this_one(text: str, first: date) -> None:
    assert month.read_month(text, TODAY) == first


D = date
BEGUN = D(2026, 5, 10)


@pytest.mark.parametrize(
    ("row", "begun", "expected"),
    [
        (task("1", D(2026, 6, 30)), None, Bar(BarKind.NOT_BEGUN, due=D(2026, 6, 30))),
        (task("2", D(2026, 6, 30)), BEGUN, Bar(BarKind.GOING, BEGUN, D(2026, 6, 30), D(2026, 6, 30))),
        (task("3", D(2026, 6, 1)), BEGUN, Bar(BarKind.OVERDUE, BEGUN, TODAY, D(2026, 6, 1))),
        (task("4", D(2026, 6, 1)), None, Bar(BarKind.OVERDUE, D(2026, 6, 1), TODAY, D(2026, 6, 1))),
        (task("5"), BEGUN, Bar(BarKind.GOING, BEGUN, TODAY)),
        (task("6", D(2026, 6, 30), D(2026, 6, 2)), BEGUN, Bar(BarKind.DONE, BEGUN, D(2026, 6, 2), D(2026, 6, 30))),
        (
            task("7", D(2026, 6, 30), D(2026, 5, 2)),
            BEGUN,
            Bar(BarKind.DONE, D(2026, 5, 2), D(2026, 5, 2), D(2026, 6, 30)),
        ),
        (
            task("8", D(2026, 9, 30), first_due_on=D(2026, 6, 30)),
            BEGUN,
            Bar(BarKind.GOING, BEGUN, D(2026, 6, 30), D(2026, 6, 30), D(2026, 9, 30)),
        ),
        (
            task("9", D(2026, 6, 30), D(2026, 6, 2), DutyStatus.REPORTED),
            None,
            Bar(BarKind.WAITING, D(2026, 6, 2), D(2026, 6, 2), D(2026, 6, 30)),
        ),
    ],
)
def test_a_bar_tells_when_work_began_and_ended(row: TaskRow, begun: date | None, expected: Bar) -> None:
    assert timeline.bar(row, begun, TODAY) == expected


def test_the_axis_is_whole_months_around_today_and_at_most_a_year_away() -> None:
    near = timeline.axis([Bar(BarKind.GOING, BEGUN, D(2026, 7, 2))], TODAY)
    assert near == Axis(D(2026, 5, 1), D(2026, 8, 1)) and len(near.months) == 3
    assert timeline.axis([], TODAY) == Axis(D(2026, 6, 1), D(2026, 7, 1))
    far = timeline.axis([Bar(BarKind.NOT_BEGUN, due=D(2099, 1, 1)), Bar(BarKind.NOT_BEGUN, due=D(2001, 1, 1))], TODAY)
    assert far == Axis(D(2025, 6, 1), D(2027, 7, 1))
    assert (far.place(D(2099, 1, 1)), far.place(D(2001, 1, 1))) == (100, 0)


def test_a_stretch_holds_both_of_its_days() -> None:
    june = Axis(D(2026, 6, 1), D(2026, 7, 1))
    assert june.stretch(D(2026, 6, 1), D(2026, 6, 30)) == (0, 100)
    assert june.stretch(D(2026, 6, 16), D(2026, 6, 18)) == (50, 10)
