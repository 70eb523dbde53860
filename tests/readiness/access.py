"""Who may look at a room and count what it has, and what their addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "check": "check_rooms",
        "equipment": "read_rooms",
        "equipment_xlsx": "read_rooms",
        "count": "record_equipment",
    },
    tables={"room_id": "room"},
    tour={
        "thuky": ["/phong/1/thiet-bi", "/phong/1/thiet-bi/kiem-ke"],
        "quay": ["/phong/1/kiem-tra"],
    },
)
