"""The map of the site: settings, database, guards, and one line per capability."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from blueprints import access, assets, commands, errors, filters, kept, menu, security, settings, uploads
from models import schema, secrets  # noqa: F401
from models.base import db, prepare_engine

CAPABILITIES = {
    "accounts": ("health", "sign_in", "own", "people", "staff", "communes", "journal", "badges"),
    "dashboard": ("home", "province"),
    "plan": ("targets", "tasks", "script", "progress", "places", "badges"),
    "satisfaction": ("figures", "responses", "public_page", "links", "badges"),
    "meetings": ("ledger", "record", "steps", "bodies", "week", "badges"),
    "audits": ("rounds", "items", "badges"),
    "qr": ("posters", "networks", "rooms", "short_links", "bulk", "advice", "emblem", "badges"),
}


class Site(Flask):
    """Flask, told that nothing here is a coroutine; it would look for one at every function it calls."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


class BoundedInteger(IntegerConverter):
    """Ids beyond what a database keeps are addresses of nothing: 404."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max": min(kwargs.get("max") or 2**63 - 1, 2**63 - 1)})


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The whole site, ready to serve; RuntimeError when an endpoint forgot to say who may enter."""
    app = Site(__name__)
    app.config.update(settings.load(overrides))
    app.url_map.converters["int"] = BoundedInteger
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    secrets.use_key(app.config["DATA_KEY"])
    for part in (filters, assets, security, errors, menu, kept):
        part.install(app)
    access.guard(app)
    app.register_blueprint(uploads.bp)
    for capability, subjects in CAPABILITIES.items():
        for subject in subjects:
            import_module(f"blueprints.{capability}.{subject}")
        app.register_blueprint(import_module(f"blueprints.{capability}").bp)
    commands.install(app)
    access.check_marks(app)
    return app
