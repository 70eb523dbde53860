"""Rooms: where the office meets and what its posters hang in."""

from datetime import timedelta

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, may, public, requires, viewer, viewer_or_none
from blueprints.filters import day_arg, odd_day
from blueprints.pages import render_page
from blueprints.places import bp, guests
from blueprints.places.day import QUARTERS, by_day, lay_out
from blueprints.places.forms import RoomEditForm, RoomForm
from blueprints.places.labels import REFUSALS
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.accounts.rules import Viewer
from models.errors import RuleBroken
from models.meetings.in_rooms import bookings
from models.periods import week_days, week_of_day
from models.places import actions, queries
from models.places.rules import free_until, taken_until
from models.places.tables import Room
from models.qr.queries import posters_in_room
from models.readiness import queries as readiness
from models.readiness.queries import lights


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
        laid=lay_out(every, bookings(eyes, day, day), day),
        quarters=QUARTERS,
        before=url_for(".rooms", ngay=day - timedelta(days=1)),
        after=url_for(".rooms", ngay=day + timedelta(days=1)),
        unused=[room for room in every if not room.is_active],
        odd_day=odd_day("ngay"),
        lights=lights(eyes, clock.now()) if day == clock.today() else [],
    )


@bp.get("/phong/<int:room_id>")
@public
def room(room_id: int) -> AnyResponse:
    """One room, where the code at its door leads: its day to a guest, its week and all that it has to the office."""
    eyes = viewer_or_none()
    if eyes is None or not may("read_rooms"):
        return guests.door(room_id)
    return _week(eyes, queries.room(eyes, room_id))


def _week(eyes: Viewer, found: Room) -> AnyResponse:
    """The week of a room with what takes place in it, its facts, its readiness, its posters."""
    now, day = clock.now(), day_arg("ngay") or clock.today()
    first, last = week_days(*week_of_day(day))
    booked = bookings(eyes, first, last, found.id)
    is_now = first <= clock.today() <= last
    spans = [
        (one.starts_at, one.ends_at)
        for one in (booked if is_now else bookings(eyes, clock.today(), clock.today(), found.id))
    ]
    until = free_until(spans, now)
    return render_page(
        "places/room.html",
        room=found,
        week=week_of_day(day),
        days=by_day(booked, first, last),
        booked=booked,
        before=url_for(".room", room_id=found.id, ngay=first - timedelta(days=7)),
        after=url_for(".room", room_id=found.id, ngay=first + timedelta(days=7)),
        is_now=is_now,
        taken_until=taken_until(spans, now),
        free_until=until if until is not None and clock.local(until).date() == clock.today() else None,
        last_check=readiness.last_check(eyes, found.id),
        posters=posters_in_room(eyes, found.id) if may("read_qr") else [],
        odd_day=odd_day("ngay"),
    )


@bp.route("/phong/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROOMS)
@once
def new_room() -> AnyResponse:
    """Enter a room."""
    form = RoomForm()
    form.offer(viewer())
    if form.validate_on_submit():
        try:
            made = actions.add_room(
                viewer(),
                form.name.data,
                form.place.data or "",
                form.note.data or "",
                form.seats.data,
                form.keeper_id.data,
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
    form.offer(viewer())
    if form.validate_on_submit():
        if form.is_stale(room):
            return conflict("places/room_form.html", form=form, row=room, room=room)
        try:
            actions.rename_room(viewer(), room, form.name.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            room.place, room.note = form.place.data or "", form.note.data or ""
            room.keeper_id, room.shows_wifi = form.keeper_id.data, form.shows_wifi.data
            room.seats, room.is_active = form.seats.data, form.is_active.data
            return saved(url_for(".room", room_id=room_id), "Đã lưu.")
    return render_page("places/room_form.html", form=form, room=room, status=form.status)
