"""Whether the site is alive, for the machine that watches it."""

from flask import Response, jsonify
from sqlalchemy import text

from blueprints.access import public, quiet
from blueprints.accounts import bp
from blueprints.settings import VERSION
from models.base import db


@bp.get("/healthz")
@public
@quiet
def healthz() -> Response:
    """Alive or not, and which version of the program it is."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok", version=VERSION, database=db.engine.dialect.name)
