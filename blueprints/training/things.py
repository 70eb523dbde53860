"""Words of the journal for training."""

from blueprints.things import Thing

THINGS = {
    "course": Thing(
        "Khóa tập huấn",
        {"code": "mã", "position": "thứ tự", "products_wanted": "số sản phẩm mỗi người", "platform": "nền tảng"},
    ),
    "course_session": Thing(
        "Buổi tập huấn", {"course_id": "khóa", "held_on": "ngày", "title": "tên buổi", "place": "nơi học"}
    ),
    "course_attendance": Thing("Người dự tập huấn", {"session_id": "buổi", "person_id": "người"}),
    "course_exemption": Thing("Người không phải dự", {"course_id": "khóa", "person_id": "người", "reason": "lý do"}),
    "course_product": Thing(
        "Sản phẩm tập huấn",
        {"course_id": "khóa", "person_id": "người", "title": "tên sản phẩm", "kind": "loại", "made_on": "ngày làm",
         "link": "liên kết", "file_id": "tệp", "entered_by": "người nhập"},
    ),
    "exam": Thing(
        "Kỳ thi, khảo sát",
        {"course_id": "khóa", "code": "mã", "position": "thứ tự", "pass_points": "điểm đạt",
         "is_above": "phải trên mức này", "held_on": "ngày thi"},
    ),
    "exam_score": Thing(
        "Điểm thi",
        {"exam_id": "kỳ thi", "person_id": "người", "said_name": "tên trong danh sách", "said_score": "điểm đã ghi",
         "hundredths": "điểm (phần trăm điểm)", "taken_on": "ngày thi", "source": "cách nhập",
         "void_reason": "lý do không tính", "entered_by": "người nhập"},
    ),
}  # fmt: skip
