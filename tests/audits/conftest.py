"""A round of the website, freshly opened in the first office."""

import pytest
from flask import Flask

from models.accounts.rules import Viewer
from models.audits import actions, queries
from models.audits.queries import RoundFigures
from models.audits.tables import AuditRound
from models.base import db
from tests.conftest import kept
from tests.factories import Office
from tests.shipped import load_criteria


@pytest.fixture
def criteria(app: Flask, office: Office) -> None:
    """The shipped criteria sets."""
    kept(app, "criteria", load_criteria)


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


def newest(eyes: Viewer, set_code: str) -> RoundFigures | None:
    """The figures of the newest round of a set."""
    found = [head for _, head in queries.read_rounds(eyes, set_code)]
    return queries.figures(found)[found[0].id] if found else None
