"""Vietnamese words of the plan: sources, units of measure, refusals."""

from blueprints.duties.labels import REFUSALS as DUTY_REFUSALS
from blueprints.labels import words
from models.counting import MeasureUnit
from models.plan.board import BoardColumn
from models.plan.drafts import CellDoubt
from models.plan.heads import SheetKind
from models.plan.month import EntryKind
from models.plan.reading_words import ReadingDoubt
from models.plan.rules import Comparator, ProvisionKind, Source
from models.plan.timeline import BarKind

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
COMPARATOR = words(
    Comparator,
    {
        Comparator.AT_LEAST: "≥",
        Comparator.AT_MOST: "≤",
        Comparator.EQUAL: "=",
        Comparator.ABOVE: ">",
        Comparator.BELOW: "<",
    },
)
UNIT = words(MeasureUnit, {MeasureUnit.PERCENT: "%", MeasureUnit.WORDED: ""})
BOARD = words(
    BoardColumn,
    {
        BoardColumn.OVERDUE: "Quá hạn",
        BoardColumn.DUE_SOON: "Đến hạn trong 7 ngày",
        BoardColumn.LATER: "Trong hạn",
        BoardColumn.NO_DATE: "Chưa đặt ngày",
        BoardColumn.WAITING: "Chờ xác nhận",
        BoardColumn.DONE: "Đã hoàn thành",
    },
)
BAR = words(
    BarKind,
    {
        BarKind.DONE: "Đã hoàn thành",
        BarKind.WAITING: "Chờ xác nhận",
        BarKind.GOING: "Đang làm",
        BarKind.OVERDUE: "Quá hạn",
        BarKind.NOT_BEGUN: "Chưa bắt đầu",
    },
)
ENTRY = words(
    EntryKind,
    {
        EntryKind.DUE: "Đến hạn",
        EntryKind.DELIVERED: "Đã gửi kết quả tháng",
        EntryKind.AGAIN: "Hằng tháng",
    },
)

SHEET_KIND = words(
    SheetKind, {SheetKind.TASKS: "Nhiệm vụ", SheetKind.TARGETS: "Chỉ tiêu", SheetKind.NOTHING: "Không nhập"}
)
CELL = {
    "no": "Số thứ tự",
    "title": "Tên",
    "goal": "Mục tiêu",
    "product": "Sản phẩm",
    "lead": "Chủ trì",
    "partners": "Phối hợp",
    "due": "Thời hạn",
    "authority": "Cấp quyết định",
    "note": "Ghi chú",
    "threshold": "Mức phải đạt",
    "unit": "Đơn vị tính",
}
CELL_DOUBT = words(
    CellDoubt,
    {
        CellDoubt.LONG: "dài quá",
        CellDoubt.DAY: "chưa rõ là ngày nào",
        CellDoubt.LEADS: "có nhiều đơn vị ghi là chủ trì",
        CellDoubt.NO_NUMBER: "không đọc được một con số",
        CellDoubt.EMPTY: "để trống",
        CellDoubt.NO_SIDE: "chưa rõ là từ, đúng hay không quá",
    },
)
READING_CELL = {
    "code": "Mã",
    "title": "Chỉ tiêu, bước, chỉ số",
    "value": "Giá trị",
    "unit": "Đơn vị tính",
    "numerator": "Số đạt",
    "denominator": "Tổng số",
    "complaints": "Số phản ánh đúng sự thật",
    "as_of": "Số liệu đến ngày",
    "document": "Văn bản nguồn",
    "document_on": "Ngày văn bản",
    "note": "Ghi chú",
    "id": "Mã số liệu",
}
READING_DOUBT = words(
    ReadingDoubt,
    {
        ReadingDoubt.SUBJECT: "không khớp chỉ tiêu, bước hay chỉ số nào",
        ReadingDoubt.SEVERAL: "khớp với nhiều chỉ tiêu, xin chọn một",
        ReadingDoubt.COUNTED: "hệ thống tự tính, không nhập tay",
        ReadingDoubt.NO_NUMBER: "không đọc được một con số",
        ReadingDoubt.TWO_WAYS: "có thể đọc hai cách, xin ghi không có dấu chấm hoặc có phần lẻ sau dấu phẩy",
        ReadingDoubt.SIDE: "là mức phải đạt, không phải kết quả",
        ReadingDoubt.SHARE: "chưa rõ là phần trăm hay phần của 1, xin ghi kèm dấu %",
        ReadingDoubt.UNIT: "đơn vị tính khác với nơi nhận",
        ReadingDoubt.DIFFERS: "không khớp với hai số đếm",
        ReadingDoubt.MISSING: "để trống",
        ReadingDoubt.RANGE: "ngoài khoảng có thể có",
        ReadingDoubt.DAY: "chưa rõ là ngày nào",
        ReadingDoubt.FUTURE: "là ngày chưa tới",
        ReadingDoubt.PAPER: "chưa đủ số, ký hiệu và ngày của văn bản",
        ReadingDoubt.LONG: "dài quá",
        ReadingDoubt.TWICE: "cùng nơi nhận, cùng ngày với một dòng ở trên",
        ReadingDoubt.GONE: "không còn là số liệu đang dùng (đã có người đính chính)",
        ReadingDoubt.DAY_TAKEN: "ngày này đã có số liệu khác",
    },
)
PASSED = {
    "group": "dòng nhóm",
    "counted": "dòng đánh số cột",
    "foot": "dòng cuối bảng",
    "untitled": "không có tên",
}

MEASURES = {
    "plan.tasks_done": "nhiệm vụ đã hoàn thành",
    "plan.tasks_overdue": "nhiệm vụ quá hạn",
    "plan.tasks_on_time": "nhiệm vụ đúng hạn",
}
DEFINES = {  # name and one sentence of each measure
    "plan.tasks_done": (
        "Nhiệm vụ đã hoàn thành",
        "Số nhiệm vụ đã báo cáo và được người thứ hai xác nhận, kể cả quá hạn, chia cho số nhiệm vụ của kế hoạch.",
    ),
    "plan.tasks_overdue": (
        "Nhiệm vụ quá hạn",
        "Số nhiệm vụ đã qua hạn mà chưa ai báo cáo hoàn thành chia cho số nhiệm vụ của kế hoạch.",
    ),
    "plan.tasks_on_time": (
        "Nhiệm vụ đúng hạn",
        "Số nhiệm vụ xong đúng hạn hoặc còn trong hạn chia cho số nhiệm vụ đã có hạn.",
    ),
}

REFUSALS = DUTY_REFUSALS | {
    "figure_missing": "Xin ghi hai số đếm (số đạt và tổng số), hoặc ghi tỷ lệ.",
    "figure_told_twice": "Đã có hai số đếm thì không ghi thêm tỷ lệ: hệ thống tự tính.",
    "count_missing": "Xin ghi đủ cả hai số: số đạt và tổng số.",
    "denominator_zero": "Tổng số phải lớn hơn 0.",
    "numerator_too_big": "Số đạt không được lớn hơn tổng số.",
    "percent_out_of_range": "Tỷ lệ phải từ 0 đến 100.",
    "day_passed": "Hạn phải từ hôm nay trở đi.",
    "nothing_chosen": "Xin tích chọn ít nhất một việc còn đặt được hạn.",
    "goal_half": "Xin ghi cả mức phấn đấu và cách so, hoặc để trống cả hai.",
    "document_half": "Xin ghi cả số, ký hiệu và ngày của văn bản, hoặc để trống cả hai.",
    "step_counted_by_system": "Bước này do hệ thống tự tính, không nhập tay.",
    "indicator_ended": "Chỉ số này đã ngừng theo dõi, không ghi thêm số liệu.",
    "correction_reason_missing": "Xin ghi vì sao đính chính.",
    "figure_corrected": "Lần ghi này đã được đính chính trước đó. Xin xem lần ghi mới nhất.",
    "figure_day_known": (
        "Đã có số liệu tính đến ngày này. Nếu số đã ghi sai, xin bấm “Đính chính” ở lần ghi đó; "
        "nếu không, xin xem lại ngày."
    ),
    "complaints_missing": (
        "Xin ghi số phản ánh, kiến nghị đúng sự thật về gây phiền hà, sách nhiễu trong kỳ (không có thì ghi 0)."
    ),
    "plan_file_missing": "Xin chọn tệp Excel của kế hoạch.",
    "plan_unknown": "Không tìm thấy kế hoạch đã chọn. Xin chọn lại.",
    "import_taken": "Tệp này đã nhập rồi, không sửa được nữa.",
    "plan_moved": "Vừa có người lưu thêm. Danh sách dưới đây đã cập nhật, xin xem lại rồi bấm Nhập.",
    "import_empty": "Không có dòng nào để nhập. Xin chọn lại trang tính và cột, hoặc sửa các ô chưa rõ.",
    "import_old": "Chỉ hoàn tác được trong 24 giờ sau khi nhập, và một lần.",
    "import_worked_on": "Đã có người làm tiếp trên các dòng vừa nhập nên không hoàn tác được nữa.",
    "days_odd": "Xin ghi số ngày từ 1 đến 1000.",
    "days_missing": "Xin ghi số ngày.",
    "limits_moved": "Người khác vừa sửa số ngày ở đây. Chưa lưu gì; xin xem lại rồi lưu lần nữa.",
    "many_moved": "Nội dung chọn đã đổi, hoặc vừa có người lưu thêm. Bảng xem trước dưới đây đã cập nhật, xin xem lại.",
    "many_empty": "Xin chọn ít nhất một nội dung để giao: đơn vị, người, đơn vị phối hợp hoặc hạn.",
    "many_much": "Mỗi lần giao nhiều nhất 200 việc. Xin lọc bớt rồi chọn lại.",
    "many_unchanged": "Không có việc nào thay đổi. Xin xem lại các việc và nội dung đã chọn.",
    "day_not_yours": "Việc này chưa có hạn; lãnh đạo hoặc quản trị viên đặt hạn.",
    "extension_not_yours": "Chỉ đơn vị hoặc người phụ trách việc này mới đề nghị gia hạn được.",
    "counted_by_system": "Chỉ tiêu này do hệ thống tự tính, không nhập tay.",
}
