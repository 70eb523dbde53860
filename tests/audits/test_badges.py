"""What the audits room says of a round and of a criterion."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.audits.badges import owed_badge
from blueprints.audits.rows import RowView
from models.audits.queries import RoundFigures
from models.audits.rules import ItemState, RoundState
from models.audits.tables import AuditRound

FIGURES = RoundFigures(
    round_id=1,
    no=1,
    total=10,
    assessed=4,
    met=4,
    unproven=0,
    partial=0,
    not_met=0,
    not_applicable=3,
    undetermined=0,
    unconfirmed=0,
    mandatory=6,
    mandatory_missing=0,
    mandatory_open=0,
    lacking_evidence=0,
    score=None,
    assessed_on=date(2026, 3, 1),
    locked=False,
)


@pytest.mark.parametrize(
    ("missing", "assessed", "badge"),
    [
        (2, 4, ("bad", "2 tiêu chí bắt buộc chưa đạt")),
        (2, 10, ("bad", "2 tiêu chí bắt buộc chưa đạt")),
        (0, 4, ("idle", "0 tiêu chí bắt buộc chưa đạt")),
        (0, 10, ("ok", "0 tiêu chí bắt buộc chưa đạt")),
    ],
)
def test_what_is_mandatory_and_missing(missing: int, assessed: int, badge: tuple[str, str]) -> None:
    assert owed_badge(replace(FIGURES, mandatory_missing=missing, assessed=assessed)) == badge


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"assessed": 0, "met": 0, "not_applicable": 0}, "no_data"),
        ({"assessed": 10, "met": 0, "not_applicable": 10}, "no_data"),  # nothing applies: neither none nor all
        ({}, "no_data"),  # four looked at, all of them good: the rest is not known
        ({"not_met": 1}, "not_met"),
        ({"partial": 1}, "not_met"),
        ({"assessed": 10, "met": 7}, "met"),
        ({"assessed": 10, "met": 6, "unproven": 1}, "unproven"),
        ({"assessed": 10, "met": 6, "undetermined": 1}, "no_data"),
        ({"assessed": 10, "met": 5, "unproven": 1, "not_met": 1}, "not_met"),
    ],
)
def test_the_verdict_of_a_round(changes: dict[str, int], verdict: str) -> None:
    assert replace(FIGURES, **changes).verdict == verdict


def test_what_does_not_apply_cannot_be_met() -> None:
    assert FIGURES.applicable == 7


@pytest.mark.parametrize(
    ("state", "due_on", "is_overdue"),
    [
        (RoundState.OPEN, date(2026, 3, 29), True),
        (RoundState.OPEN, date(2026, 3, 30), False),
        (RoundState.OPEN, None, False),
        (RoundState.LOCKED, date(2026, 3, 29), False),
    ],
)
def test_the_due_day_itself_is_in_time(state: RoundState, due_on: date | None, is_overdue: bool) -> None:
    assert AuditRound(state=state, due_on=due_on).is_overdue(date(2026, 3, 30)) is is_overdue


@pytest.mark.parametrize(
    ("lacks", "state", "note", "title"),
    [
        (True, ItemState.MET, "", "Bổ sung minh chứng"),
        (True, ItemState.NOT_MET, "", "Bổ sung minh chứng"),
        (False, ItemState.PARTIAL, "", "Ghi tồn tại, minh chứng"),
        (False, ItemState.NOT_MET, "", "Ghi tồn tại, minh chứng"),
        (False, ItemState.NOT_MET, "Thiếu lịch", "Ghi chú, minh chứng"),
        (False, ItemState.MET, "", "Ghi chú, minh chứng"),
        (False, ItemState.NOT_ASSESSED, "", "Ghi chú, minh chứng"),
    ],
)
def test_the_folded_part_asks_for_what_is_missing_most(lacks: bool, state: ItemState, note: str, title: str) -> None:
    item: Any = SimpleNamespace(lacks_evidence=lacks, state=state, note=note, expired=0)
    assert RowView(item).details_title == title
    item.expired = 1
    assert RowView(item).details_title == ("Thay minh chứng" if lacks else title)
