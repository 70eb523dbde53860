"""How a room that is taken is told: by when, and what is free instead; each proposal is a button of the same form."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask import request

from blueprints.fields import FIRST_YEAR, LAST_YEAR
from blueprints.filters import clock_time, day, weekday
from models import clock
from models.errors import RuleBroken
from models.places.booking import Slot
from models.places.rules import Span

BUTTON = "gio-trong"  # its value: room, beginning and end of a proposal
MOST_TOLD = 3


def hours(start: datetime, end: datetime) -> str:
    """14:00 – 16:00, thứ Hai 30/3/2026; both days where it goes past midnight."""
    if clock.local(start).date() == clock.local(end).date():
        return f"{clock_time(start)} – {clock_time(end)}, {weekday(start)} {day(start)}"
    return f"{clock_time(start)} {day(start)} – {clock_time(end)} {day(end)}"


def busy(broken: RuleBroken) -> RuleBroken:
    """The refusal of a room that is taken with its figures in words; any other one as it is."""
    if broken.code != "room_busy":
        return broken
    spans: list[Span] = broken.details["taken"]  # type: ignore[assignment]
    told = "; ".join(hours(*span) for span in spans[:MOST_TOLD])
    more = f" và {len(spans) - MOST_TOLD} lần nữa" if len(spans) > MOST_TOLD else ""
    slots: list[Slot] = broken.details["slots"]  # type: ignore[assignment]
    free = "; ".join(f"{slot.room} {hours(slot.starts_at, slot.ends_at)}" for slot in slots)
    offer = f" Trống gần nhất: {free}." if free else " Xin chọn giờ khác hoặc phòng khác."
    return RuleBroken(broken.code, broken.field, room=broken.details["room"], taken=told + more, free=offer)


def slots_of(refused: Iterable[RuleBroken]) -> list[Slot]:
    """What is offered by refusals."""
    found: list[Slot] = []
    for broken in refused:
        found += broken.details.get("slots", [])  # type: ignore[arg-type]
    return found


def buttons(slots: Iterable[Slot]) -> list[tuple[str, str]]:
    """What the button of each proposal sends, and what stands on it."""
    return [(_value(slot), f"{slot.room}, {hours(slot.starts_at, slot.ends_at)}") for slot in slots]


def _value(slot: Slot) -> str:
    start, end = clock.local(slot.starts_at), clock.local(slot.ends_at)
    return f"{slot.room_id} {start:%Y-%m-%dT%H:%M} {end:%Y-%m-%dT%H:%M}"


def chosen() -> dict[str, Any] | None:
    """The proposal that was pressed, as the fields of a form hold it; None for anything that no button sends."""
    parts = request.form.get(BUTTON, "").split(" ")
    try:
        room, start, end = parts
        begins, ends = (datetime.strptime(told, "%Y-%m-%dT%H:%M") for told in (start, end))  # noqa: DTZ007
        key = int(room) if room.isascii() and room.isdigit() and len(room) < 19 else 0
    except ValueError:
        return None
    is_day = begins.year >= FIRST_YEAR and ends.year <= LAST_YEAR
    return _fields(key, begins.date(), begins.time(), ends) if key and is_day and begins < ends else None


def _fields(room_id: int, on: date, start: time, ends: datetime) -> dict[str, Any]:
    days = (ends.date() - on).days
    return {"room_id": room_id, "day": on, "start": start, "end": ends.time(), "next_day": days == 1}
