"""Keeping the small tables small: what can no longer matter goes away whenever somebody signs in."""

from datetime import timedelta

from sqlalchemy import delete

from models import clock
from models.accounts.tables import FormKey, SignIn, Throttle
from models.base import db

KEEP = timedelta(days=2)  # a session ends after half a day, and with it its forms; a delay is forgotten in an hour


def tidy() -> None:
    """Take away sessions, keys of forms and counted failures that are too old to be asked for again."""
    before = clock.now() - KEEP
    kept_apart = {"synchronize_session": False}
    db.session.execute(delete(SignIn).where(SignIn.opened_at < before), execution_options=kept_apart)
    db.session.execute(delete(FormKey).where(FormKey.used_at < before), execution_options=kept_apart)
    db.session.execute(delete(Throttle).where(Throttle.last_at < before), execution_options=kept_apart)
