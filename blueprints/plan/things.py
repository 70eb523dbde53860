"""Words of the journal for the plan, and the script."""

from blueprints.things import Thing

THINGS = {
    "plan": Thing(
        "Kế hoạch",
        {
            "issued_by": "cơ quan ban hành",
            "decision": "quyết định",
            "decided_on": "ngày quyết định",
            "reading_days": "số ngày một số liệu còn dùng được",
            "script_code": "mã kịch bản",
            "script_title": "tên kịch bản",
            "script_decision": "văn bản kịch bản",
            "script_decided_on": "ngày ban hành kịch bản",
        },
        silent=frozenset({"official_title", "due_text", "cited", "script_official_title", "script_cited"}),
    ),
    "pillar": Thing("Trụ cột", {"plan_id": "kế hoạch"}, is_part=True),
    "target": Thing(
        "Chỉ tiêu",
        {
            "plan_id": "kế hoạch",
            "comparator": "cách so",
            "value": "giá trị",
            "source": "nguồn số liệu",
            "measure_key": "cách tính",
            "is_spoiled_by_complaint": "không đạt khi có phản ánh",
        },
        silent=frozenset({"official", "numerator_words", "denominator_words"}),
        is_part=True,
    ),
    "figure": Thing(
        "Số liệu chỉ tiêu",
        {
            "target_id": "chỉ tiêu",
            "value": "giá trị",
            "numerator": "tử số",
            "denominator": "mẫu số",
            "complaints": "số phản ánh",
            "as_of": "tính đến",
            "evidence_file_id": "tệp minh chứng",
            "evidence_link": "liên kết minh chứng",
            "entered_by": "người nhập",
        },
    ),
    "plan_task": Thing(
        "Nhiệm vụ",
        {
            "plan_id": "kế hoạch",
            "pillar_id": "trụ cột",
            "duty_id": "việc",
            "title": "tên nhiệm vụ",
            "goal": "mục tiêu",
            "product": "sản phẩm",
            "lead": "chủ trì",
            "partners": "phối hợp",
        },
        silent=frozenset({"official_title", "official_goal", "official_product", "due_text"}),
        is_part=True,
    ),
    "provision": Thing(
        "Nội dung văn bản chương trình",
        silent=frozenset({"plan_id", "key", "document", "place", "bodies", "items", "due_text", "facts"}),
        is_part=True,
    ),
    "workstream": Thing(
        "Nhóm việc",
        {
            "plan_id": "kế hoạch",
            "task_nos": "nhiệm vụ liên quan",
            "province_contacts": "đầu mối tỉnh",
            "commune_contacts": "đầu mối cấp xã",
        },
        silent=frozenset({"official_title"}),
        is_part=True,
    ),
    "step": Thing(
        "Bước kịch bản",
        {
            "plan_id": "kế hoạch",
            "workstream_id": "nhóm việc",
            "duty_id": "việc",
            "result": "kết quả",
            "recurrence": "lặp lại",
            "monthly_before": "trước ngày hằng tháng",
            "delivered_on": "ngày giao",
        },
        silent=frozenset({"measure", "official_title", "official_result", "due_text", "contacts"}),
        is_part=True,
    ),
}
