"""Offices with the plan loaded, as the tests of the plan need them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from models.base import db
from models.duties.tables import Duty, DutyExtension, DutyNote
from tests.conftest import kept
from tests.factories import Office
from tests.shipped import load_plan


@pytest.fixture
def planned(app: Flask, office: Office) -> Office:
    """The test commune with plan and script."""
    kept(app, "plan", lambda: load_plan(office.commune))
    return office


@pytest.fixture
def writes_nothing() -> Callable[[], AbstractContextManager[None]]:
    """What happens inside leaves the notes, the extensions and the duties as they are."""

    def state() -> list[object]:
        kinds = (Duty, DutyNote, DutyExtension)
        return [db.session.execute(select(kind.__table__).order_by(kind.id)).all() for kind in kinds]

    @contextmanager
    def watch() -> Iterator[None]:
        before = state()
        yield
        assert state() == before

    return watch


@pytest.fixture
def planned_elsewhere(other_office: Office) -> Office:
    """The neighbour with the same plan under its own name."""
    load_plan(other_office.commune)
    db.session.commit()
    return other_office
