"""What the tests of satisfaction start from."""

from collections.abc import Callable

import pytest

from models.accounts.rules import Viewer
from models.base import db
from models.satisfaction import actions
from models.satisfaction.rules import Mode
from models.satisfaction.tables import Counter, Response, ResponseLink
from tests.factories import Office

Say = Callable[..., Response]


@pytest.fixture
def clerk(office: Office) -> Viewer:
    """The eyes of the counter clerk."""
    return office.viewer("counter")


@pytest.fixture
def say(clerk: Viewer) -> Say:
    """Record answers: say(level), say(level, Mode.ONLINE, times=3, by=other_viewer)."""

    def record(
        level: int, mode: Mode = Mode.ONLINE, comment: str = "", times: int = 1, by: Viewer | None = None
    ) -> Response:
        for _ in range(times):
            sealed = actions.record(by or clerk, actions.Answer(level, mode, comment))
        db.session.commit()
        return db.session.get_one(Response, sealed.id)

    return record


@pytest.fixture
def counter(office: Office) -> Counter:
    """Quầy 1 with its public link."""
    made = actions.add_counter(office.viewer("secretary"), "Quầy 1", "Tầng 1")
    db.session.commit()
    return made


@pytest.fixture
def link(counter: Counter) -> ResponseLink:
    """The public link of Quầy 1."""
    return db.session.query(ResponseLink).filter_by(counter_id=counter.id).one()
