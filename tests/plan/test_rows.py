"""What the list of tasks is narrowed to."""

from datetime import date

import pytest

from models.accounts.rules import Role, Viewer
from models.duties.rows import DutyPick, belongs
from models.duties.rules import DutyStatus
from models.plan.rows import TaskRow, WorkFilter, narrowed
from models.text import fold
from tests.duties.facts import facts_of

TODAY = date(2026, 6, 28)
ME = Viewer(1, Role.SECRETARY, "Lê Văn An", 1, person_id=7, unit_id=3)


def line(ref: str = "1", due: date | None = date(2026, 6, 30), done: date | None = None, **changes: object) -> TaskRow:
    status = DutyStatus.DONE if done else DutyStatus.DOING
    facts: dict[str, object] = {
        **facts_of(ref, due, done, status, TODAY),
        "group": "II",
        "group_title": "Kinh tế số",
        "goal": "",
        "product": "",
        "lead": [],
        "partners": [],
    }
    return TaskRow(**{**facts, **changes})  # type: ignore[arg-type]


ALL = [
    line("1", date(2026, 6, 1)),
    line("2", date(2026, 6, 28)),
    line("3", date(2026, 9, 1)),
    line("4", None),
    line("5", done=date(2026, 6, 2)),
    line("6", date(2026, 5, 1), date(2026, 6, 2)),
]


@pytest.mark.parametrize("pick", list(DutyPick))
def test_what_a_figure_counts_is_what_its_list_shows(pick: DutyPick) -> None:
    assert narrowed(ALL, WorkFilter(pick=pick), ME) == [row for row in ALL if belongs(row, pick)]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (WorkFilter(), True),
        (WorkFilter(folded=fold("DU LICH")), True),
        (WorkFilter(folded=fold("số Sở vhtt")), True),
        (WorkFilter(folded=fold("học bạ")), False),
        (WorkFilter(group="II"), True),
        (WorkFilter(group="I"), False),
        (WorkFilter(unit_id=3), True),
        (WorkFilter(unit_id=4), False),
        (WorkFilter(mine=True), True),
    ],
)
def test_filters(wish: WorkFilter, found: bool) -> None:
    assert bool(narrowed([line(unit_id=3)], wish, ME)) is found
