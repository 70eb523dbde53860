"""The test commune with plan and script, as the dashboard needs it."""

import pytest

from models.base import db
from models.catalogue import read_yaml
from models.plan import actions
from tests.factories import Office


@pytest.fixture
def planned(office: Office) -> Office:
    """The test commune with plan and script."""
    actions.load_plan(office.commune, read_yaml("plan_tay_son"))
    actions.load_script(office.commune, read_yaml("script_tay_son"))
    db.session.commit()
    return office
