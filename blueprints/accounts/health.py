"""Whether the site is alive, for the machine that watches it."""

import ipaddress

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from blueprints import api
from blueprints.access import public
from blueprints.accounts import bp
from blueprints.health import trouble
from blueprints.settings import VERSION
from models.base import db
from models.trouble import Trouble

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@bp.get("/healthz")
@public
@api.json_endpoint
def healthz() -> Response:
    """Whether everything can be read and written; which version it is, to those who may know.

    ``database`` names its kind, or what is wrong with it: full, read_only, unreachable.
    """
    found = trouble() if _answers() else Trouble.UNREACHABLE
    status = "ok" if found is None else "down" if found is Trouble.UNREACHABLE else "degraded"
    kind = db.engine.dialect.name if found is None else found.value
    told = {"status": status, "version": _version(), "database": kind}
    return api.answer(told, 200 if found is None else 503)


def _answers() -> bool:
    try:
        db.session.execute(select(1))
    except DBAPIError:
        db.session.rollback()
        return False
    return True


def _version() -> str:
    """Which faults a version has is known to everybody, so strangers are not told it; the field is empty for them.

    Whoever sits at the machine itself may: no proxy in between, and asked for under a name of that machine alone.
    """
    passed_on = any(name in request.headers for name in FORWARDED)
    is_here = _is_loopback(request.remote_addr or "") and _is_loopback(request.host.rsplit(":", 1)[0].strip("[]"))
    return VERSION if is_here and not passed_on else ""


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
