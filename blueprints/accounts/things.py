"""Vietnamese words of the journal: for every kind of thing, every field of it, and every act."""

THINGS = {
    "backup": "Bản sao lưu",
    "account": "Tài khoản", "commune": "Xã", "unit": "Đơn vị", "person": "Cán bộ", "stored_file": "Tệp",
    "plan": "Kế hoạch", "pillar": "Trụ cột", "target": "Chỉ tiêu", "figure": "Số liệu chỉ tiêu",
    "plan_task": "Nhiệm vụ", "workstream": "Nhóm việc", "step": "Bước kịch bản", "progress_note": "Ghi tiến độ",
    "criteria_set": "Bộ tiêu chí", "criteria_version": "Phiên bản tiêu chí", "criterion": "Tiêu chí",
    "audit_round": "Đợt kiểm tra", "item_result": "Kết quả tiêu chí", "item_evidence": "Minh chứng tiêu chí",
    "scale": "Thang hài lòng", "scale_level": "Mức hài lòng", "counter": "Quầy",
    "response_day": "Số phiếu từng ngày", "response_link": "Địa chỉ lấy ý kiến", "response": "Phiếu ý kiến",
    "meeting_body": "Loại cuộc họp", "meeting": "Cuộc họp", "meeting_attendance": "Thành phần họp",
    "meeting_conclusion": "Kết luận cuộc họp",
    "room": "Phòng họp", "emblem": "Biểu trưng trên tờ in",
    "wifi_network": "Mạng Wi-Fi", "qr_link": "Liên kết mã QR", "poster": "Tờ mã QR",
    "qr_link_day": "Lượt mở liên kết",
    "poster_check": "Kiểm tra tờ mã QR", "print_job": "Lượt in", "print_part": "Phần của lượt in",
}  # fmt: skip

VERBS = {
    "created": "đã thêm", "changed": "đã sửa", "deleted": "đã bỏ", "signed_in": "đã đăng nhập",
    "signed_out": "đã đăng xuất", "sign_in_failed": "đăng nhập không thành công vào",
    "password_set": "đã đặt mật khẩu của", "code_refused": "gõ sai mã một lần của",
    "password_refused": "gõ sai mật khẩu của",
    "restored": "đã khôi phục", "counted": "đã đếm lại",
    "revealed": "đã xem mật khẩu của", "code_unreadable": "– ảnh không đọc được mã của",
    "sessions_ended": "đã đóng mọi phiên của",
}  # fmt: skip
# acts upon oneself: the name before them says it all
ALONE = frozenset({"signed_in", "signed_out"})
# acts at the door, where nobody knows yet who it was
AT_THE_DOOR = frozenset({"sign_in_failed", "code_refused"})
SOMEBODY = "Có người"
OTHER_VERB = "đã làm việc với"
OTHER_THING = "mục khác"
OTHER_FIELD = "nội dung khác"

# fields that tell people nothing: keys of search and order, digests, addresses on disk
SILENT = frozenset({
    "commune_id", "fold", "sort_key", "content_hash", "sha256", "path", "cid", "seal_name", "payload_print",
    "uploaded_by", "position", "measure", "score_rule",
})  # fmt: skip
# things whose row says who answered what: the journal shows that they were entered, never when to the minute or what
DISCREET = frozenset({"response"})

# parts that come into being together with their whole, by the dozen
PARTS = frozenset({
    "item_result", "criterion", "scale_level", "pillar", "target", "plan_task", "workstream", "step",
})  # fmt: skip

FIELDS = {
    "picture": "ảnh", "address": "địa chỉ", "opened": "số lượt mở", "hide_key": "giấu mật khẩu",
    "account_id": "tài khoản", "added_by": "người thêm", "answered_at": "lúc trả lời", "as_of": "tính đến",
    "assessed_at": "lúc chấm", "assessed_by": "người chấm", "audience": "dành cho", "authority": "thẩm quyền",
    "body_id": "loại cuộc họp", "chair_id": "chủ trì", "channel": "kênh", "checked_by": "người kiểm tra",
    "code": "mã", "code_expires_at": "mã có hiệu lực đến", "code_hash": "mã một lần",
    "code_tries": "số lần gõ sai mã", "comment": "ý kiến", "commune_contacts": "đầu mối xã", "comparator": "cách so",
    "complaints": "số phản ánh", "contact": "liên hệ", "convenor": "cơ quan tổ chức", "counter_id": "quầy",
    "counts_for_kpi": "tính vào chỉ tiêu", "criterion_id": "tiêu chí", "day": "ngày", "decided_at": "lúc quyết định",
    "decided_by_id": "người quyết định", "decided_on": "ngày quyết định", "decided_reason": "lý do",
    "decision": "quyết định", "default_chair_id": "chủ trì thường lệ", "default_minutes": "số phút thường lệ",
    "default_room_id": "phòng thường lệ", "default_start": "giờ thường lệ", "delivered_on": "ngày giao",
    "denominator": "mẫu số", "display_name": "tên hiển thị", "done": "đã xong", "done_on": "ngày xong",
    "due_on": "hạn", "due_rule": "cách tính hạn", "duty": "nhiệm vụ trong họp", "ecabinet_ref": "liên kết e-Cabinet",
    "edited_at": "lúc sửa", "edition": "lần ban hành", "effective_from": "có hiệu lực từ",
    "effective_to": "có hiệu lực đến", "ends_at": "kết thúc", "entered_by": "người nhập",
    "evidence_file_id": "tệp minh chứng", "evidence_id": "tệp minh chứng", "evidence_link": "liên kết minh chứng",
    "file_id": "tệp", "follows_id": "thay cho tờ", "full_name": "họ và tên", "goal": "mục tiêu",
    "guest_name": "khách mời", "held_on": "ngày họp", "hidden": "mạng ẩn", "hold_reason": "lý do chờ",
    "hung_at": "lúc treo", "is_active": "đang dùng", "is_key_printed": "in mật khẩu lên tờ",
    "is_product": "là sản phẩm", "is_satisfied": "tính là hài lòng", "is_spoiled_by_complaint": "mất khi có phản ánh",
    "issued_by": "cơ quan ban hành", "job_id": "lượt in", "joined_on": "ngày tham gia", "kind": "loại",
    "label": "nhãn", "lead": "chủ trì", "lead_unit_id": "đơn vị chủ trì", "legal_basis": "căn cứ", "level": "mức",
    "link_id": "địa chỉ", "local_date": "ngày", "logged_at": "lúc ghi", "measure_key": "cách tính",
    "meeting_id": "cuộc họp", "mime": "định dạng", "mode": "hình thức", "monthly_before": "trước ngày hằng tháng",
    "na_reason": "lý do không áp dụng", "name": "tên", "near_percent": "ngưỡng gần đạt", "network_id": "mạng Wi-Fi",
    "no": "số thứ tự", "note": "ghi chú", "numerator": "tử số", "opened_by": "người mở", "opened_on": "ngày mở",
    "original_name": "tên tệp", "paper": "khổ giấy", "partners": "phối hợp", "password_hash": "mật khẩu",
    "password_set_at": "lúc đặt mật khẩu", "percent": "phần trăm", "person_id": "cán bộ", "person_title": "chức danh",
    "pillar_id": "trụ cột", "place": "nơi đặt", "plan_id": "kế hoạch", "planned_end": "dự kiến kết thúc",
    "planned_start": "dự kiến bắt đầu", "platform": "nền tảng", "points": "điểm", "poster_id": "tờ mã QR",
    "poster_ids": "các tờ mã QR", "printed_pages": "số trang in", "product": "sản phẩm", "province": "tỉnh",
    "province_contacts": "đầu mối tỉnh", "question": "câu hỏi", "rank": "thứ tự", "reason": "lý do",
    "recorded_by": "người ghi", "recorded_by_id": "người ghi", "recurrence": "lặp lại", "result": "kết quả",
    "result_id": "kết quả tiêu chí", "revision": "bản in", "role": "vai trò", "room_id": "phòng",
    "round_id": "đợt kiểm tra", "scale_id": "thang", "script_code": "mã kịch bản",
    "script_decided_on": "ngày ban hành kịch bản", "script_decision": "văn bản kịch bản",
    "script_title": "tên kịch bản", "sealed_key": "mật khẩu Wi-Fi", "sealed_pages": "trang in", "seats": "số chỗ",
    "secretary_id": "thư ký", "security": "bảo mật", "set_id": "bộ tiêu chí", "short_code": "mã rút gọn",
    "short_name": "tên gọn", "size": "dung lượng", "source": "nguồn số liệu", "ssid": "tên mạng", "stage": "khâu",
    "starts_at": "bắt đầu", "state": "trạng thái", "state_reason": "lý do", "status": "tình trạng", "step_id": "bước",
    "subject": "đối tượng", "substitute_for_id": "dự thay", "target": "đích đến", "target_id": "chỉ tiêu",
    "task_id": "nhiệm vụ", "task_nos": "nhiệm vụ liên quan", "text": "nội dung", "title": "tên",
    "token": "mã địa chỉ", "total": "tổng số", "unit_id": "đơn vị", "url": "liên kết", "username": "tên đăng nhập",
    "valid_from": "áp dụng từ", "valid_to": "áp dụng đến", "value": "giá trị", "verdict": "kết luận",
    "version_id": "phiên bản", "withdrawn_at": "lúc thu hồi", "workstream_id": "nhóm việc",
    "written_by": "người viết",
}  # fmt: skip
# where one word means something else for one thing
SPECIAL = {
    ("meeting", "title"): "tiêu đề", ("person", "title"): "chức danh", ("plan_task", "title"): "tên nhiệm vụ",
    ("person", "is_active"): "đang làm việc", ("account", "is_active"): "được đăng nhập",
    ("meeting", "place"): "địa điểm", ("account", "role"): "vai trò", ("unit", "is_active"): "đang hoạt động",
    ("room", "place"): "vị trí",
}  # fmt: skip


def field_word(entity: str, field: str) -> str:
    """The Vietnamese word of a field of a thing."""
    return SPECIAL.get((entity, field)) or FIELDS.get(field) or OTHER_FIELD
