"""The Vietnamese words of places."""

REFUSALS = {
    "room_taken": "Đã có phòng tên này.",
    "counter_name_taken": "Đã có quầy mang tên này.",
}
