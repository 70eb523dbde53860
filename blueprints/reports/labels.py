"""Vietnamese words of the reports: states, the parts of a report, refusals."""

from blueprints.labels import words
from models.reports.further import FurtherKind
from models.reports.rules import ReportState, SectionKey

STATE = words(ReportState, {ReportState.DRAFT: "Đang soạn", ReportState.SENT: "Đã gửi"})
FURTHER = words(
    FurtherKind,
    {FurtherKind.CORRECTION: "Báo cáo đính chính", FurtherKind.AI_MONTH: "Báo cáo sử dụng AI hằng tháng"},
)
SECTION = words(
    SectionKey,
    {
        SectionKey.TARGETS: "Theo chỉ tiêu",
        SectionKey.TASKS: "Theo nhiệm vụ",
        SectionKey.WEEK: "Công việc trong tuần",
        SectionKey.SHORTCOMINGS: "Tồn tại, nguyên nhân",
        SectionKey.NEXT: "Nhiệm vụ tuần tới",
        SectionKey.PROPOSALS: "Kiến nghị, đề xuất",
    },
)
WORD_OF = {
    SectionKey.TARGETS: "chi-tieu",
    SectionKey.TASKS: "nhiem-vu",
    SectionKey.WEEK: "trong-tuan",
    SectionKey.SHORTCOMINGS: "ton-tai",
    SectionKey.NEXT: "tuan-toi",
    SectionKey.PROPOSALS: "kien-nghi",
}  # in addresses
KEY_OF = {word: key for key, word in WORD_OF.items()}
REFUSALS = {
    "report_sent": "Báo cáo tuần này đã gửi, không sửa được nữa.",
    "correction_unnumbered": "Xin ghi số và ngày của báo cáo đã gửi trước, để bản đính chính nêu đúng văn bản.",
    "change_unreadable": "Dòng {line}: xin ghi theo mẫu “nội dung: số đã báo cáo → số đúng”.",
    "change_same": "Dòng {line}: số đã báo cáo và số đúng giống nhau.",
    "changes_missing": "Chưa có nội dung đính chính nào.",
    "changes_many": "Nhiều nội dung quá (tối đa {most}).",
    "correction_reason_missing": "Xin ghi lý do đính chính.",
    "report_empty": "Chưa có số liệu và đánh giá nào để gửi.",
    "report_not_sent": "Báo cáo chưa gửi thì chưa ghi số và ngày văn bản.",
    "sentence_absurd": "Có chỗ thiếu chữ hoặc số (“{odd}”). Xin sửa câu đó.",
    "day_in_future": "Ngày không được sau hôm nay.",
}
