"""What a tablet at a counter says and is told: how it is paired, what it asks, its answers, and that it lives."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, request
from sqlalchemy.exc import InternalError, OperationalError
from werkzeug.exceptions import BadRequest, HTTPException

from blueprints import api
from blueprints.access import public
from blueprints.satisfaction import bp, kiosk_items, kiosk_page
from blueprints.satisfaction.kiosk_items import Unfit
from blueprints.satisfaction.labels import LACKING, WORDS
from blueprints.security_log import watched
from blueprints.transactions import commit
from models import clock
from models.base import db
from models.devices import actions, queries
from models.devices.numbers import HIGHEST, spelled
from models.devices.queries import PairedDevice
from models.errors import RuleBroken
from models.satisfaction import kiosk
from models.satisfaction.actions import Outcome, Sealed
from models.satisfaction.kiosk import FromDevice

MOST_ITEMS = 100  # a tablet of ours sends fifty at a time
UNWELL = (OperationalError, InternalError, HTTPException)


@bp.post("/kiosk/ghep")
@public
@watched("device_paired")
@api.json_endpoint
def pair() -> Response:
    """Give the device that a code stands for its token, this once, and the number it goes on with."""
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
    return api.answer({"token": paired.token, "device": told, "next_seq": paired.next_seq})


@bp.get("/kiosk/cau-hinh")
@api.device
def configuration() -> Response:
    """What a tablet asks and in which words, as data; its counter, its PIN's digest, and the file just finished."""
    device = api.present_device()
    return api.answer({**kiosk_page.configuration(device), **_present(device.id)})


@bp.post("/kiosk/phieu")
@api.device
def answers() -> Response:
    """Keep the sealed answers of a tablet: each by itself, and all of them on the disk before it is told so."""
    items, device, now = api.body().get("items"), api.present_device(), clock.now()
    if not isinstance(items, list):
        raise BadRequest
    if len(items) > MOST_ITEMS:
        return api.problem(413, f"Mỗi lần gửi nhiều nhất {MOST_ITEMS} phiếu.", "too_many_items")
    try:
        skew = kiosk_items.skew(api.body().get("sent_at"), now)
    except Unfit as unfit:
        raise BadRequest from unfit
    actions.one_sender(device)
    since, batch = kiosk.enrolled(device.commune_id), [_read(raw) for raw in items]
    together = _together(device, [sent for sent in batch if isinstance(sent, FromDevice)], since, skew)
    kept: list[tuple[dict[str, Any] | None, int | None]] = []
    for raw, sent in zip(items, batch, strict=True):
        told: dict[str, Any] = {"cid": kiosk_items.echo(raw)}
        if not isinstance(sent, FromDevice):
            kept.append((told | {"status": "rejected", "reason": sent}, None))
            continue
        at_once = together.pop(sent.answer.cid, None) if sent.answer.cid else None
        sealed = at_once or _alone(device, sent, since, skew)
        kept.append(_told(told, sent, sealed))
    actions.came(device, [seq for _told, seq in kept if seq])
    db.session.commit()
    return api.answer({"results": [told for told, _seq in kept if told], "now": now.isoformat()}, 202)


def _read(raw: Any) -> FromDevice | str:
    """One answer, or the field for which it cannot be taken."""
    try:
        return kiosk_items.read(raw)
    except Unfit as unfit:
        return unfit.reason


def _together(
    device: PairedDevice, sent: list[FromDevice], since: datetime, skew: timedelta | None
) -> dict[UUID, Sealed]:
    """What became of a whole batch, by their ids; nothing where one of them spoils it: then each goes by itself."""
    if len(sent) < 2:
        return {}
    try:
        with db.session.begin_nested():
            return kiosk.take_all(device, sent, since, skew)
    except UNWELL:
        raise  # the database is not well: nothing of this batch is told as kept
    except Exception:
        current_app.logger.exception("answers of a tablet could not be kept together")
        return {}


def _alone(device: PairedDevice, sent: FromDevice, since: datetime, skew: timedelta | None) -> Sealed | str | None:
    """What became of one answer, or why it is refused.

    A fault of our own says nothing at all of this answer, so that the tablet keeps it; the others go on.
    """
    try:
        with db.session.begin_nested():
            return kiosk.take(device, sent, since, skew)
    except RuleBroken as broken:
        return broken.code
    except UNWELL:
        raise
    except Exception:
        current_app.logger.exception("an answer of a tablet could not be kept")
        return None


def _told(
    told: dict[str, Any], sent: FromDevice, sealed: Sealed | str | None
) -> tuple[dict[str, Any] | None, int | None]:
    """What the tablet is told of an answer, and the number that came home with it."""
    if sealed is None:
        return None, None
    if isinstance(sealed, str):
        return told | {"status": "rejected", "reason": sealed}, None
    is_kept = sealed.outcome is not Outcome.CONFLICT
    told |= {"status": sealed.outcome.value} | ({} if is_kept else {"reason": "content"})
    return told, sent.seq if is_kept else None


answers.body_limit = 1024 * 1024  # type: ignore[attr-defined]  # fifty comments as long as they may be


@bp.post("/kiosk/tim")
@api.device
def heartbeat() -> Response:
    """A device says that it lives, what waits in it and what its browser lacks; it is told what is new."""
    sent, device = api.body(), api.present_device()
    try:
        told = {column: read(sent[name]) for name, (column, read) in HEARTBEAT.items() if name in sent}
    except (Unfit, TypeError) as problem:
        raise BadRequest from problem
    actions.heard_from(device.id, **told)
    commit()
    news = {**kiosk_page.versions(device), **_present(device.id)}
    return api.answer({"device": device.name, "now": clock.now().isoformat(), **news})


def _present(device_id: int) -> dict[str, Any]:
    """The file that was just finished at the counter, with how long it is worth something still (the clocks differ)."""
    found = queries.context(device_id)
    if found is None:
        return {"context": None}
    left = (found[1] - clock.now()).total_seconds()
    return {"context": {**json.loads(found[0]), "seconds": round(left)}}


def _whole(most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not _fits(value, most):
            raise Unfit("number")
        return int(value)

    return read


def _fits(value: Any, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 40:
        raise Unfit("text")
    return value


def _truth(value: Any) -> bool | None:
    if value is not None and type(value) is not bool:
        raise Unfit("truth")
    return value


def _lacks(value: Any) -> str:
    """The words of what the browser cannot do; a word that a later program made up is left out."""
    if not isinstance(value, list) or len(value) > kiosk_items.MOST_LACKS:
        raise Unfit("lacks")
    return " ".join(sorted(set(LACKING).intersection(word for word in value if isinstance(word, str))))


def _seconds(sent_at: Any) -> int:
    skew = kiosk_items.skew(sent_at, clock.now()) or timedelta(0)
    return round(skew.total_seconds())


HEARTBEAT: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "app_version": ("app_version", _text),
    "waiting": ("waiting", _whole(1_000_000)),
    "highest_seq": ("highest_seq", _whole(HIGHEST + 1)),
    "set_aside": ("set_aside", _whole(1_000_000)),
    "oldest_at": ("oldest_at", lambda value: None if value is None else kiosk_items.instant(value, "oldest_at")),
    "holding": ("holding", lambda value: spelled(kiosk_items.holding(value))),
    "lacks": ("lacks", _lacks),
    "persisted": ("is_persisted", _truth),
    "free_bytes": ("free_bytes", lambda value: None if value is None else _whole(2**62)(value)),
    "sent_at": ("clock_skew", _seconds),
}
