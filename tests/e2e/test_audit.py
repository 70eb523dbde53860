"""Somebody who never saw the site audits, others mend and verify, a second person locks, and it is printed."""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from models.accounts.tables import Account
from models.base import db
from tests.e2e.test_round import FILES, photo
from tests.living import Live, open_round

Window = Callable[..., Any]
SAVED = re.compile(r"Lưu \d\d:\d\d")
PROOFS = 10


def unit_of(live: Live, username: str) -> str:
    """The unit in which somebody works."""
    with live.app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        assert account.person is not None and account.person.unit is not None
        return account.person.unit.name


def place_of(page: Any, name: str) -> int:
    """Where a criteria set stands in the list of the form."""
    page.goto("/kiem-tra")
    options: list[str] = page.locator("select[name=set_id] option").all_inner_texts()
    return next(at for at, text in enumerate(options) if name in text)


def assess(page: Any) -> None:
    """The first is not met; all others are, ten of all with a proof."""
    rows = page.locator("article.crit")
    for at in range(rows.count()):
        row = rows.nth(at)
        row.locator("label", has_text="Chưa đạt" if at == 0 else "Đạt").filter(
            has_text=re.compile(r"^\s*(Chưa đạt|Đạt)\s*$")
        ).first.click()
        row.get_by_text(SAVED).wait_for()
        if at < PROOFS:
            row.locator("input[type=file]").set_input_files([photo(at)])
            row.locator(FILES).wait_for()


def test_a_round_from_its_opening_to_the_paper(window: Window, live: Live) -> None:
    auditor = window("kiemtra", typed=True)
    open_round(auditor, place_of(auditor, "Phòng họp trực tuyến"))
    address = auditor.url
    assess(auditor)
    total = auditor.locator("article.crit").count()
    assert f"{total}/{total} đã đánh giá" in auditor.locator(".prog").inner_text()

    auditor.locator("article.crit").first.get_by_role("link", name=re.compile("Ghi tồn tại")).last.click()
    auditor.get_by_label(re.compile("^Tồn tại")).fill("Micro đầu bàn không thu được tiếng")
    auditor.get_by_label(re.compile("^Ở đâu")).fill("Bàn chủ tọa\nBàn thư ký")
    auditor.get_by_label(re.compile("^Đơn vị khắc phục")).select_option(label=unit_of(live, "kinhte"))
    auditor.get_by_label(re.compile("^Hạn khắc phục")).fill("30/12/2027")
    auditor.get_by_role("button", name="Ghi tồn tại").click()
    auditor.get_by_text("Đã ghi tồn tại").first.wait_for()

    mender = window("kinhte")
    mender.goto("/viec-cua-toi")
    mender.get_by_role("link", name=re.compile("Micro đầu bàn")).first.click()
    mender.get_by_role("link", name="Báo cáo kết quả").click()
    mender.get_by_label(re.compile("^(Kết quả|Nội dung|Đã làm)")).or_(mender.locator("[name=text]")).first.fill(
        "Đã thay micro"
    )
    mender.locator("input[type=file]").set_input_files([photo(11)])
    mender.get_by_role("button", name="Gửi để xác nhận").click()
    mender.get_by_text("Chờ xác nhận").first.wait_for()

    secretary = window("thuky")
    secretary.goto("/kiem-tra/ton-tai?loc=cho-xac-nhan")
    secretary.get_by_role("link", name=re.compile("Micro đầu bàn")).first.click()
    for side in ("before", "after"):
        secretary.locator(f"[aria-labelledby={side}] img").first.wait_for()
    assert secretary.locator("[data-place] > :first-child").all_inner_texts() == ["Bàn chủ tọa", "Bàn thư ký"]
    secretary.get_by_label("Mọi nơi trên đây đều đã khắc phục").check()
    secretary.locator("input[type=file]").set_input_files([photo(12)])
    secretary.get_by_role("button", name="Xác nhận hoàn thành").click()
    secretary.wait_for_url(re.compile(r"/viec/\d+"))
    secretary.goto("/kiem-tra/ton-tai?loc=da-khac-phuc")
    secretary.get_by_role("link", name=re.compile("Micro đầu bàn")).first.wait_for()

    leader = window("lanhdao")
    leader.on("dialog", lambda asked: asked.accept())
    leader.goto(address)
    leader.get_by_role("link", name="Kiểm tra để khóa").click()
    leader.get_by_role("button", name=re.compile("^Khóa đợt")).click()
    leader.get_by_text("Đã khóa đợt").first.wait_for()
    assert leader.locator("article.crit [name=state]").count() == 0, "nothing can be changed any more"
    leader.get_by_role("link", name="Phiếu in").click()
    leader.wait_for_url(re.compile(r"/in$"))
    paper = leader.inner_text("main")
    assert "Micro đầu bàn" in paper or "PH-01" in paper
    assert leader.pdf()[:5] == b"%PDF-"
