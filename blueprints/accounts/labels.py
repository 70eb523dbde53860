"""Vietnamese words for people, accounts and communes."""

from blueprints.labels import ROLE
from models.accounts.rules import Role

COMMUNE_ROLES = {role: ROLE[role] for role in Role if role is not Role.PROVINCE}
WHAT_A_ROLE_DOES = {
    Role.COUNTER: "ghi ý kiến hài lòng, cập nhật việc của mình",
    Role.SECRETARY: "ghi cuộc họp, giao việc, in mã QR, mở đợt kiểm tra",
    Role.AUDITOR: "đánh giá các đợt kiểm tra, xem nhật ký",
    Role.LEADER: "xem toàn bộ, giao việc, nhập số liệu, xem nhật ký",
    Role.ADMIN: "quản lý cán bộ, tài khoản, mã QR; xem nhật ký",
}
AT_THE_DOORS = {
    "signed_in": "Đăng nhập",
    "sign_in_failed": "Đăng nhập không thành công",
    "sign_in_wait": "Thử sai nhiều lần, phải chờ",
    "code_refused": "Gõ sai mã một lần",
    "must_wait": "Gửi quá nhanh, phải chờ",
    "forbidden": "Mở trang không có quyền",
    "row_not_found": "Mở nội dung không có hoặc của xã khác",
    "form_token_refused": "Gửi biểu mẫu không đúng từ trang của hệ thống",
    "account_added": "Thêm tài khoản",
    "account_changed": "Sửa tài khoản hoặc vai trò",
    "account_switched": "Khóa hoặc mở tài khoản",
    "code_given": "Cấp mã đặt lại mật khẩu",
    "password_changed": "Đặt mật khẩu mới",
    "sessions_ended": "Đóng các phiên đăng nhập",
    "commune_opened": "Thêm xã",
    "device_added": "Thêm máy tính bảng",
    "pairing_code_given": "Cấp mã ghép máy tính bảng",
    "device_paired": "Ghép máy tính bảng",
    "device_revoked": "Thu hồi máy tính bảng",
    "device_refused": "Máy tính bảng bị từ chối",
}
WORDS = {
    "own_role": "Không ai tự đổi vai trò của mình. Xin nhờ người quản trị khác.",
    "own_account": "Không ai tự khóa tài khoản của mình. Xin nhờ người quản trị khác.",
    "own_reset": "Mật khẩu của mình thì đổi ở trang Tài khoản của tôi.",
    "account_closed": "Tài khoản đang khóa. Xin mở lại trước khi cấp mã.",
    "last_admin": "Đây là người quản trị cuối cùng còn đăng nhập được của cơ quan, phải giữ lại.",
    "commune_joined": "Nơi này đã làm việc trên hệ thống. Quản trị ở đó tự thêm tài khoản.",
}
