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
            "paired_at": "lúc ghép",
            "revoked_at": "lúc thu hồi",
            "revoked_by": "người thu hồi",
        },
        silent=frozenset({"code_head"}),
    ),
    "response_day": Thing("Số phiếu từng ngày"),
    "response_link": Thing(
        "Địa chỉ lấy ý kiến",
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
            "decided_by_id": "người quyết định",
            "decided_at": "lúc quyết định",
            "decided_reason": "lý do",
        },
        silent=frozenset({"cid", "content_hash"}),
        is_discreet=True,
    ),
}
VERBS = {"counted": "đã đếm lại"}
