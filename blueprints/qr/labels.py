"""The Vietnamese words of the QR room: closed lists, refusals, warnings, and the sentences that posters carry."""

from blueprints.labels import words
from models.qr.cautions import Caution, Phones
from models.qr.hosts import PrintedHost
from models.qr.measures import QrUnit
from models.qr.rules import Audience, LinkKind, PaperFormat, PhotoVerdict, PosterState, Security, Subject
from models.qr.urls import Opened

SECURITY = words(
    Security,
    {
        Security.WPA: "WPA2 hoặc WPA2/WPA3",
        Security.WPA3: "Chỉ WPA3",
        Security.WEP: "WEP (cũ)",
        Security.OPEN: "Không mật khẩu",
    },
)
AUDIENCE = words(Audience, {Audience.GUEST: "Cho khách", Audience.INTERNAL: "Nội bộ cơ quan"})
LINK_KIND = words(
    LinkKind,
    {
        LinkKind.FEEDBACK: "Lấy ý kiến hài lòng",
        LinkKind.ROOM: "Trang của phòng",
        LinkKind.ZALO: "Zalo của cơ quan",
        LinkKind.WEBSITE: "Trang thông tin điện tử",
        LinkKind.OTHER: "Liên kết khác",
    },
)
SUBJECT = words(Subject, {Subject.WIFI: "Wi-Fi", Subject.LINK: "Liên kết"})
POSTER_STATE = words(PosterState, {PosterState.IN_USE: "Đang dùng", PosterState.WITHDRAWN: "Đã thu hồi"})
PAPER = words(
    PaperFormat,
    {
        PaperFormat.A4: "A4",
        PaperFormat.A5: "A5",
        PaperFormat.A6: "A6",
        PaperFormat.WALL: "A3 treo tường",
        PaperFormat.TENT: "Để bàn (A4 gấp đôi)",
        PaperFormat.FOUR_A6: "4 tờ A6 trên một tờ A4",
        PaperFormat.LABELS: "8 nhãn dán trên một tờ A4",
    },
)
VERDICT = words(
    PhotoVerdict,
    {
        PhotoVerdict.MATCH: "Đúng bản đang dùng",
        PhotoVerdict.OLD: "Bản cũ, cần thay",
        PhotoVerdict.OTHER: "Mã của nội dung khác",
        PhotoVerdict.UNREADABLE: "Không đọc được mã trong ảnh",
    },
)
VERDICT_KIND = {
    PhotoVerdict.MATCH: "ok",
    PhotoVerdict.OLD: "bad",
    PhotoVerdict.OTHER: "bad",
    PhotoVerdict.UNREADABLE: "warn",
}
VERDICT_ADVICE = {
    PhotoVerdict.MATCH: "Tờ trên tường đúng với nội dung đang dùng.",
    PhotoVerdict.OLD: "Tờ trên tường là bản cũ. Xin in bản mới và thay ngay.",
    PhotoVerdict.OTHER: "Mã trong ảnh không phải của tờ này. Xin xem lại đã chọn đúng tờ chưa.",
    PhotoVerdict.UNREADABLE: "Xin chụp lại: đủ sáng, chụp thẳng, mã chiếm ít nhất một phần ba ảnh.",
}
PHONES = words(
    Phones,
    {
        Phones.OLD_ANDROID: "điện thoại Android đời cũ",
        Phones.IPHONE: "iPhone",
        Phones.ANDROID: "điện thoại Android",
        Phones.ALL: "mọi điện thoại",
        Phones.NEW: "điện thoại đời mới",
        Phones.CHEAP: "điện thoại có máy ảnh kém",
    },
)
FIELD = {"ssid": "Tên mạng", "hidden": "Mạng ẩn", "password": "Mật khẩu", "security": "Bảo mật", "url": "Địa chỉ"}
CAUTION = {
    "trailing_backslash": "kết thúc bằng dấu gạch chéo ngược (\\), có máy sẽ đọc sai.",
    "wrapped_in_quotes": "nằm trong hai dấu nháy kép, có máy sẽ bỏ mất dấu nháy.",
    "edge_spaces": "có dấu cách ở đầu hoặc cuối, người gõ tay dễ bỏ sót.",
    "percent_code": "có dấu % đi với hai chữ số, có máy hiểu thành ký tự khác.",
    "invisible": "có ký tự không nhìn thấy được, người gõ tay không thể gõ đúng.",
    "mixed_scripts": "lẫn chữ cái của hai bảng chữ khác nhau nhưng trông giống nhau.",
    "not_nfc": "có chữ tiếng Việt gõ kiểu tổ hợp (dấu rời), gõ tay lại có thể không khớp.",
    "wep": "WEP dễ bị dò và nhiều máy không còn kết nối được.",
    "wpa3_only": "chỉ WPA3: máy đời cũ chưa hỗ trợ sẽ không kết nối được.",
    "key_not_ascii": "có chữ có dấu hoặc ký tự đặc biệt, nhiều máy không kết nối được.",
    "raw_key_wpa3": "64 ký tự thập lục phân không dùng được với một số mạng chỉ WPA3.",
    "weak_key": "dễ đoán (số điện thoại, dãy liên tiếp hoặc từ thông dụng), nên đổi.",
    "dense": "dài nên mã dày đặc, phải đứng gần mới quét được.",
    "not_https": "không dùng https, điện thoại có thể cảnh báo hoặc không mở.",
    "only_this_machine": "chỉ mở được trên chính máy chủ này, không điện thoại nào mở được. "
    "Xin mở phần mềm bằng tên hoặc địa chỉ mà điện thoại vào được, rồi tạo lại mã.",
    "only_inside": "chỉ mở được khi điện thoại đã nối vào mạng của cơ quan; người dùng 4G, 5G không mở được.",
    "hidden_network": "không hiện tên trong danh sách: một số máy quét mã xong vẫn phải gõ tên mạng bằng tay; "
    "ẩn tên cũng không làm mạng an toàn hơn.",
}
OPENED_FROM = words(
    Opened,
    {
        Opened.EVERYWHERE: "Mở được từ mọi nơi có internet",
        Opened.INSIDE: "Chỉ mở được trong mạng của cơ quan",
        Opened.ONLY_HERE: "Chỉ mở được trên chính máy chủ này",
    },
)
HOST_BADGE = {
    PrintedHost.PRESENT: ("ok", "Địa chỉ còn dùng"),
    PrintedHost.LEFT: ("bad", "Cần in lại"),
    PrintedHost.UNKNOWN: ("warn", "Cần quét thử"),
}
REFUSALS = {
    "address_not_ours": "Máy chủ không còn ở địa chỉ vừa chọn. Xin chọn lại trong danh sách dưới đây.",
    "ssid_empty": "Xin điền tên mạng (1 đến {max} byte).",
    "ssid_too_long": "Tên mạng dài {size} byte, tối đa {max} byte (chữ có dấu tính 2–3 byte).",
    "control_character": "Có ký tự xuống dòng, tab hoặc ký tự điều khiển khác, không dùng được. Tối đa {max} byte.",
    "not_text": "Có ký tự không đọc được, xin gõ lại.",
    "key_empty": "Mạng này phải có mật khẩu ({min} đến {max} byte). Nếu mạng mở, xin chọn “Không mật khẩu”.",
    "key_too_short": "Mật khẩu dài {size} byte, ít nhất {min} byte.",
    "key_too_long": "Mật khẩu dài {size} byte, tối đa {max} byte (hoặc đúng 64 ký tự 0–9, A–F).",
    "wep_length": "Khóa WEP dài {size} byte; chỉ dùng được 5, 13, 16, 29 ký tự hoặc 10, 26, 32, 58 ký tự 0–9, A–F.",
    "open_with_key": "Mạng không có mật khẩu thì để trống mục này ({max} byte), hoặc chọn kiểu bảo mật khác.",
    "security_unknown": "Xin chọn một kiểu bảo mật trong danh sách.",
    "security_enterprise": "Mạng doanh nghiệp (tài khoản riêng từng người) không in lên tờ treo được.",
    "link_empty": "Xin điền địa chỉ.",
    "link_too_long": "Địa chỉ dài {size} byte, tối đa {max} byte.",
    "link_too_long_written": "Địa chỉ dài {size} byte sau khi mã hóa chữ có dấu, tối đa {max} byte. "
    "Xin dùng địa chỉ ngắn.",
    "link_has_spaces": "Địa chỉ không được có dấu cách, ký tự ẩn hoặc dấu \\.",
    "link_not_web": "Địa chỉ phải bắt đầu bằng https:// hoặc http://.",
    "link_has_user": "Địa chỉ không được chứa tên đăng nhập (dấu @ trước tên miền).",
    "link_no_host": "Địa chỉ thiếu tên miền đúng.",
    "zalo_foreign": "Chỉ nhận địa chỉ zalo.me, hoặc mã số, tên của tài khoản Zalo.",
    "zalo_name": "Xin điền mã số, tên tài khoản Zalo, hoặc địa chỉ https://zalo.me/…",
    "target_not_allowed": "Địa chỉ ngắn chỉ dẫn tới trang của hệ thống này (bắt đầu bằng /) hoặc https thuộc: {hosts}.",
    "text_too_long": "Nội dung dài {size} byte, vượt sức chứa của mã QR.",
    "code_unreadable": "Mã vừa tạo không đọc lại được nên chưa lưu. Xin báo người quản trị.",
    "emblem_missing": "Xin chọn một tệp ảnh.",
    "emblem_blank": "Ảnh này gần như chỉ có màu trắng, in ra sẽ không thấy gì. Xin chọn ảnh có hình màu đậm hơn.",
    "poster_withdrawn": "Tờ này đã thu hồi. Xin in bản mới.",
    "no_poster_chosen": "Xin chọn ít nhất một tờ.",
    "too_many_posters": "Mỗi lần in tối đa {max} tờ.",
    "job_unfinished": "Tệp chưa tạo xong.",
    "job_unreadable": "Tệp này được tạo trước khi khôi phục dữ liệu nên không mở được nữa. Xin tạo lại.",
    "key_unreadable": "Mật khẩu đã lưu của mạng “{network}” không đọc được nữa, vì được mã hóa bằng khóa dữ liệu khác. "
    "Xin sửa mạng này và gõ lại mật khẩu Wi-Fi.",
}

STEPS_OPEN = (
    "Mở Camera, hoặc mở Zalo rồi chạm biểu tượng quét mã.",
    "Hướng máy vào mã, giữ yên đến khi có dòng chữ hiện ra.",
)
WIFI_STEPS = (*STEPS_OPEN, "Chạm vào dòng chữ đó rồi chọn Kết nối.")
LINK_STEPS = (*STEPS_OPEN, "Chạm vào dòng chữ đó để mở trang.")
WIFI_STEPS_SHORT = ("Mở Camera hoặc Zalo", "Đưa máy vào mã", "Chọn Kết nối")
LINK_STEPS_SHORT = ("Mở Camera hoặc Zalo", "Đưa máy vào mã", "Chạm để mở trang")
HEADING_WIFI = {Audience.GUEST: "Quét mã để vào Wi-Fi", Audience.INTERNAL: "Quét mã để vào Wi-Fi nội bộ"}
HEADING_LINK = {
    LinkKind.FEEDBACK: "Quét mã để đánh giá, góp ý",
    LinkKind.ROOM: "Quét mã để xem thông tin phòng",
    LinkKind.ZALO: "Quét mã để kết nối Zalo",
    LinkKind.WEBSITE: "Quét mã để mở trang thông tin",
    LinkKind.OTHER: "Quét mã để mở trang",
}
OPEN_NOTE = "Mạng này không có mật khẩu."
HIDDEN_KEY_NOTE = "Mật khẩu không in ra; mã QR vẫn chứa mật khẩu."
DEFAULT_CONTACT = "Cần giúp đỡ, xin hỏi cán bộ tại quầy."
REACH = "Đứng cách mã không quá {metres} m"
RULER = "Đoạn này phải dài đúng 50 mm"
PICTURE = "biểu tượng"


def sentence(caution: Caution) -> str:
    """A warning as one sentence that names the phones it is about."""
    who = ", ".join(PHONES[phone] for phone in caution.phones)
    told = f"{FIELD[caution.field]} {CAUTION[caution.code]}"
    return f"{told} Ảnh hưởng: {who}." if who else told


UNIT = words(QrUnit, {QrUnit.POSTERS: "bảng mã QR"})
MEASURES = {"qr.out_of_date": "bảng mã QR cần in lại"}
DEFINES = {
    "qr.out_of_date": (
        "Bảng mã QR cần in lại",
        "Số bảng đang dùng đã có bản mới mà chưa ghi là đã dán, trên số bảng đang dùng.",
    ),
}
