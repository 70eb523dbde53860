"""Vietnamese words of training: closed lists, what is still owed, and its refusals."""

from collections.abc import Sequence
from decimal import Decimal

from blueprints.filters import number
from blueprints.labels import words
from models.accounts.naming import Whose
from models.training.measures import TrainingUnit
from models.training.rules import HUNDREDTHS, CoursePick, Lack, LackKind, Passing, ProductKind, ScoreEntry

PRODUCT = words(
    ProductKind,
    {
        ProductKind.DOCUMENT: "Dự thảo văn bản",
        ProductKind.REPORT: "Tổng hợp báo cáo",
        ProductKind.SLIDES: "Trình chiếu",
        ProductKind.NOTICE: "Thông báo kết luận",
        ProductKind.ASSISTANT: "AI chuyên biệt",
        ProductKind.OTHER: "Sản phẩm khác",
    },
)
words(ScoreEntry, {ScoreEntry.TYPED: "gõ hoặc dán", ScoreEntry.IMPORTED: "nhập từ tệp"})
words(TrainingUnit, {TrainingUnit.PRODUCT: "sản phẩm"})
PICKS = {"con-thieu": CoursePick.OWING, "tat-ca": CoursePick.ALL}
PICK_WORD = {pick: word for word, pick in PICKS.items()}
words(CoursePick, {CoursePick.OWING: "Còn thiếu", CoursePick.ALL: "Tất cả"})
words(
    LackKind,
    {
        LackKind.ATTEND: "dự tập huấn",
        LackKind.PRODUCTS: "sản phẩm",
        LackKind.EXAM: "thi",
        LackKind.RETAKE: "thi lại",
    },
)
words(Whose, {Whose.SURE: "Rõ", Whose.UNSURE: "Chưa rõ là ai", Whose.STRANGER: "Không có trong danh sách cán bộ"})
SCALES = {100: "Thang 100", 10: "Thang 10"}
PROBLEM = {"name": "thiếu họ tên", "score": "điểm chưa đúng", "day": "ngày chưa đúng"}

MEASURES = {
    "training.*.attended_share": "người đã dự tập huấn",
    "training.*.products_per_person_min": "sản phẩm của người làm ít nhất",
    "training.*.share_scoring_at_least": "người đạt từ mức điểm yêu cầu",
    "training.*.share_scoring_above": "người đạt trên mức điểm yêu cầu",
    "training.ai_applied": "người đã tập huấn và có sản phẩm AI",
}
DEFINES = {  # name and one sentence of each measure
    "training.*.attended_share": (
        "Người đã dự tập huấn",
        "Số người đã dự ít nhất một buổi chia cho số người phải dự.",
    ),
    "training.*.products_per_person_min": (
        "Sản phẩm của người làm ít nhất",
        "Số sản phẩm của người làm ít nhất; hai số đếm là số người đã làm đủ và số người phải làm.",
    ),
    "training.*.share_scoring_at_least": (
        "Người đạt từ mức điểm yêu cầu",
        "Số người có điểm cao nhất từ mức yêu cầu chia cho số người phải thi.",
    ),
    "training.*.share_scoring_above": (
        "Người đạt trên mức điểm yêu cầu",
        "Số người có điểm cao nhất trên mức yêu cầu chia cho số người phải thi.",
    ),
    "training.ai_applied": (
        "Cán bộ tập huấn và áp dụng AI",
        "Số người đã dự khóa AI và có sản phẩm chia cho số người phải dự.",
    ),
}

REFUSALS = {
    "course_taken": "Đã có khóa tập huấn tên này.",
    "session_to_come": "Chưa đến ngày tập huấn nên chưa điểm danh được.",
    "person_unknown": "Không có người này trong danh sách cán bộ.",
    "exempt_already": "Người này đã được ghi là không phải dự.",
    "product_of_other": "Chỉ ghi sản phẩm của mình; sản phẩm của người khác do đầu mối tập huấn ghi.",
    "product_unseen": "Xin ghi liên kết hoặc chọn tệp để người khác xem được sản phẩm.",
    "product_twice": "Liên kết này đã được ghi cho một sản phẩm khác của khóa.",
    "day_in_future": "Ngày này chưa đến.",
    "scores_empty": "Chưa có dòng điểm nào.",
    "scores_long": "Nhiều dòng quá (tối đa {most} dòng mỗi lần). Xin chia thành nhiều lần.",
    "scores_kind": "Chỉ nhận tệp Excel (.xlsx) hoặc CSV mã UTF-8, như tệp tải từ Google Forms.",
    "scores_columns": "Chưa thấy cột họ tên và cột điểm. Xin đặt tên cột là “Họ và tên” và “Điểm” rồi gửi lại.",
    "score_line": "Dòng {no} chưa đúng. Xin sửa dòng này hoặc bỏ đi rồi nhập lại.",
    "score_settled": "Điểm này đã được xử lý trước đó.",
    "void_reason_missing": "Xin ghi lý do không tính điểm này.",
    "sheet_kind": "Chỉ nhận tệp Excel (.xlsx) hoặc CSV mã UTF-8.",
    "sheet_long": "Bảng dài quá (tối đa {most} dòng). Xin chia thành nhiều tệp.",
    "sheet_cell_long": "Có ô dài quá {most} ký tự.",
}


def points(hundredths: int | None) -> str:
    """A score as it is written: 85, 82,5; a dash for none."""
    return "—" if hundredths is None else number(Decimal(hundredths) / HUNDREDTHS)


def passing(asks: Passing) -> str:
    """What an exam asks, in words that cannot be misread: từ 80 điểm trở lên, or trên 80 điểm."""
    return f"trên {asks.points} điểm" if asks.is_above else f"từ {asks.points} điểm trở lên"


def lacks(found: Sequence[Lack]) -> str:
    """What somebody still owes, in a few words."""
    said = {
        LackKind.ATTEND: "dự tập huấn",
        LackKind.PRODUCTS: "{number} sản phẩm",
        LackKind.EXAM: "thi: {exam}",
        LackKind.RETAKE: "thi lại: {exam}",
    }
    return "; ".join(said[one.kind].format(number=one.number, exam=one.exam) for one in found)
