"""Words of the journal for scales, addresses and answers."""

from blueprints.things import Thing

THINGS = {
    "scale": Thing(
        "Thang hài lòng",
        {
            "edition": "lần ban hành",
            "question": "câu hỏi",
            "valid_from": "áp dụng từ",
            "valid_to": "áp dụng đến",
        },
    ),
    "scale_level": Thing(
        "Mức hài lòng",
        {"scale_id": "thang", "value": "giá trị", "is_satisfied": "tính là hài lòng"},
        is_part=True,
    ),
    "device": Thing(
        "Máy tính bảng",
        {
            "counter_id": "quầy",
            "token_hash": "khóa của máy",
            "code_print": "mã ghép",
            "code_expires_at": "mã có hiệu lực đến",
            "code_tries": "số lần gõ sai mã",
            "pin_hash": "mã PIN",
            "paired_at": "lúc ghép",
            "revoked_at": "lúc thu hồi",
            "revoked_by": "người thu hồi",
        },
        silent=frozenset({"code_head", "pin_salt"}),
    ),
    "device_gap": Thing(
        "Phiếu không về được",
        {"device_id": "máy", "first": "từ số", "last": "đến số", "cause": "nguyên nhân", "noted_by": "người ghi"},
    ),
    "response_day": Thing("Số phiếu đã đếm"),
    "service_procedure": Thing("Thủ tục", {"title": "tên thủ tục"}, is_part=True),
    "counter_procedure": Thing(
        "Thủ tục của quầy",
        {
            "counter_id": "quầy",
            "procedure_id": "thủ tục",
            "mode": "hình thức",
            "valid_from": "từ ngày",
            "valid_to": "đến hết ngày",
        },
    ),
    "team_turn": Thing(
        "Buổi trực",
        {"on_day": "ngày", "half": "buổi", "person_id": "người", "member": "người trực", "place": "nơi trực"},
    ),
    "service_day": Thing(
        "Hồ sơ trong ngày",
        {
            "local_date": "ngày",
            "procedure_id": "thủ tục",
            "mode": "hình thức",
            "received": "tiếp nhận",
            "on_time": "xong đúng hẹn",
            "late": "xong trễ hẹn",
            "open_overdue": "quá hẹn chưa xong",
        },
    ),
    "service_complaint": Thing(
        "Phản ánh về phục vụ",
        {
            "received_on": "ngày nhận",
            "about": "nội dung",
            "source": "nơi nhận",
            "outcome": "kết quả xác minh",
            "conclusion": "kết luận",
            "decided_on": "ngày kết luận",
            "decided_by_id": "người kết luận",
        },
        is_discreet=True,
    ),
    "outside_score": Thing(
        "Điểm do nơi khác chấm",
        {
            "source": "bộ chỉ số",
            "month": "tháng",
            "points": "điểm",
            "most": "điểm tối đa",
            "document": "văn bản",
        },
        is_part=True,
    ),
    "month_sheet": Thing(
        "Bản niêm yết tháng",
        {
            "month": "tháng",
            "print_no": "lần in",
            "frozen_at": "chốt lúc",
            "frozen_by_id": "người chốt",
            "facts": "số liệu đã chốt",
        },
        silent=frozenset({"facts"}),
    ),
    "citizen_case": Thing(
        "Ý kiến cần trả lời",
        {
            "duty_id": "việc",
            "received_on": "ngày nhận",
            "wants_reply": "muốn được trả lời",
            "outcome": "kết quả",
            "sentence": "đã làm gì",
            "closed_by_id": "người đóng",
            "closed_at": "lúc đóng",
        },
    ),
    "citizen_contact": Thing("Cách liên lạc của người dân"),
    "response_batch": Thing(
        "Tờ mã dùng một lần",
        {
            "counter_id": "quầy",
            "stage": "khâu",
            "mode": "hình thức",
            "size": "số mã",
            "secret": "khóa của mã",
            "made_by_id": "người tạo",
        },
    ),
    "opening_hours": Thing(
        "Giờ mở cửa", {"opens": "mở cửa lúc", "closes": "đóng cửa lúc", "on_saturday": "mở cửa sáng thứ Bảy"}
    ),
    "response_link": Thing(
        "Liên kết lấy ý kiến",
        {
            "token": "mã địa chỉ",
            "counter_id": "quầy",
            "place": "nơi đặt",
            "mode": "hình thức",
            "stage": "khâu",
        },
    ),
    "response": Thing(
        "Phiếu ý kiến",
        {
            "scale_id": "thang",
            "level": "mức",
            "mode": "hình thức",
            "channel": "kênh",
            "stage": "khâu",
            "counter_id": "quầy",
            "link_id": "địa chỉ",
            "comment": "ý kiến",
            "answered_at": "lúc trả lời",
            "local_date": "ngày",
            "recorded_by_id": "người ghi",
            "hold_reason": "lý do chờ",
            "questionnaire": "lần ban hành phiếu hỏi",
            "decided_by_id": "người quyết định",
            "decided_at": "lúc quyết định",
            "decided_reason": "lý do",
            "local_hour": "giờ",
            "procedure_id": "thủ tục",
            "served_by_id": "người phục vụ",
        },
        silent=frozenset({"cid", "content_hash", "seal", "place_in_chain"}),
        is_discreet=True,
    ),
}
VERBS = {
    "counted": "đã đếm lại",
    "contact_opened": "đã mở cách liên lạc của",
    "comments_purged": "đã xóa lời góp ý hết thời hạn giữ của",
    "contacts_purged": "đã xóa, vì hết thời hạn giữ,",
    "purge_put_off": "tạm chưa xóa, vì chưa chắc đồng hồ của máy đúng,",
}
