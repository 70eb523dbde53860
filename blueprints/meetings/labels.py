"""Vietnamese words of the meetings room: its closed lists, and its refusals."""

from blueprints.labels import refusal, words
from models.errors import RuleBroken
from models.meetings.measures import MeetingUnit
from models.meetings.points import DueRule, PointKind
from models.meetings.rules import Convenor, MeetingFigure, MeetingMode, Platform, State
from models.meetings.seats import Presence, SeatRole

STATE = words(
    State,
    {State.PLANNED: "Đã lên lịch", State.HELD: "Đã họp", State.CONCLUDED: "Đã khóa hồ sơ", State.CANCELLED: "Đã hủy"},
)
MODE = words(
    MeetingMode, {MeetingMode.IN_PERSON: "Trực tiếp", MeetingMode.ONLINE: "Trực tuyến", MeetingMode.HYBRID: "Kết hợp"}
)
PLATFORM = words(
    Platform,
    {
        Platform.ECABINET: "e-Cabinet",
        Platform.MIXED: "Kết hợp giấy",
        Platform.PAPER: "Giấy",
        Platform.SECRET: "Cuộc họp có nội dung bí mật nhà nước",
    },
)
CONVENOR = words(Convenor, {Convenor.OWN: "Cấp xã", Convenor.HIGHER: "Cấp trên"})
PRESENCE = words(
    Presence,
    {
        Presence.PRESENT: "Có mặt",
        Presence.SUBSTITUTE: "Dự thay",
        Presence.EXCUSED: "Vắng có phép",
        Presence.ABSENT: "Vắng không phép",
    },
)
SEAT_ROLE = words(
    SeatRole,
    {
        SeatRole.CHAIR: "Chủ trì",
        SeatRole.SECRETARY: "Thư ký",
        SeatRole.MEMBER: "Thành viên",
        SeatRole.GUEST: "Khách mời",
    },
)
POINT_KIND = words(PointKind, {PointKind.GENERAL: "Chỉ đạo chung", PointKind.TASK: "Giao việc"})
DUE_RULE = words(DueRule, {DueRule.BEFORE: "trước ngày", DueRule.BY_END_OF: "đến hết ngày"})
FIGURE = words(
    MeetingFigure,
    {
        MeetingFigure.HELD: "Tất cả cuộc họp đã diễn ra",
        MeetingFigure.COUNTED: "Cuộc họp được tính chỉ tiêu",
        MeetingFigure.ECABINET: "Họp trên e-Cabinet, có minh chứng",
        MeetingFigure.PAPERLESS: "Không in trang giấy nào",
        MeetingFigure.UNPROVEN: "Ghi e-Cabinet nhưng chưa có minh chứng",
        MeetingFigure.SECRET: "Cuộc họp có nội dung bí mật nhà nước",
        MeetingFigure.HIGHER: "Do cấp trên triệu tập",
        MeetingFigure.LATE: "Ghi muộn",
    },
)

UNIT = words(MeetingUnit, {MeetingUnit.MEETINGS: "cuộc"})

PARTS_OF_TASK = {
    "text": "nội dung việc",
    "lead_unit_id": "đơn vị chủ trì",
    "product": "sản phẩm",
    "authority": "cấp quyết định",
    "due_on": "thời hạn",
}

MEASURES = {
    "meetings.ecabinet_per_week": "trên e-Cabinet tuần này",
    "meetings.ecabinet_share": "cuộc họp tuần này trên e-Cabinet",
}

REFUSALS = {
    "end_before_start": "Giờ kết thúc phải sau giờ bắt đầu.",
    "not_begun": "Cuộc họp chưa bắt đầu nên chưa ghi được là đã họp. Xin kiểm tra ngày, giờ.",
    "title_missing": "Xin ghi nội dung cuộc họp.",
    "secret_keeps_no_words": "Cuộc họp có nội dung bí mật nhà nước không lưu nội dung ở đây. Xin để trống mục này.",
    "pages_out_of_range": "Số trang phải từ 0 đến {most}.",
    "chair_is_secretary": "Người chủ trì và thư ký phải là hai người.",
    "person_listed_twice": "Có người được ghi hai lần trong danh sách. Xin kiểm tra tên người dự thay.",
    "substitute_for_nobody": "Người dự thay phải thay cho một người có trong danh sách.",
    "present_and_substituted": "Một người không thể vừa có mặt vừa cử người dự thay.",
    "two_substitutes": "Mỗi người chỉ cử một người dự thay.",
    "substitute_unnamed": "Xin ghi tên người dự thay.",
    "nobody_present": "Phải có ít nhất một người có mặt.",
    "chair_not_present": "Người chủ trì phải có mặt. Xin sửa người chủ trì hoặc điểm danh.",
    "task_unclear": "Giao việc còn thiếu: {missing}. Xin bổ sung, hoặc chọn “Chỉ đạo chung”.",
    "task_has_work": "Việc giao ở mục “{label}” đã có người ghi tiến độ nên không bỏ được. Xin giữ là “Giao việc”.",
    "label_twice": "Số thứ tự của mục “{label}” bị trùng.",
    "same_meeting": "Loại cuộc họp này đã có cuộc họp cùng ngày, cùng giờ bắt đầu.",
    "meeting_concluded": "Hồ sơ cuộc họp đã khóa. Xin mở lại hồ sơ (ghi lý do) trước khi sửa.",
    "meeting_cancelled": "Cuộc họp đã hủy nên không sửa được.",
    "not_held": "Chỉ khóa được hồ sơ của cuộc họp đã diễn ra.",
    "not_concluded": "Hồ sơ này chưa khóa.",
    "reason_missing": "Xin ghi lý do.",
    "body_exists": "Đã có loại cuộc họp mang tên này.",
    "secret_has_no_file": "Cuộc họp có nội dung bí mật nhà nước không có tệp biên bản ở đây.",
}


def sentence(broken: RuleBroken) -> str:
    """A refusal as people read it."""
    details = dict(broken.details)
    if isinstance(missing := details.get("missing"), list):
        details["missing"] = ", ".join(PARTS_OF_TASK[part] for part in missing)
    return refusal(RuleBroken(broken.code, broken.field, **details), REFUSALS)
