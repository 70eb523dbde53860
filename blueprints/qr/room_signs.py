"""The sign at a room's door: a short address of its own that leads to the room's page, ready to be printed."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.labels import refusal
from blueprints.pages import go_to
from blueprints.qr import bp
from blueprints.qr.labels import REFUSALS
from blueprints.qr.short_links import address_of, try_code
from blueprints.transactions import rollback, saved
from models.errors import RuleBroken
from models.places import queries as places
from models.qr import actions, addresses, queries
from models.qr.rules import LinkKind
from models.qr.tables import QrLink


@bp.post("/ma-qr/phong/<int:room_id>/bien")
@requires(Permission.MANAGE_QR)
def make_room_sign(room_id: int) -> AnyResponse:
    """Lead to the sign of a room, which is made where it has none."""
    eyes = viewer()
    room = places.room(eyes, room_id)
    present = queries.room_sign(eyes, room_id)
    if present is not None:
        return go_to(url_for(".page", poster_id=present))
    target = url_for("places.room", room_id=room_id).removeprefix(request.script_root)
    code = addresses.new_short_code()
    link = QrLink(kind=LinkKind.ROOM, title=room.name, target=target, address=address_of(LinkKind.ROOM, target, code))
    link.short_code = code
    try:
        try_code(link.address)
        room = places.room(eyes, room_id)
        addresses.add_link(eyes, link)
        poster = actions.add_poster(eyes, room.name, room.place, link=link, room=room)
    except RuleBroken as broken:
        rollback()
        return go_to(url_for("places.room", room_id=room_id), refusal(broken, REFUSALS), "bad")
    return saved(url_for(".page", poster_id=poster.id), "Biển phòng họp đã sẵn sàng để in.")
