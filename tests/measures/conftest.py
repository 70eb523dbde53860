"""The test commune with plan and script, as the measures need it."""

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
