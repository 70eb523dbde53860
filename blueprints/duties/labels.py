"""Vietnamese words of duties: kinds, states, sets of work, what was done with them, refusals."""

from blueprints.labels import refusal, words
from models.duties.rows import DutyPart, DutyPick
from models.duties.rules import DutyAct, DutyKind, DutyState, DutyStatus
from models.errors import RuleBroken

KIND = words(
    DutyKind,
    {
        DutyKind.TASK: "Nhiệm vụ",
        DutyKind.STEP: "Bước kịch bản",
        DutyKind.CONCLUSION: "Kết luận họp",
        DutyKind.CASE: "Ý kiến người dân",
        DutyKind.FINDING: "Tồn tại",
        DutyKind.ROOM_FAULT: "Lỗi phòng họp",
    },
)
STATUS = words(
    DutyStatus,
    {
        DutyStatus.NOT_STARTED: "Chưa bắt đầu",
        DutyStatus.DOING: "Đang làm",
        DutyStatus.REPORTED: "Chờ xác nhận",
        DutyStatus.DONE: "Đã hoàn thành",
        DutyStatus.VOID: "Không còn phải làm",
    },
)
STATE = words(
    DutyState,
    {
        DutyState.OVERDUE: "Quá hạn",
        DutyState.DUE_SOON: "Sắp đến hạn",
        DutyState.LATER: "Trong hạn",
        DutyState.NO_DATE: "Chưa đặt ngày",
        DutyState.WAITING: "Chờ xác nhận",
        DutyState.DONE: "Đã hoàn thành",
        DutyState.DONE_LATE: "Hoàn thành quá hạn",
        DutyState.VOID: "Không còn phải làm",
    },
)
PICK = words(
    DutyPick,
    {
        DutyPick.ON_TIME: "Đúng hạn",
        DutyPick.OVERDUE: "Quá hạn",
        DutyPick.DUE_SOON: "Đến hạn trong 7 ngày",
        DutyPick.LATER: "Trong hạn",
        DutyPick.NO_DATE: "Chưa đặt ngày",
        DutyPick.OPEN: "Chưa hoàn thành",
        DutyPick.WAITING: "Chờ xác nhận",
        DutyPick.DONE: "Đã hoàn thành",
        DutyPick.DONE_LATE: "Hoàn thành quá hạn",
    },
)
PART = words(
    DutyPart,
    {
        DutyPart.OVERDUE: "Quá hạn",
        DutyPart.TODAY: "Hôm nay",
        DutyPart.DUE_SOON: "Trong 7 ngày",
        DutyPart.LATER: "Sau đó",
        DutyPart.NO_DATE: "Chưa đặt ngày",
        DutyPart.WAITING: "Đã báo cáo, chờ người khác xác nhận",
    },
)
ACT = words(
    DutyAct,
    {
        DutyAct.PROGRESS: "Ghi tiến độ",
        DutyAct.REPORTED: "Báo cáo hoàn thành",
        DutyAct.DELIVERED: "Gửi kết quả tháng",
        DutyAct.CONFIRMED: "Xác nhận hoàn thành",
        DutyAct.SENT_BACK: "Trả lại để bổ sung",
        DutyAct.REOPENED: "Mở lại",
        DutyAct.KEPT: "Giữ trạng thái, nêu lý do",
    },
)

REFUSALS = {
    "day_in_future": "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc ngày đã qua.",
    "evidence_missing": "Xin gửi tệp minh chứng hoặc ghi liên kết đến sản phẩm.",
    "evidence_not_new": "Minh chứng này đã có từ trước. Xin gửi ảnh, tệp hoặc liên kết của chính lần kiểm tra lại này.",
    "reason_missing": "Xin ghi lý do.",
    "duty_reported": "Việc này đã báo cáo hoàn thành và đang chờ xác nhận.",
    "duty_done": "Việc này đã hoàn thành và được xác nhận. Muốn ghi lại, xin mở lại trước.",
    "duty_void": "Việc này không còn phải làm vì nơi giao việc đã hủy.",
    "duty_not_reported": "Việc này chưa có báo cáo hoàn thành để xác nhận.",
    "own_report": "Người báo cáo không tự xác nhận việc của mình. Xin để người khác xác nhận.",
    "not_done_yet": "Việc này chưa hoàn thành nên không cần mở lại.",
    "not_monthly": "Việc này không lặp lại hằng tháng.",
    "no_day_to_extend": "Việc này chưa có hạn nên không cần gia hạn.",
    "extension_no_later": "Hạn mới phải sau hạn đang có.",
    "extension_pending": "Đã có một đề nghị gia hạn đang chờ quyết định.",
    "extension_decided": "Đề nghị gia hạn này đã được quyết định.",
    "own_extension": "Người đề nghị không tự quyết định gia hạn. Xin để người khác quyết định.",
}


def sentence(broken: RuleBroken) -> str:
    """A refusal as people read it."""
    return refusal(broken, REFUSALS)
