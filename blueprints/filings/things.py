"""How the journal calls what was sent."""

from blueprints.things import Thing

FILED = {
    "received_on": "ngày nhận",
    "document_no": "số văn bản",
    "document_on": "ngày văn bản",
    "evidence_file_id": "tệp",
    "evidence_link": "liên kết",
    "entered_by": "người ghi",
    "void_reason": "lý do bỏ",
}
THINGS = {
    "provincial_body": Thing("Cơ quan của tỉnh", {"task_nos": "nhiệm vụ chủ trì"}),
    "plan_filing": Thing("Kế hoạch của xã đã gửi", FILED | {"is_by_province": "do tỉnh ghi"}),
    "script_filing": Thing("Kịch bản của sở, ngành đã gửi", FILED | {"body_id": "cơ quan"}),
}
