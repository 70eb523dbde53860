"""The test commune with plan and script, as the search needs it."""

import pytest
from flask import Flask

from tests.conftest import kept
from tests.factories import Office
from tests.shipped import load_plan


@pytest.fixture
def planned(app: Flask, office: Office) -> Office:
    """The test commune with plan and script."""
    kept(app, "plan", lambda: load_plan(office.commune))
    return office
