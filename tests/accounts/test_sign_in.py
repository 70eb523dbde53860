"""Signing in and out, as a person and as a stranger meet it."""

from collections.abc import Callable

from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password


def test_a_clerk_signs_in_and_out_and_the_old_cookie_is_dead(office: Office, browse: Callable[..., Browser]) -> None:
    give_password(office.account("counter"))
    browser = browse(None)
    answer = browser.post_form("/dang-nhap", {"username": "Counter", "password": GOOD_PASSWORD})
    assert answer.status_code == 303
    assert browser.get("/tai-khoan").status_code == 200
    old_cookie = browser.client.get_cookie("office")
    assert old_cookie is not None
    assert browser.post("/dang-xuat").status_code == 303
    browser.client.set_cookie("office", old_cookie.value)
    assert browser.get("/tai-khoan").status_code == 303


def test_wrong_password_says_nothing_about_the_name(office: Office, browse: Callable[..., Browser]) -> None:
    give_password(office.account("counter"))
    browser = browse(None)
    known = browser.post_form("/dang-nhap", {"username": "counter", "password": "sai hoan toan roi"})
    unknown = browser.post_form("/dang-nhap", {"username": "nobody", "password": "sai hoan toan roi"})
    assert known.status_code == unknown.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in known.text
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in unknown.text
