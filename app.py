"""The map of the site: settings, database, guards, and whatever capabilities there are."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from blueprints import (
    access,
    assets,
    cache,
    capability,
    commands,
    drafts,
    errors,
    filters,
    guidance,
    menu,
    security,
    security_log,
    serving,
    settings,
    uploads,
    workers,
)
from models import presence, schema, secrets  # noqa: F401
from models.base import db, prepare_engine


class BoundedInteger(IntegerConverter):
    """Ids beyond what a database keeps, and figures of other scripts, are addresses of nothing: 404."""

    regex = r"[0-9]+"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max": min(kwargs.get("max") or 2**63 - 1, 2**63 - 1)})


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The whole site, ready to serve; RuntimeError when an endpoint forgot to say who may enter."""
    app = Flask(__name__)
    app.config.update(settings.load(overrides))
    app.url_map.converters["int"] = BoundedInteger
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    serving.believe_proxies(app)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        presence.announce(db.engine)
    secrets.use_key(app.config["DATA_KEY"])
    for part in (filters, assets, security, security_log, errors, drafts, menu, cache, guidance):
        part.install(app)
    access.guard(app)
    app.register_blueprint(uploads.bp)
    capability.install(app)
    workers.install(app)
    commands.install(app)
    access.check_marks(app)
    return app
