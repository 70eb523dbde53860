"""Words of the journal for rooms and counters."""

from blueprints.things import Thing

THINGS = {
    "room": Thing(
        "Phòng họp",
        {"place": "vị trí", "seats": "số chỗ", "keeper_id": "người phụ trách", "shows_wifi": "khách xem Wi-Fi"},
    ),
    "room_booking": Thing(
        "Đặt phòng",
        {
            "room_id": "phòng",
            "meeting_id": "cuộc họp",
            "starts_at": "từ",
            "ends_at": "đến",
            "purpose": "dùng để",
            "unit_id": "đơn vị",
            "person_id": "người phụ trách",
            "booked_by": "người đặt",
            "cancelled_at": "hủy lúc",
            "cancelled_by": "người hủy",
        },
    ),
    "counter": Thing("Quầy", {"place": "nơi đặt"}),
}
