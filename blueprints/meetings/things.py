"""Words of the journal for meetings, their kinds, people and conclusions."""

from blueprints.things import Thing

THINGS = {
    "meeting_body": Thing(
        "Loại cuộc họp",
        {
            "counts_for_kpi": "tính vào chỉ tiêu",
            "default_room_id": "phòng thường lệ",
            "default_chair_id": "chủ trì thường lệ",
            "default_start": "giờ thường lệ",
            "default_minutes": "số phút thường lệ",
        },
    ),
    "meeting": Thing(
        "Cuộc họp",
        {
            "body_id": "loại cuộc họp",
            "title": "tiêu đề",
            "held_on": "ngày họp",
            "starts_at": "bắt đầu",
            "ends_at": "kết thúc",
            "planned_start": "dự kiến bắt đầu",
            "planned_end": "dự kiến kết thúc",
            "room_id": "phòng",
            "place": "địa điểm",
            "chair_id": "chủ trì",
            "secretary_id": "thư ký",
            "convenor": "cơ quan tổ chức",
            "mode": "hình thức",
            "platform": "nền tảng",
            "ecabinet_ref": "liên kết e-Cabinet",
            "evidence_id": "tệp minh chứng",
            "printed_pages": "số trang in",
            "state_reason": "lý do",
            "logged_at": "lúc ghi",
            "recorded_by": "người ghi",
            "edited_at": "lúc sửa",
        },
    ),
    "meeting_attendance": Thing(
        "Thành phần họp",
        {
            "meeting_id": "cuộc họp",
            "guest_name": "khách mời",
            "person_title": "chức danh",
            "duty": "nhiệm vụ trong họp",
            "reason": "lý do",
            "substitute_for_id": "dự thay",
        },
    ),
    "meeting_conclusion": Thing(
        "Kết luận cuộc họp",
        {
            "meeting_id": "cuộc họp",
            "lead_unit_id": "đơn vị chủ trì",
            "product": "sản phẩm",
            "authority": "thẩm quyền",
            "due_rule": "cách tính hạn",
        },
    ),
}
