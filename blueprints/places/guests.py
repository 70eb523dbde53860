"""A room as somebody before its door reads it who is not signed in: is it free, what is on today, the guests' Wi-Fi."""

from dataclasses import dataclass

from flask import make_response
from werkzeug.wrappers import Response as AnyResponse

from blueprints.menu import in_office, initials
from blueprints.pages import render_page
from models import clock
from models.errors import RuleBroken
from models.meetings.in_rooms import for_guests
from models.places import queries
from models.places.rules import free_until, taken_until
from models.places.tables import Room
from models.qr import payloads
from models.qr.keys import key_of
from models.qr.outlines import path
from models.qr.queries import guest_network
from models.qr.symbols import encode


@dataclass(frozen=True, slots=True)
class WifiCard:
    """The guests' network as a phone reads it and as a person does."""

    ssid: str
    key: str
    path: str
    side: int


def door(room_id: int) -> AnyResponse:
    """The page of a room for everybody: of closed meetings, drafts and the office's own purposes the hours alone."""
    room, commune = queries.room_at_door(room_id)
    now = clock.now()
    booked = for_guests(room_id, clock.today()) if room.is_active else []
    spans = [(one.starts_at, one.ends_at) for one in booked]
    page = render_page(
        "places/door.html",
        room=room,
        office_name=in_office(commune),
        office_short=initials(commune),
        booked=booked,
        moment=now,
        taken_until=taken_until(spans, now),
        free_until=free_until(spans, now),
        network=_wifi(room),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _wifi(room: Room) -> WifiCard | None:
    """The network that guests may use here, where the office lets it be read; an internal one never is."""
    network = guest_network(room.id) if room.is_active and room.shows_wifi else None
    if network is None:
        return None
    try:
        key = key_of(network)
        symbol = encode(payloads.wifi(network.ssid, key, network.security, network.hidden))
    except RuleBroken:
        return None  # the office types the key again; until then there is nothing to show
    return WifiCard(network.ssid, key, path(symbol), symbol.full_size)
