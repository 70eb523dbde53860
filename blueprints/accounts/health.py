"""Whether the site is alive, for the machine that watches it."""

from flask import Response
from sqlalchemy import text

from blueprints import api
from blueprints.access import public
from blueprints.accounts import bp
from blueprints.settings import VERSION
from models.base import db


@bp.get("/healthz")
@public
@api.json_endpoint
def healthz() -> Response:
    """Alive or not, and which version of the program it is."""
    db.session.execute(text("SELECT 1"))
    return api.answer({"status": "ok", "version": VERSION, "database": db.engine.dialect.name})
