"""Addresses of rooms and counters from before they had pages of their own: bookmarks and open forms still arrive."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.places import bp
from models.places import queries


def _lead_to(endpoint: str, **values: Any) -> AnyResponse:
    """On to the new address: a page for good, a form with all that was typed."""
    query = request.query_string.decode("ascii", "ignore")
    address = url_for(endpoint, **values) + (f"?{query}" if query else "")
    return redirect(address, 301 if request.method == "GET" else 308)


@bp.route("/ma-qr/phong/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROOMS)
def moved_new_room() -> AnyResponse:
    """Entering a room stood among the posters."""
    return _lead_to(".new_room")


@bp.route("/ma-qr/phong/<int:room_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROOMS)
def moved_edit_room(room_id: int) -> AnyResponse:
    """Changing a room stood among the posters."""
    return _lead_to(".edit_room", room_id=queries.room(viewer(), room_id).id)


@bp.post("/hai-long/quay")
@requires(Permission.MANAGE_COUNTERS)
def moved_new_counter() -> AnyResponse:
    """A counter was entered beside the public addresses."""
    return _lead_to(".counters")


@bp.route("/hai-long/quay/<int:counter_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def moved_edit_counter(counter_id: int) -> AnyResponse:
    """Changing a counter stood beside the public addresses."""
    return _lead_to(".edit_counter", counter_id=queries.counter(viewer(), counter_id).id)
