"""Keeping the small tables small: what can no longer matter goes away whenever somebody signs in."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from models import clock
from models.accounts.tables import FormKey, SignIn, Throttle
from models.base import db

KEEP = timedelta(days=2)  # a session ends after half a day, and with it its forms; a delay is forgotten in an hour
AHEAD = timedelta(minutes=2)  # clocks of several servers differ by less


def tidy() -> None:
    """Take away sessions, keys of forms and counted failures that are too old to be asked for again.

    A clock that was ahead leaves sessions that no cookie opens any more, and counts that would never be forgotten.
    """
    now = clock.now()
    before, ahead = now - KEEP, now + AHEAD
    sessions = _free(SignIn.token_hash, (SignIn.opened_at < before) | (SignIn.opened_at > ahead))
    keys = _free(FormKey.key, (FormKey.used_at < before) | (FormKey.used_at > ahead))
    counts = _free(Throttle.key, (Throttle.last_at < before) | (Throttle.last_at > ahead))
    for statement in (delete(SignIn).where(sessions), delete(FormKey).where(keys), delete(Throttle).where(counts)):
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _free(key: InstrumentedAttribute[str], is_so: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows of which this is true and that nobody else holds now: two who tidy would wait for each other in a circle."""
    return key.in_(select(key).where(is_so).with_for_update(skip_locked=True))
