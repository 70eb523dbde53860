"""Who may enter the rooms and counters, and what their addresses need."""

from tests.access.rows import PUBLIC, Rows

ROWS = Rows(
    access={
        "rooms": "read_rooms",
        "rooms_xlsx": "read_rooms",
        "room": PUBLIC,
        "room_xlsx": "read_rooms",
        "book": "book_rooms",
        "cancel_booking": "book_rooms",
        "new_room": "manage_rooms",
        "edit_room": "manage_rooms",
        "counters": "manage_counters",
        "edit_counter": "manage_counters",
        "moved_new_room": "manage_rooms",
        "moved_edit_room": "manage_rooms",
        "moved_new_counter": "manage_counters",
        "moved_edit_counter": "manage_counters",
    },
    tables={"room_id": "room", "counter_id": "counter", "booking_id": "room_booking"},
    picked={"room_booking": {"purpose": "Tập huấn dịch vụ công trực tuyến"}},  # hours that are no meeting's
    moved=["moved_new_room", "moved_edit_room", "moved_edit_counter"],
    tour={"thuky": ["/phong", "/phong/1", "/phong/1/sua", "/phong/1/dat", "/quay"]},
)
