"""What the tiles and the line of the dashboard say."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.dashboard.badges import tasks_badge, website_badge, week_point
from models.verdicts import compare


@pytest.mark.parametrize(
    ("satisfied", "answers", "point"),
    [
        (10, 10, ("30/3–5/4", 100.0, "100% (10/10)")),
        (1500, 2000, ("30/3–5/4", 75.0, "75,0% (1.500/2.000)")),
    ],
)
def test_a_point_has_its_days_and_what_it_is_made_of(satisfied: int, answers: int, point: Any) -> None:
    assert week_point(date(2026, 3, 30), date(2026, 4, 5), satisfied, answers) == point


@pytest.mark.parametrize(
    ("missing", "met", "badge"),
    [(2, 8, ("bad", "2 tiêu chí bắt buộc chưa đạt")), (0, 8, ("ok", "Đạt")), (0, 7, ("bad", "Chưa đạt"))],
)
def test_what_is_mandatory_comes_first(missing: int, met: int, badge: tuple[str, str]) -> None:
    website: Any = SimpleNamespace(mandatory_missing=missing, verdict=compare(Fraction(met), 8))
    assert website_badge(website) == badge


@pytest.mark.parametrize(
    ("tasks", "dated", "overdue", "due_soon", "badge"),
    [
        (0, 0, 0, 0, ("idle", "Chưa có kế hoạch")),
        (37, 0, 0, 0, ("idle", "Chưa đặt hạn")),
        (37, 9, 2, 5, ("bad", "2 quá hạn")),
        (37, 37, 0, 5, ("warn", "5 sắp đến hạn")),
        (37, 37, 0, 0, ("ok", "Không có việc quá hạn")),
    ],
)
def test_what_is_late_comes_first(tasks: int, dated: int, overdue: int, due_soon: int, badge: tuple[str, str]) -> None:
    assert tasks_badge(tasks, dated, overdue, due_soon) == badge
