"""Keeping the small tables small: what can no longer matter goes away whenever somebody signs in."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from models import clock
from models.accounts.tables import FormKey, SignIn, Throttle
from models.base import db

KEEP = timedelta(days=2)  # a session ends after half a day, and with it its forms; a delay is forgotten in an hour


def tidy() -> None:
    """Take away sessions, keys of forms and counted failures that are too old to be asked for again."""
    before = clock.now() - KEEP
    kept_apart = {"synchronize_session": False}
    sessions, keys = _old(SignIn.token_hash, SignIn.opened_at < before), _old(FormKey.key, FormKey.used_at < before)
    counts = _old(Throttle.key, Throttle.last_at < before)
    db.session.execute(delete(SignIn).where(sessions), execution_options=kept_apart)
    db.session.execute(delete(FormKey).where(keys), execution_options=kept_apart)
    db.session.execute(delete(Throttle).where(counts), execution_options=kept_apart)


def _old(key: InstrumentedAttribute[str], is_old: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows that are old and nobody else holds at this moment: two who tidy would wait for each other in a circle."""
    return key.in_(select(key).where(is_old).with_for_update(skip_locked=True))
