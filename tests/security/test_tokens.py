"""The token against forms from elsewhere: one for all pages of a session, and worth nothing outside it."""

from collections.abc import Callable

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from blueprints import security
from tests.browser import Browser

Browse = Callable[..., Browser]
CHANGE = "/tai-khoan/dong-phien"


def signed(app: Flask, own: str, key: bytes | None = None, salt: str = "wtf-csrf-token") -> str:
    """A token as another process would write it at another time."""
    made = URLSafeTimedSerializer(key or app.config["SECRET_KEY"], salt=salt).dumps(own)
    return made if isinstance(made, str) else made.decode()


def own_part(clerk: Browser) -> str:
    """What the session knows of its token."""
    with clerk.client.session_transaction() as session:
        return str(session["csrf_token"])


def test_all_pages_of_a_session_carry_one_token_that_its_forms_are_taken_with(browse: Browse) -> None:
    clerk = browse("counter")
    clerk.get("/tai-khoan")  # makes it
    tokens = {clerk.hidden_fields(page)["csrf_token"] for page in ("/tai-khoan", "/hai-long/ghi", "/tai-khoan")}
    assert len(tokens) == 1
    assert clerk.post_raw(CHANGE, {"csrf_token": tokens.pop()}).status_code == 303


def test_a_token_is_worth_nothing_in_another_session(browse: Browse) -> None:
    clerk, other = browse("counter"), browse("counter")
    token, others = clerk.token(), other.token()
    assert token != others
    assert other.post_raw(CHANGE, {"csrf_token": token}).status_code == 400
    assert other.post_raw(CHANGE, headers={"X-CSRFToken": token}).status_code == 400
    assert other.post_raw(CHANGE, {"csrf_token": others}).status_code == 303


def test_a_token_that_another_process_signed_is_taken_and_a_forged_one_is_not(app: Flask, browse: Browse) -> None:
    clerk = browse("counter")
    clerk.token()
    own = own_part(clerk)
    forged = [own, signed(app, own, b"x" * 32), signed(app, own, salt="cookie-session"), signed(app, own)[:-1], "", "ỹ"]
    for token in forged:
        assert clerk.post_raw(CHANGE, {"csrf_token": token}).status_code == 400, token
    security._token.cache_clear()  # as after a restart
    assert clerk.post_raw(CHANGE, {"csrf_token": signed(app, own)}).status_code == 303
