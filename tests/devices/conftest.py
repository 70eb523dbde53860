"""What tests of devices share: a device with its code, and a machine that speaks JSON without cookies."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.test import TestResponse

from models.base import db, set_writing
from models.devices import actions
from models.places import actions as places
from tests.devices.tablets import open_tablet, place, tablets_browser  # noqa: F401  (fixtures)
from tests.factories import Office

Machine = Callable[..., TestResponse]


@pytest.fixture
def machine(app: Flask) -> Machine:
    """Send JSON (or ``raw`` bytes) to an address, with a token; the answer must be JSON and set no cookie."""

    def send(url: str, sent: Any = None, token: str | None = None, method: str = "POST", **more: Any) -> TestResponse:
        db.session.rollback()
        g.__dict__.clear()
        headers = {**({"Authorization": f"Bearer {token}"} if token is not None else {}), **more.pop("headers", {})}
        body = {"data": more.pop("raw")} if "raw" in more else {} if sent is None else {"json": sent}
        answer = app.test_client(use_cookies=False).open(url, method=method, headers=headers, **body, **more)
        db.session.remove()
        set_writing(True)
        assert answer.mimetype in ("application/json", "application/problem+json"), answer.text[:200]
        tells_its_state = url == "/healthz" and answer.status_code in (200, 503)
        is_problem = answer.status_code >= 400 and not tells_its_state
        assert (answer.mimetype == "application/problem+json") is is_problem
        assert "Set-Cookie" not in answer.headers
        assert not [name for name, _value in answer.headers if name.lower().startswith("access-control")]
        if is_problem and method != "HEAD":
            told = answer.get_json()
            assert told["status"] == answer.status_code and told["code"] and told["title"]
        return answer

    return send


@pytest.fixture
def offered(office: Office) -> tuple[int, str]:
    """A device at a counter, and the code that stands for it."""
    return offer(office, "Máy quầy 1")


def offer(office: Office, name: str) -> tuple[int, str]:
    """A further device of an office, with its code."""
    eyes = office.viewer("secretary")
    counter = places.add_counter(eyes, f"Quầy của {name}", "")
    device, code = actions.add_device(eyes, name, counter.id)
    found = device.id, code
    db.session.commit()
    return found


@pytest.fixture
def token(offered: tuple[int, str]) -> str:
    """The token of a paired device."""
    paired = actions.pair(offered[1], "tests")
    db.session.commit()
    return paired.token
