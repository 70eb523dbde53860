"""Vietnamese words of the audits room: states, bases, how to check, and its refusals."""

from blueprints.labels import words
from models.audits.finding_rules import FindingWord, PlaceState
from models.audits.legal import ActStanding
from models.audits.mapping import Relation
from models.audits.measures import AuditUnit
from models.audits.rules import (
    ItemPick,
    ItemState,
    LockCheck,
    RoundChange,
    RoundKind,
    RoundState,
    Severity,
    VersionCheck,
    VersionStatus,
)
from models.audits.sheet_rules import RowDoubt, RowReading
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
    "bat-buoc-chua-danh-gia": ItemPick.OWED_OPEN,
    "cho-ket-luan": ItemPick.UNDECIDED,
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
        ItemState.UNDETERMINED: "Không xác định được",
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
    (ItemState.UNDETERMINED, "Không xác định được", "idle"),
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
PLACE_STATE = words(
    PlaceState,
    {
        PlaceState.OPEN: "Còn tồn tại",
        PlaceState.CLAIMED: "Chờ xác nhận",
        PlaceState.VERIFIED: "Đã khắc phục",
    },
)
FINDING_WORD = words(
    FindingWord,
    {
        FindingWord.ACCEPTED: "Chấp nhận tồn tại",
        FindingWord.VOID: "Ghi nhầm, hủy",
        FindingWord.APPROVED: "Duyệt mua sắm",
        FindingWord.REFUSED: "Không duyệt mua sắm",
    },
)
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
        LockCheck.DETERMINED: "Không còn “Không xác định được”",
        LockCheck.SHOWN: "“Đạt” và “Một phần” đều có đủ minh chứng",
        LockCheck.REASONED: "“Không áp dụng” và “Không xác định được” có lý do",
        LockCheck.CONFIRMED: "“Không áp dụng” được người thứ hai xác nhận",
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
RELATION = words(
    Relation,
    {
        Relation.SAME: "Giữ nguyên",
        Relation.CHANGED: "Sửa",
        Relation.SPLIT: "Tách",
        Relation.MERGED: "Gộp",
        Relation.NEW: "Thêm",
        Relation.REMOVED: "Bỏ",
    },
)
ACT_STANDING = words(
    ActStanding,
    {
        ActStanding.IN_FORCE: "Đang có hiệu lực",
        ActStanding.PAST: "Hết hiệu lực",
        ActStanding.AHEAD: "Chưa có hiệu lực",
    },
)
READING = words(RowReading, {RowReading.GROUP: "Nhóm", RowReading.ITEM: "Tiêu chí", RowReading.SKIP: "Bỏ qua dòng này"})
DOUBT = words(
    RowDoubt,
    {
        RowDoubt.NO_NUMBER: "không có số thứ tự",
        RowDoubt.NO_POINTS: "chưa hiểu điểm tối đa, ghi 0",
        RowDoubt.NO_GROUP: "bảng không có nhóm, thêm một nhóm chung",
        RowDoubt.SAME_CODE: "mã này có hai dòng",
        RowDoubt.LOOSE: "không có số thứ tự và điểm",
        RowDoubt.SUM: "điểm của nhóm khác tổng các tiêu chí",
    },
)
VERSION_CHECK = words(
    VersionCheck,
    {
        VersionCheck.FILLED: "Có tiêu chí",
        VersionCheck.GROUPED: "Nhóm nào cũng có tiêu chí",
        VersionCheck.POINTED: "Tiêu chí nhập điểm có điểm tối đa",
        VersionCheck.DATED: "Có ngày áp dụng, không sau hôm nay",
        VersionCheck.ACTS: "Văn bản được dẫn có ngày hiệu lực",
        VersionCheck.MAPPED: "Đã đối chiếu hết với phiên bản trước",
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
        ItemPick.OWED_OPEN: "Bắt buộc chưa đánh giá",
        ItemPick.UNDECIDED: "Chờ kết luận",
    },
)
NA_POLICY = {
    "exclude": "bỏ khỏi cả tử số và mẫu số",
    "full": "tính đủ điểm",
    "zero": "tính 0 điểm",
}
MEASURES = {
    "audits.*.progress": "đã đánh giá",
    "audits.*.met": "đạt, có minh chứng",
    "audits.*.score": "điểm",
    "audits.*.mandatory_missing": "tiêu chí bắt buộc chưa đạt",
    "audits.*.open_findings": "tồn tại chưa khắc phục",
    "audits.*.planned": "nội dung chưa đạt đã có phương án",
}
DEFINES = {  # name and one sentence of each measure
    "audits.*.progress": (
        "Tiêu chí đã đánh giá",
        "Số tiêu chí đã có đánh giá chia cho số tiêu chí của đợt, kết quả thế nào cũng tính.",
    ),
    "audits.*.met": (
        "Tiêu chí đạt, có minh chứng",
        "Số tiêu chí đạt và đủ minh chứng chia cho số tiêu chí áp dụng của đợt.",
    ),
    "audits.*.score": (
        "Điểm của đợt kiểm tra",
        "Điểm tính theo cách tính của bộ tiêu chí.",
    ),
    "audits.*.mandatory_missing": (
        "Tiêu chí bắt buộc chưa đạt",
        "Số tiêu chí bắt buộc đã xem mà chưa đạt đủ.",
    ),
    "audits.*.open_findings": (
        "Tồn tại chưa khắc phục",
        "Số tồn tại của đợt chưa có người xác nhận đã khắc phục.",
    ),
    "audits.*.planned": (
        "Nội dung chưa đạt đã có phương án",
        "Số tiêu chí chưa đạt đã giao người khắc phục, có thời hạn, chia cho số tiêu chí chưa đạt.",
    ),
}
UNIT = words(AuditUnit, {AuditUnit.CRITERIA: "tiêu chí", AuditUnit.FINDINGS: "tồn tại", AuditUnit.POINTS: "điểm"})

WORDS = {
    "round_closed": "Đợt này đã đóng, không sửa được nữa.",
    "auditor_unknown": "Người này không còn quyền kiểm tra. Xin chọn người khác.",
    "group_unknown": "Không tìm thấy nhóm này trong bộ tiêu chí của đợt. Xin tải lại trang.",
    "na_reason_missing": "Xin ghi lý do không áp dụng.",
    "unsure_reason_missing": "Xin ghi vì sao không xác định được.",
    "not_doubted": "Tiêu chí này không còn ghi “Không áp dụng”. Xin xem lại.",
    "nothing_chosen": "Xin chọn ít nhất một mục.",
    "nothing_before": "Đợt trước chưa đánh giá tiêu chí này, hoặc tiêu chí đã đổi nội dung. Xin chọn đánh giá.",
    "points_missing": "Xin ghi điểm đạt.",
    "points_range": "Điểm phải từ 0 đến {most}.",
    "finding_needs_problem": "Chỉ ghi tồn tại cho tiêu chí chưa đạt hoặc đạt một phần. Xin chọn đánh giá trước.",
    "finding_text_missing": "Xin ghi nội dung tồn tại.",
    "finding_unowned": "Tồn tại cần đơn vị khắc phục và hạn khắc phục.",
    "due_extended": "Hạn này đã được gia hạn. Xin sửa ở trang việc.",
    "dossier_large": "Minh chứng của đợt lớn hơn {most} MB, chưa đóng được thành một hồ sơ. Xin tải từng tệp.",
    "sheet_missing": "Xin chọn tệp Excel đã sửa.",
    "sheet_unknown": "Không tìm thấy dòng tiêu đề có cột “Mã”. Xin dùng tệp tải từ trang của đợt.",
    "sheet_of_another_round": "Tệp này được xuất từ đợt khác. Xin mở đúng đợt rồi nhập.",
    "sheet_code_twice": "Tiêu chí {criterion} có hai dòng (dòng {row}). Xin bỏ bớt một dòng.",
    "import_moved": "Vừa có người lưu thêm. Danh sách dưới đây đã cập nhật, xin xem lại rồi bấm Nhập.",
    "import_undecided": "Còn {count} xung đột chưa chọn. Xin chọn từng xung đột rồi bấm Nhập.",
    "version_published": "Phiên bản này đã công bố, không sửa được nữa. Xin soạn phiên bản mới.",
    "version_unready": "Chưa công bố được vì còn nội dung chưa xong.",
    "own_draft": "Người soạn không tự công bố. Xin để người khác xem lại và công bố.",
    "draft_there": "Bộ này đã có một bản nháp. Xin sửa tiếp bản nháp đó.",
    "code_there": "Mã này đã có trong bản nháp.",
    "group_missing": "Chưa có nhóm này. Xin chọn một nhóm trong bản nháp.",
    "group_filled": "Nhóm còn tiêu chí. Xin bỏ hoặc chuyển các tiêu chí trước.",
    "criteria_many": "Một bộ nhận nhiều nhất {most} dòng.",
    "map_ends": "Mã không có trong phiên bản cũ hoặc bản nháp. Xin xem lại.",
    "map_parts": "Tách và gộp cần ít nhất hai mã.",
    "act_days": "Ngày hết hiệu lực phải sau ngày có hiệu lực.",
    "act_itself": "Văn bản không thay thế chính nó.",
    "act_twice": "Đã có văn bản mang mã này.",
    "sheet_strange": "Không thấy dòng đầu bảng có cột “Tên tiêu chí” và “Điểm tối đa”.",
    "rounds_unlike": "Chỉ so sánh được hai đợt của cùng một bộ tiêu chí.",
    "not_a_purchase": "Tồn tại này tự thực hiện, không có đề xuất mua sắm để duyệt.",
    "document_missing": "Xin ghi số, ký hiệu văn bản duyệt hoặc không duyệt.",
    "round_unready": "Đợt chưa khóa được vì còn nội dung chưa xong.",
    "own_round": "Người mở đợt không tự khóa đợt. Xin để người khác khóa.",
    "own_hand_in": "Người trình không tự khóa đợt. Xin để người khác khóa.",
    "round_not_handed_in": "Đợt này chưa trình hoặc đã khóa. Xin xem lại.",
    "own_assessment": "Người đánh giá nhiều tiêu chí nhất không tự khóa đợt. Xin để người khác khóa.",
    "own_assignment": "Người được phân công kiểm tra không tự khóa đợt. Xin để người khác khóa.",
    "not_handed_in": "Đợt chưa được trình. Ai đã đánh giá tiêu chí của đợt chỉ khóa được sau khi đợt được trình.",
    "own_doubt": "Người đánh giá “Không áp dụng” không tự xác nhận việc đó. Xin để người khác xác nhận.",
    "day_in_future": "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc ngày đã qua.",
    "due_in_past": "Hạn phải từ hôm nay trở đi.",
    "evidence_many": "Mỗi tiêu chí nhận nhiều nhất {most} minh chứng. Xin rút bớt minh chứng cũ.",
    "valid_before_dated": "Ngày hết giá trị phải từ ngày của minh chứng trở đi.",
    "proof_missing": "Xin ghi liên kết mới hoặc chọn tệp mới.",
    "proof_both": "Mỗi bản là một liên kết hoặc một tệp. Xin bỏ một trong hai.",
    "proof_moved": "Minh chứng này vừa được thay bản mới hoặc đã rút. Xin xem lại tiêu chí.",
    "proof_revisions": "Một minh chứng có nhiều nhất {most} bản. Xin rút minh chứng này rồi thêm minh chứng mới.",
    "reason_missing": "Xin ghi lý do.",
}
