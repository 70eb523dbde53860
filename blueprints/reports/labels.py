"""Vietnamese words of the reports: states, the parts of a report, refusals."""

from blueprints.labels import words
from models.reports.rules import ReportState, SectionKey

STATE = words(ReportState, {ReportState.DRAFT: "Đang soạn", ReportState.SENT: "Đã gửi"})
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
    "report_not_sent": "Báo cáo chưa gửi thì chưa ghi số và ngày văn bản.",
    "sentence_absurd": "Có chỗ thiếu chữ hoặc số (“{odd}”). Xin sửa câu đó.",
    "day_in_future": "Ngày không được sau hôm nay.",
}
