"""Vietnamese words of the website room: sections and their standing, and its refusals."""

from blueprints.labels import Badge, words
from models.website.measures import WebsiteUnit
from models.website.rules import (
    CheckKey,
    CheckOutcome,
    FaultState,
    Freshness,
    Medium,
    RunState,
    SectionPick,
    Timeliness,
)

PICKS = {
    "cham": SectionPick.LATE,
    "den-han": SectionPick.DUE,
    "chua-giao": SectionPick.UNASSIGNED,
    "da-giao": SectionPick.ASSIGNED,
    "co-bai": SectionPick.FILLED,
    "kip-thoi": SectionPick.ON_TIME,
}  # by the word of the address
PICK_WORD = {pick: word for word, pick in PICKS.items()}
PICK = words(
    SectionPick,
    {
        SectionPick.LATE: "Chậm",
        SectionPick.DUE: "Sắp đến hạn",
        SectionPick.UNASSIGNED: "Chưa có người viết",
        SectionPick.ASSIGNED: "Đã có người viết",
        SectionPick.FILLED: "Đã có bài",
        SectionPick.ON_TIME: "Kịp thời",
    },
)
MEDIA = {"trang-web": Medium.WEBSITE, "zalo": Medium.ZALO}
MEDIUM_WORD = {medium: word for word, medium in MEDIA.items()}
MEDIUM = words(Medium, {Medium.WEBSITE: "Trang thông tin", Medium.ZALO: "Zalo OA"})
words(
    Freshness,
    {
        Freshness.LATE: "Chậm",
        Freshness.EMPTY: "Chưa có bài",
        Freshness.DUE: "Sắp đến hạn",
        Freshness.FRESH: "Kịp thời",
    },
)
words(WebsiteUnit, {WebsiteUnit.PLACE: "hạng"})
KIND = {Freshness.LATE: "bad", Freshness.EMPTY: "bad", Freshness.DUE: "warn", Freshness.FRESH: "ok"}
RHYTHMS = {1: "mỗi ngày", 7: "mỗi tuần", 14: "hai tuần một lần", 92: "mỗi quý", 184: "nửa năm một lần", 366: "mỗi năm"}

CHECK = words(
    CheckKey,
    {
        CheckKey.REACHABLE: "Mở được trang",
        CheckKey.CERTIFICATE: "Chứng thư số (HTTPS)",
        CheckKey.REDIRECT: "Chuyển từ http sang https",
        CheckKey.HSTS: "Luôn dùng HTTPS (HSTS)",
        CheckKey.NOT_FOUND: "Báo lỗi 404 đúng cách",
        CheckKey.ROBOTS: "Tệp robots.txt",
        CheckKey.SITEMAP: "Sơ đồ trang XML",
        CheckKey.LINK: "Liên kết hỏng",
        CheckKey.FILE: "Tệp thiếu",
        CheckKey.OUTSIDE: "Liên kết ra ngoài",
        CheckKey.SECTION: "Có chuyên mục",
        CheckKey.CONTENT: "Chuyên mục có nội dung",
        CheckKey.FRESHNESS: "Chuyên mục được cập nhật",
        CheckKey.CONTACT: "Thông tin liên hệ",
        CheckKey.SEARCH: "Ô tìm kiếm",
        CheckKey.LANGUAGE: "Ghi ngôn ngữ tiếng Việt",
        CheckKey.TITLE: "Tên trang",
        CheckKey.VIEWPORT: "Dùng được trên điện thoại",
        CheckKey.WEIGHT: "Dung lượng trang",
        CheckKey.GAMBLING: "Liên kết cờ bạc",
        CheckKey.ACCESSIBILITY: "Khả năng tiếp cận (axe)",
        CheckKey.NARROW: "Màn hình rộng 360 px",
        CheckKey.PICTURE: "Ảnh chụp cả trang",
    },
)
OUTCOME = words(
    CheckOutcome,
    {
        CheckOutcome.FAIL: "Chưa đạt",
        CheckOutcome.NEEDS_HUMAN: "Cần người xem",
        CheckOutcome.PASS: "Đạt",
        CheckOutcome.NOT_TESTABLE: "Không thử được",
        CheckOutcome.BLOCKED: "Bị chặn",
    },
)
OUTCOME_KIND = {
    CheckOutcome.FAIL: "bad",
    CheckOutcome.NEEDS_HUMAN: "wait",
    CheckOutcome.PASS: "ok",
    CheckOutcome.NOT_TESTABLE: "idle",
    CheckOutcome.BLOCKED: "idle",
}
RUN = words(
    RunState,
    {
        RunState.RUNNING: "Đang kiểm tra",
        RunState.DONE: "Đã kiểm tra xong",
        RunState.PARTIAL: "Đã kiểm tra một phần",
        RunState.STOPPED: "Đã dừng, giữ kết quả",
        RunState.BLOCKED: "Bị tường lửa chặn",
        RunState.UNREACHABLE: "Không mở được trang",
        RunState.FAILED: "Không kiểm tra được",
    },
)
FAULT = words(
    FaultState,
    {
        FaultState.WATCHED: "Mới thấy một lần",
        FaultState.PROPOSED: "Chờ xem",
        FaultState.ACCEPTED: "Đã nhận",
        FaultState.DECLINED: "Không nhận",
        FaultState.MENDED: "Chờ xác nhận đã sửa",
        FaultState.CLOSED: "Đã sửa xong",
        FaultState.GONE: "Không còn thấy",
    },
)

MEASURES = {
    "website.assigned": "chuyên mục đã có người viết",
    "website.zalo_assigned": "chuyên mục Zalo OA đã có người viết",
    "website.filled": "chuyên mục đã có bài",
    "website.on_time": "chuyên mục cập nhật kịp thời",
    "website.rank": "theo văn bản của tỉnh",
}
DEFINES = {  # name and one sentence of each measure
    "website.filled": (
        "Chuyên mục Trang thông tin đã có bài",
        "Số chuyên mục đã có bài đăng chia cho số chuyên mục đang dùng.",
    ),
    "website.on_time": (
        "Chuyên mục Trang thông tin cập nhật kịp thời",
        "Số chuyên mục có bài mới nhất chưa quá nhịp cập nhật chia cho số chuyên mục đang dùng.",
    ),
    "website.assigned": (
        "Chuyên mục Trang thông tin có người viết",
        "Số chuyên mục đã phân công chia cho số chuyên mục đang dùng.",
    ),
    "website.zalo_assigned": (
        "Chuyên mục Zalo OA có người viết",
        "Số chuyên mục Zalo OA đã phân công chia cho số chuyên mục đang dùng.",
    ),
    "website.rank": (
        "Xếp hạng Trang thông tin",
        "Thứ hạng ghi trong văn bản mới nhất của tỉnh.",
    ),
}

REFUSALS = {
    "section_taken": "Đã có chuyên mục tên này.",
    "day_in_future": "Ngày không được sau hôm nay.",
    "place_beyond_total": "Thứ hạng không được lớn hơn tổng số xã, phường được xếp hạng.",
    "file_missing": "Xin gửi kèm bản chụp hoặc tệp văn bản của tỉnh.",
    "url_odd": "Địa chỉ trang chưa đúng, xin chép lại từ thanh địa chỉ của trình duyệt.",
    "url_scheme": "Địa chỉ phải bắt đầu bằng http:// hoặc https://.",
    "url_user": "Địa chỉ không được chứa tên đăng nhập.",
    "url_port": "Chỉ kiểm tra được trang ở cổng thường dùng (80 và 443).",
    "url_host": "Tên máy chủ phải là tên miền, ví dụ tenxa.gialai.gov.vn; không nhận địa chỉ bằng số.",
    "reason_missing": "Xin ghi lý do.",
    "fault_moved_on": "Người khác vừa quyết định đề xuất này, xin xem lại.",
    "run_over": "Lần kiểm tra này đã kết thúc.",
    "host_not_allowed": "Địa chỉ này chưa được quản trị viên cho phép kiểm tra.",
}


def rhythm(days: int) -> str:
    """How often a section is written: mỗi tuần."""
    return "mỗi tháng" if 28 <= days <= 31 else RHYTHMS.get(days, f"{days} ngày một lần")


def standing_badge(standing: Timeliness) -> Badge:
    """How a section stands, in words: Chậm 4 ngày."""
    kind = KIND[standing.state]
    if standing.state is Freshness.LATE:
        return Badge(kind, f"Chậm {standing.days} ngày")
    if standing.state is Freshness.DUE:
        return Badge(kind, {0: "Đến hạn hôm nay", 1: "Đến hạn mai"}.get(standing.days, f"Còn {standing.days} ngày"))
    return Badge(kind, "Chưa có bài" if standing.state is Freshness.EMPTY else "Kịp thời")
