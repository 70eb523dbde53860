"""Words of the journal for meetings, their kinds, people and conclusions: those of the forms, and what no form asks."""

from blueprints.meetings.forms import PointForm, RecordForm
from blueprints.meetings.step_forms import BodyForm, WrittenRoundForm
from blueprints.things import Thing

THINGS = {
    "meeting_body": Thing(
        "Loại cuộc họp",
        {
            "quorum_share": "số phần phải có mặt",
            "quorum_of": "trên số phần",
            "vote_basis": "tính biểu quyết trên",
            "paper_workdays": "gửi tài liệu trước (ngày làm việc)",
        },
        form=BodyForm,
    ),
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
            "invited_at": "lúc gửi giấy mời",
            "cancelled_at": "lúc hủy",
            "series_id": "chuỗi cuộc họp",
            "renews_id": "tổ chức lại cuộc họp",
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
            "may_vote": "được biểu quyết",
            "reply": "trả lời giấy mời",
            "reply_text": "lời nhắn",
            "replied_at": "lúc trả lời",
        },
    ),
    "meeting_conclusion": Thing(
        "Kết luận cuộc họp",
        {
            "meeting_id": "cuộc họp",
            "duty_id": "việc",
            "named": "đơn vị ghi trong văn bản",
            "due_text": "thời hạn ghi trong văn bản",
        },
        form=PointForm,
    ),
    "meeting_conclusion_unit": Thing(
        "Đơn vị phối hợp", {"conclusion_id": "kết luận", "unit_id": "đơn vị"}, is_part=True
    ),
    "meeting_minutes": Thing(
        "Biên bản",
        {
            "meeting_id": "cuộc họp",
            "number": "bản",
            "reason": "lý do sửa",
            "paper": "văn bản đã hoàn tất",
            "finished_at": "lúc hoàn tất",
            "finished_by": "người hoàn tất",
            "signed_on": "ngày ký",
            "signed_by": "người ghi việc ký",
        },
    ),
    "meeting_minutes_block": Thing(
        "Phần biên bản",
        {"minutes_id": "biên bản", "edited_by": "người sửa", "edited_at": "lúc sửa"},
        silent=frozenset({"key"}),
        is_part=True,
    ),
    "meeting_minutes_revision": Thing(
        "Bản trước của phần biên bản",
        {
            "block_id": "phần biên bản",
            "is_set_aside": "không được chọn",
            "written_by": "người viết",
            "written_at": "lúc viết",
        },
        is_part=True,
    ),
    "meeting_notice": Thing(
        "Thông báo kết luận",
        {
            "meeting_id": "cuộc họp",
            "number": "bản",
            "reason": "lý do thay thế",
            "grounds": "căn cứ",
            "opening": "mở đầu",
            "heard": "sau khi nghe",
            "closing": "câu kết",
            "copies": "nơi nhận",
            "capacity": "quyền hạn ký",
            "signer_post": "chức vụ người ký",
            "signer_name": "người ký",
            "symbol": "số, ký hiệu",
            "issued_on": "ngày ban hành",
            "issued_by": "người ghi việc ban hành",
            "evidence_id": "tệp đã ký",
            "paper": "văn bản đã ban hành",
        },
    ),
    "meeting_review": Thing(
        "Rà soát kết luận",
        {
            "meeting_id": "cuộc họp",
            "conclusion_id": "kết luận",
            "outcome": "kết quả rà soát",
            "standing": "tình trạng lúc rà soát",
            "decided_by": "người ghi",
        },
    ),
    "meeting_written_round": Thing(
        "Phiếu lấy ý kiến",
        {
            "opens_at": "gửi lúc",
            "closes_at": "đóng lúc",
            "asked_by": "người gửi",
            "withdrawn_at": "lúc rút",
            "withdrawn_reason": "lý do rút",
        },
        form=WrittenRoundForm,
    ),
    "meeting_written_opinion": Thing(
        "Trả lời phiếu lấy ý kiến",
        {
            "round_id": "phiếu",
            "choice": "ý kiến",
            "answered_at": "lúc trả lời",
            "reminded_at": "lúc nhắc",
        },
        is_discreet=True,
    ),
    "meeting_body_member": Thing(
        "Thành viên của loại cuộc họp",
        {
            "body_id": "loại cuộc họp",
            "role": "vai trò",
            "may_vote": "được biểu quyết",
            "from_on": "từ ngày",
            "to_on": "đến ngày",
        },
    ),
    "meeting_body_counting": Thing(
        "Việc tính chỉ tiêu", {"body_id": "loại cuộc họp", "until": "đến trước ngày", "counts": "tính vào chỉ tiêu"}
    ),
    "meeting_sitting": Thing(
        "Buổi họp",
        {"meeting_id": "cuộc họp", "starts_at": "bắt đầu", "ends_at": "kết thúc", "room_id": "phòng họp"},
    ),
    "meeting_move": Thing(
        "Lần dời cuộc họp",
        {
            "meeting_id": "cuộc họp",
            "from_start": "từ lúc",
            "from_end": "đến lúc",
            "from_room_id": "phòng cũ",
            "from_place": "nơi cũ",
            "to_start": "sang lúc",
            "to_end": "kết thúc mới",
            "to_room_id": "phòng mới",
            "to_place": "nơi mới",
            "reason": "lý do",
            "moved_by": "người dời",
        },
    ),
    "meeting_movement": Thing(
        "Vào, ra phòng họp", {"seat_id": "người dự", "came": "vào", "item_no": "từ nội dung", "at": "lúc"}
    ),
    "meeting_item": Thing(
        "Nội dung chương trình họp",
        {
            "meeting_id": "cuộc họp",
            "title": "nội dung",
            "presenter": "người trình bày",
            "minutes": "số phút",
            "is_late": "đưa vào muộn",
            "needs_talk": "đưa ra thảo luận",
            "outcome": "kết quả",
            "in_block": "thông qua khối",
            "began_at": "bắt đầu",
            "ended_at": "kết thúc",
            "said": "ý kiến, kết luận tại chỗ",
            "carried_from_id": "chuyển từ nội dung",
        },
    ),
    "meeting_position": Thing(
        "Ý kiến trước họp", {"item_id": "nội dung", "stance": "ý kiến", "said_at": "lúc"}, is_discreet=True
    ),
    "meeting_ballot": Thing(
        "Biểu quyết",
        {
            "item_id": "nội dung",
            "mode": "cách biểu quyết",
            "basis": "tính trên",
            "members": "tổng số thành viên được biểu quyết",
            "eligible": "số người có mặt được biểu quyết",
            "in_favour": "tán thành",
            "against": "không tán thành",
            "other": "ý kiến khác",
            "not_voting": "không biểu quyết",
            "chair_choice": "ý kiến của chủ trì khi ngang phiếu",
            "reason": "lý do",
            "taken_at": "lúc",
            "taken_by": "người ghi",
        },
    ),
    "meeting_ballot_vote": Thing("Phiếu ghi danh", {"ballot_id": "biểu quyết", "choice": "phiếu"}, is_part=True),
    "meeting_paper": Thing(
        "Tài liệu họp", {"meeting_id": "cuộc họp", "item_id": "nội dung", "is_required": "bắt buộc"}
    ),
    "meeting_paper_version": Thing(
        "Bản của tài liệu họp",
        {
            "paper_id": "tài liệu",
            "no": "bản số",
            "file_id": "tệp",
            "link": "liên kết",
            "published_at": "lúc đăng",
            "published_by": "người đăng",
            "late_workdays": "số ngày làm việc muộn",
            "pages": "số trang",
        },
    ),
    "meeting_calendar_key": Thing(
        "Địa chỉ lịch trên điện thoại",
        {"account_id": "tài khoản", "key_hash": "khóa", "made_at": "lúc tạo"},
    ),
    "ecabinet_skill": Thing(
        "Cán bộ và e-Cabinet",
        {
            "person_id": "cán bộ",
            "has_account": "có tài khoản",
            "since": "có tài khoản từ ngày",
            "trained_on": "tập huấn ngày",
            "used_on": "dùng gần nhất",
            "score": "điểm khảo sát",
            "scored_on": "khảo sát ngày",
        },
    ),
    "meeting_reminder": Thing(
        "Lần nhắc về họp",
        {
            "meeting_id": "cuộc họp",
            "about": "nhắc về",
            "subject_id": "việc",
            "step": "lần",
            "due_on": "ngày đến hạn",
            "sent_at": "lúc nhắc",
        },
    ),
    "meeting_paper_nudge": Thing(
        "Lần nhắc đọc tài liệu họp", {"version_id": "bản tài liệu", "sent_at": "lúc nhắc", "sent_by": "người nhắc"}
    ),
    "meeting_receipt": Thing(
        "Lượt đọc tài liệu họp",
        {"version_id": "bản tài liệu", "opened_at": "lúc mở", "confirmed_at": "lúc xác nhận đã đọc"},
    ),
}
