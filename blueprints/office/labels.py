"""Vietnamese words of the place itself."""

from blueprints.labels import words
from models.office.rules import RunKind, Signal

RUN = words(RunKind, {RunKind.BACKUP: "Sao lưu", RunKind.CHECK: "Kiểm tra dữ liệu"})
LIGHT_KIND = {Signal.NONE: "idle", Signal.GREEN: "ok", Signal.AMBER: "warn", Signal.RED: "bad"}
LAMP = {
    "disk": "Ổ đĩa",
    "backup": "Bản sao lưu",
    "trial": "Khôi phục thử",
    "certificate": "Chứng thư",
    "clock": "Đồng hồ",
    "jobs": "Việc chạy nền",
    "sign_ins": "Đăng nhập sai",
    "database": "Cơ sở dữ liệu",
    "files": "Tệp đính kèm",
    "journal": "Nhật ký",
    "tablets": "Máy tính bảng",
    "version": "Phiên bản",
}
# where one goes to mend what a light shows
WAYS = {
    "backup": ("office.backups", "Xem sao lưu"),
    "trial": ("office.backups", "Xem sao lưu"),
    "certificate": ("office.certificate", "Xem chứng thư"),
    "sign_ins": ("accounts.security_log", "Xem nhật ký bảo mật"),
    "journal": ("accounts.journal", "Xem nhật ký"),
    "tablets": ("satisfaction.devices", "Xem máy"),
}
# code: what it says now, and what to do
SENTENCES = {
    "disk_ok": ("còn {free} trong {total}", "Đủ chỗ để ghi tiếp."),
    "disk_low": ("chỉ còn {free} trong {total}", "Xin dọn bớt tệp không cần trên máy, hoặc thêm ổ đĩa."),
    "disk_full": ("đầy, không ghi được", "Xin dọn bớt tệp không cần trên máy. Việc đang nhập chưa lưu được."),
    "disk_read_only": ("chỉ đọc được, không ghi được", "Xin tắt máy, kiểm tra ổ đĩa rồi mở lại; báo người phụ trách."),
    "disk_unreachable": ("không ghi được", "Xin kiểm tra ổ đĩa và quyền của thư mục dữ liệu; báo người phụ trách."),
    "backup_ok": ("lúc {at}, {size}", "Có ở hai nơi, kèm khóa dữ liệu đã niêm phong bằng mã khôi phục."),
    "backup_no_place": ("chưa có bản nào", "Máy hỏng thì mất hết. Xin chọn nơi sao lưu, chỉ cần một ổ USB và 5 phút."),
    "backup_never": ("chưa có bản nào", "Đã chọn nơi {path} nhưng chưa sao lưu. Xin bấm “Sao lưu ngay”."),
    "backup_fault": ("{path}: {fault}", "Xin sửa theo lời trên rồi bấm “Sao lưu ngay”."),
    "backup_old": ("bản mới nhất đã từ {at}", "Xin bấm “Sao lưu ngay”. Máy tắt ban đêm thì bản sẽ làm khi mở máy."),
    "backup_no_code": (
        "lúc {at}, {size}",
        "Chưa in mã khôi phục: máy hỏng thì mất mật khẩu Wi-Fi đã lưu.",
    ),
    "backup_one_place": ("lúc {at}, {size}", "Mới có một nơi. Xin thêm nơi thứ hai, ví dụ một ổ USB."),
    "trial_ok": ("lúc {at}", "Bản sao mở được{rows}."),
    "trial_old": ("lần cuối {at}", "Đã quá hai ngày. Xin bấm “Sao lưu ngay”, bản mới sẽ được thử luôn."),
    "trial_fault": ("không mở được: {fault}", "Xin bấm “Sao lưu ngay”; nếu vẫn vậy, báo người phụ trách."),
    "trial_never": ("chưa thử lần nào", "Mỗi bản sao được mở thử ngay sau khi ghi."),
    "certificate_ok": ("còn {days} ngày", "Máy tính bảng và điện thoại mở trang bằng https."),
    "certificate_soon": (
        "chỉ còn {days} ngày",
        "Máy tự cấp lại mỗi đêm; mai vẫn vậy thì chạy lệnh tls init.",
    ),
    "certificate_over": ("đã hết hạn", "Máy tính bảng sẽ báo không an toàn. Chạy lại lệnh tls init trên máy chủ."),
    "certificate_none": ("chưa có", "Không có https thì máy tính bảng không ghi được khi mất mạng."),
    "certificate_proxy": ("do máy chủ phía trước giữ", "Hạn của chứng thư xem ở máy chủ đó."),
    "clock_ok": ("{now}", "Không sớm hơn dòng ghi mới nhất."),
    "clock_behind": ("{now}, sớm hơn dòng ghi lúc {at}", "Xin đặt lại ngày giờ của máy chủ."),
    "clock_past": ("{now}", "Ngày giờ của máy chủ sai. Xin đặt lại; pin đồng hồ có thể đã hết."),
    "jobs_ok": ("{waiting} việc đang chờ", "Không việc nào bị bỏ trong 24 giờ qua."),
    "jobs_failed": ("{failed} việc không làm được", "Mở lại việc đó ở trang của nó; nếu vẫn vậy, báo người phụ trách."),
    "jobs_stuck": ("{waiting} việc chờ quá một giờ", "Không máy nào làm việc nền. Xin mở lại trang bằng lệnh serve."),
    "sign_ins_ok": ("{failed} lần trong 24 giờ", "Mức bình thường."),
    "sign_ins_many": ("{failed} lần trong 24 giờ", "Có thể ai đó đang dò mật khẩu. Xin xem địa chỉ trong nhật ký."),
    "database_ok": ("kiểm tra lúc {at}, khớp", "Mọi số đếm khớp với từng phiếu."),
    "database_fault": ("{count} chỗ không khớp", "Xin giữ nguyên máy và báo người phụ trách; bản sao lưu vẫn còn."),
    "database_never": ("chưa kiểm tra", "Máy tự kiểm tra mỗi đêm; bấm “Kiểm tra lại” để làm ngay."),
    "files_ok": ("kiểm tra lúc {at}, đủ", "Từng tệp còn như lúc nhận."),
    "files_fault": ("{count} tệp thiếu hoặc đã khác", "Xin báo người phụ trách; tệp gốc còn trong bản sao lưu cũ."),
    "files_never": ("chưa kiểm tra", "Máy tự kiểm tra mỗi đêm; bấm “Kiểm tra lại” để làm ngay."),
    "journal_ok": ("kiểm tra lúc {at}, liền mạch", "Không dòng nào bị sửa hay xóa."),
    "journal_fault": ("{count} chỗ đứt", "Có người đã sửa thẳng vào dữ liệu. Xin giữ nguyên máy, báo người phụ trách."),
    "journal_never": ("chưa kiểm tra", "Máy tự kiểm tra mỗi đêm; bấm “Kiểm tra lại” để làm ngay."),
    "tablets_none": ("chưa ghép máy nào", "Ghép máy ở trang Máy tính bảng khi có."),
    "tablets_ok": ("{total} máy, đều có tín hiệu", "Máy nào im quá 26 giờ sẽ báo ở đây."),
    "tablets_silent": (
        "{count} trong {total} máy im quá 26 giờ",
        "{names}: xin kiểm tra nguồn và Wi-Fi. Phiếu vẫn nằm trong máy.",
    ),
    "version_ok": ("{version}", "Phần mềm và cơ sở dữ liệu cùng phiên bản."),
    "version_schema": (
        "{version}, cơ sở dữ liệu khác phiên bản",
        "Chạy lệnh db upgrade rồi mở lại trang.",
    ),
}
FAULT = {
    "missing": "không thấy thư mục; ổ USB chưa cắm, hoặc ổ mạng chưa mở",
    "not_allowed": "máy chủ không có quyền ghi",
    "full": "hết chỗ",
    "not_written": "không ghi được",
    "keys": "mật khẩu Wi-Fi trong bản sao không đọc được",
    "no_program": "máy chủ thiếu chương trình sao lưu của PostgreSQL",
    "no_room": "ổ đĩa không đủ chỗ để mở thử",
    "damaged": "nội dung đã khác lúc ghi",
    "database_damaged": "cơ sở dữ liệu bên trong bị hỏng",
    "signature": "chữ ký không đúng",
    "no_archive": "tệp bị hỏng",
}
OTHER_FAULT = "không dùng được"
REFUSALS = {
    "place_relative": "Xin ghi đường dẫn đầy đủ, ví dụ D:\\SaoLuu hoặc /media/usb.",
    "place_inside": "Nơi sao lưu phải ở ngoài thư mục dữ liệu của phần mềm.",
    "place_too_many": "Đã có hai nơi. Bỏ bớt một nơi rồi thêm.",
    "place_twice": "Thư mục này đã có trong danh sách.",
    "place_missing": "Máy chủ không thấy thư mục này. Xin tạo thư mục, cắm ổ, rồi thử lại.",
    "place_not_written": "Máy chủ không ghi được vào thư mục này.",
    "many_offices": "Máy chủ này phục vụ nhiều xã, phường: sao lưu do người quản trị máy chủ làm.",
    "many_offices_certificate": ("Máy chủ này phục vụ nhiều xã, phường: chứng thư do người quản trị máy chủ cấp."),
    "code_not_printed": "Chưa in tờ mã nào. Xin bấm “In mã khôi phục” trước.",
}
WRONG_GROUPS = "Nhóm {groups} không khớp với tờ vừa in. Xin đọc lại trên giấy rồi gõ lại."
WRONG_CODE = "Mã này không phải của tờ in gần nhất. Xin lấy tờ mới nhất."

# what the work of a night has let go of, as it calls it itself
LET_GO = {
    "contacts": "cách liên lạc",
    "comments": "lời trong phiếu ý kiến",
    "codes": "mã hết hạn",
    "devices": "trình duyệt cũ",
    "requests": "yêu cầu quá hạn",
}
LETS_GO = {
    "satisfaction": "Máy, mỗi đêm (ý kiến người dân)",
    "office": "Máy, mỗi đêm (tài khoản)",
    "sign_in": "Máy, mỗi khi có người đăng nhập",
    "size": "Máy, phần cũ nhất nhường chỗ",
    "nobody": "Không tự xóa",
}
PUT_OFF = "Đã hoãn, vì chưa đủ ngày làm việc để chắc đồng hồ của máy đúng"
