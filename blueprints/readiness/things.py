"""Words of the journal for looks at rooms and what they have."""

from blueprints.things import Thing

THINGS = {
    "room_check": Thing(
        "Kiểm tra phòng họp", {"room_id": "phòng", "checked_at": "lúc", "checked_by": "người kiểm tra"}
    ),
    "room_fault": Thing(
        "Lỗi phòng họp",
        {
            "check_id": "lần kiểm tra",
            "room_id": "phòng",
            "line": "mục",
            "text": "lỗi",
            "file_id": "ảnh",
            "duty_id": "việc",
        },
    ),
    "room_equipment": Thing(
        "Thiết bị phòng họp",
        {
            "room_id": "phòng",
            "line": "mục",
            "owned": "đang có",
            "standing": "so với chuẩn",
            "remedy": "cần bổ sung",
            "counted_on": "ngày kiểm kê",
            "counted_by": "người kiểm kê",
        },
    ),
}
