"""A duty in a real browser: reported in a few keys, confirmed by somebody else, with scripts and without."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.accounts.tables import Account
from models.base import db, writing
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from tests.living import PHONE, WIDE, Live, axe_faults

Window = Callable[..., Any]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
pytestmark = pytest.mark.browser


def give(live: Live, username: str, title: str) -> int:
    """A duty that is due today, in the hands of somebody."""
    with live.app.app_context(), writing():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        assert account.person
        duty = Duty(commune_id=account.commune_id, kind=DutyKind.CONCLUSION)
        duty.name_it("9", title, "Giao ban tuần", clock.today())
        duty.promise(clock.today())
        duty.unit_id, duty.person_id = account.person.unit_id, account.person_id
        db.session.add(duty)
        db.session.commit()
        return duty.id


@BOTH
def test_reported_by_keys_alone_and_confirmed_by_another(window: Window, live: Live, scripts: bool) -> None:
    title = f"Gửi lịch tiếp công dân {'có' if scripts else 'không có'} kịch bản"
    key = give(live, "quay", title)
    clerk = window("quay", viewport=WIDE, scripts=scripts)
    clerk.goto("/viec-cua-toi")
    clerk.locator(f'a.btn[href="/viec/{key}/hoan-thanh"]').focus()
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**/viec/{key}/hoan-thanh")
    clerk.locator("textarea[name=text]").focus()
    clerk.keyboard.type("Đã đăng lịch")
    clerk.keyboard.press("Tab")
    clerk.keyboard.type("https://minh-hoa.example/lich")
    clerk.get_by_role("button", name="Gửi để xác nhận").focus()
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**/viec/{key}")
    assert "Chờ xác nhận" in clerk.inner_text("main")
    assert clerk.get_by_role("button", name="Xác nhận hoàn thành").count() == 0

    leader = window("lanhdao", viewport=PHONE, scripts=scripts)
    leader.goto("/")
    leader.get_by_role("link", name="Xem và xác nhận").click()
    leader.get_by_role("link", name=title).click()
    leader.get_by_role("button", name="Trả lại để bổ sung").click()
    leader.get_by_text("Xin ghi lý do.").first.wait_for()
    leader.get_by_role("button", name="Xác nhận hoàn thành").click()
    leader.get_by_text("Đã hoàn thành").first.wait_for()
    assert leader.url.endswith(f"/viec/{key}")


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE], ids=["PC", "phone"])
def test_the_page_of_a_duty_is_accessible_and_fits(window: Window, live: Live, viewport: dict[str, int]) -> None:
    key = give(live, "quay", "Tổng hợp số liệu " + "rất dài " * 12)
    page = window("quay", viewport=viewport)
    for path in (f"/viec/{key}", f"/viec/{key}/hoan-thanh", "/viec-cua-toi"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert not axe_faults(page), path
    assert not page.complaints
