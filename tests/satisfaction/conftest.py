"""What the tests of satisfaction start from."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models import clock, periods
from models.accounts.rules import Viewer
from models.base import db, upsert
from models.places.tables import Counter
from models.satisfaction import actions, queries
from models.satisfaction.links import open_counter
from models.satisfaction.rules import Mode, Tally
from models.satisfaction.tables import Response, ResponseDay, ResponseLink
from tests.factories import Office

Say = Callable[..., Response]


def tally(viewer: Viewer, since: date, until: date, mode: Mode | None = None) -> Tally:
    """Counted answers of a span of days, both included."""
    return queries.total(queries.daily(viewer, since, until), since, until, mode)


def weekly_rates(viewer: Viewer, weeks: int = 8, mode: Mode | None = None) -> list[tuple[int, int, Tally]]:
    """The tally of each of the last ISO weeks, oldest first."""
    today = clock.today()
    first, _ = periods.week_days(*periods.week_of_day(today - timedelta(weeks=weeks - 1)))
    return queries.weekly(queries.daily(viewer, first, today), today, weeks, mode)


def drift(commune_id: int, day: date, mode: Mode, scale_id: int, level: int, by: int) -> None:
    """Let a daily count say more than there are answers."""
    key = {"commune_id": commune_id, "local_date": day, "mode": mode, "scale_id": scale_id, "level": level}
    moved = upsert(ResponseDay).values(n=by, **key)
    db.session.execute(moved.on_conflict_do_update(index_elements=list(key), set_={"n": ResponseDay.n + by}))


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
    made = open_counter(office.viewer("secretary"), "Quầy 1", "Tầng 1")
    db.session.commit()
    return made


@pytest.fixture
def link(counter: Counter) -> ResponseLink:
    """The public link of Quầy 1."""
    return db.session.query(ResponseLink).filter_by(counter_id=counter.id).one()
