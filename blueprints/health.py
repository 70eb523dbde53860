"""The one health of a site: what keeps it from writing, if anything, as it was found a moment ago."""

import time
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from models import journal
from models.base import db
from models.health import Health
from models.trouble import Trouble

LOOK_EVERY = 60  # seconds


def health_of(app: Flask) -> Health:
    """The health of a site, which remembers what it found."""
    extensions = app.extensions
    if "health" not in extensions:
        folders = (app.config["INSTANCE_DIR"], app.config["UPLOADS_DIR"])
        extensions["health"] = Health(db.engine, folders, app.config["DISK_LEAST"])
    found: Health = extensions["health"]
    return found


def trouble() -> Trouble | None:
    """What keeps this site from writing; None when nothing does."""
    return health_of(current_app).trouble()


def clock_was_ahead() -> datetime | None:
    """An instant that was stored and is still to come, as seen a minute ago at most; None while the clock is right."""
    found, seen_at = current_app.extensions.get("clock_was_ahead", (None, -LOOK_EVERY))
    if time.monotonic() - seen_at >= LOOK_EVERY:
        try:
            found = journal.ahead()
        except DBAPIError:  # the page may be the one that says so
            db.session.rollback()
        current_app.extensions["clock_was_ahead"] = found, time.monotonic()
    return found  # type: ignore[no-any-return]
