"""The door for machines: JSON in and out, a device's token instead of a session, problems instead of pages.

No cookie is read or set here and no page of another host gets an answer. Nothing can be sent here by a foreign page in
somebody's name: what speaks is the token in the header, which no browser adds by itself.
"""

import json
import math
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

from flask import Response, current_app, g, jsonify, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadRequest, HTTPException, Unauthorized, UnsupportedMediaType

from models import clock, journal
from models.base import set_writing
from models.devices import actions, queries, rules
from models.devices.queries import PairedDevice

View = TypeVar("View", bound=Callable[..., Any])
DEVICE = "device"  # the mark of what only a paired device may call
PROBLEM = "application/problem+json"  # how a machine is told what went wrong
LIMIT = 64 * 1024  # bytes of a body, where the view does not say otherwise (``body_limit``)
DEEPEST = 8
LARGEST = 2**63 - 1
ADDRESSES = ("/kiosk/", "/healthz")  # what answers with JSON although there is no view, or not for this method
UNPAIRED = "Máy này chưa được ghép hoặc đã bị thu hồi. Xin ghép lại bằng mã mới."


def json_endpoint(view: View) -> View:
    """A view that machines call: it takes and gives JSON, errors included. Who may enter is marked beside it."""
    view.is_api = True  # type: ignore[attr-defined]
    return view


def device(view: View) -> View:
    """Only a paired device may enter, by the token in its header."""
    view.access = DEVICE  # type: ignore[attr-defined]
    return json_endpoint(view)


def is_api(view: Callable[..., Any] | None) -> bool:
    """Whether a view is one for machines."""
    return getattr(view, "is_api", False)


def speaks_json() -> bool:
    """Whether the present request is answered with JSON, whatever happens."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.path.startswith(ADDRESSES) if view is None else is_api(view)


def body() -> dict[str, Any]:
    """The JSON object that was sent."""
    sent: dict[str, Any] = g.json_body
    return sent


def present_device() -> PairedDevice:
    """The device that speaks; only inside a view for devices."""
    found: PairedDevice = g.device
    return found


def enter(view: Callable[..., Any]) -> None:
    """The guard of this door: the body is read before the transaction, the device is looked up inside it."""
    is_unsafe = request.method not in ("GET", "HEAD", "OPTIONS")
    request.max_content_length = getattr(view, "body_limit", LIMIT)
    sent = _sent() if is_unsafe else {}
    set_writing(is_unsafe)
    if getattr(view, "access", None) == DEVICE:
        g.device = _recognised()
        journal.set_actor(journal.Actor(None, g.device.name))
        if is_unsafe and rules.is_to_be_noted(g.device.seen_at, clock.now()):
            actions.heard_from(g.device.id)
    if isinstance(sent, HTTPException):
        raise sent
    g.json_body = sent


def _recognised() -> PairedDevice:
    shown = request.authorization
    found = queries.recognise(shown.token or "") if shown is not None and shown.type == "bearer" else None
    if found is None:
        raise Unauthorized(UNPAIRED, www_authenticate=WWWAuthenticate("bearer"))
    return found


def _sent() -> dict[str, Any] | HTTPException:
    """What was sent, or why it cannot be taken: nobody is told before it is known who asks."""
    if request.mimetype != "application/json":
        return UnsupportedMediaType()
    try:
        return decode(request.get_data(cache=False))
    except HTTPException as problem:
        return problem


def decode(sent: bytes) -> dict[str, Any]:
    """The object that these bytes are in strict JSON; BadRequest for anything that no program of ours sends.

    No second field of the same name, no NaN, no number or text that a database cannot keep, at most eight levels.
    """
    try:
        found = json.loads(
            sent.decode("utf-8"), object_pairs_hook=_object, parse_constant=_odd, parse_int=_whole, parse_float=_finite
        )
    except (ValueError, RecursionError) as problem:
        raise BadRequest from problem
    if not isinstance(found, dict):
        raise BadRequest
    _check(found, 1)
    return found


def _odd(text: str) -> NoReturn:
    raise ValueError(text)


def _whole(text: str) -> int:
    number = int(text[:20])  # a sign and nineteen digits
    return number if len(text) <= 20 and abs(number) <= LARGEST else _odd(text[:20])


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _odd(text[:20])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _odd("a name twice")


def _check(value: Any, level: int) -> None:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadRequest
        return
    inside: Iterable[Any] = ()
    if isinstance(value, dict):
        inside = (*value, *value.values())
    elif isinstance(value, list):
        inside = value
    else:
        return
    if level > DEEPEST:
        raise BadRequest
    for part in inside:
        _check(part, level + 1)


def answer(fields: dict[str, Any], status: int = 200) -> Response:
    """JSON for a machine."""
    made = jsonify(fields)
    made.status_code = status
    return made


def problem(status: int, title: str, code: str = "", **more: Any) -> Response:
    """What went wrong, for a machine (``code``) and for whoever stands before it (``title``)."""
    told = {"status": status, "code": code or HTTPStatus(status).name.lower(), "title": title, **more}
    made = answer(told, status)
    made.mimetype = PROBLEM
    return made
