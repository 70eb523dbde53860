"""Vietnamese words of the sheets of officers."""

from blueprints.labels import words
from models.kpi.rules import KpiGrade, KpiTopic
from models.spans import Period

GRADES = words(
    KpiGrade,
    {
        KpiGrade.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
        KpiGrade.GOOD: "Hoàn thành tốt nhiệm vụ",
        KpiGrade.DONE: "Hoàn thành nhiệm vụ",
        KpiGrade.NOT_DONE: "Không hoàn thành nhiệm vụ",
    },
)
TOPIC = words(
    KpiTopic,
    {
        KpiTopic.WORK: "Việc được giao hoàn thành đúng hạn",
        KpiTopic.CONCLUSIONS: "Kết luận họp hoàn thành đúng hạn",
        KpiTopic.FINDINGS: "Tồn tại khắc phục đúng hạn",
        KpiTopic.CASES: "Ý kiến người dân trả lời đúng hạn",
        KpiTopic.MEETINGS: "Dự họp",
        KpiTopic.TRAINING: "Tập huấn bắt buộc",
    },
)
DUE = "đã xác nhận, xong trước hoặc đúng hạn / đến hạn trong quý"
RULE = {
    KpiTopic.WORK: DUE,
    KpiTopic.CONCLUSIONS: "như trên, việc giao từ kết luận họp; họp kín không tính",
    KpiTopic.FINDINGS: "như trên, việc giao từ tồn tại của đợt kiểm tra",
    KpiTopic.CASES: "như trên, ý kiến cần trả lời của người dân",
    KpiTopic.MEETINGS: "có mặt / được mời; vắng có phép, cử người dự thay và họp kín không tính",
    KpiTopic.TRAINING: "yêu cầu đã đạt / yêu cầu của các khóa phải dự, tính đến nay",
}
NOUN = {
    KpiTopic.WORK: "việc",
    KpiTopic.CONCLUSIONS: "kết luận",
    KpiTopic.FINDINGS: "tồn tại",
    KpiTopic.CASES: "ý kiến",
    KpiTopic.MEETINGS: "cuộc",
    KpiTopic.TRAINING: "yêu cầu",
}
ROMAN = ("I", "II", "III", "IV")
REFUSALS = {
    "kpi_confirmed": "Phiếu này đã được thủ trưởng xác nhận. Muốn sửa thì thủ trưởng mở lại phiếu trước.",
    "kpi_not_confirmed": "Phiếu này chưa được xác nhận.",
    "kpi_quarter_open": "Quý chưa hết nên chưa xác nhận được.",
}


def quarter_words(quarter: Period) -> str:
    """quý II/2026."""
    return f"quý {ROMAN[quarter.number - 1]}/{quarter.year}"
