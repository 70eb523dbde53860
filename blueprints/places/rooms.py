"""Rooms: where the office meets and what its posters hang in."""

from datetime import timedelta

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, may, requires, viewer
from blueprints.filters import day_arg, odd_day
from blueprints.pages import render_page
from blueprints.places import bp
from blueprints.places.day import QUARTERS, lay_out
from blueprints.places.forms import RoomEditForm, RoomForm
from blueprints.places.labels import REFUSALS
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.errors import RuleBroken
from models.meetings.in_rooms import bookings
from models.periods import week_days, week_of_day
from models.places import actions, queries
from models.places.rules import free_until, taken_until
from models.qr.queries import posters_in_room


@bp.get("/phong")
@requires(Permission.READ_ROOMS)
def rooms() -> AnyResponse:
    """The rooms of the office and what takes place in them on one day."""
    eyes, day = viewer(), day_arg("ngay") or clock.today()
    every = queries.rooms(eyes)
    return render_page(
        "places/rooms.html",
        fragment="day",
        day=day,
        laid=lay_out(every, bookings(eyes, day, day)),
        quarters=QUARTERS,
        before=url_for(".rooms", ngay=day - timedelta(days=1)),
        after=url_for(".rooms", ngay=day + timedelta(days=1)),
        unused=[room for room in every if not room.is_active],
        odd_day=odd_day("ngay"),
    )


@bp.get("/phong/<int:room_id>")
@requires(Permission.READ_ROOMS)
def room(room_id: int) -> AnyResponse:
    """One room: where it is, how many it seats, what takes place in it this week, which posters hang there."""
    eyes, now = viewer(), clock.now()
    found = queries.room(eyes, room_id)
    week = week_of_day(clock.today())
    booked = bookings(eyes, *week_days(*week), room_id=room_id)
    spans = [(one.starts_at, one.ends_at) for one in booked if clock.local(one.starts_at).date() == clock.today()]
    return render_page(
        "places/room.html",
        room=found,
        week=week,
        days=week_days(*week),
        booked=booked,
        taken_until=taken_until(spans, now),
        free_until=free_until(spans, now),
        posters=posters_in_room(eyes, room_id) if may("read_qr") else [],
    )


@bp.route("/phong/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROOMS)
@once
def new_room() -> AnyResponse:
    """Enter a room."""
    form = RoomForm()
    if form.validate_on_submit():
        try:
            made = actions.add_room(
                viewer(), form.name.data, form.place.data or "", form.note.data or "", form.seats.data
            )
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            return created(url_for(".room", room_id=made.id), "Đã thêm phòng.")
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
            return saved(url_for(".room", room_id=room_id), "Đã lưu.")
    return render_page("places/room_form.html", form=form, room=room, status=form.status)
