"""Nothing that was typed is lost: sessions that end, notes on the way out, files looked at in between."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from models.accounts.tables import SignIn
from models.base import db, writing
from tests.devices.tablets import until
from tests.living import SMALL_PDF, Live, open_round, sign_in

Window = Callable[..., Any]
FILES = "a[href^='/tep/']:not(.ghost *)"  # of this round, not those of the one before that stand greyed beside


def end_sessions(live: Live) -> None:
    with live.app.app_context(), writing():
        db.session.execute(delete(SignIn))
        db.session.commit()


def sign_in_again(page: Any, username: str) -> None:
    page.wait_for_url(re.compile(r"/dang-nhap"))
    sign_in(page, username)


def unfold(criterion: Any) -> None:
    """Open the note, the evidence and the buttons of a criterion; its link says what is missing most, and the code."""
    criterion.get_by_role("link", name=re.compile(r"minh chứng \S+$")).click()
    criterion.locator("textarea[name=note]").wait_for()


def sign_in_by_the_button(page: Any, username: str) -> None:
    page.get_by_role("link", name="Đăng nhập").click()
    sign_in_again(page, username)


def meeting_after_the_end(window: Window, live: Live, title: str, button: str) -> Any:
    """The secretary's window, with a meeting half written when a button met the end of its session."""
    page = window("thuky")
    page.goto("/hop/moi")
    page.locator("[name=title]").fill(title)
    page.locator("details.later > summary").click()  # the conclusions, which are seldom known yet
    end_sessions(live)
    page.get_by_role("button", name=button).click()
    return page


def save_the_draft(page: Any, title: str) -> None:
    """Save what is offered again; the form comes back with the title, since the rest was never filled in."""
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert page.input_value("[name=title]") == title


def test_what_was_typed_survives_the_end_of_a_session(window: Window, live: Live) -> None:
    page = meeting_after_the_end(window, live, "Họp giao ban dở dang", "Lưu cuộc họp")
    page.get_by_text("trang sẽ hỏi có lưu không").wait_for()
    sign_in_by_the_button(page, "thuky")
    page.get_by_text("Nội dung gõ trước đó chưa được lưu.").wait_for()
    save_the_draft(page, "Họp giao ban dở dang")
    page.goto("/hop")
    assert page.locator(".draft").count() == 0, "offered once"


def test_rows_asked_for_after_the_end_of_a_session_keep_the_form(window: Window, live: Live) -> None:
    page = meeting_after_the_end(window, live, "Họp dài đang gõ dở", "Thêm dòng")
    page.wait_for_url(re.compile(r"/dang-nhap\?next="))
    sign_in_again(page, "thuky")
    save_the_draft(page, "Họp dài đang gõ dở")


def test_a_note_that_saves_itself_survives_the_end_of_a_session(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    unfold(page.locator("article.crit").first)
    note = page.locator("textarea[name=note]")
    note.fill("Trang mở chậm quá mười giây")
    end_sessions(live)
    note.blur()
    page.wait_for_url(re.compile(r"/dang-nhap\?next="))
    sign_in_again(page, "kiemtra")  # and it is sent by itself
    page.get_by_text("Trang mở chậm quá mười giây").first.wait_for()


def answer_after_the_end(window: Window, live: Live) -> Any:
    """The counter's window, with an answer that was sent when its session had ended."""
    page = window("quay")
    page.goto("/hai-long/ghi?quay=0")
    page.locator("label.face").nth(1).click()
    end_sessions(live)
    page.get_by_role("button", name="Trực tuyến").click()
    return page


def test_nobody_else_is_offered_what_was_typed(window: Window, live: Live) -> None:
    page = answer_after_the_end(window, live)
    with page.expect_navigation(url=lambda url: "/dang-nhap" not in url):
        sign_in_by_the_button(page, "thuky")
    assert page.locator(".draft").count() == 0
    page.context.clear_cookies()
    page.goto("/dang-nhap?next=/hai-long/ghi")
    sign_in_again(page, "quay")
    page.wait_for_url("**/hai-long/ghi")
    assert page.locator(".draft").count() == 0


def test_an_answer_survives_the_end_of_a_session(window: Window, live: Live) -> None:
    page = answer_after_the_end(window, live)
    sign_in_by_the_button(page, "quay")
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.get_by_text("Đã ghi “Hài lòng”").first.wait_for()


def test_a_note_is_kept_when_the_auditor_walks_away_from_it(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 2)
    address, first = page.url, page.locator("article.crit").first
    unfold(first)
    first.locator("textarea[name=note]").fill("Thiếu số điện thoại đường dây nóng")
    page.locator("nav a[href='/hop']").first.click()
    page.wait_for_url("**/hop")

    def is_there() -> bool:
        page.goto(address)
        return "Thiếu số điện thoại đường dây nóng" in page.inner_text("main")

    until(is_there, "the page that follows does not wait for what is sent on leaving, but it arrives")


def test_a_note_is_kept_when_the_auditor_signs_out_over_it(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    address = page.url
    unfold(page.locator("article.crit").first)
    page.locator("textarea[name=note]").fill("Chưa có đường dây nóng trên trang")
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.wait_for_url("**/dang-nhap*")
    assert page.evaluate("sessionStorage.getItem('draft')") is None
    page = window("kiemtra")
    page.goto(address)
    page.get_by_text("Chưa có đường dây nóng trên trang").first.wait_for()


def test_a_note_that_is_refused_on_the_way_out_is_sent_later(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    address, first = page.url, page.locator("article.crit").nth(1)
    unfold(first)
    page.route("**/kiem-tra/muc/*", lambda route: route.fulfill(status=503) if is_post(route) else route.continue_())
    page.locator("textarea[name=note]").fill("Ghi chú bị từ chối")
    page.on("dialog", lambda asked: asked.dismiss())
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.locator("#unsaved").get_by_text("1 mục kiểm tra chưa lưu").wait_for()  # nobody is signed out over it unasked
    assert page.url == address
    page.unroute_all()
    page.goto("/hop")
    page.locator("#unsaved").wait_for(state="hidden")
    page.goto(address)
    assert "Ghi chú bị từ chối" in page.inner_text("main")


def is_post(route: Any) -> bool:
    return bool(route.request.method == "POST")


def test_a_note_goes_on_after_a_look_at_a_file(window: Window, tmp_path: Path) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    first = page.locator("article.crit").nth(2)
    unfold(first)
    (tmp_path / "bảng.pdf").write_bytes(SMALL_PDF)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        first.locator("input[type=file]").set_input_files(str(tmp_path / "bảng.pdf"))
    first.locator(FILES).first.wait_for()
    first.locator("textarea[name=note]").fill("Ghi chú sau khi xem tệp")
    with page.expect_download():
        first.locator(FILES).first.click()
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        first.get_by_text("Chưa đạt", exact=True).click()
    assert saved.value.status == 200
    assert "Người khác vừa lưu" not in first.inner_text()


def test_a_button_that_met_the_end_of_a_session_means_the_same_afterwards(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    address, first = page.url, page.locator("article.crit").nth(3)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        first.get_by_text("Chưa đạt", exact=True).click()
    unfold(first)
    take_back = first.get_by_role("button", name="Bỏ đánh giá")
    take_back.wait_for()
    end_sessions(live)
    take_back.click()
    sign_in_again(page, "kiemtra")
    page.locator("article.crit").nth(3).locator("input[name=state]:checked").wait_for(state="detached")
    page.goto(address)
    assert page.locator("article.crit").nth(3).locator("input[name=state]:checked").count() == 0
