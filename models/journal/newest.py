"""What the journal tells of the clock: its newest instant, and on which days people worked by it."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from models import clock
from models.base import db
from models.journal.tables import JournalEntry

SKEW = timedelta(minutes=2)  # clocks of several servers differ by less


def ahead() -> datetime | None:
    """The newest instant where it lies in the future; None while the clock is right."""
    newest = select(JournalEntry.at).order_by(JournalEntry.at.desc()).limit(1)
    found: datetime | None = db.session.execute(newest).scalar()
    return found if found is not None and found - clock.now() > SKEW else None


def days_of_work(since: date, until: date) -> list[date]:
    """The days, both ends included, on which somebody with an account did something."""
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return [day for day in days if db.session.execute(_work_of(day)).first() is not None]


def _work_of(day: date) -> Select[int]:
    e = JournalEntry
    of_day = (e.at >= clock.at_office(day), e.at < clock.at_office(day + timedelta(days=1)))
    return select(e.id).where(*of_day, e.account_id.is_not(None)).limit(1)
