"""Whatever refuses a save, the words stay: across a reload, Back and a sign-in elsewhere; the page says what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from models.accounts.rules import Role
from models.accounts.tables import Account, Person
from models.base import db, writing
from tests.e2e.test_kept import end_sessions
from tests.living import Live, session_cookie, sign_in

Window = Callable[..., Any]
NEW, VIEW = "/quan-tri/can-bo/moi", "accounts.new_person"
SAVE = "Lưu"


def is_kept(live: Live, name: str) -> bool:
    """Whether the office has this person now."""
    with live.app.app_context():
        return db.session.scalar(select(Person.id).where(Person.full_name == name)) is not None


def typed(window: Window, name: str, **kwargs: Any) -> Any:
    """The administrator's window with a new person typed in."""
    page = window("quantri", **kwargs)
    page.goto("/quan-tri/can-bo")
    page.goto(NEW)
    page.locator("[name=full_name]").fill(name)
    page.locator("[name=title]").fill("Chuyên viên gõ dở")
    return page


def save(page: Any) -> None:
    """Press the button that saves; comes back when the page that answers is there."""
    with page.expect_navigation():
        page.locator("main form .btn.primary").first.click()


def assert_kept_and_save(live: Live, page: Any, name: str) -> None:
    """The words stand in their form again, and are saved from there."""
    assert page.input_value("[name=full_name]") == name
    assert page.input_value("[name=title]") == "Chuyên viên gõ dở"
    with page.expect_navigation(url="**/quan-tri/can-bo*"):
        page.locator("main form.form .btn.primary").first.click()
    assert is_kept(live, name)
    assert page.locator(".draft").count() == 0
    page.goto(NEW)
    assert page.input_value("[name=full_name]") == "" and page.locator(".draft").count() == 0


@contextmanager
def the_view_raises(live: Live, problem: BaseException) -> Iterator[None]:
    """The counter window is broken for a while."""

    def broken(**_values: Any) -> None:
        raise problem

    view = live.app.view_functions[VIEW]
    broken.access = view.access  # type: ignore[attr-defined]
    live.app.view_functions[VIEW] = broken
    try:
        yield
    finally:
        live.app.view_functions[VIEW] = view


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize(
    ("status", "problem"), [(429, TooManyRequests()), (500, RuntimeError("kaputt")), (503, ServiceUnavailable())]
)
def test_what_the_server_refuses_is_still_there(
    window: Window, live: Live, status: int, problem: BaseException, back: bool
) -> None:
    name = f"Trần Thị {status} {'Quay' if back else 'Lại'}"
    page = typed(window, name)
    with the_view_raises(live, problem):
        save(page)
        page.get_by_text(f"Mã {status}").wait_for()
        page.get_by_text("Chữ vừa gõ còn giữ trong thẻ này").wait_for()
    page.go_back() if back else page.reload()
    assert_kept_and_save(live, page, name)


def test_what_is_refused_is_saved_by_its_button_without_scripts(window: Window, live: Live) -> None:
    page = typed(window, "Trần Văn Không Kịch Bản", scripts=False)
    with the_view_raises(live, ServiceUnavailable()):
        save(page)
        assert "Trần Văn Không Kịch Bản" in page.get_by_label("Chữ vừa gõ").first.input_value()
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu lần nữa").click()
    assert is_kept(live, "Trần Văn Không Kịch Bản")


@pytest.mark.parametrize("back", [False, True])
def test_what_cannot_be_taken_survives_reload_and_back(window: Window, live: Live, back: bool) -> None:
    name = f"Đỗ Thị 422 {'Quay' if back else 'Lại'}"
    page = typed(window, name)
    page.locator("[name=rank]").fill("không phải số")
    save(page)
    page.locator("[aria-invalid=true]").first.wait_for()
    page.go_back() if back else page.reload()
    assert page.input_value("[name=rank]") == "không phải số"
    page.locator("[name=rank]").fill("9")
    assert_kept_and_save(live, page, name)


def sign_in_elsewhere(live: Live, page: Any) -> None:
    """Another tab of the same browser signs in anew."""
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(live, "quantri")])
    page.context.new_page().goto("/tai-khoan")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_token_is_mended_by_saving_again(window: Window, live: Live, scripts: bool) -> None:
    name = f"Lý Văn Bốn Trăm {'Có' if scripts else 'Không'}"
    page = typed(window, name, scripts=scripts)
    sign_in_elsewhere(live, page)
    save(page)
    page.get_by_text("Mã 400").wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu lần nữa").click()
    assert is_kept(live, name)
    if scripts:
        page.goto(NEW)
        assert page.locator(".draft").count() == 0, "the tab knows that it was taken"


def test_an_old_token_survives_a_reload(window: Window, live: Live) -> None:
    page = typed(window, "Lý Thị Bốn Trăm Lại")
    sign_in_elsewhere(live, page)
    save(page)
    page.get_by_text("Mã 400").wait_for()
    page.reload()
    assert_kept_and_save(live, page, "Lý Thị Bốn Trăm Lại")


@pytest.mark.parametrize("way", ["reload", "back", "button"])
def test_the_end_of_a_session_and_a_sign_in_in_another_tab(window: Window, live: Live, way: str) -> None:
    name = f"Mai Văn Bốn Không Một {way}"
    page = typed(window, name)
    end_sessions(live)
    save(page)
    page.get_by_text("Mã 401").wait_for()
    if way == "button":
        page.get_by_role("link", name="Đăng nhập").click()
        sign_in(page, "quantri")
        page.wait_for_url(f"**{NEW}")
    else:
        sign_in_elsewhere(live, page)
        page.reload() if way == "reload" else page.go_back()
    assert_kept_and_save(live, page, name)


def set_role(live: Live, role: Role) -> None:
    with live.app.app_context(), writing():
        db.session.execute(update(Account).where(Account.username == "quantri").values(role=role))
        db.session.commit()


def test_a_right_that_was_taken_away_leaves_the_words(window: Window, live: Live) -> None:
    page = typed(window, "Võ Thị Bốn Không Ba")
    set_role(live, Role.COUNTER)
    try:
        save(page)
        page.get_by_text("Mã 403").wait_for()
        page.get_by_text("Chữ vừa gõ còn giữ trong thẻ này").wait_for()
    finally:
        set_role(live, Role.ADMIN)
    page.go_back()
    assert_kept_and_save(live, page, "Võ Thị Bốn Không Ba")


def test_a_body_that_is_too_large_leaves_the_words(window: Window, live: Live) -> None:
    page = typed(window, "Võ Thị Quá Lớn")
    page.evaluate("""() => {
      const form = document.querySelector('[name=full_name]').form;
      const big = Object.assign(document.createElement('input'), {type: 'hidden', name: 'rank'});
      big.value = 'x'.repeat(1200000);
      document.querySelector('[name=rank]').disabled = true;
      form.append(big);
    }""")
    save(page)
    page.get_by_text("Mã 413").wait_for()
    page.get_by_text("Chữ vừa gõ còn giữ trong thẻ này").wait_for()
    page.reload()
    page.locator("[name=rank]").fill("9")
    assert_kept_and_save(live, page, "Võ Thị Quá Lớn")


def test_without_a_line_nothing_is_lost(window: Window, live: Live) -> None:
    page = typed(window, "Võ Thị Mất Mạng")
    page.route(f"**{NEW}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("main form .btn.primary").first.click()
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    page.goto(NEW)
    page.get_by_text("Nội dung gõ trước đó chưa được lưu.").wait_for()
    assert_kept_and_save(live, page, "Võ Thị Mất Mạng")


def test_a_second_saver_keeps_his_words_across_a_reload(window: Window, live: Live) -> None:
    with live.app.app_context():
        person = db.session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        url = f"/quan-tri/can-bo/{person.id}"
    first, second = window("quantri"), window("quantri")
    for page in (first, second):
        page.goto(url)
    first.locator("[name=title]").fill("Chức danh người thứ nhất")
    save(first)
    second.locator("[name=title]").fill("Chức danh người thứ hai")
    save(second)
    second.get_by_text("Chức danh người thứ nhất").first.wait_for()
    second.reload()
    assert second.input_value("[name=title]") == "Chức danh người thứ hai"
    save(second)
    second.get_by_text("Chức danh người thứ nhất").first.wait_for()  # it is still his decision
    save(second)
    second.goto(url)
    assert second.input_value("[name=title]") == "Chức danh người thứ hai"


def asked(page: Any) -> list[str]:
    """The kinds of questions that the browser asks from now on; each is answered with yes."""
    kinds: list[str] = []
    page.on("dialog", lambda dialog: (kinds.append(dialog.type), dialog.accept()))
    return kinds


def test_leaving_a_changed_form_asks_and_a_saved_one_does_not(window: Window, live: Live) -> None:
    page = window("quantri")
    page.goto(NEW)
    questions = asked(page)
    page.locator("[name=full_name]").press_sequentially("Ai")
    page.locator("[name=full_name]").press("Backspace")
    page.locator("[name=full_name]").press("Backspace")
    page.goto("/tai-khoan")
    assert not questions, "typed and taken back"
    page.goto(NEW)
    page.locator("[name=full_name]").press_sequentially("Người Đang Gõ")
    page.goto("/tai-khoan")
    assert questions == ["beforeunload"]
    page.goto(NEW)
    page.locator("[name=full_name]").press_sequentially("Người Gõ Xong")
    save(page)
    page.goto("/tai-khoan")
    assert questions == ["beforeunload"] and is_kept(live, "Người Gõ Xong")


def test_htmx_forms_save_again_with_the_token_of_the_new_session(window: Window, live: Live) -> None:
    page = window("kinhte")
    page.goto("/viec-cua-toi")
    page.locator("main a[href^='/ke-hoach/'], main a[href^='/viec/']").first.click()
    note = page.locator("form[action$='/tien-do'] textarea[name=text]")
    note.fill("Ghi chú qua hai phiên làm việc")
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(live, "kinhte")])
    page.context.new_page().goto("/tai-khoan")
    button = page.locator("form[action$='/tien-do'] button[type=submit]").first
    with page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        button.click()
    assert refused.value.status == 400
    page.get_by_text("Xin bấm lưu lần nữa.").wait_for()  # the page has taken the answer, and the token in it
    button.click()
    page.get_by_text("Ghi chú qua hai phiên làm việc").first.wait_for()


def test_a_text_that_is_too_long_is_counted_and_refused_and_never_cut(window: Window) -> None:
    page = window("quantri")
    page.goto(NEW)
    page.locator("[name=title]").fill("x" * 130)
    page.get_by_text("130/120 ký tự – quá dài").wait_for()
    page.locator("[name=full_name]").fill("Người Có Chức Danh Dài")
    assert page.locator(".count").count() == 1, "what is far from its limit is not counted"
    save(page)
    page.get_by_text("Dài quá 120 ký tự (đang có 130)").first.wait_for()
    assert page.input_value("[name=title]") == "x" * 130
