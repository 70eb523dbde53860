"""Vietnamese words for the closed lists of the office, and for the refusals that every room shares."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from models.accounts.rules import Role
from models.errors import RuleBroken
from models.evidence import Grade
from models.files.handed import RowOutcome
from models.jobs.rules import JobState
from models.verdicts import Verdict

Word = TypeVar("Word", bound=StrEnum)
WORDS: dict[type[StrEnum], Mapping[StrEnum, str]] = {}

NOT_IN_ORDER = "Nội dung này chưa đúng quy định."  # a rule that no table has words for


class Badge(NamedTuple):
    """A state as a page shows it: its kind (ok, warn, bad, idle) gives sign and colour, its text the words."""

    kind: str
    text: str


def words(kind: type[Word], mapping: Mapping[Word, str]) -> Mapping[Word, str]:
    """Register the Vietnamese words of a closed list; KeyError names the ones that were forgotten."""
    missing = set(kind) - set(mapping)
    if missing:
        raise KeyError(f"{kind.__name__} has no words for {sorted(missing)}")
    WORDS[kind] = mapping  # type: ignore[assignment]
    return mapping


def word(value: StrEnum | None) -> str:
    """The Vietnamese word of a value; a dash for nothing."""
    return "—" if value is None else WORDS[type(value)][value]


ROLE = words(
    Role,
    {
        Role.COUNTER: "Công chức, viên chức Trung tâm PVHCC",
        Role.SECRETARY: "Văn phòng, thư ký",
        Role.AUDITOR: "Người kiểm tra",
        Role.LEADER: "Lãnh đạo",
        Role.ADMIN: "Quản trị",
        Role.PROVINCE: "Cấp tỉnh (xem mọi xã, mở xã mới)",
    },
)

JOB_STATE = words(
    JobState,
    {
        JobState.WAITING: "Đang chờ",
        JobState.RUNNING: "Đang làm",
        JobState.DONE: "Đã hoàn thành",
        JobState.FAILED: "Không làm được",
        JobState.CANCELLED: "Đã hủy",
    },
)

OUTCOME = words(
    RowOutcome,
    {
        RowOutcome.NEW: "thêm mới",
        RowOutcome.CHANGED: "sửa",
        RowOutcome.SAME: "không đổi",
        RowOutcome.UNCLEAR: "chưa rõ, để lại",
    },
)

VERDICT = words(
    Verdict,
    {
        Verdict.SURELY_MET: "Chắc chắn đạt",
        Verdict.MET: "Đạt",
        Verdict.NOT_MET: "Chưa đạt",
        Verdict.SURELY_NOT_MET: "Chắc chắn chưa đạt",
        Verdict.NO_DATA: "Chưa có số liệu",
        Verdict.STALE: "Số liệu đã cũ",
        Verdict.UNPROVEN: "Chưa có minh chứng",
        Verdict.UNGROUNDED: "Chưa đủ căn cứ",
    },
)
VERDICT_KIND = {
    Verdict.SURELY_MET: "ok",
    Verdict.MET: "ok",
    Verdict.NOT_MET: "bad",
    Verdict.SURELY_NOT_MET: "bad",
    Verdict.NO_DATA: "idle",
    Verdict.STALE: "warn",
    Verdict.UNPROVEN: "warn",
    Verdict.UNGROUNDED: "warn",
}

GRADE = words(
    Grade,
    {
        Grade.COUNTED: "Đếm từ hồ sơ",
        Grade.IMPORTED: "Nhập từ bảng",
        Grade.TYPED: "Nhập tay có văn bản",
        Grade.UNPROVEN: "Chưa có minh chứng",
    },
)
NO_GRADE = "Chưa có số liệu"


def verdict_badge(verdict: Verdict) -> Badge:
    """A verdict as every page shows it."""
    return Badge(VERDICT_KIND[verdict], VERDICT[verdict])


# what became of a file that was taken
FILE_NOTES = {
    "photo_cut": "Đã nhận ảnh, nhưng ảnh gửi lên thiếu vài dòng cuối. Xin xem lại, nếu cần thì gửi ảnh khác.",
    "photo_reduced": "Ảnh rất lớn nên đã được thu nhỏ khi lưu.",
    "photo_still": "Ảnh động: chỉ lưu hình đầu tiên.",
}

REFUSALS = {
    "file_empty": "Tệp rỗng, xin chọn tệp khác.",
    "file_size": (
        "Tệp quá lớn (tối đa {most} MB). Với ảnh, xin chọn cỡ ảnh nhỏ hơn trong máy ảnh (khoảng 12 triệu điểm ảnh) "
        "rồi chụp lại; với tài liệu, xin giảm cỡ ảnh bên trong hoặc tách thành nhiều tệp."
    ),
    "file_kind": "Chỉ nhận ảnh JPG, PNG, WebP; tệp PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) không macro.",
    "photo_kind": "Chỉ nhận ảnh JPG, PNG hoặc WebP.",
    "file_alone": "Mỗi lần chỉ gửi một tệp.",
    "file_wait": "Máy chủ đang xử lý tệp của nhiều người khác. Xin chờ khoảng một phút rồi gửi lại.",
    "file_broken": "Tệp bị hỏng hoặc không đúng định dạng, xin chọn tệp khác.",
    "file_cut": (
        "Tệp PDF chưa đầy đủ (thiếu phần cuối), thường do tải về hoặc sao chép dở dang. Xin lấy lại tệp gốc rồi gửi."
    ),
    "file_locked": (
        "Tệp có mật khẩu nên người khác không mở được. Xin mở tệp, lưu lại một bản không có mật khẩu rồi gửi bản đó."
    ),
    "file_hollow": (
        "Tệp giống tài liệu Word, Excel, PowerPoint nhưng bên trong thiếu nội dung. Xin mở tệp gốc, "
        "chọn “Lưu thành” (Save As) thành tệp mới rồi gửi."
    ),
    "file_heavy": (
        "Máy chủ không mở được tệp này vì tệp quá nặng hoặc bị hỏng. Xin mở tệp, lưu lại thành tệp mới nhỏ hơn rồi gửi."
    ),
    "file_pixels": (
        "Ảnh quá lớn (tối đa {most} triệu điểm ảnh). Xin chụp lại ở chế độ JPEG thường (khoảng 12 triệu điểm ảnh), "
        "hoặc thu nhỏ ảnh rồi gửi."
    ),
    "file_bomb": "Tệp giải nén ra quá lớn nên không nhận được. Xin bớt nội dung hoặc tách thành nhiều tệp rồi gửi.",
    "file_heic": (
        "Chưa nhận được ảnh HEIC. Xin chụp lại ở chế độ JPEG (iPhone: Cài đặt > Camera > Định dạng > "
        "Tương thích nhất), hoặc lưu lại ảnh thành .jpg rồi gửi."
    ),
    "file_other_picture": "Chưa nhận được ảnh {kind}. Xin chụp lại ở chế độ JPEG, hoặc lưu lại ảnh thành .jpg rồi gửi.",
    "file_save_as": (
        "Chưa nhận được tệp {kind}. Xin mở tệp, chọn “Lưu thành” (Save As), lưu lại thành {wanted} rồi gửi."
    ),
    "file_macro": (
        "Chưa nhận được tệp có macro. Xin mở tệp, chọn “Lưu thành” (Save As), lưu lại thành .docx, .xlsx hoặc .pptx "
        "không macro rồi gửi."
    ),
    "file_archive": "Chưa nhận được tệp nén ({kind}). Xin giải nén rồi gửi từng tệp bên trong.",
    "file_recording": "Chưa nhận được video và ghi âm. Xin gửi ảnh chụp hoặc tệp PDF.",
    "sheet_kind": "Chỉ nhận tệp Excel (.xlsx). Tệp loại khác: xin mở bằng Excel rồi lưu lại thành .xlsx.",
    "sheet_missing": "Xin chọn tệp Excel.",
    "sheet_taken": "Tệp này đã nhập rồi, không sửa được nữa.",
    "sheet_moved": "Vừa có người lưu thêm. Danh sách dưới đây đã cập nhật, xin xem lại rồi bấm Nhập.",
    "sheet_nothing": "Không có dòng nào để nhập. Xin chọn lại trang tính và cột, hoặc sửa các ô chưa rõ.",
    "sheet_old": "Chỉ hoàn tác được trong 24 giờ sau khi nhập, và một lần.",
    "sheet_worked_on": "Đã có người làm tiếp trên các dòng vừa nhập nên không hoàn tác được nữa.",
    "sheet_many": "Tệp có quá nhiều trang tính (tối đa {most}). Xin giữ lại những trang cần nhập.",
    "sheet_long": "Tệp dài quá. Mỗi trang tính nhận nhiều nhất {most} dòng.",
    "sheet_cell_long": "Có ô dài quá {most} ký tự. Xin rút ngắn rồi nhập lại.",
    "password_short": "Mật khẩu phải có ít nhất {least} ký tự.",
    "password_past": "Mật khẩu này trùng một trong {most} mật khẩu gần nhất. Xin đặt mật khẩu khác.",
    "password_long": "Mật khẩu quá dài.",
    "password_common": (
        "Mật khẩu này dễ đoán (tên người, ngày sinh, tên cơ quan, dãy phím, chữ lặp lại hoặc câu nhiều người biết). "
        "Xin tự đặt một câu năm từ trở lên mà chỉ mình nghĩ ra, không lấy từ bài hát, câu thơ hay tục ngữ."
    ),
    "sign_in_wrong": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "sign_in_wait": "Đã thử sai nhiều lần. Xin chờ {seconds} giây rồi thử lại.",
    "code_wrong": "Tên đăng nhập hoặc mã chưa đúng, hoặc mã đã hết hạn. Xin hỏi người quản trị để lấy mã mới.",
    "last_admin": "Đây là người quản trị cuối cùng của cơ quan, không thể khóa.",
    "username_odd": "Tên đăng nhập chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới.",
    "username_taken": "Tên đăng nhập này đã có người dùng.",
    "role_without_commune": "Vai trò này không hợp với nơi làm việc đã chọn.",
    "room_busy": "{room} bận {taken}.{free}",
    "room_unused": "Phòng không dùng nữa.",
    "unit_taken": "Đơn vị này đã có trong danh sách.",
}


def refusal(broken: RuleBroken, *tables: Mapping[str, str]) -> str:
    """A rule's refusal as people read it: from the first table that knows it, last the one that all rooms share."""
    words = next((table[broken.code] for table in (*tables, REFUSALS) if broken.code in table), NOT_IN_ORDER)
    return words.format(**broken.details)
