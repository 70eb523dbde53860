"""What lists pick and count from lines of work."""

from datetime import date

import pytest

from models.accounts.rules import Role, Viewer
from models.plan.rows import Pick, TaskFilter, TaskRow, belongs, count, is_mine, narrowed, urgent_first
from models.plan.rules import Status, standing
from models.text import fold

TODAY = date(2026, 6, 28)
ME = Viewer(1, Role.SECRETARY, "Lê Văn An", 1, person_id=7, unit_id=3)


def line(ref: str = "1", due: date | None = date(2026, 6, 30), done: date | None = None, **changes: object) -> TaskRow:
    facts: dict[str, object] = {
        "id": int(ref), "ref": ref, "title": "Du lịch số", "group": "II", "due_on": due,
        "status": Status.DONE if done else Status.DOING, "unit_id": None, "person_id": None, "unit": None,
        "person": None, "percent": 0, "standing": standing(done, due, TODAY), "done_on": done,
        "group_title": "Kinh tế số", "goal": "", "product": "", "lead": [], "partners": [],
        "fold": fold("Du lịch số Sở VHTT&DL"),
    }  # fmt: skip
    return TaskRow(**{**facts, **changes})  # type: ignore[arg-type]


OVERDUE, SOON = line("1", date(2026, 6, 1)), line("2", date(2026, 6, 28))
LATER, DATELESS = line("3", date(2026, 9, 1)), line("4", None)
DONE, LATE = line("5", done=date(2026, 6, 2)), line("6", date(2026, 5, 1), date(2026, 6, 2))
ALL = [OVERDUE, SOON, LATER, DATELESS, DONE, LATE]


@pytest.mark.parametrize(
    ("pick", "refs"),
    [
        (Pick.ON_TIME, "2 3 5"),
        (Pick.OVERDUE, "1"),
        (Pick.DUE_SOON, "2"),
        (Pick.OPEN, "1 2 3 4"),
        (Pick.DONE, "5 6"),
        (Pick.DONE_LATE, "6"),
    ],
)
def test_what_a_figure_counts_is_what_its_list_shows(pick: Pick, refs: str) -> None:
    assert " ".join(row.ref for row in ALL if belongs(row, pick)) == refs
    assert count(ALL, pick) == len(refs.split())
    assert narrowed(ALL, TaskFilter(pick=pick), ME) == [row for row in ALL if belongs(row, pick)]


@pytest.mark.parametrize(
    ("unit_id", "person_id", "expected"),
    [
        (None, None, False),
        (3, None, True),
        (4, None, False),
        (3, 7, True),
        (4, 7, True),
        (3, 8, False),
    ],
)
def test_work_is_mine_in_person_or_through_my_unit(unit_id: int | None, person_id: int | None, expected: bool) -> None:
    assert is_mine(line(unit_id=unit_id, person_id=person_id), ME) is expected


def test_nobody_without_person_and_unit_owns_what_was_given_to_nobody() -> None:
    assert not is_mine(line(), Viewer(9, Role.PROVINCE, "Văn phòng tỉnh", None))


def test_the_longest_overdue_comes_first_and_finished_work_not_at_all() -> None:
    assert [row.ref for row in urgent_first(reversed(ALL))] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (TaskFilter(), True),
        (TaskFilter(folded=fold("DU LICH")), True),
        (TaskFilter(folded=fold("số Sở vhtt")), True),
        (TaskFilter(folded=fold("học bạ")), False),
        (TaskFilter(pillar="II"), True),
        (TaskFilter(pillar="I"), False),
        (TaskFilter(unit_id=3), True),
        (TaskFilter(unit_id=4), False),
        (TaskFilter(mine=True), True),
    ],
)
def test_filters(wish: TaskFilter, found: bool) -> None:
    assert bool(narrowed([line(unit_id=3)], wish, ME)) is found
