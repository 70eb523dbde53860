"""Offices with the plan loaded, as the tests of the plan need them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import select

from models.base import db
from models.catalogue import read_yaml
from models.duties.tables import Duty, DutyExtension, DutyNote
from models.plan import actions
from tests.factories import Office


def load_plan(office: Office) -> None:
    actions.load_plan(office.commune, read_yaml("plan_tay_son"))
    actions.load_script(office.commune, read_yaml("script_tay_son"))
    db.session.commit()


@pytest.fixture
def planned(office: Office) -> Office:
    """The test commune with plan and script."""
    load_plan(office)
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
    load_plan(other_office)
    return other_office
