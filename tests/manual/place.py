"""The places that the pictures of the manual are taken of: the demo, always made and looked at on the same morning."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

from models import clock, demo
from models.accounts.tables import Account
from models.audits.rules import ItemState
from models.audits.tables import ItemResult
from models.base import db, writing
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD

MORNING = clock.at_office(date(2026, 7, 14), 9, 20)  # a Tuesday: the second quarter is over, half of the plan is due
COMMUNE = {"responses": 300, "meetings": 24, "communes": 1}
PROVINCE = {"responses": 60, "meetings": 8, "communes": 3}
NEARLY_DONE = 3  # the round of which only a few criteria were left


def sizes_for(username: str) -> dict[str, int]:
    """The place that pictures of somebody's pages are taken of."""
    return PROVINCE if username == "tinh" else COMMUNE


@contextmanager
def no_chance() -> Iterator[None]:
    """Draw the same numbers and addresses each time, so that a page which shows one stays as it was."""
    drawn = Random("pictures")
    draws: dict[str, Callable[..., Any]] = {
        "token_bytes": lambda size=32: drawn.randbytes(size),
        "randbelow": drawn.randrange,
        "choice": drawn.choice,
    }
    with patch.multiple(secrets, **draws):
        yield


def account(username: str) -> Account:
    """Somebody of the demo."""
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def furnish(sizes: dict[str, int]) -> None:
    """Fill the empty database of this context; a round waits to be handed in."""
    with clock.held_at(MORNING), no_chance(), writing():
        demo.make(GOOD_PASSWORD, **sizes)
        auditor = account("kiemtra")
        left = ItemResult.state.in_((ItemState.NOT_ASSESSED, ItemState.UNDETERMINED))
        for result in db.session.scalars(select(ItemResult).where(ItemResult.round_id == NEARLY_DONE, left)):
            result.assess(ItemState.NOT_MET, auditor.id, clock.now(), "Chưa làm, đề nghị bố trí.", "", None)
        db.session.commit()


def knock(app: Flask) -> None:
    """Let somebody try what is not his, and sign in wrongly, so that there is something to be seen of it."""
    with app.app_context(), clock.held_at(MORNING):
        counter = Browser(app, checked=False)
        counter.enter_as(account("quay"))
        for address in ("/quan-tri/tai-khoan", "/quan-tri/bao-mat"):
            counter.get(address)
        Browser(app, checked=False).post_form(
            "/dang-nhap", {"username": "thuky", "password": "doan thu mot cau nao do"}
        )


def stop_clock(app: Flask) -> None:
    """Let every request see that morning, whatever thread serves it."""
    running: Any = app.wsgi_app

    def held(environ: Any, start_response: Any) -> Iterable[bytes]:
        with clock.held_at(MORNING):
            return list(running(environ, start_response))

    app.wsgi_app = held  # type: ignore[method-assign]
