"""The newest instant of the journal, by which a clock that went back is noticed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models import clock
from models.base import db
from models.journal.tables import JournalEntry

SKEW = timedelta(minutes=2)  # clocks of several servers differ by less


def ahead() -> datetime | None:
    """The newest instant where it lies in the future; None while the clock is right."""
    newest = select(JournalEntry.at).order_by(JournalEntry.at.desc()).limit(1)
    found: datetime | None = db.session.execute(newest).scalar()
    return found if found is not None and found - clock.now() > SKEW else None
