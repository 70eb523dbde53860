"""The invented meetings obey the rules of real ones and look like a working office."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.meetings import demo, weeks
from models.meetings.rules import HAPPENED, MeetingFigure
from models.meetings.tables import Body, Meeting
from tests.factories import Office

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("amount", [0, 8, 60])
def test_the_demo_fills_weeks_up_to_now(office: Office, hold: Callable[[str], None], amount: int) -> None:
    hold("2026-04-04 09:00")
    demo.seed(office.commune, list(office.people.values()), office.accounts, random.Random(4), amount)
    db.session.commit()
    meetings = db.session.scalars(select(Meeting).where(Meeting.state.in_(HAPPENED))).all()
    assert len(meetings) == (amount or 30)
    assert db.session.scalar(select(func.count()).select_from(Body)) == len(demo.HABITS)
    assert all(meeting.ends_at <= clock.now() and meeting.logged_at <= clock.now() for meeting in meetings)
    assert all(meeting.heads.present and (meeting.is_secret or meeting.title) for meeting in meetings)
    recent = weeks.recent_weeks(office.viewer("secretary"))
    assert sum(week.held for week in recent) >= min(amount or 30, 8) and recent[-1].held


def test_the_demo_is_not_all_green(office: Office, hold: Callable[[str], None]) -> None:
    hold("2026-06-06 09:00")
    demo.seed(office.commune, list(office.people.values()), office.accounts, random.Random(4), 40)
    recent = weeks.recent_weeks(office.viewer("secretary"), 12)
    for figure in (MeetingFigure.ECABINET, MeetingFigure.PAPERLESS, MeetingFigure.SECRET, MeetingFigure.HIGHER):
        assert sum(getattr(week, figure.value) for week in recent), figure
    assert {week.number_verdict for week in recent} >= {"met", "not_met"}
