"""Offices with the plan loaded, as the tests of the plan need them."""

import pytest

from models.base import db
from tests.factories import Office
from tests.shipped import load_plan


@pytest.fixture
def planned(office: Office) -> Office:
    """The test commune with plan and script."""
    load_plan(office.commune)
    db.session.commit()
    return office


@pytest.fixture
def planned_elsewhere(other_office: Office) -> Office:
    """The neighbour with the same plan under its own name."""
    load_plan(other_office.commune)
    db.session.commit()
    return other_office
