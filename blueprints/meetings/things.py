"""Words of the journal for meetings, their kinds, people and conclusions: those of the forms, and what no form asks."""

from blueprints.meetings.forms import BodyForm, PointForm, RecordForm
from blueprints.things import Thing

THINGS = {
    "meeting_body": Thing("Loại cuộc họp", form=BodyForm),
    "meeting": Thing(
        "Cuộc họp",
        {
            "held_on": "ngày họp",
            "starts_at": "bắt đầu",
            "ends_at": "kết thúc",
            "planned_start": "dự kiến bắt đầu",
            "planned_end": "dự kiến kết thúc",
            "platform": "nền tảng",
            "evidence_id": "tệp minh chứng",
            "state_reason": "lý do",
            "logged_at": "lúc ghi",
            "recorded_by": "người ghi",
            "edited_at": "lúc sửa",
        },
        form=RecordForm,
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
    "meeting_conclusion": Thing("Kết luận cuộc họp", {"meeting_id": "cuộc họp", "duty_id": "việc"}, form=PointForm),
}
