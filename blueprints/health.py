"""The one health of a site: what keeps it from writing, if anything, as it was found a moment ago."""

from flask import Flask, current_app

from models.base import db
from models.health import Health
from models.trouble import Trouble


def health_of(app: Flask) -> Health:
    """The health of a site, which remembers what it found."""
    extensions = app.extensions
    if "health" not in extensions:
        folders = (app.config["INSTANCE_DIR"], app.config["UPLOADS_DIR"])
        extensions["health"] = Health(
            db.engine, [folder for folder in folders if folder.is_dir()], app.config["DISK_LEAST"]
        )
    found: Health = extensions["health"]
    return found


def trouble() -> Trouble | None:
    """What keeps this site from writing; None when nothing does."""
    return health_of(current_app).trouble()
