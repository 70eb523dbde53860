"""Vietnamese words of the plan: sources, units of measure, refusals."""

from blueprints.duties.labels import REFUSALS as DUTY_REFUSALS
from blueprints.labels import words
from models.counting import MeasureUnit
from models.plan.rules import Comparator, ProvisionKind, Source

SOURCE = words(
    Source,
    {
        Source.SATISFACTION: "Hệ thống tự tính từ phiếu hài lòng",
        Source.TRAINING: "Theo danh sách tập huấn",
        Source.MANUAL: "Nhập số liệu",
    },
)
PROVISION = words(
    ProvisionKind,
    {
        ProvisionKind.DOCUMENT: "Văn bản của chương trình",
        ProvisionKind.DEADLINE: "Mốc thời gian",
        ProvisionKind.REPORT: "Chế độ báo cáo",
        ProvisionKind.REQUEST: "Yêu cầu không ghi thời hạn",
        ProvisionKind.SCRIPT: "Yêu cầu đối với kịch bản",
        ProvisionKind.MEASURE: "Nhiệm vụ, giải pháp",
        ProvisionKind.MONEY: "Kinh phí thực hiện",
        ProvisionKind.DUTY: "Tổ chức thực hiện",
        ProvisionKind.CLOSING: "Yêu cầu chung",
    },
)
COMPARATOR = words(Comparator, {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤"})
UNIT = words(MeasureUnit, {MeasureUnit.PERCENT: "%"})

MEASURES = {"plan.tasks_on_time": "nhiệm vụ đúng hạn"}

REFUSALS = DUTY_REFUSALS | {
    "figure_missing": "Xin ghi hai số đếm (số đạt và tổng số), hoặc ghi tỷ lệ.",
    "figure_told_twice": "Đã có hai số đếm thì không ghi thêm tỷ lệ: hệ thống tự tính.",
    "count_missing": "Xin ghi đủ cả hai số: số đạt và tổng số.",
    "denominator_zero": "Tổng số phải lớn hơn 0.",
    "numerator_too_big": "Số đạt không được lớn hơn tổng số.",
    "percent_out_of_range": "Tỷ lệ phải từ 0 đến 100.",
    "complaints_missing": (
        "Xin ghi số phản ánh, kiến nghị đúng sự thật về gây phiền hà, sách nhiễu trong kỳ (không có thì ghi 0)."
    ),
    "counted_by_system": "Chỉ tiêu này do hệ thống tự tính, không nhập tay.",
}
