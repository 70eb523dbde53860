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


def test_the_demonstration_is_lively_and_fits(office: Office, hold: Callable[[str], None]) -> None:
    hold("2026-04-01 16:00")  # a Wednesday: early on a Monday the week has no answers yet
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
    assert all(tally.n for *_, tally in weekly_rates(eyes, 8, Mode.ONLINE))
    statuses = set(db.session.scalars(select(Response.status)))
    assert statuses == {Status.COUNTED, Status.HELD, Status.TOMBSTONE}
    assert (db.session.scalar(select(func.max(Response.answered_at))) or clock.now()) <= clock.now()
