"""Vietnamese words for people, accounts and communes."""

from blueprints.labels import REFUSALS, ROLE
from models.accounts.rules import Role

COMMUNE_ROLES = {role: ROLE[role] for role in Role if role is not Role.PROVINCE}
WHAT_A_ROLE_DOES = {
    Role.COUNTER: "ghi ý kiến hài lòng, cập nhật việc của mình",
    Role.SECRETARY: "ghi cuộc họp, giao việc, in mã QR, mở đợt kiểm tra",
    Role.AUDITOR: "đánh giá các đợt kiểm tra, xem nhật ký",
    Role.LEADER: "xem toàn bộ, giao việc, nhập số liệu, xem nhật ký",
    Role.ADMIN: "quản lý cán bộ, tài khoản, mã QR; xem nhật ký",
}
WORDS = REFUSALS | {
    "own_role": "Không ai tự đổi vai trò của mình. Xin nhờ người quản trị khác.",
    "own_account": "Không ai tự khóa tài khoản của mình. Xin nhờ người quản trị khác.",
    "own_reset": "Mật khẩu của mình thì đổi ở trang Tài khoản của tôi.",
    "account_closed": "Tài khoản đang khóa. Xin mở lại trước khi cấp mã.",
    "last_admin": "Đây là người quản trị cuối cùng còn đăng nhập được của cơ quan, phải giữ lại.",
    "commune_joined": "Nơi này đã làm việc trên hệ thống. Quản trị ở đó tự thêm tài khoản.",
}
