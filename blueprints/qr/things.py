"""Words of the journal for networks, links and posters."""

from blueprints.things import Thing

THINGS = {
    "emblem": Thing("Biểu trưng trên tờ in", {"picture": "ảnh"}),
    "wifi_network": Thing(
        "Mạng Wi-Fi",
        {
            "audience": "dành cho",
            "ssid": "tên mạng",
            "sealed_key": "mật khẩu Wi-Fi",
            "security": "bảo mật",
            "hidden": "mạng ẩn",
            "hide_key": "giấu mật khẩu",
            "place": "nơi đặt",
            "valid_from": "áp dụng từ",
            "contact": "liên hệ",
        },
        silent=frozenset({"seal_name"}),
    ),
    "qr_link": Thing(
        "Liên kết mã QR",
        {
            "target": "đích đến",
            "address": "địa chỉ",
            "short_code": "mã rút gọn",
            "contact": "liên hệ",
        },
    ),
    "qr_link_day": Thing("Lượt mở liên kết"),
    "poster": Thing(
        "Tờ mã QR",
        {
            "subject": "đối tượng",
            "network_id": "mạng Wi-Fi",
            "link_id": "địa chỉ",
            "room_id": "phòng",
            "place": "nơi đặt",
            "revision": "bản in",
            "follows_id": "thay cho tờ",
            "withdrawn_at": "lúc thu hồi",
            "hung_at": "lúc treo",
        },
        silent=frozenset({"payload_print"}),
    ),
    "poster_check": Thing(
        "Kiểm tra tờ mã QR",
        {
            "poster_id": "tờ mã QR",
            "verdict": "kết luận",
            "checked_by": "người kiểm tra",
        },
    ),
    "print_job": Thing(
        "Lượt in",
        {
            "account_id": "tài khoản",
            "paper": "khổ giấy",
            "poster_ids": "các tờ mã QR",
        },
        silent=frozenset({"seal_name", "job_id"}),
    ),
    "print_part": Thing("Phần của lượt in"),
}
VERBS = {"revealed": "đã xem mật khẩu của", "code_unreadable": "– ảnh không đọc được mã của"}
