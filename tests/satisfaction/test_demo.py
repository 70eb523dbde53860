"""The invented answers fit the rules that real ones keep."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.places import demo as places
from models.places.tables import Counter
from models.satisfaction import actions, demo
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import Response
from tests.factories import Office
from tests.satisfaction.conftest import tally, weekly_rates

pytestmark = pytest.mark.slow


# a Monday before its first hour and in it, a Wednesday, the end of a Friday, and both ends of a Sunday
@pytest.mark.parametrize("day_and_hour", ["30 00:05", "30 07:01", "25 16:00", "27 17:30", "29 00:01", "29 23:59"])
def test_the_demonstration_is_lively_and_fits(office: Office, hold: Callable[[str], None], day_and_hour: str) -> None:
    hold(f"2026-03-{day_and_hour}")
    people = list(office.people.values())
    places.seed(office.commune, people, office.accounts, random.Random("xã"), 0)
    demo.seed(office.commune, people, office.accounts, random.Random("xã"), 1500)
    db.session.commit()
    eyes, today = office.viewer("leader"), clock.today()
    assert actions.check_rollups() == []
    assert db.session.scalar(select(func.count(Response.id))) == 1500
    assert db.session.scalar(select(func.count(Counter.id))) == 3
    everyone = tally(eyes, today - timedelta(days=80), today)
    assert 0.95 < (everyone.rate or 0) < 0.995
    assert set(everyone.counts) == {1, 2, 3, 4, 5}
    now, weeks = clock.local(clock.now()), weekly_rates(eyes, 8, Mode.ONLINE)
    has_begun = today.weekday() > 0 or now.hour >= 17  # before, nobody can have answered in the new week
    assert all(tally.n for *_, tally in (weeks if has_begun else weeks[:-1]))
    statuses = set(db.session.scalars(select(Response.status)))
    assert statuses == {Status.COUNTED, Status.HELD, Status.TOMBSTONE}
    assert (db.session.scalar(select(func.max(Response.answered_at))) or clock.now()) <= clock.now()
