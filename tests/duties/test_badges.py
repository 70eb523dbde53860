"""What pages say of duties."""

import pytest

from blueprints.duties.badges import standing_badge
from models.duties.rules import DutyState, Standing


@pytest.mark.parametrize(
    ("standing", "badge"),
    [
        (Standing(DutyState.OVERDUE, 3), ("bad", "Quá hạn 3 ngày")),
        (Standing(DutyState.DUE_SOON, 0), ("warn", "Hạn hôm nay")),
        (Standing(DutyState.DUE_SOON, 2), ("warn", "Còn 2 ngày")),
        (Standing(DutyState.LATER, 30), ("idle", "Còn 30 ngày")),
        (Standing(DutyState.NO_DATE), ("idle", "Chưa đặt ngày")),
        (Standing(DutyState.WAITING), ("wait", "Chờ xác nhận")),
        (Standing(DutyState.WAITING, 2), ("wait", "Chờ xác nhận, quá hạn 2 ngày")),
        (Standing(DutyState.DONE), ("ok", "Đã hoàn thành")),
        (Standing(DutyState.DONE_LATE, 4), ("warn", "Hoàn thành quá hạn 4 ngày")),
        (Standing(DutyState.VOID), ("idle", "Không còn phải làm")),
    ],
)
def test_where_a_duty_stands(standing: Standing, badge: tuple[str, str]) -> None:
    assert standing_badge(standing) == badge
