"""Booking a room: from its page or from an empty place of the day, with what is free where it is taken."""

from datetime import date, datetime
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day_arg, text_arg
from blueprints.pages import go_to, render_page
from blueprints.places import bp
from blueprints.places.forms import BookingForm
from blueprints.places.labels import REFUSALS
from blueprints.room_words import busy, buttons, chosen, slots_of
from blueprints.transactions import created, once, refuse, saved
from models import clock
from models.errors import NotAllowed, RuleBroken
from models.places import booking, queries
from models.places.rules import USUAL_LENGTH, Span, next_quarter_hour
from models.places.tables import Room


@bp.route("/phong/<int:room_id>/dat", methods=["GET", "POST"])
@requires(Permission.BOOK_ROOMS)
@once
def book(room_id: int) -> AnyResponse:
    """Anybody of the office takes a room for something that is no meeting of the ledger."""
    eyes = viewer()
    room = queries.room(eyes, room_id)
    form = BookingForm(data=_start(room))
    form.offer(eyes, room.id)
    form.take_slot(chosen())
    if form.validate_on_submit():
        try:
            return created(*_booked(room, form))
        except RuleBroken as broken:
            form.room_slots = buttons(slots_of([broken]))
            refuse(form, busy(broken), REFUSALS)
            room = queries.room(eyes, room_id)
    return render_page("places/book.html", form=form, room=room, status=form.status)


def _booked(room: Room, form: BookingForm) -> tuple[str, str]:
    """Where a new booking leads, and what it says."""
    eyes = viewer()
    there = room if form.room_id.data == room.id else queries.room(eyes, form.room_id.data)
    booking.book(eyes, there, form.span, form.purpose.data, form.unit_id.data, form.person_id.data)
    return url_for(".room", room_id=there.id, ngay=form.day.data), f"Đã đặt {there.name}."


def _start(room: Room) -> dict[str, Any]:
    """The hours of the place that was pressed, else the next free ones; for the viewer and the viewer's unit."""
    eyes, day = viewer(), day_arg("ngay") or clock.today()
    span = _pressed() or _next_free(room, day)
    start, end = clock.local(span[0]), clock.local(span[1])
    return {
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "next_day": end.date() > start.date(),
        "person_id": eyes.person_id,
        "unit_id": eyes.unit_id,
        "room_id": room.id,
    }


def _pressed() -> Span | None:
    day, typed = day_arg("ngay"), text_arg("luc", 5)
    try:
        told = datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        return None
    if day is None:
        return None
    start = clock.at_office(day, told.hour, told.minute)
    return start, start + USUAL_LENGTH


def _next_free(room: Room, day: date) -> Span:
    """The first hour of a day in which the room is free, from now on."""
    start = next_quarter_hour(max(clock.at_office(day, 7), clock.now()))
    wanted = (start, start + USUAL_LENGTH)
    free = [slot for slot in booking.free_slots(viewer(), room.id, wanted) if slot.room_id == room.id]
    later = [slot for slot in free if slot.starts_at >= start]
    return (later[0].starts_at, later[0].ends_at) if later else wanted


@bp.post("/phong/dat/<int:booking_id>/huy")
@requires(Permission.BOOK_ROOMS)
def cancel_booking(booking_id: int) -> AnyResponse:
    """Whoever booked, or who looks after rooms, gives the hours back."""
    row = queries.booking(viewer(), booking_id)
    back = url_for(".room", room_id=row.room_id)
    try:
        row.cancel(viewer())
    except RuleBroken as broken:
        return go_to(back, REFUSALS[broken.code], "bad")
    except NotAllowed:
        return go_to(back, "Chỉ người đặt hoặc người quản lý phòng mới hủy được.", "bad")
    return saved(back, "Đã hủy đặt phòng.")
