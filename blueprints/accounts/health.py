"""Whether the site is alive, for the machine that watches it."""

from flask import Response, jsonify
from sqlalchemy import text

from blueprints.access import public, quiet
from blueprints.accounts import bp
from models import schema
from models.base import db


@bp.get("/healthz")
@public
@quiet
def healthz() -> Response:
    """Alive or not, and which version of the schema the database stands at."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok", version=schema.newest_version(), database=db.engine.dialect.name)
