"""Vietnamese words of the plan: states, sets of work, verdicts, refusals."""

from blueprints.labels import REFUSALS as SHARED_REFUSALS
from blueprints.labels import words
from models.counting import Unit
from models.plan.rows import Pick
from models.plan.rules import Comparator, Source, State, Status, Verdict

STATUS = words(Status, {
    Status.NOT_STARTED: "Chưa bắt đầu",
    Status.DOING: "Đang làm",
    Status.DONE: "Đã xong",
})  # fmt: skip
STATE = words(State, {
    State.OVERDUE: "Quá hạn",
    State.DUE_SOON: "Sắp đến hạn",
    State.LATER: "Trong hạn",
    State.NO_DATE: "Chưa có hạn",
    State.DONE: "Đã xong",
    State.DONE_LATE: "Xong muộn",
})  # fmt: skip
PICK = words(Pick, {
    Pick.ON_TIME: "Đúng hạn",
    Pick.OVERDUE: "Quá hạn",
    Pick.DUE_SOON: "Đến hạn trong 7 ngày",
    Pick.OPEN: "Chưa xong",
    Pick.DONE: "Đã xong",
    Pick.DONE_LATE: "Xong muộn",
})  # fmt: skip
VERDICT = words(Verdict, {
    Verdict.MET: "Đạt",
    Verdict.NEAR: "Gần đạt",
    Verdict.NOT_MET: "Chưa đạt",
    Verdict.NO_DATA: "Chưa có số liệu",
})  # fmt: skip
SOURCE = words(Source, {
    Source.SATISFACTION: "Hệ thống tự tính từ phiếu hài lòng",
    Source.TRAINING: "Theo danh sách tập huấn",
    Source.MANUAL: "Nhập số liệu",
})  # fmt: skip
COMPARATOR = words(Comparator, {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤"})
UNIT = words(Unit, {Unit.PERCENT: "%"})

REFUSALS = SHARED_REFUSALS | {
    "day_in_future": "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc ngày đã qua.",
    "evidence_missing": "Xin gửi tệp minh chứng hoặc ghi liên kết đến sản phẩm.",
    "figure_missing": "Xin ghi hai số đếm (số đạt và tổng số), hoặc ghi tỷ lệ.",
    "figure_told_twice": "Đã có hai số đếm thì không ghi thêm tỷ lệ: hệ thống tự tính.",
    "count_missing": "Xin ghi đủ cả hai số: số đạt và tổng số.",
    "denominator_zero": "Tổng số phải lớn hơn 0.",
    "numerator_too_big": "Số đạt không được lớn hơn tổng số.",
    "percent_out_of_range": "Tỷ lệ phải từ 0 đến 100.",
    "complaints_missing": "Xin ghi số phản ánh phiền hà, sách nhiễu đúng sự thật trong kỳ (không có thì ghi 0).",
    "counted_by_system": "Chỉ tiêu này do hệ thống tự tính, không nhập tay.",
    "not_done_yet": "Việc này chưa xong nên không cần mở lại.",
    "not_monthly": "Việc này không lặp lại hằng tháng.",
}
