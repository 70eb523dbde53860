"""Vietnamese words of the audits room: states, bases, how to check, and its refusals."""

from blueprints.labels import words
from models.audits.measures import AuditUnit
from models.audits.rules import (
    ItemPick,
    ItemState,
    LockCheck,
    RoundChange,
    RoundKind,
    RoundState,
    Severity,
    VersionStatus,
)
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scoring, Verify

PICKS = {
    "tat-ca": ItemPick.ALL,
    "chua-danh-gia": ItemPick.OPEN,
    "da-danh-gia": ItemPick.ASSESSED,
    "dat": ItemPick.MET,
    "bat-buoc": ItemPick.MANDATORY,
    "bat-buoc-con-thieu": ItemPick.OWED,
    "chua-dat": ItemPick.PROBLEMS,
    "thieu-minh-chung": ItemPick.BARE,
}  # by the word of the address
PICK_WORD = {pick: word for word, pick in PICKS.items()}
ITEM_STATE = words(
    ItemState,
    {
        ItemState.NOT_ASSESSED: "Chưa đánh giá",
        ItemState.MET: "Đạt",
        ItemState.PARTIAL: "Một phần",
        ItemState.NOT_MET: "Chưa đạt",
        ItemState.NOT_APPLICABLE: "Không áp dụng",
        ItemState.UNDETERMINED: "Chưa xác định được",
    },
)
ITEM_KIND = {
    ItemState.NOT_ASSESSED: "idle",
    ItemState.MET: "ok",
    ItemState.PARTIAL: "warn",
    ItemState.NOT_MET: "bad",
    ItemState.NOT_APPLICABLE: "idle",
    ItemState.UNDETERMINED: "idle",
}
SEGMENTS = [
    (ItemState.MET, "Đạt", "ok"),
    (ItemState.PARTIAL, "Một phần", "warn"),
    (ItemState.NOT_MET, "Chưa đạt", "bad"),
    (ItemState.NOT_APPLICABLE, "Không áp dụng", "idle"),
]
ROUND_STATE = words(
    RoundState,
    {
        RoundState.OPEN: "Đang mở",
        RoundState.REVIEW: "Chờ duyệt",
        RoundState.LOCKED: "Đã khóa",
        RoundState.VOID: "Đã hủy",
    },
)
ROUND_KIND = words(
    RoundKind,
    {
        RoundKind.SELF: "Tự kiểm tra",
        RoundKind.OFFICIAL: "Kiểm tra chính thức",
        RoundKind.RECHECK: "Kiểm tra lại",
    },
)
SEVERITY = words(Severity, {Severity.MINOR: "Nhẹ", Severity.MAJOR: "Nặng", Severity.CRITICAL: "Nghiêm trọng"})
CHANGE = words(
    RoundChange,
    {
        RoundChange.WORSE: "Xấu đi",
        RoundChange.BETTER: "Tốt lên",
        RoundChange.SAME: "Giữ nguyên",
        RoundChange.NEW: "Tiêu chí mới",
        RoundChange.GONE: "Không còn trong bộ",
        RoundChange.UNLIKE: "Không so được",
    },
)
LOCK_CHECK = words(
    LockCheck,
    {
        LockCheck.ASSESSED: "Mọi tiêu chí đã được đánh giá",
        LockCheck.DETERMINED: "Không còn “Chưa xác định được”",
        LockCheck.SHOWN: "“Đạt” và “Một phần” đều có đủ minh chứng",
        LockCheck.REASONED: "“Không áp dụng” có lý do",
        LockCheck.FOUND: "“Chưa đạt” và “Một phần” có tồn tại hoặc ghi chú",
        LockCheck.OWNED: "Mỗi tồn tại có đơn vị hoặc người khắc phục và hạn",
    },
)
VERSION_STATUS = words(
    VersionStatus,
    {
        VersionStatus.DRAFT: "Bản nháp",
        VersionStatus.PUBLISHED: "Đang dùng",
        VersionStatus.RETIRED: "Đã thay bằng bản mới",
    },
)
BASIS = words(
    Basis,
    {
        Basis.LEGAL: "Theo quy định",
        Basis.PROGRAMME: "Theo chương trình",
        Basis.PRODUCT: "Gợi ý, không phải quy định",
    },
)
VERIFY = words(
    Verify,
    {
        Verify.READ: "Đã đọc văn bản",
        Verify.SECONDARY: "Đối chiếu bản gốc",
        Verify.MEMORY: "Chưa kiểm chứng",
        Verify.PROGRAMME: "Tài liệu chương trình",
        Verify.SUGGESTION: "Gợi ý",
    },
)
CHECK = words(
    Check,
    {
        Check.EYE: "Xem bằng mắt",
        Check.MACHINE: "Máy kiểm được",
        Check.BOTH: "Máy gợi ý, người quyết định",
    },
)
EVIDENCE_RULE = words(
    EvidenceRule,
    {
        EvidenceRule.NONE: "Không cần minh chứng",
        EvidenceRule.LINK: "Cần liên kết",
        EvidenceRule.FILE: "Cần ảnh hoặc tệp",
        EvidenceRule.ANY: "Cần liên kết, ảnh hoặc tệp",
    },
)
SCALE = words(Scoring, {Scoring.LEVELS: "Theo mức", Scoring.POINTS: "Nhập điểm"})
KIND = words(Kind, {Kind.GROUP: "Nhóm", Kind.ITEM: "Tiêu chí"})
DEADLINE_UNIT = words(DeadlineUnit, {DeadlineUnit.DAY: "ngày", DeadlineUnit.WORKDAY: "ngày làm việc"})
PICK = words(
    ItemPick,
    {
        ItemPick.ALL: "Tất cả",
        ItemPick.OPEN: "Chưa đánh giá",
        ItemPick.ASSESSED: "Đã đánh giá",
        ItemPick.MET: "Đạt",
        ItemPick.MANDATORY: "Bắt buộc",
        ItemPick.OWED: "Bắt buộc chưa đạt",
        ItemPick.PROBLEMS: "Chưa đạt, một phần",
        ItemPick.BARE: "Thiếu minh chứng",
    },
)
MEASURES = {
    "audits.*.progress": "đã đánh giá",
    "audits.*.met": "đạt, có minh chứng",
    "audits.*.score": "điểm",
    "audits.*.mandatory_missing": "tiêu chí bắt buộc chưa đạt",
    "audits.*.open_findings": "tồn tại chưa khắc phục",
}
UNIT = words(AuditUnit, {AuditUnit.CRITERIA: "tiêu chí", AuditUnit.FINDINGS: "tồn tại", AuditUnit.POINTS: "điểm"})

WORDS = {
    "round_closed": "Đợt này đã đóng, không sửa được nữa.",
    "na_reason_missing": "Xin ghi lý do không áp dụng.",
    "points_missing": "Xin ghi điểm đạt.",
    "points_range": "Điểm phải từ 0 đến {most}.",
    "finding_needs_problem": "Chỉ ghi tồn tại cho tiêu chí chưa đạt hoặc đạt một phần. Xin chọn đánh giá trước.",
    "rounds_unlike": "Chỉ so sánh được hai đợt của cùng một bộ tiêu chí.",
    "round_unready": "Đợt chưa khóa được vì còn nội dung chưa xong.",
    "own_round": "Người mở đợt không tự khóa đợt. Xin để người khác khóa.",
    "own_assessment": "Người đánh giá nhiều tiêu chí nhất không tự khóa đợt. Xin để người khác khóa.",
    "own_doubt": "Người đánh giá “Không áp dụng” không tự xác nhận việc đó. Xin để người khác khóa.",
    "day_in_future": "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc ngày đã qua.",
    "due_in_past": "Hạn phải từ hôm nay trở đi.",
    "evidence_many": "Mỗi tiêu chí nhận nhiều nhất {most} minh chứng. Xin bỏ bớt minh chứng cũ.",
}
