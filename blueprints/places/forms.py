"""The forms of rooms and counters."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from blueprints.choices import PickField, named_people
from blueprints.forms import ClockField, CreateForm, DayField, EditForm, LineField, NumberField, TextField, TickField
from models import clock
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.places import queries
from models.places.rules import USUAL_LENGTH, Span


class _RoomFields:
    """The fields of a room."""

    name = LineField("Tên phòng", max=120, required=True)
    place = LineField("Vị trí (tầng, nhà)", max=160)
    seats = NumberField("Số chỗ ngồi", low=1, high=5000)
    keeper_id = PickField("Người phụ trách phòng", blank="Chưa giao ai")
    note = TextField("Ghi chú", max=400)

    def offer(self, eyes: Viewer) -> None:
        """The people of the office."""
        self.keeper_id.offer(named_people(accounts.people(eyes)))


class RoomForm(_RoomFields, CreateForm):
    """A new room."""


class RoomEditForm(_RoomFields, EditForm):
    """Changing a room."""

    shows_wifi = TickField(
        "Khách mở trang của phòng được xem mạng Wi-Fi dành cho khách",
        description="Chỉ mạng dành cho khách có tờ dán ở phòng này; mạng nội bộ không bao giờ hiện.",
    )
    is_active = TickField("Phòng còn dùng")


class BookingForm(CreateForm):
    """Some hours of a room, for what."""

    purpose = LineField("Dùng để làm gì", max=200, required=True)
    room_id = PickField("Phòng", required=True)
    day = DayField("Ngày", required=True)
    start = ClockField("Từ", required=True)
    end = ClockField("Đến", description="Để trống thì tính một giờ.")
    next_day = TickField("Kết thúc sang ngày hôm sau")
    unit_id = PickField("Đơn vị")
    person_id = PickField("Người phụ trách")
    room_slots: Sequence[tuple[str, str]] = ()

    def offer(self, eyes: Viewer, room_id: int) -> None:
        """The rooms, units and people of the office."""
        self.lists = {
            "room_id": queries.open_rooms(eyes, also=room_id),
            "unit_id": [(row.id, row.name) for row in accounts.units(eyes)],
            "person_id": named_people(accounts.people(eyes)),
        }
        for name, rows in self.lists.items():
            self[name].offer(rows)

    def take_slot(self, slot: Mapping[str, Any] | None) -> None:
        """Put the hours and the room that were proposed and chosen into their fields."""
        for name, value in (slot or {}).items():
            self[name].typed = None
            self[name].process(None, value)
            if name in self.lists:
                self[name].offer(self.lists[name])

    @property
    def span(self) -> Span:
        """Its hours; one that names no end takes an hour."""
        day, start, end = self.day.data, self.start.data, self.end.data
        begins = clock.at_office(day, start.hour, start.minute)
        if end is None:
            return begins, begins + USUAL_LENGTH
        last = day + timedelta(days=1) if self.next_day.data else day
        return begins, clock.at_office(last, end.hour, end.minute)


class CounterForm(CreateForm):
    """A new counter."""

    name = LineField("Tên quầy", max=80, required=True)
    place = LineField("Vị trí", max=120)


class CounterEditForm(EditForm):
    """What may change about a counter; its answers stay with it."""

    name = LineField("Tên quầy", max=80, required=True)
    place = LineField("Vị trí", max=120)
    is_active = TickField("Quầy đang hoạt động")
