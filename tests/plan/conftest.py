"""Offices with the plan loaded, as the tests of the plan need them."""

import pytest

from models.base import db
from models.catalogue import read_yaml
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
def planned_elsewhere(other_office: Office) -> Office:
    """The neighbour with the same plan under its own name."""
    load_plan(other_office)
    return other_office
