"""What the tiles and the line of the dashboard say."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.dashboard.badges import tasks_badge, website_badge, week_point
from models.verdicts import compare


@pytest.mark.parametrize(
    ("satisfied", "answers", "point"),
    [
        (0, 0, ("Tuần 14", None, "—")),
        (9, 9, ("Tuần 14", None, "chưa đủ phiếu (9)")),
        (10, 10, ("Tuần 14", 100.0, "100% (10/10)")),
        (1500, 2000, ("Tuần 14", 75.0, "75,0% (1.500/2.000)")),
    ],
)
def test_too_few_answers_make_no_point(satisfied: int, answers: int, point: Any) -> None:
    assert week_point(14, satisfied, answers, least=10) == point


@pytest.mark.parametrize(
    ("missing", "met", "badge"),
    [(2, 8, ("bad", "2 tiêu chí bắt buộc chưa đạt")), (0, 8, ("ok", "Đạt")), (0, 7, ("bad", "Chưa đạt"))],
)
def test_what_is_mandatory_comes_first(missing: int, met: int, badge: tuple[str, str]) -> None:
    website: Any = SimpleNamespace(mandatory_missing=missing, verdict=compare(Fraction(met), 8))
    assert website_badge(website) == badge


@pytest.mark.parametrize(
    ("has_plan", "overdue", "due_soon", "badge"),
    [
        (False, 0, 0, ("idle", "Chưa có kế hoạch")),
        (True, 2, 5, ("bad", "2 quá hạn")),
        (True, 0, 5, ("warn", "5 sắp đến hạn")),
        (True, 0, 0, ("ok", "Không có việc quá hạn")),
    ],
)
def test_what_is_late_comes_first(has_plan: bool, overdue: int, due_soon: int, badge: tuple[str, str]) -> None:
    assert tasks_badge(has_plan, overdue, due_soon) == badge
