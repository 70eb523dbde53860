"""Two communes full of invented records, and a way to call any endpoint with ids of either."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.routing import Rule

from models import clock, demo
from models.accounts import queries
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Person
from models.base import db
from models.duties.rules import DutyKind, may_keep, may_reopen, may_report
from models.duties.tables import Duty
from tests.access import addresses
from tests.access.table import IN_HAND
from tests.browser import Browser
from tests.conftest import kept
from tests.factories import GOOD_PASSWORD

ELSEWHERE = (Role.LEADER, Role.COUNTER)  # of the other commune, whose grants are the same: who reads most, who least


@dataclass
class Grid:
    """The site, its two communes, and a browser for everybody."""

    app: Flask
    here: int
    there: int
    browsers: dict[tuple[str, str], Browser]
    eyes: dict[tuple[str, str], Viewer]

    def rules(self, method: str) -> list[Rule]:
        """Every address that takes a method."""
        return addresses.rules(self.app, method)

    def has_ids(self, rule: Rule) -> bool:
        """Whether an address names a row of a commune."""
        return addresses.has_ids(rule)

    def url(self, rule: Rule, commune_id: int | None) -> str | None:
        """An address with ids of a commune, or of nothing (None); None when the commune has no such row."""
        return addresses.url(rule, commune_id)

    def in_hand(self, endpoint: str, url: str, role: str, place: str) -> bool:
        """Whether whoever asks has the duty of an address in hand, where an endpoint opens to nobody else."""
        if endpoint not in IN_HAND:
            return True
        eyes = self.eyes[role, place]
        kind, ref = re.findall(r"/(nhiem-vu|kich-ban|viec)/([\w.-]+)/", url)[0]
        query = select(Duty).where(Duty.commune_id == eyes.commune_id)
        if kind == "viec":
            query = query.where(Duty.id == int(ref))
        else:
            work = DutyKind.TASK if kind == "nhiem-vu" else DutyKind.STEP
            query = query.where(Duty.kind == work, Duty.ref == ref.replace("-", "."))
        duty = db.session.scalars(query).one()
        if endpoint.endswith(".keep_state"):
            return may_keep(duty, duty.is_finished, eyes)
        return may_reopen(duty, eyes) if endpoint.endswith(".reopen") else may_report(duty, eyes)


@pytest.fixture
def grid(app: Flask) -> Iterator[Grid]:
    """Two communes with demonstration records and a signed-in browser for each of their roles."""
    kept(app, "two_communes", lambda: demo.make(GOOD_PASSWORD, responses=8, meetings=4, communes=2))
    here, there = (commune.id for commune in queries.joined_communes()[:2])
    browsers: dict[tuple[str, str], Browser] = {("nobody", ""): Browser(app, checked=False)}
    eyes: dict[tuple[str, str], Viewer] = {}
    units = {person.id: person.unit_id for person in db.session.scalars(select(Person))}
    for account in db.session.scalars(select(Account).order_by(Account.id)).all():
        who = account.role.value, "there" if account.commune_id == there else "here"
        if who in browsers or (who[1] == "there" and account.role not in ELSEWHERE):
            continue  # one of each role is enough
        browsers[who] = Browser(app, checked=False)
        eyes[who] = Viewer(
            account.id,
            account.role,
            account.display_name,
            account.commune_id,
            account.person_id,
            units.get(account.person_id or 0),
        )
        browsers[who].enter_as(account)
    assert len(browsers) == 1 + len(Role) + len(ELSEWHERE)
    with clock.held_at(clock.now()):
        yield Grid(app, here, there, browsers, eyes)


@pytest.fixture
def writes(app: Flask) -> Callable[[], Any]:
    """Catch every statement that changes something, save the hour at which a session was last seen."""

    @contextmanager
    def caught() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            verb = statement.lstrip().split(" ", 1)[0].upper()
            if verb not in {"SELECT", "BEGIN", "PRAGMA", "SHOW", "ROLLBACK"} and not statement.startswith(
                "UPDATE sign_in SET opened_at="
            ):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return caught
