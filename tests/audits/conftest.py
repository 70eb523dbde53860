"""A round of the website, freshly opened in the first office."""

import pytest

from models.audits import actions
from models.audits.tables import AuditRound
from models.base import db
from tests.factories import Office
from tests.shipped import load_criteria


@pytest.fixture
def criteria(office: Office) -> None:
    """The shipped criteria sets."""
    load_criteria()
    db.session.commit()


@pytest.fixture
def website(criteria: None, office: Office) -> AuditRound:
    """Round 1 of the website."""
    opened = actions.open_round(office.viewer("auditor"), "website", None)
    db.session.commit()
    return opened


@pytest.fixture
def round_id(website: AuditRound) -> int:
    """The id of round 1 of the website, good for addresses however often the session is emptied."""
    return website.id
