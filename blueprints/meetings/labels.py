"""Vietnamese words of the meetings room: its closed lists, and its refusals."""

from collections.abc import Mapping
from typing import Any

from blueprints.labels import refusal, words
from blueprints.room_words import busy
from models.errors import RuleBroken
from models.meetings.agenda import Ballot, ItemKind, Stance
from models.meetings.deadlines import Doubt
from models.meetings.measures import MeetingUnit
from models.meetings.minutes_rules import CheckName
from models.meetings.paper_rules import Capacity, PaperState, ReviewOutcome
from models.meetings.points import DueRule, PointKind
from models.meetings.quorum import BallotMode, Choice, ItemOutcome, VoteBasis
from models.meetings.reminding_rules import ReminderAbout, ReminderStep
from models.meetings.rules import Confidentiality, Convenor, MeetingFigure, MeetingMode, Platform, Urgency
from models.meetings.seats import Presence, Reply, SeatRole
from models.meetings.states import MeetingStep, State

STATE = words(
    State,
    {
        State.DRAFT: "Nháp",
        State.INVITED: "Đã mời",
        State.MOVED: "Đã dời",
        State.IN_SESSION: "Đang họp",
        State.HELD: "Đã họp",
        State.CONCLUDED: "Đã kết luận",
        State.FILED: "Lưu hồ sơ",
        State.CANCELLED: "Đã hủy",
        State.NO_QUORUM: "Không tổ chức được",
    },
)
STEP = words(
    MeetingStep,
    {
        MeetingStep.INVITE: "gửi giấy mời",
        MeetingStep.MOVE: "dời",
        MeetingStep.OPEN: "khai mạc",
        MeetingStep.CLOSE: "bế mạc",
        MeetingStep.RECORD: "ghi là đã họp",
        MeetingStep.GIVE_UP: "ghi là không tổ chức được",
        MeetingStep.CONCLUDE: "chốt kết luận",
        MeetingStep.FILE: "lưu hồ sơ",
        MeetingStep.REOPEN: "mở lại",
        MeetingStep.CANCEL: "hủy",
        MeetingStep.RENEW: "tổ chức lại",
    },
)
CONFIDENTIALITY = words(
    Confidentiality, {Confidentiality.OPEN: "Thường", Confidentiality.CLOSED: "Họp kín, chỉ người được mời biết"}
)
URGENCY = words(Urgency, {Urgency.REGULAR: "Theo kế hoạch", Urgency.URGENT: "Đột xuất"})
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
        Presence.EXPECTED: "Được mời",
        Presence.PRESENT: "Có mặt",
        Presence.REPRESENTED: "Cử người dự thay",
        Presence.SUBSTITUTE: "Dự thay",
        Presence.EXCUSED: "Vắng có phép",
        Presence.ABSENT: "Vắng không phép",
    },
)
# the groups of a list: whoever sends a substitute stands in that line, once
LISTED = {status: said for status, said in PRESENCE.items() if status is not Presence.REPRESENTED}
SEAT_ROLE = words(
    SeatRole,
    {
        SeatRole.CHAIR: "Chủ trì",
        SeatRole.SECRETARY: "Thư ký",
        SeatRole.MEMBER: "Thành viên",
        SeatRole.GUEST: "Khách mời",
    },
)
REPLY = words(
    Reply,
    {
        Reply.NONE: "Chưa trả lời",
        Reply.COMING: "Dự",
        Reply.ABSENT: "Vắng",
        Reply.SUBSTITUTE: "Cử người thay",
    },
)
ITEM_KIND = words(
    ItemKind,
    {
        ItemKind.INFORM: "Thông tin",
        ItemKind.DISCUSS: "Thảo luận",
        ItemKind.DECIDE: "Biểu quyết",
        ItemKind.REVIEW: "Rà soát kết luận",
    },
)
STANCE = words(Stance, {Stance.NOTHING: "Không ý kiến", Stance.REMARK: "Có ý kiến", Stance.SPEAK: "Đăng ký phát biểu"})
OUTCOME = words(
    ItemOutcome,
    {
        ItemOutcome.PASSED: "Thông qua",
        ItemOutcome.AMENDED: "Thông qua có chỉnh sửa",
        ItemOutcome.POSTPONED: "Hoãn sang kỳ sau",
        ItemOutcome.RETURNED: "Trả lại",
        ItemOutcome.WITHDRAWN: "Rút",
        ItemOutcome.NOT_REACHED: "Không xem xét",
        ItemOutcome.NOTED: "Đã nghe",
    },
)
VOTE_BASIS = words(VoteBasis, {VoteBasis.MEMBERS: "Tổng số thành viên", VoteBasis.PRESENT: "Số người có mặt"})
BALLOT_MODE = words(
    BallotMode,
    {BallotMode.HANDS: "Giơ tay", BallotMode.NAMED: "Ghi danh", BallotMode.SECRET: "Bỏ phiếu kín"},
)
CHOICE = words(
    Choice,
    {
        Choice.IN_FAVOUR: "Tán thành",
        Choice.AGAINST: "Không tán thành",
        Choice.OTHER: "Ý kiến khác",
        Choice.NOT_VOTING: "Không biểu quyết",
    },
)
words(
    ReminderAbout,
    {
        ReminderAbout.MEETING: "Cuộc họp",
        ReminderAbout.NOTICE: "Thông báo kết luận",
        ReminderAbout.TASK: "Việc từ kết luận",
    },
)
words(
    ReminderStep,
    {
        ReminderStep.BEFORE: "Ngày làm việc trước",
        ReminderStep.DAY: "Đúng ngày",
        ReminderStep.AFTER: "Ngày làm việc sau",
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

PAPER_STATE = words(
    PaperState,
    {
        PaperState.DRAFT: "Dự thảo",
        PaperState.WAITING: "Chờ ký",
        PaperState.ISSUED: "Đã ban hành",
        PaperState.REPLACED: "Bị thay thế",
    },
)
MINUTES_STATE = {
    PaperState.DRAFT: "Bản nháp",
    PaperState.WAITING: "Chờ ký",
    PaperState.ISSUED: "Đã ký",
    PaperState.REPLACED: "Bị thay thế",
}
CAPACITY = words(
    Capacity,
    {
        Capacity.HEAD: "Người đứng đầu ký",
        Capacity.FOR_COMMITTEE: "TM. Ủy ban nhân dân",
        Capacity.FOR_HEAD: "KT. Chủ tịch",
        Capacity.BY_ORDER: "TL. Chủ tịch",
        Capacity.BY_ORDER_FOR: "TL. Chủ tịch, KT. Chánh Văn phòng",
        Capacity.AUTHORISED: "TUQ. Chủ tịch",
    },
)
REVIEW_OUTCOME = words(
    ReviewOutcome,
    {
        ReviewOutcome.CARRIED: "Chuyển tiếp",
        ReviewOutcome.DONE: "Đã xác nhận hoàn thành",
        ReviewOutcome.NOTED: "Đã nghe, không phải bàn",
    },
)
CHECKS = {
    CheckName.SECRETARY: "Có thư ký ghi biên bản",
    CheckName.ATTENDANCE: "Đã điểm danh",
    CheckName.WORDS: "Đã ghi diễn biến cuộc họp",
    CheckName.PARTS: "Không còn phần trống",
    CheckName.REVIEW: "Đã rà soát kết luận trước",
    CheckName.DATED: "Kết luận có thời hạn đều đã giao việc",
}
DOUBT = {
    Doubt.SEVERAL.value: "Mục này có nhiều thời hạn, xin chọn hoặc ghi một ngày.",
    Doubt.NO_SUCH_DAY.value: "Ngày ghi trong văn bản không có trong lịch, xin ghi ngày đúng.",
    Doubt.RECURRING.value: "Việc lặp lại nhiều lần, xin ghi ngày của lần gần nhất hoặc để trống.",
    Doubt.RELATIVE.value: "Văn bản không ghi ngày cụ thể, xin ghi ngày nếu biết.",
    "past": "Ngày này ở trước ngày họp, xin kiểm tra lại.",
}
SIX = {
    "person_id": "Rõ người",
    "title": "Rõ việc",
    "due_on": "Rõ thời gian",
    "unit_id": "Rõ trách nhiệm",
    "product": "Rõ sản phẩm",
    "authority": "Rõ thẩm quyền",
}
UNCLEAR = {
    "person_id": "Chưa chọn người làm.",
    "title": "Chưa ghi việc phải làm.",
    "due_on": "Chưa có thời hạn.",
    "unit_id": "Chưa chọn đơn vị chủ trì.",
    "product": "Chưa ghi sản phẩm.",
    "authority": "Chưa ghi cấp quyết định.",
}

MEASURES = {
    "meetings.accounts": "cán bộ có tài khoản e-Cabinet",
    "meetings.trained": "cán bộ đã tập huấn e-Cabinet",
    "meetings.survey_passed": "cán bộ đạt khảo sát trên 80 điểm",
    "meetings.conclusions_on_time": "việc từ kết luận họp đúng hạn trong quý",
    "meetings.ecabinet_per_week": "trên e-Cabinet tuần này",
    "meetings.paperless_share": "cuộc họp tuần này không in giấy",
    "meetings.ecabinet_share": "cuộc họp tuần này trên e-Cabinet",
}

REFUSALS = {
    "day_in_future": "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc ngày đã qua.",
    "member_already": "Người này đã là thành viên trong thời gian đó.",
    "ends_before_it_began": "Ngày thôi phải từ ngày bắt đầu trở đi.",
    "end_before_start": "Giờ kết thúc phải sau giờ bắt đầu. Họp qua nửa đêm thì đánh dấu “Kết thúc sang ngày hôm sau”.",
    "use_open_up": "Muốn bỏ chế độ họp kín, chủ trì hoặc thư ký bấm “Bỏ chế độ họp kín” ở trang cuộc họp và ghi lý do.",
    "not_closed": "Cuộc họp này không họp kín.",
    "not_chair_nor_secretary": "Chỉ chủ trì hoặc thư ký của cuộc họp bỏ được chế độ họp kín.",
    "use_move": "Đã gửi giấy mời: muốn đổi ngày, giờ, nơi họp xin bấm “Dời cuộc họp” và ghi lý do.",
    "seat_changed": "Người khác vừa điểm danh người này. Xin xem lại rồi bấm lần nữa.",
    "item_changed": "Người khác vừa sửa nội dung này. Xin xem lại rồi bấm lần nữa.",
    "quorum_above_all": "Số phần phải có mặt không được lớn hơn tổng số phần, ví dụ 2 trên 3.",
    "reply_closed": "Chỉ trả lời được giấy mời đã gửi, trước giờ khai mạc.",
    "item_open_elsewhere": "Nội dung {item} đang bàn. Xin ghi kết quả nội dung đó trước.",
    "item_closed": "Nội dung này đã có kết quả.",
    "position_closed": "Nội dung này đã được đưa ra bàn nên không ghi ý kiến trước nữa.",
    "not_invited": "Chỉ người được mời mới ghi ý kiến.",
    "not_in_session": "Cuộc họp chưa khai mạc nên chưa biểu quyết được.",
    "no_quorum_now": "Có mặt {present}/{members}, cần {needed}. Muốn biểu quyết vẫn được nhưng phải ghi lý do.",
    "outcome_missing": "Xin chọn kết quả.",
    "paper_late_link": "Liên kết phải bắt đầu bằng https:// hoặc http://.",
    "paper_empty": "Xin chọn tệp hoặc dán liên kết.",
    "round_closed": "Phiếu lấy ý kiến đã đóng nên không ghi thêm được.",
    "not_asked": "Chỉ người được hỏi mới trả lời phiếu này.",
    "closes_in_past": "Xin chọn ngày từ hôm nay trở đi.",
    "nobody_asked": "Loại cuộc họp này chưa có thành viên được biểu quyết. Xin ghi thành viên trước.",
    "nudge_too_early": "Chưa gửi giấy mời nên chưa nhắc đọc tài liệu được.",
    "nudge_too_late": "Cuộc họp đã qua nên không nhắc đọc tài liệu nữa.",
    "secret_has_no_papers": "Cuộc họp có nội dung bí mật nhà nước chỉ dùng bản giấy, không đăng tài liệu ở đây.",
    "agenda_too_long": "Chương trình ghi tối đa {most} nội dung.",
    "seat_in_use": "Người này đã có ý kiến, phiếu hoặc lượt vào ra nên không bỏ được. Xin ghi là vắng.",
    "chair_stays": "Không bỏ được người chủ trì hoặc thư ký. Xin sửa cuộc họp để đổi người.",
    "guest_twice": "Khách này đã có trong danh sách.",
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
    "check_secretary": "Cuộc họp chưa ghi thư ký.",
    "check_attendance": "Chưa điểm danh người nào có mặt.",
    "check_words": "Chưa ghi diễn biến cuộc họp.",
    "check_parts": "Phần chưa có chữ: {titles}. Xin ghi, hoặc bỏ phần trống.",
    "check_review": "Còn {number} kết luận của cuộc họp trước chưa rà soát.",
    "check_dated": "Kết luận {labels} có thời hạn nhưng chưa giao việc.",
    "minutes_not_held": "Cuộc họp chưa diễn ra nên chưa lập được biên bản, thông báo.",
    "minutes_draft": "Biên bản đang là bản nháp.",
    "minutes_waiting": "Biên bản đang chờ ký nên không sửa được. Xin bấm “Viết tiếp” trước khi sửa.",
    "minutes_issued": "Biên bản đã ký nên không sửa được. Muốn sửa, xin lập bản sửa đổi và ghi lý do.",
    "minutes_replaced": "Bản biên bản này đã được bản sau thay thế.",
    "minutes_not_finished": "Biên bản chưa hoàn tất nên chưa ghi việc ký được.",
    "minutes_not_signed": "Chỉ lập bản sửa đổi cho biên bản đã ký.",
    "signed_day_wrong": "Ngày ký phải từ ngày họp đến hôm nay.",
    "too_many_parts": "Mỗi biên bản có tối đa {most} phần.",
    "part_has_words": "Phần này đã có chữ nên không bỏ được. Xin xóa chữ trước.",
    "notice_draft": "Thông báo đang là dự thảo.",
    "notice_waiting": "Thông báo đang chờ ký nên không sửa được. Xin bấm “Sửa tiếp” trước khi sửa.",
    "notice_replaced": "Bản thông báo này đã được bản sau thay thế.",
    "notice_not_submitted": "Thông báo chưa trình ký nên chưa ghi ban hành được.",
    "notice_not_issued": "Chỉ thay thế được thông báo đã ban hành.",
    "notice_tells_nothing": "Cuộc họp chưa có kết luận nào để thông báo.",
    "issue_incomplete": "Xin ghi ô này.",
    "issued_day_wrong": "Ngày ban hành phải từ ngày họp đến hôm nay.",
    "review_not_held": "Cuộc họp chưa diễn ra nên chưa ghi kết quả rà soát.",
    "not_clear": "Xin bổ sung.",
    "person_elsewhere": "Người này không ở đơn vị chủ trì. Xin chọn người của đơn vị chủ trì.",
    "lead_joins_itself": "Đơn vị chủ trì không ghi vào đơn vị phối hợp.",
    "notice_issued": "Thông báo kết luận đã ban hành nên kết luận không sửa được. Muốn sửa, xin lập bản thay thế.",
    "label_twice": "Số thứ tự của mục “{label}” bị trùng.",
    "same_meeting": "Loại cuộc họp này đã có cuộc họp cùng ngày, cùng giờ bắt đầu.",
    "step_refused": "Cuộc họp đang ở trạng thái “{state}” nên chưa {step} được.",
    "meeting_concluded": "Hồ sơ cuộc họp đã khóa. Xin mở lại hồ sơ (ghi lý do) trước khi sửa.",
    "meeting_filed": "Hồ sơ cuộc họp đã lưu. Xin mở lại hồ sơ (ghi lý do) trước khi sửa.",
    "meeting_no_quorum": "Cuộc họp không tổ chức được nên không sửa được. Xin bấm “Tổ chức lại”.",
    "nobody_invited": "Chưa mời ai. Xin thêm người dự trước khi gửi giấy mời.",
    "not_ticked": "Còn {count} người chưa điểm danh.",
    "items_without_outcome": "Chưa bế mạc được: nội dung {items} chưa có kết quả.",
    "sitting_ends_before": "Mỗi buổi phải kết thúc sau khi bắt đầu.",
    "sittings_overlap": "Các buổi của một cuộc họp không được trùng giờ nhau.",
    "votes_do_not_add_up": "Tổng số phiếu là {total}, phải bằng {eligible} người có mặt được biểu quyết.",
    "vote_not_carried": "Tán thành {in_favour}/{whole}, chưa quá nửa nên chưa ghi là thông qua được.",
    "voters_differ": "Danh sách người được biểu quyết đã thay đổi. Xin mở lại trang ghi danh và ghi lại.",
    "closed_gives_no_tasks": "Cuộc họp kín không giao việc ở đây, vì danh sách việc mọi người đều đọc được.",
    "series_changed": "Chuỗi cuộc họp vừa thay đổi. Xin xem lại các ngày rồi bấm lần nữa.",
    "renewed_already": "Cuộc họp này đã được tổ chức lại.",
    "move_to_nothing": "Ngày, giờ, nơi họp chưa có gì thay đổi.",
    "move_into_past": "Xin chọn ngày, giờ sau lúc này.",
    "nothing_ahead": "Ngày, giờ họp đã qua. Xin ghi là cuộc họp đã họp.",
    "meeting_cancelled": "Cuộc họp đã hủy nên không sửa được.",
    "not_held": "Chỉ khóa được hồ sơ của cuộc họp đã diễn ra.",
    "not_concluded": "Hồ sơ này chưa khóa.",
    "reason_missing": "Xin ghi lý do.",
    "body_exists": "Đã có loại cuộc họp mang tên này.",
    "secret_has_no_file": "Cuộc họp có nội dung bí mật nhà nước không có tệp biên bản ở đây.",
}


SAID: dict[str, Mapping[Any, str]] = {"state": STATE, "step": STEP}


def said(broken: RuleBroken) -> dict[str, object]:
    """The details of a refusal in words."""
    details = dict(broken.details)
    if isinstance(missing := details.get("missing"), list):
        details["missing"] = ", ".join(PARTS_OF_TASK[part] for part in missing)
    if isinstance(items := details.get("items"), list):
        details["items"] = ", ".join(str(number) for number in items)
    return details | {name: SAID[name][details[name]].lower() for name in SAID if name in details}


def sentence(broken: RuleBroken) -> str:
    """A refusal as people read it."""
    broken = busy(broken)
    if broken.code == "not_clear":
        return UNCLEAR[broken.field or "title"]
    return refusal(RuleBroken(broken.code, broken.field, **said(broken)), REFUSALS)


def tie_words(ballot: Ballot) -> str:
    """What decided a vote with as many for as against: the side of the chair where that is the rule, else nothing."""
    if ballot.chair_choice is None:
        return "ngang phiếu, chưa quyết định"
    side = CHOICE[ballot.chair_choice].lower()
    return f"ngang phiếu, theo ý kiến của chủ trì: {side}"
