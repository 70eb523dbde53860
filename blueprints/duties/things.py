"""Words of the journal for what somebody must do by a day, what is said of it, and the time asked for."""

from blueprints.things import Thing

THINGS = {
    "duty": Thing(
        "Việc được giao",
        {
            "ref": "số hiệu",
            "origin": "nơi giao việc",
            "origin_on": "ngày giao việc",
            "first_due_on": "hạn gốc",
            "due_rule": "cách tính hạn",
            "done_on": "ngày hoàn thành",
            "judged_on": "ngày tính đúng hạn",
            "reported_by": "người báo cáo",
            "reported_at": "lúc báo cáo",
            "confirmed_by": "người xác nhận",
            "confirmed_at": "lúc xác nhận",
            "return_reason": "lý do trả lại",
            "returned_at": "lúc trả lại",
            "reopened": "số lần mở lại",
        },
        is_part=True,
    ),
    "duty_unit": Thing("Đơn vị phối hợp", {"duty_id": "việc", "unit_id": "đơn vị"}, is_part=True),
    "duty_note": Thing(
        "Ghi tiến độ",
        {
            "duty_id": "việc",
            "act": "kèm theo",
            "percent": "phần trăm",
            "evidence_file_id": "tệp minh chứng",
            "evidence_link": "liên kết minh chứng",
            "written_by": "người viết",
        },
    ),
    "duty_extension": Thing(
        "Đề nghị gia hạn",
        {
            "duty_id": "việc",
            "old_due": "hạn đang có",
            "new_due": "hạn mới",
            "reason": "lý do",
            "asked_by": "người đề nghị",
            "decided_by": "người quyết định",
            "decided_at": "lúc quyết định",
            "is_granted": "được gia hạn",
        },
    ),
    "progress_note": Thing("Ghi tiến độ", {"percent": "phần trăm"}),
}
