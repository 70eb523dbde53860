"""What is looked through each quarter and each week: the table of the rule, the buttons, the dossier."""

from collections.abc import Callable
from datetime import date

import pytest

from models.accounts import reviewing
from models.accounts.reviewing import ReviewKind
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
ACCOUNTS, LOG = ReviewKind.ACCOUNTS, ReviewKind.LOG


@pytest.mark.parametrize(
    ("kind", "last", "today", "is_due"),
    [
        (ACCOUNTS, None, date(2026, 11, 25), True),
        (ACCOUNTS, date(2026, 10, 1), date(2026, 12, 31), False),
        (ACCOUNTS, date(2026, 9, 30), date(2026, 10, 1), True),
        (ACCOUNTS, date(2025, 11, 25), date(2026, 11, 25), True),
        (ACCOUNTS, date(2026, 11, 26), date(2026, 11, 25), True),  # a clock that was ahead
        (LOG, None, date(2026, 11, 25), True),
        (LOG, date(2026, 11, 23), date(2026, 11, 29), False),  # Monday to Sunday
        (LOG, date(2026, 11, 22), date(2026, 11, 23), True),
        (LOG, date(2026, 12, 31), date(2027, 1, 3), False),  # one ISO week
        (LOG, date(2025, 11, 24), date(2026, 11, 24), True),
    ],
)
def test_when_something_is_to_be_looked_through(kind: ReviewKind, last: date | None, today: date, is_due: bool) -> None:
    assert reviewing.is_due(kind, last, today) is is_due


def test_a_press_says_who_has_looked_and_the_dossier_when(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    admin = browse("admin")
    mine = admin.get("/viec-cua-toi").text
    assert "Rà soát danh sách tài khoản" in mine and "Xem lại nhật ký bảo mật" in mine
    dossier = admin.get("/quan-tri/ho-so-an-toan").text
    assert "quý này chưa rà soát" in dossier and "Tuần này chưa xem lại" in dossier
    for page, address in (("/quan-tri/tai-khoan", "/ra-soat"), ("/quan-tri/bao-mat", "/xem-lai")):
        assert f'action="{page}{address}"' in admin.get(page).text
        assert admin.post(f"{page}{address}").status_code == 303
        assert f'action="{page}{address}"' not in admin.get(page).text
    assert reviewing.due(office.viewer("admin")) == []
    dossier = admin.get("/quan-tri/ho-so-an-toan").text
    assert "rà soát gần nhất lúc 09:00, 30/3/2026" in dossier and "xem lại gần nhất lúc 09:00, 30/3/2026" in dossier
    told = admin.get("/quan-tri/nhat-ky").text
    assert "đã rà soát Danh sách tài khoản" in told and "đã rà soát Nhật ký bảo mật" in told
    assert "Rà soát danh sách" not in admin.get("/viec-cua-toi").text
    assert "Rà soát danh sách" not in browse("leader").get("/viec-cua-toi").text
    hold("2026-04-06 09:00")
    assert reviewing.due(office.viewer("admin")) == [ACCOUNTS, LOG]


def test_another_office_has_looked_at_its_own(office: Office, other_office: Office) -> None:
    reviewing.note(other_office.viewer("admin"), ACCOUNTS)
    assert ACCOUNTS in reviewing.due(office.viewer("admin"))
