"""Vietnamese words for satisfaction."""

from blueprints.labels import words
from models.devices.rules import DeviceStanding
from models.satisfaction.case_tables import CaseOutcome
from models.satisfaction.count_tables import CountKind
from models.satisfaction.evidence import Ground
from models.satisfaction.punctuality import Promise
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.service_tables import ComplaintKind, ComplaintOutcome, ScoreSource
from models.satisfaction.team_tables import HalfDay

MODE = words(Mode, {Mode.ONLINE: "Trực tuyến", Mode.IN_PERSON: "Trực tiếp", Mode.UNKNOWN: "Không rõ"})
PRESSED = {Mode.IN_PERSON: "Tại quầy", Mode.ONLINE: "Trực tuyến", Mode.UNKNOWN: "Không rõ"}  # the buttons that save
KNOWN_MODE = {mode: MODE[mode] for mode in (Mode.ONLINE, Mode.IN_PERSON)}  # what a form offers
LISTED_MODE = {**KNOWN_MODE, Mode.UNKNOWN: "Cả hai, hỏi từng lần"}  # how a procedure is handed in at a counter
CHANNEL = words(
    Channel,
    {
        Channel.COUNTER: "Cán bộ ghi",
        Channel.QR: "Mã QR",
        Channel.KIOSK: "Máy tính bảng",
        Channel.PAPER: "Phiếu giấy",
    },
)
STAGE = words(
    Stage,
    {
        Stage.INTAKE: "Khi nộp hồ sơ",
        Stage.SUPPLEMENT: "Khi được yêu cầu bổ sung",
        Stage.REFUSAL: "Khi bị từ chối",
        Stage.RESULT: "Khi nhận kết quả",
    },
)
PAPER_STAGE = {
    Stage.INTAKE: "Phiếu hẹn khi tiếp nhận hồ sơ",
    Stage.SUPPLEMENT: "Phiếu yêu cầu bổ sung",
    Stage.REFUSAL: "Phiếu từ chối tiếp nhận",
    Stage.RESULT: "Giấy trả kết quả",
}
STATUS = words(
    Status,
    {
        Status.COUNTED: "Được tính",
        Status.HELD: "Chờ xem lại",
        Status.EXCLUDED: "Không tính",
        Status.TOMBSTONE: "Đã bỏ do bấm nhầm",
    },
)
HOLD_REASON = words(
    HoldReason,
    {
        HoldReason.TRAP: "Có dấu hiệu gửi tự động",
        HoldReason.BURST: "Gửi dồn dập",
        HoldReason.CROWD: "Quá nhiều phiếu trong một giờ",
        HoldReason.CLOCK: "Đồng hồ của máy sai quá một ngày",
        HoldReason.HOURS: "Ngoài giờ làm việc",
        HoldReason.IDLE: "Không có hồ sơ nào vừa xong ở quầy",
        HoldReason.EXCESS: "Nhiều phiếu hơn số lượt phục vụ",
        HoldReason.REUSED: "Mã chỉ dùng một lần được dùng lại",
        HoldReason.OWN_SLIP: "Phiếu giấy do người của chính quầy đó nhập",
    },
)
DEVICE_STANDING = words(
    DeviceStanding,
    {
        DeviceStanding.LOSING: "Có phiếu không về được",
        DeviceStanding.STUCK: "Có phiếu chờ quá một ngày",
        DeviceStanding.SILENT: "Không liên lạc được",
        DeviceStanding.HOLDING: "Đang chờ gửi phiếu",
        DeviceStanding.UNPAIRED: "Chưa ghép",
        DeviceStanding.READY: "Đang liên lạc",
        DeviceStanding.REVOKED: "Đã thu hồi",
    },
)
DEVICE_KIND = {
    DeviceStanding.LOSING: "bad",
    DeviceStanding.STUCK: "bad",
    DeviceStanding.SILENT: "warn",
    DeviceStanding.HOLDING: "warn",
    DeviceStanding.UNPAIRED: "idle",
    DeviceStanding.READY: "ok",
    DeviceStanding.REVOKED: "idle",
}
COUNT_KIND = words(
    CountKind,
    {
        CountKind.COUNTER: "Theo quầy",
        CountKind.PROCEDURE: "Theo thủ tục",
        CountKind.STAFF: "Theo người phục vụ",
        CountKind.REASON: "Theo lý do",
        CountKind.HOUR: "Theo thứ và giờ",
        CountKind.STAGE: "Theo khâu",
        CountKind.CHANNEL: "Theo kênh",
        CountKind.MONTH: "Theo tháng",
        CountKind.WEEK: "Theo tuần",
    },
)
COMPLAINT_KIND = words(
    ComplaintKind,
    {ComplaintKind.HARASSMENT: "Phiền hà, sách nhiễu", ComplaintKind.OTHER: "Phản ánh khác"},
)
COMPLAINT_OUTCOME = words(
    ComplaintOutcome,
    {
        ComplaintOutcome.PENDING: "Đang xác minh",
        ComplaintOutcome.SUBSTANTIATED: "Có cơ sở",
        ComplaintOutcome.UNFOUNDED: "Không có cơ sở",
    },
)
SCORE_SOURCE = words(
    ScoreSource, {ScoreSource.INDEX_766: "Bộ chỉ số 766", ScoreSource.SIPAS: "SIPAS (khảo sát xã hội học)"}
)
GROUND = words(
    Ground,
    {
        Ground.UNKNOWN: "Không rõ tỷ lệ trả lời",
        Ground.TOO_FEW: "Chưa đủ căn cứ",
        Ground.TOO_MANY: "Nhiều phiếu hơn lượt, cần kiểm tra",
        Ground.FIRM: "Đủ căn cứ",
    },
)
PROMISE = words(
    Promise,
    {
        Promise.KEPT: "Đạt",
        Promise.LATE: "Chưa đạt: có hồ sơ trễ hẹn",
        Promise.COMPLAINT: "Chưa đạt: có phản ánh, kiến nghị về gây phiền hà, sách nhiễu có cơ sở",
        Promise.BOTH: "Chưa đạt: có hồ sơ trễ hẹn và phản ánh, kiến nghị về gây phiền hà, sách nhiễu có cơ sở",
        Promise.NO_DATA: "Chưa có số liệu",
    },
)
HALF_DAY = words(HalfDay, {HalfDay.MORNING: "Sáng", HalfDay.AFTERNOON: "Chiều"})
CASE_OUTCOME = words(
    CaseOutcome,
    {
        CaseOutcome.FIXED: "Đã sửa",
        CaseOutcome.ANSWERED: "Đã trả lời",
        CaseOutcome.ELSEWHERE: "Không thuộc thẩm quyền",
        CaseOutcome.EMPTY: "Không có nội dung",
    },
)
HELD_WORDS = {  # why a person has to look at it, in a sentence
    HoldReason.TRAP: "Ô ẩn mà người dân không thấy đã được điền: thường là máy gửi.",
    HoldReason.BURST: "Người dân thật khó gửi nhanh như vậy. Những phiếu đầu của loạt này đã được tính.",
    HoldReason.CROWD: "Một mã nhận nhiều phiếu hơn hẳn mọi ngày. Nếu hôm đó đông người thật thì tính.",
    HoldReason.CLOCK: "Không biết chắc phiếu được chọn ngày nào.",
    HoldReason.HOURS: "Trung tâm không mở cửa. Nếu hôm đó có buổi trực theo lịch thì tính.",
    HoldReason.IDLE: "Quầy có ghi hồ sơ vừa xong, nhưng hơn 30 phút trước phiếu này không có hồ sơ nào.",
    HoldReason.EXCESS: "Số phiếu của ngày nhiều hơn số lượt phục vụ đã ghi.",
    HoldReason.REUSED: "Mã này đã có một phiếu được tính. Phiếu sau chờ xét, không bị bỏ.",
    HoldReason.OWN_SLIP: "Phiếu giấy phải do người không ngồi ở quầy đó nhập.",
}
_PLAYED, _TRIED, _CROWD, _TWICE = "Trẻ em nghịch máy", "Cán bộ thử máy", "Đông người thật", "Gửi trùng"
HELD_WHY = {  # reasons that are near at hand
    HoldReason.TRAP: ("Máy gửi tự động", "Người dân gửi thật"),
    HoldReason.BURST: (_PLAYED, _TRIED, _CROWD),
    HoldReason.CROWD: (_CROWD, _TWICE),
    HoldReason.CLOCK: ("Biết chắc ngày gửi", "Không biết ngày gửi"),
    HoldReason.HOURS: ("Có buổi trực theo lịch", _PLAYED, _TRIED),
    HoldReason.IDLE: ("Hồ sơ chưa được ghi", _PLAYED, _TRIED),
    HoldReason.EXCESS: ("Số lượt ghi thiếu", _TWICE),
    HoldReason.REUSED: ("Hai người cùng một hồ sơ", _TWICE),
    HoldReason.OWN_SLIP: ("Đã so với phiếu giấy", "Không có phiếu giấy"),
}
DECISIONS = {Status.COUNTED: "Tính phiếu này", Status.EXCLUDED: "Không tính phiếu này"}

MEASURES = {
    "satisfaction.online_rate": "hài lòng khi nộp trực tuyến, từ đầu tháng trước",
    "satisfaction.all_rate": "hài lòng, từ đầu tháng trước",
    "satisfaction.on_time": "hồ sơ đúng hẹn, 30 ngày",
}
DEFINES = {  # name and one sentence of each measure
    "satisfaction.online_rate": (
        "Hài lòng khi nộp trực tuyến",
        "Số phiếu hài lòng và rất hài lòng chia cho số phiếu nộp trực tuyến từ đầu tháng trước.",
    ),
    "satisfaction.all_rate": (
        "Hài lòng chung",
        "Số phiếu hài lòng và rất hài lòng chia cho số phiếu từ đầu tháng trước.",
    ),
    "satisfaction.on_time": (
        "Hồ sơ giải quyết đúng hẹn",
        "Số hồ sơ xong trước và đúng hẹn chia cho số hồ sơ đã xong hoặc đã đến hạn trong 30 ngày.",
    ),
}

WORDS = {
    "unknown_level": "Xin chọn một trong năm mức.",
    "answer_conflict": "Lần bấm trước đã ghi một phiếu với nội dung khác. Nếu đây là phiếu mới, xin bấm lưu lần nữa.",
    "not_own_answer": "Chỉ người đã ghi phiếu mới bỏ được phiếu bấm nhầm.",
    "too_late_to_take_back": "Đã quá {minutes} phút, không bỏ phiếu này được nữa.",
    "already_decided": "Phiếu này đã được xử lý trước đó.",
    "own_answer": "Người ghi phiếu không tự quyết định phiếu của mình. Xin nhờ người khác xem lại.",
    "no_lines": "Chưa có dòng nào để ghi.",
    "line_not_understood": "Dòng {no} chưa hiểu, xin xem lại ngày và các số.",
    "too_many_rows": "Nhiều nhất {most} dòng một lần.",
    "day_to_come": "Ngày này chưa đến, hoặc trước ngày nhận.",
    "code_twice": "Mã {part} có ở hai dòng, xin bỏ bớt một dòng.",
    "month_not_over": "Tháng này chưa hết nên chưa chốt được.",
    "sheet_frozen": "Bản này đã chốt lúc trước. Xin mở lại trang.",
    "turn_past": "Buổi trực đã qua thì giữ nguyên trong lịch. Xin chọn từ hôm nay trở đi.",
    "turn_too_far": "Mỗi lần xếp nhiều nhất {most} tuần.",
    "member_missing": "Xin chọn một người của cơ quan, hoặc ghi họ tên thành viên của Tổ.",
    "export_missing": "Xin chọn tệp đã xuất từ máy tính bảng.",
    "export_wrong": "Đây không phải tệp phiếu do máy tính bảng xuất ra. Tệp đúng có tên như phieu-5.json.",
    "export_size": "Tệp lớn quá 4 MB hoặc quá 5.000 phiếu nên chưa đọc được. Xin báo người quản trị.",
    "sheet_not_frozen": "Bản này chưa chốt nên chưa có gì để đính chính.",
    "sheet_same": "Số liệu không khác lần in trước nên không có gì để đính chính.",
    "sentence_missing": "Xin ghi một câu về việc đã làm.",
    "procedure_listed": "Quầy này đã có thủ tục đó trong thời gian này. Muốn đổi, xin kết thúc dòng cũ trước.",
    "procedure_unnamed": "Xin chọn một thủ tục, hoặc ghi tên thủ tục mới.",
    "ends_before": "Ngày kết thúc phải từ ngày bắt đầu trở đi.",
    "serial_known": "Phiếu mang số này đã được nhập.",
    "own_counter_slip": "Phiếu của quầy mình thì người khác nhập. Xin đưa phiếu cho người không ngồi ở quầy này.",
    "own_counter": "Người đã ghi phiếu ở quầy này không quyết định phiếu của quầy. Xin nhờ người khác xem lại.",
    "reason_missing": "Xin ghi lý do.",
    "device_name_taken": "Đã có máy mang tên này.",
    "pin_wrong": "Mã PIN gồm 4 đến 8 chữ số, ví dụ 2580.",
    "cause_missing": "Xin ghi nguyên nhân.",
    "numbers_not_missing": "Những số này đã về, hoặc đã có người ghi nguyên nhân.",
    "device_revoked": "Máy này đã bị thu hồi trước đó.",
    "pairing_code_wrong": "Mã ghép chưa đúng, đã dùng hoặc đã hết hạn. Xin xem lại, hoặc tạo mã khác.",
}

EXPORTED = {  # what became of the answers in a tablet's file
    "created": "phiếu mới",
    "duplicate": "phiếu đã có từ trước",
    "conflict": "phiếu khác nội dung với phiếu đã có nên không nhận",
    "rejected": "phiếu không đúng mẫu nên không nhận",
}

LACKING = {  # what a tablet's browser cannot do: what follows from it, what to do, the browser's own word
    "full": (
        "Máy không ghi được vào bộ nhớ.",
        "Phiếu đang gửi thẳng về, mất mạng là không ghi được. Xin dọn bộ nhớ của máy.",
        "IndexedDB",
    ),
    "service_worker": (
        "Không tự mở lại được trang khi mất mạng.",
        "Phiếu đã ghi vẫn còn trong máy; đừng tắt máy lúc mất mạng.",
        "service worker",
    ),
    "persist": (
        "Trình duyệt có thể dọn bộ nhớ khi máy đầy.",
        "Xin giữ trống ít nhất 500 MB.",
        "storage.persist",
    ),
    "locks": ("Mở hai cửa sổ cùng lúc thì gửi chậm hơn.", "Phiếu không bị đếm hai lần.", "Web Locks"),
    "wake_lock": (
        "Màn hình có thể tự tắt.",
        "Xin đặt giờ tắt màn hình trong phần cài đặt của máy.",
        "wake lock",
    ),
}

COLUMN = {  # of a table that is taken over, as a line that was not understood names it
    "title": "tên",
    "points": "điểm",
    "most": "điểm tối đa",
    "received_on": "ngày nhận",
    "about": "nội dung",
    "outcome": "kết quả",
    "conclusion": "kết luận",
    "decided_on": "ngày kết luận",
    "day": "ngày",
    "received": "số tiếp nhận",
    "on_time": "số xong đúng hẹn",
    "late": "số xong trễ hẹn",
    "open_overdue": "số quá hẹn chưa xong",
}
