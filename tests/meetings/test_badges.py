"""What the meetings room says of a platform, of a week, and of its own form."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.meetings.badges import platform_badge, platform_remark
from blueprints.meetings.forms import PointForm, _MeetingForm
from models.meetings.points import PointKind
from models.meetings.queries import MeetingFilter
from models.meetings.rules import GoalTerm, MeetingFigure, MeetingGoal, Platform, State, WeekGoal
from models.meetings.tables import Meeting

GOAL = WeekGoal(
    MeetingGoal(GoalTerm.NUMBER, Decimal(3), date(2026, 1, 1)),
    MeetingGoal(GoalTerm.SHARE, Decimal(80), date(2026, 1, 1)),
)


@pytest.mark.parametrize(
    ("platform", "is_proven", "pages", "badge", "remark"),
    [
        (Platform.ECABINET, True, 0, ("ok", "e-Cabinet"), "không in giấy"),
        (Platform.ECABINET, True, 1200, ("ok", "e-Cabinet"), "in 1.200 trang"),
        (Platform.ECABINET, True, None, ("ok", "e-Cabinet"), "chưa ghi số trang in"),
        (Platform.ECABINET, False, 0, ("warn", "Thiếu minh chứng"), "e-Cabinet"),
        (Platform.MIXED, False, 5, ("warn", "Kết hợp giấy"), ""),
        (Platform.PAPER, False, 5, ("bad", "Giấy"), ""),
        (Platform.SECRET, False, None, ("idle", "Cuộc họp có nội dung bí mật nhà nước"), ""),
    ],
)
def test_a_platform_counts_once_it_is_proven(
    platform: Platform, is_proven: bool, pages: int | None, badge: tuple[str, str], remark: str
) -> None:
    assert platform_badge(platform, is_proven) == badge
    assert platform_remark(platform, is_proven, pages) == remark


@pytest.mark.parametrize(
    "narrowing",
    [
        {"body_id": 1},
        {"week": (2026, 14)},
        {"platform": Platform.PAPER},
        {"text": "họp"},
        {"figure": MeetingFigure.HELD},
    ],
)
def test_any_wish_narrows_the_list(narrowing: dict[str, Any]) -> None:
    assert MeetingFilter(**narrowing).is_narrowed
    assert not MeetingFilter().is_narrowed


@pytest.mark.parametrize(
    ("changed", "awaits"),
    [
        ({}, True),
        ({"ecabinet_ref": "HOP-1"}, False),
        ({"evidence_id": 1}, False),
        ({"platform": Platform.MIXED}, False),
        ({"state": State.CONCLUDED}, False),
    ],
)
def test_only_an_open_meeting_on_ecabinet_waits_for_its_proof(changed: dict[str, Any], awaits: bool) -> None:
    facts = {"platform": Platform.ECABINET, "state": State.HELD, "ecabinet_ref": "", "evidence_id": None} | changed
    assert Meeting(**facts).awaits_proof is awaits


@pytest.mark.parametrize(
    ("kind", "day", "kind_errors", "day_errors", "is_detailed"),
    [
        (PointKind.GENERAL, None, (), (), False),
        (PointKind.TASK, None, (), (), True),
        (PointKind.GENERAL, date(2026, 3, 30), (), (), True),
        (PointKind.GENERAL, None, ("Xin chọn.",), (), True),
        (PointKind.GENERAL, None, (), ("Ngày chưa đúng.",), True),
    ],
)
def test_a_conclusion_shows_its_task_when_it_is_one(
    kind: PointKind, day: date | None, kind_errors: tuple[str], day_errors: tuple[str], is_detailed: bool
) -> None:
    form: Any = SimpleNamespace(
        kind=SimpleNamespace(data=kind, errors=kind_errors),
        person_id=SimpleNamespace(data=None, errors=()),
        due_on=SimpleNamespace(data=day, errors=day_errors),
    )
    assert PointForm.is_detailed.fget(form) is is_detailed  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("errors", "problems", "was_refused", "has"),
    [({}, [], False, False), ({"day": ["x"]}, [], False, True), ({}, ["x"], False, True), ({}, [], True, True)],
)
def test_a_form_has_problems_wherever_they_come_from(
    errors: dict[str, list[str]], problems: list[str], was_refused: bool, has: bool
) -> None:
    form: Any = SimpleNamespace(errors=errors, list_problems=problems, was_refused=was_refused)
    assert _MeetingForm.has_problems.fget(form) is has  # type: ignore[attr-defined]
