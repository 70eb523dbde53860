"""Words of the journal for criteria, rounds and results."""

from blueprints.things import Thing

THINGS = {
    "criteria_set": Thing("Bộ tiêu chí", {"short_name": "tên gọn", "subject": "đối tượng"}),
    "criteria_version": Thing(
        "Phiên bản tiêu chí",
        {
            "set_id": "bộ tiêu chí",
            "legal_basis": "căn cứ",
            "effective_from": "có hiệu lực từ",
            "effective_to": "có hiệu lực đến",
        },
        silent=frozenset({"score_rule", "content_hash"}),
    ),
    "criterion": Thing("Tiêu chí", is_part=True),
    "audit_round": Thing(
        "Đợt kiểm tra",
        {
            "set_id": "bộ tiêu chí",
            "version_id": "phiên bản",
            "subject": "đối tượng",
            "opened_by": "người mở",
            "opened_on": "ngày mở",
            "assessed_on": "ngày đánh giá",
            "kind": "loại đợt",
            "locked_by": "người khóa",
            "locked_at": "lúc khóa",
        },
        silent=frozenset({"figures"}),
    ),
    "item_result": Thing(
        "Kết quả tiêu chí",
        {
            "round_id": "đợt kiểm tra",
            "criterion_id": "tiêu chí",
            "na_reason": "lý do không áp dụng",
            "points": "điểm",
            "assessed_by": "người đánh giá",
            "assessed_at": "lúc chấm",
        },
        is_part=True,
    ),
    "finding": Thing(
        "Tồn tại",
        {
            "result_id": "kết quả tiêu chí",
            "place": "ở đâu",
            "text": "nội dung tồn tại",
            "severity": "mức độ",
            "noted_by": "người ghi",
            "duty_id": "việc khắc phục",
        },
    ),
    "item_evidence": Thing(
        "Minh chứng tiêu chí",
        {
            "result_id": "kết quả tiêu chí",
            "url": "liên kết",
            "file_id": "tệp",
            "added_by": "người thêm",
        },
    ),
}
