"""Vietnamese words of what was sent: states and refusals."""

from blueprints.labels import Badge, words
from models.filings.rules import FilingStanding, FilingState

FILING = words(
    FilingState,
    {
        FilingState.MISSING_LATE: "Chưa gửi, quá hạn",
        FilingState.MISSING: "Chưa gửi",
        FilingState.LATE: "Gửi muộn",
        FilingState.ON_TIME: "Gửi đúng hạn",
    },
)
KIND = {
    FilingState.MISSING_LATE: "bad",
    FilingState.MISSING: "wait",
    FilingState.LATE: "warn",
    FilingState.ON_TIME: "ok",
}
REFUSALS = {
    "filing_missing": "Xin gửi tệp văn bản hoặc ghi liên kết đến văn bản.",
    "filing_void": "Lần gửi này đã bỏ trước đó.",
    "reason_missing": "Xin ghi lý do.",
    "day_in_future": "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc ngày đã qua.",
    "document_half": "Xin ghi cả số, ký hiệu và ngày của văn bản, hoặc để trống cả hai.",
}


def filing_badge(standing: FilingStanding) -> Badge:
    """Where somebody stands, with the days behind."""
    behind = f" {standing.days} ngày" if standing.days else ""
    return Badge(KIND[standing.state], f"{FILING[standing.state]}{behind}")
