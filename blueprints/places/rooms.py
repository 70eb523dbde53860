"""Rooms: where the office meets and what its posters hang in."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.htmx import render_page
from blueprints.places import bp
from blueprints.places.forms import RoomEditForm, RoomForm
from blueprints.places.labels import REFUSALS
from blueprints.saving import conflict, created, once, refuse, saved
from models.errors import RuleBroken
from models.places import actions, queries


@bp.route("/phong/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROOMS)
@once
def new_room() -> AnyResponse:
    """Enter a room."""
    form = RoomForm()
    if form.validate_on_submit():
        try:
            actions.add_room(viewer(), form.name.data, form.place.data or "", form.note.data or "", form.seats.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            return created(url_for("qr.index"), "Đã thêm phòng.")
    return render_page("places/room_form.html", form=form, room=None, status=form.status)


@bp.route("/phong/<int:room_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROOMS)
def edit_room(room_id: int) -> AnyResponse:
    """Change a room or switch it off."""
    room = queries.room(viewer(), room_id)
    form = RoomEditForm(obj=room)
    if form.validate_on_submit():
        if form.is_stale(room):
            return conflict("places/room_form.html", form=form, row=room, room=room)
        try:
            actions.rename_room(viewer(), room, form.name.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            room.place, room.note = form.place.data or "", form.note.data or ""
            room.seats, room.is_active = form.seats.data, form.is_active.data
            return saved(url_for("qr.index"), "Đã lưu.")
    return render_page("places/room_form.html", form=form, room=room, status=form.status)
