"""One commune with a demonstration, as it is or with twenty of everything, and somebody for each page."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from models import demo
from models.accounts import queries
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import db
from tests.access.conftest import grid  # noqa: F401  (two communes, for whoever walks through all forms)
from tests.browser import Browser
from tests.conftest import kept
from tests.factories import GOOD_PASSWORD

ROLES = (Role.SECRETARY, Role.ADMIN, Role.AUDITOR, Role.COUNTER, Role.LEADER, Role.PROVINCE)


@pytest.fixture
def demo_site(app: Flask) -> Flask:
    """The site with a small demonstration in one commune."""
    kept(app, "small_demo", lambda: demo.make(GOOD_PASSWORD, responses=8, meetings=4, communes=1))
    return app


@pytest.fixture
def home_id(demo_site: Flask) -> int:
    """The commune of the demonstration."""
    found: int = queries.joined_communes()[0].id
    db.session.rollback()
    return found


@pytest.fixture
def as_role(demo_site: Flask) -> Callable[[Role | None], Browser]:
    """The browser of a role of the demonstration (None: of nobody), opened once."""
    opened: dict[Role | None, Browser] = {None: Browser(demo_site, checked=False)}

    def browser(role: Role | None) -> Browser:
        if role not in opened:
            account = db.session.scalars(select(Account).where(Account.role == role).order_by(Account.id)).first()
            assert account is not None
            opened[role] = Browser(demo_site, checked=False)
            opened[role].enter_as(account)
        return opened[role]

    return browser
