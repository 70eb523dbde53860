"""In a real browser: minutes save themselves, outlive a session, merge two writers; a notice takes few clicks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select

from models.accounts.tables import SignIn
from models.base import db, writing
from models.meetings.paper_tables import Minutes, MinutesBlock
from models.meetings.rules import State
from models.meetings.tables import Conclusion, Meeting
from tests.living import Live, sign_in

pytestmark = pytest.mark.browser
Window = Callable[..., Any]
NOTICE = """Chủ tịch kết luận như sau:
41. Các đơn vị quán triệt.
42. Giao Phòng Kinh tế lập danh sách trước ngày 30/12/2099.
43. Giao Trạm Y tế báo cáo trước ngày 1/12/2099, hoàn thành trước ngày 8/12/2099.
Nơi nhận:
"""


def draft_of(live: Live) -> tuple[int, int]:
    """The meeting whose minutes are being written in the demonstration, and one of their parts."""
    with live.app.app_context():
        query = select(Minutes.meeting_id, MinutesBlock.id).join(MinutesBlock, MinutesBlock.minutes_id == Minutes.id)
        row = db.session.execute(query.order_by(MinutesBlock.id)).first()
        assert row is not None
        return row.meeting_id, row.id


def stored(live: Live, part_id: int) -> str:
    with live.app.app_context():
        return db.session.get_one(MinutesBlock, part_id).text


def end_sessions(live: Live) -> None:
    with live.app.app_context(), writing():
        db.session.execute(delete(SignIn))
        db.session.commit()


def test_a_pause_saves_and_the_end_of_a_session_loses_nothing(window: Window, live: Live) -> None:
    meeting_id, part_id = draft_of(live)
    page = window("thuky")
    page.goto(f"/hop/{meeting_id}/bien-ban/soan")
    words = page.locator(f"#n{part_id}")
    with page.expect_response(lambda answer: answer.url.endswith(f"/bien-ban/phan/{part_id}")) as answer:
        words.fill("Chủ tọa khai mạc lúc tám giờ.")
    assert answer.value.status == 200
    page.locator(f"#moc-{part_id} .saved", has_text=re.compile("Đã lưu")).wait_for()
    assert stored(live, part_id) == "Chủ tọa khai mạc lúc tám giờ."
    assert words.input_value() == "Chủ tọa khai mạc lúc tám giờ.", "the caret stays where it is"
    end_sessions(live)
    words.fill("Chủ tọa khai mạc lúc tám giờ. Thêm một câu sau khi hết phiên.")
    page.wait_for_url(re.compile("/dang-nhap"))
    sign_in(page, "thuky")
    page.goto(f"/hop/{meeting_id}/bien-ban/soan")
    assert page.locator(f"#n{part_id}").input_value().endswith("Thêm một câu sau khi hết phiên.")
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.get_by_text("Đã lưu phần biên bản.").wait_for()
    assert stored(live, part_id).endswith("Thêm một câu sau khi hết phiên.")


def test_two_who_write_the_same_part_see_both_texts(window: Window, live: Live) -> None:
    meeting_id, part_id = draft_of(live)
    first, second = window("thuky"), window("lanhdao")
    for page in (first, second):
        page.goto(f"/hop/{meeting_id}/bien-ban/soan")
    with first.expect_response(lambda answer: answer.url.endswith(f"/bien-ban/phan/{part_id}")):
        first.locator(f"#n{part_id}").fill("Đăng lên trang thông tin điện tử.")
    second.locator(f"#n{part_id}").fill("Niêm yết tại chợ.")
    second.get_by_role("button", name="Xem hai bản và ghép").click()
    second.get_by_role("heading", name="Ghép biên bản").wait_for()
    assert second.get_by_text("Đăng lên trang thông tin điện tử.").count() >= 1
    second.get_by_role("button", name="Ghép: giữ cả hai").click()
    second.get_by_role("button", name="Lưu bản đã ghép").click()
    second.get_by_text("Đã lưu phần biên bản.").wait_for()
    assert stored(live, part_id).split("\n") == ["Đăng lên trang thông tin điện tử.", "Niêm yết tại chợ."]


def test_a_notice_is_kept_in_three_clicks_and_a_paste(window: Window, live: Live) -> None:
    with live.app.app_context():
        told = db.session.scalars(select(Minutes.meeting_id)).all()
        query = select(Meeting.id).where(Meeting.state == State.HELD, Meeting.title != "", Meeting.id.not_in(told))
        meeting_id = db.session.scalars(query.order_by(Meeting.id)).first()
    page = window("thuky")
    page.goto(f"/hop/{meeting_id}/ket-luan/dan")
    page.locator("[name=pasted]").fill(NOTICE)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.get_by_text("nhiều thời hạn").wait_for()
    page.get_by_role("button", name="Lấy 8/12/2099").click()
    page.locator(".unsure").wait_for(state="detached")
    page.get_by_role("button", name="Lưu kết luận").last.click()
    page.get_by_text("Đã lưu 3 kết luận.").wait_for()
    with live.app.app_context():
        query = select(Conclusion.label, Conclusion.due_on).where(Conclusion.meeting_id == meeting_id)
        found = {row.label: row.due_on for row in db.session.execute(query) if row.label in ("41", "42", "43")}
    assert {label: day.isoformat() if day else "" for label, day in found.items()} == {
        "41": "",
        "42": "2099-12-30",
        "43": "2099-12-08",
    }
