"""The token against forms from elsewhere: taken from every page of its session, and worth nothing outside it."""

from collections.abc import Callable

import pytest
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from models import clock
from tests.browser import Browser

Browse = Callable[..., Browser]
CHANGE = "/tai-khoan/dong-phien"
KEPT = "/hai-long/ghi"  # says what is missing when the token is good


def signed(app: Flask, own: str, key: bytes | None = None, salt: str = "wtf-csrf-token") -> str:
    """A token as another process would write it at another time."""
    made = URLSafeTimedSerializer(key or app.config["SECRET_KEY"], salt=salt).dumps(own)
    return made if isinstance(made, str) else made.decode()


def own_part(clerk: Browser) -> str:
    """What the session knows of its token."""
    with clerk.client.session_transaction() as session:
        return str(session["csrf_token"])


def test_every_page_of_a_session_has_a_token_that_its_forms_are_taken_with(browse: Browse) -> None:
    clerk = browse("counter")
    for page in ("/tai-khoan", "/hai-long/ghi"):
        assert clerk.post_raw(KEPT, {"csrf_token": clerk.hidden_fields(page)["csrf_token"]}).status_code == 422


def test_a_page_has_its_token_signed_anew_each_second(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = browse("counter")
    clerk.get("/tai-khoan")
    tokens, now = [], int(clock.now().timestamp())
    for second in (now + 20, now + 21):
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self, at=second: at)
        tokens.append(clerk.hidden_fields("/tai-khoan")["csrf_token"])
    assert tokens[0] != tokens[1]


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
    assert clerk.post_raw(CHANGE, {"csrf_token": signed(app, own)}).status_code == 303


@pytest.mark.parametrize("with_token", [False, True])
def test_a_form_with_a_nameless_part_is_refused(browse: Browse, with_token: bool) -> None:
    clerk = browse("counter")
    parts = [b"Content-Disposition: form-data\r\n\r\nz"]
    if with_token:
        parts.append(b"Content-Disposition: form-data; name=csrf_token\r\n\r\n" + clerk.token().encode())
    body = b"".join(b"--a\r\n" + part + b"\r\n" for part in parts) + b"--a--\r\n"
    sent = clerk.client.post(CHANGE, data=body, content_type="multipart/form-data; boundary=a")
    assert sent.status_code == 400
