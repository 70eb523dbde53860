"""The forms of rooms and counters."""

from blueprints.forms import CreateForm, EditForm, LineField, NumberField, TextField, TickField


class _RoomFields:
    """The fields of a room."""

    name = LineField("Tên phòng", max=120, required=True)
    place = LineField("Vị trí (tầng, nhà)", max=160)
    seats = NumberField("Số chỗ ngồi", low=1, high=5000)
    note = TextField("Ghi chú", max=400)


class RoomForm(_RoomFields, CreateForm):
    """A new room."""


class RoomEditForm(_RoomFields, EditForm):
    """Changing a room."""

    is_active = TickField("Phòng còn dùng")


class CounterForm(CreateForm):
    """A new counter."""

    name = LineField("Tên quầy", max=80, required=True)
    place = LineField("Vị trí", max=120)


class CounterEditForm(EditForm):
    """What may change about a counter; its answers stay with it."""

    name = LineField("Tên quầy", max=80, required=True)
    place = LineField("Vị trí", max=120)
    is_active = TickField("Quầy đang hoạt động")
