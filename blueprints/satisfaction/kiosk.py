"""What a tablet at a counter says: how it is paired, and that it lives."""

from typing import Any

from flask import Response, request
from werkzeug.exceptions import BadRequest

from blueprints import api
from blueprints.access import public
from blueprints.satisfaction import bp
from blueprints.satisfaction.labels import WORDS
from models import clock
from models.base import db
from models.devices import actions
from models.errors import RuleBroken


@bp.post("/kiosk/ghep")
@public
@api.json_endpoint
def pair() -> Response:
    """Give the device that a code stands for its token, this once."""
    code = api.body().get("code")
    if not isinstance(code, str):
        raise BadRequest
    try:
        paired = actions.pair(code, request.remote_addr or "?")
    except RuleBroken as broken:
        db.session.commit()  # the wrong try counts
        if broken.code != "pairing_code_wrong":
            raise
        return api.problem(422, WORDS[broken.code], broken.code)
    db.session.commit()
    told = {"id": paired.device.id, "name": paired.device.name, "counter_id": paired.device.counter_id}
    return api.answer({"token": paired.token, "device": told})


@bp.post("/kiosk/tim")
@api.device
def heartbeat() -> Response:
    """A device says that it lives, which program it runs, how many answers wait in it, and up to which number."""
    told = {name: api.body()[name] for name in HEARTBEAT if name in api.body()}
    if not all(_fits(name, value) for name, value in told.items()):
        raise BadRequest
    actions.heard_from(api.present_device().id, **told)
    db.session.commit()
    return api.answer({"device": api.present_device().name, "now": clock.now().isoformat()})


HEARTBEAT = {"app_version": 40, "waiting": 1_000_000, "highest_seq": 2**53}  # longest text, or highest number


def _fits(name: str, value: Any) -> bool:
    if name == "app_version":
        return isinstance(value, str) and len(value) <= HEARTBEAT[name]
    return type(value) is int and 0 <= value <= HEARTBEAT[name]
