"""What the pages of accounts say of an account."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.accounts.badges import account_badge, password_words
from models import clock

SET_AT = clock.at_office(date(2026, 3, 30), 9, 5)


@pytest.mark.parametrize(
    ("is_active", "has_password", "badge"),
    [
        (False, True, ("idle", "Đã khóa")),
        (False, False, ("idle", "Đã khóa")),
        (True, True, ("ok", "Đang dùng")),
        (True, False, ("warn", "Chờ đặt mật khẩu")),
    ],
)
def test_whether_somebody_can_sign_in(is_active: bool, has_password: bool, badge: tuple[str, str]) -> None:
    assert account_badge(is_active, has_password) == badge


@pytest.mark.parametrize(
    ("password_hash", "set_at", "words"),
    [(None, SET_AT, "Chưa đặt"), ("x", None, "Đã đặt"), ("x", SET_AT, "Đặt lúc 09:05, 30/3/2026")],
)
def test_since_when_there_is_a_password(password_hash: str | None, set_at: datetime | None, words: str) -> None:
    account: Any = SimpleNamespace(password_hash=password_hash, password_set_at=set_at)
    assert password_words(account) == words
