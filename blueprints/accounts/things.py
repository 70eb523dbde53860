"""Words of the journal for people, accounts, communes, units and files."""

from blueprints.things import Thing

THINGS = {
    "account": Thing(
        "Tài khoản",
        {
            "username": "tên đăng nhập",
            "display_name": "tên hiển thị",
            "role": "vai trò",
            "other_roles": "vai trò kiêm thêm",
            "password_hash": "mật khẩu",
            "password_set_at": "lúc đặt mật khẩu",
            "code_hash": "mã một lần",
            "code_expires_at": "mã có hiệu lực đến",
            "code_tries": "số lần gõ sai mã",
            "is_active": "được đăng nhập",
            "address": "từ máy có địa chỉ",
            "days": "số ngày không dùng",
        },
    ),
    "factor_rule": Thing("Yêu cầu mã xác thực"),
    "sign_in_rule": Thing(
        "Quy định đăng nhập",
        {
            "change_days": "quản trị đổi mật khẩu sau số ngày",
            "ruled_at": "từ lúc",
            "idle_minutes": "tự đăng xuất sau số phút",
            "admin_idle_minutes": "quản trị tự đăng xuất sau số phút",
        },
    ),
    "account_request": Thing(
        "Yêu cầu về tài khoản",
        {
            "account_id": "tài khoản",
            "roles": "vai trò",
            "kind": "việc",
            "asked_by": "người yêu cầu",
            "asked_at": "lúc yêu cầu",
        },
    ),
    "commune": Thing("Xã, phường", {"province": "tỉnh", "joined_on": "ngày tham gia"}),
    "unit": Thing("Đơn vị", {"is_active": "đang hoạt động"}),
    "person": Thing(
        "Cán bộ",
        {
            "full_name": "họ và tên",
            "title": "chức danh",
            "rank": "thứ tự",
            "is_active": "đang làm việc",
        },
    ),
    "stored_file": Thing(
        "Tệp",
        {"original_name": "tên tệp", "mime": "định dạng", "size": "dung lượng"},
        silent=frozenset({"path", "sha256", "uploaded_by"}),
    ),
    "account_list": Thing("Danh sách tài khoản"),
    "security_log": Thing("Nhật ký bảo mật"),
    "rows_import": Thing("Tệp Excel"),
    "backup": Thing("Bản sao lưu"),
    "job": Thing("Việc chạy nền", {"message": "lý do"}, silent=frozenset({"job_kind"})),
}
VERBS = {
    "people_imported": "đã nhập cán bộ từ",
    "people_undone": "đã hoàn tác lần nhập cán bộ từ",
    "signed_in": "đã đăng nhập",
    "signed_out": "đã đăng xuất",
    "sign_in_failed": "đăng nhập không thành công vào",
    "sign_in_delayed": "thử sai nhiều lần nên phải chờ, khi đăng nhập vào",
    "reviewed": "đã rà soát",
    "sign_in_closed": "đúng mật khẩu nhưng không vào được tài khoản đang khóa",
    "closed_unused": "đã khóa, vì lâu không ai dùng,",
    "password_set": "đã đặt mật khẩu của",
    "password_refused": "gõ sai mật khẩu của",
    "code_refused": "gõ sai mã một lần của",
    "sessions_ended": "đã đóng mọi phiên của",
    "factor_set": "đã cài mã xác thực cho",
    "factor_cleared": "đã tắt mã xác thực của",
    "factor_refused": "gõ sai mã xác thực của",
    "spare_codes_made": "đã lập bộ mã dự phòng cho",
    "spare_code_used": "đã dùng một mã dự phòng của",
    "restored": "đã khôi phục",
    "imported": "đã nhập bảng Excel vào",
    "finished": "đã làm xong",
    "failed": "không làm được",
    "cancelled": "đã hủy",
}
# acts upon oneself: the name before them says it all
ALONE = frozenset({"signed_in", "signed_out"})
# acts at the door, where nobody knows yet who it was
AT_THE_DOOR = frozenset({"sign_in_failed", "sign_in_closed", "sign_in_delayed", "code_refused", "factor_refused"})
