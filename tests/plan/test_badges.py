"""What the plan says of work and of readings."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.plan.badges import source_words, standing_badge
from models.plan.rows import StepRow, TaskRow
from models.plan.rules import Source, Standing, State, Status


@pytest.mark.parametrize(
    ("standing", "badge"),
    [
        (Standing(State.OVERDUE, 3), ("bad", "Quá hạn 3 ngày")),
        (Standing(State.DUE_SOON, 0), ("warn", "Hạn hôm nay")),
        (Standing(State.DUE_SOON, 2), ("warn", "Còn 2 ngày")),
        (Standing(State.LATER, 30), ("idle", "Còn 30 ngày")),
        (Standing(State.NO_DATE), ("idle", "Chưa có hạn")),
        (Standing(State.DONE), ("ok", "Đã xong")),
        (Standing(State.DONE_LATE, 4), ("warn", "Xong muộn 4 ngày")),
    ],
)
def test_where_work_stands(standing: Standing, badge: tuple[str, str]) -> None:
    assert standing_badge(standing) == badge


@pytest.mark.parametrize(
    ("source", "as_of", "words"),
    [
        (Source.MANUAL, None, "Nhập tay"),
        (Source.MANUAL, date(2026, 3, 30), "Nhập tay"),
        (Source.SATISFACTION, date(2026, 3, 30), "Tự tính"),
        (Source.TRAINING, None, "Chưa có nguồn"),
    ],
)
def test_where_a_reading_comes_from(source: Source, as_of: date | None, words: str) -> None:
    item: Any = SimpleNamespace(target=SimpleNamespace(source=source), measure=SimpleNamespace(as_of=as_of))
    assert source_words(item) == words


WORK: dict[str, Any] = {
    "id": 1,
    "ref": "1",
    "title": "t",
    "group": "I",
    "due_on": None,
    "status": Status.DOING,
    "unit_id": None,
    "person_id": None,
    "unit": None,
    "person": None,
    "percent": 0,
    "standing": Standing(State.LATER, 9),
    "done_on": None,
    "group_title": "g",
}
TASK = TaskRow(**WORK, goal="", product="", lead=[], partners=[], fold="")
STEP = StepRow(
    **WORK,
    result="",
    recurrence="hằng tháng",
    delivered_on=None,
    measure=None,
    province_contacts=[],
    commune_contacts=[],
    task_nos=[],
)


def test_the_person_stands_before_the_unit() -> None:
    assert TASK.in_charge == ""
    assert replace(TASK, unit="Văn phòng").in_charge == "Văn phòng"
    assert replace(TASK, unit="Văn phòng", person="Lê Văn An").in_charge == "Lê Văn An"


def test_only_open_work_that_comes_back_waits_for_its_next_delivery() -> None:
    assert STEP.awaits_next
    assert not replace(STEP, recurrence="").awaits_next
    assert not replace(STEP, standing=Standing(State.DONE)).awaits_next
    assert not TASK.awaits_next
