"""The Vietnamese words of places."""

from blueprints.labels import REFUSALS as SHARED

REFUSALS = SHARED | {
    "room_taken": "Đã có phòng tên này.",
    "counter_name_taken": "Đã có quầy mang tên này.",
}
