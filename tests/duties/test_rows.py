"""What lists pick and count from lines of duties."""

from dataclasses import replace
from datetime import date

import pytest

from models.accounts.rules import Role, Viewer
from models.duties.rows import (
    DutyFilter,
    DutyPart,
    DutyPick,
    DutyRow,
    Extension,
    belongs,
    can_report,
    count,
    in_parts,
    mine,
    narrowed,
    urgent_first,
    waits_for,
)
from models.duties.rules import DutyKind, DutyStatus
from models.text import fold
from tests.duties.facts import facts_of

TODAY = date(2026, 6, 28)
ME = Viewer(1, Role.SECRETARY, "Lê Văn An", 1, person_id=7, unit_id=3)
LEADER = Viewer(2, Role.LEADER, "Trần Văn Ân", 1, person_id=8, unit_id=4)


def line(
    ref: str = "1",
    due: date | None = date(2026, 6, 30),
    done: date | None = None,
    status: DutyStatus | None = None,
    **changes: object,
) -> DutyRow:
    status = status or (DutyStatus.DONE if done else DutyStatus.DOING)
    return DutyRow(**{**facts_of(ref, due, done, status, TODAY), **changes})  # type: ignore[arg-type]


OVERDUE, SOON = line("1", date(2026, 6, 1)), line("2", date(2026, 6, 28))
LATER, DATELESS = line("3", date(2026, 9, 1)), line("4", None)
DONE, LATE = line("5", done=date(2026, 6, 2)), line("6", date(2026, 5, 1), date(2026, 6, 2))
WAITING = line("7", date(2026, 6, 27), date(2026, 6, 27), DutyStatus.REPORTED, reported_by=9)
WAITING_LATE = line("8", date(2026, 6, 1), date(2026, 6, 27), DutyStatus.REPORTED, reported_by=1)
VOID = line("9", date(2026, 6, 1), status=DutyStatus.VOID)
ALL = [OVERDUE, SOON, LATER, DATELESS, DONE, LATE, WAITING, WAITING_LATE, VOID]


@pytest.mark.parametrize(
    ("pick", "refs"),
    [
        (DutyPick.ON_TIME, "2 3 5 7"),
        (DutyPick.OVERDUE, "1"),
        (DutyPick.DUE_SOON, "2"),
        (DutyPick.OPEN, "1 2 3 4"),
        (DutyPick.WAITING, "7 8"),
        (DutyPick.DONE, "5 6"),
        (DutyPick.DONE_LATE, "6"),
    ],
)
def test_what_a_figure_counts_is_what_its_list_shows(pick: DutyPick, refs: str) -> None:
    assert " ".join(row.ref for row in ALL if belongs(row, pick)) == refs
    assert count(ALL, pick) == len(refs.split())
    assert narrowed(ALL, DutyFilter(pick=pick)) == [row for row in ALL if belongs(row, pick)]


def test_the_longest_overdue_comes_first_and_finished_work_not_at_all() -> None:
    assert [row.ref for row in urgent_first(reversed(ALL))] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (DutyFilter(), True),
        (DutyFilter(folded=fold("DU LICH")), True),
        (DutyFilter(folded=fold("số Sở vhtt")), True),
        (DutyFilter(folded=fold("học bạ")), False),
        (DutyFilter(kind=DutyKind.TASK), True),
        (DutyFilter(kind=DutyKind.CONCLUSION), False),
    ],
)
def test_filters(wish: DutyFilter, found: bool) -> None:
    assert bool(narrowed([line()], wish)) is found


def test_my_list_has_what_i_do_and_what_i_reported() -> None:
    own = line("10", unit_id=3)
    assert [row.ref for row in mine([own, *ALL], ME)] == ["10", "8"]
    assert [row.ref for row in mine([replace(own, person_id=99)], ME)] == []


def test_what_waits_for_a_second_person() -> None:
    assert [row.ref for row in ALL if waits_for(row, ME)] == ["7"], "not what I have reported myself"
    assert [row.ref for row in ALL if waits_for(row, LEADER)] == ["7", "8"]
    asked = replace(SOON, extension=Extension(date(2026, 8, 1), "Chờ", asked_by=5))
    assert (waits_for(asked, LEADER), waits_for(asked, ME)) == (True, False)
    assert not waits_for(replace(SOON, extension=Extension(date(2026, 8, 1), "Chờ", asked_by=2)), LEADER)


def test_only_open_work_of_mine_can_be_reported() -> None:
    assert can_report(line(unit_id=3), ME)
    assert not can_report(line(unit_id=4), ME)
    assert not can_report(replace(WAITING, unit_id=3), ME)


def test_parts_of_my_list_come_in_the_order_of_urgency() -> None:
    parts = in_parts([WAITING, DATELESS, LATER, SOON, OVERDUE, line("11", date(2026, 7, 2))])
    assert [(part, [row.ref for row in rows]) for part, rows in parts] == [
        (DutyPart.OVERDUE, ["1"]),
        (DutyPart.TODAY, ["2"]),
        (DutyPart.DUE_SOON, ["11"]),
        (DutyPart.LATER, ["3"]),
        (DutyPart.NO_DATE, ["4"]),
        (DutyPart.WAITING, ["7"]),
    ]


def test_a_report_written_later_is_marked() -> None:
    assert not WAITING.is_backdated
    assert replace(WAITING, judged_on=date(2026, 6, 28)).is_backdated
