"""How citizens at a tablet want to be reached: sent apart from their answers, kept sealed, never told to anybody."""

from typing import Any

from flask import Response
from werkzeug.exceptions import BadRequest

from blueprints import api
from blueprints.satisfaction import bp, kiosk_items
from blueprints.satisfaction.kiosk_items import Unfit
from models.base import db
from models.satisfaction import contacts

MOST_CONTACTS = 50


@bp.post("/kiosk/lien-lac")
@api.device
def contacts_of_answers() -> Response:
    """Keep each by itself beside its answer; of one whose answer did not come yet the tablet is told to wait."""
    items, device = api.body().get("items"), api.present_device()
    if not isinstance(items, list):
        raise BadRequest
    if len(items) > MOST_CONTACTS:
        return api.problem(413, f"Mỗi lần gửi nhiều nhất {MOST_CONTACTS} cách liên lạc.", "too_many_items")
    told = [_kept(device.commune_id, raw) for raw in items]
    db.session.commit()
    return api.answer({"results": told}, 202)


def _kept(commune_id: int, raw: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"cid": kiosk_items.echo(raw)}
    try:
        cid, contact = kiosk_items.read_contact(raw)
    except Unfit as unfit:
        return told | {"status": contacts.Delivery.REJECTED.value, "reason": unfit.reason}
    return told | {"status": contacts.deliver(commune_id, cid, contact).value}
