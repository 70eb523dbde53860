"""Vietnamese words for people, accounts and communes."""

from blueprints.labels import ROLE, words
from models.accounts import ruling
from models.accounts.disuse import LIMIT
from models.accounts.inviting import AccountStage
from models.accounts.people_rows import NEW, NONE, OTHER, SAME, PersonDoubt
from models.accounts.rules import RequestKind, Role

COMMUNE_ROLES = {role: ROLE[role] for role in Role if role is not Role.PROVINCE}
ASKED = "Đã ghi yêu cầu. Người quản trị thứ hai xác nhận ở trang Tài khoản thì mới có hiệu lực."
REQUEST = words(
    RequestKind,
    {
        RequestKind.ROLES: "đổi vai trò",
        RequestKind.CLEAR_FACTOR: "xóa mã xác thực",
        RequestKind.NEW_CODE: "cấp mã đặt lại mật khẩu",
    },
)
STANDING = words(
    AccountStage,
    {
        AccountStage.NONE: "Chưa có tài khoản",
        AccountStage.WAITING: "Chờ đặt mật khẩu",
        AccountStage.OPEN: "Đang dùng",
        AccountStage.LOCKED: "Đã khóa",
    },
)
PASSWORD_TERMS = {days: f"{days} ngày một lần" if days else "Không bắt buộc" for days in ruling.CHOICES}
INVITE_HOURS = {1: "1 giờ", 8: "8 giờ", 24: "1 ngày", 72: "3 ngày", 168: "7 ngày"}
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
    "sign_in_closed": "Đúng mật khẩu nhưng tài khoản đang khóa",
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
    "code_wanted": "Mật khẩu đúng, chờ mã xác thực",
    "factor_refused": "Gõ sai mã xác thực",
    "factor_set": "Cài mã xác thực",
    "factor_cleared": "Tắt hoặc xóa mã xác thực",
    "factor_ruled": "Bật hoặc tắt yêu cầu mã xác thực",
    "spare_codes_made": "Lập bộ mã dự phòng",
    "sign_in_ruled": "Sửa quy định đăng nhập",
    "commune_opened": "Thêm xã",
    "device_added": "Thêm máy tính bảng",
    "pairing_code_given": "Cấp mã ghép máy tính bảng",
    "device_paired": "Ghép máy tính bảng",
    "device_file_read": "Đọc tệp phiếu của máy tính bảng",
    "device_revoked": "Thu hồi máy tính bảng",
    "device_refused": "Máy tính bảng bị từ chối",
}
PERSON_CELL = {
    "name": "Họ và tên",
    "family": "Họ và tên đệm",
    "given": "Tên",
    "title": "Chức danh",
    "unit": "Đơn vị",
    "id": "Mã cán bộ",
}
ANSWERS = {
    NEW: "Đơn vị mới: {}",
    NONE: "Không ghi đơn vị",
    SAME: "Chính là {}",
    OTHER: "Người khác cùng tên",
}
PERSON_DOUBT = words(
    PersonDoubt,
    {
        PersonDoubt.NAME: "không giống họ tên",
        PersonDoubt.LONG: "dài quá",
        PersonDoubt.UNIT: "chưa có đơn vị tên như vậy",
        PersonDoubt.TWICE: "cùng tên, cùng đơn vị với một dòng ở trên",
        PersonDoubt.GONE: "không có ai đang làm việc với mã này",
        PersonDoubt.ELSEWHERE: "đã có người cùng tên ở đơn vị khác",
    },
)
WORDS = {
    "unit_open": "Dòng {line}: xin chọn đơn vị.",
    "nobody_to_add": "Không có dòng nào thêm được.",
    "own_role": "Không ai tự đổi vai trò của mình. Xin nhờ người quản trị khác.",
    "own_account": "Không ai tự khóa tài khoản của mình. Xin nhờ người quản trị khác.",
    "own_reset": "Mật khẩu của mình thì đổi ở trang Tài khoản của tôi.",
    "account_unused": f"Tài khoản đã khóa vì {LIMIT} ngày không dùng. Xin nhờ người quản trị mở lại, giữ mật khẩu cũ.",
    "invite_many": "Mỗi lần cấp tài khoản cho nhiều nhất {most} người. Xin dán ít dòng hơn, hoặc để cấp tài khoản sau.",
    "first_code_wrong": "Mã chưa đúng. Xin xem mã ở cửa sổ của chương trình trên máy chủ; lần sau mở thì có mã khác.",
    "office_begun": "Trang này đã có tài khoản. Xin đăng nhập.",
    "account_closed": "Tài khoản đang khóa. Xin mở lại trước khi cấp mã.",
    "last_admin": "Đây là người quản trị cuối cùng còn đăng nhập được của cơ quan, phải giữ lại.",
    "factor_wrong": "Mã chưa đúng, đã dùng rồi hoặc đã quá giờ. Xin gõ sáu số đang hiện trên điện thoại.",
    "factor_offer": "Mã QR này không còn dùng được. Xin quét mã đang hiện rồi gõ lại sáu số.",
    "factor_there": "Tài khoản đã có mã xác thực.",
    "factor_missing": "Tài khoản chưa có mã xác thực.",
    "factor_first": "Xin cài mã xác thực cho chính mình trước, rồi mới yêu cầu người khác.",
    "factor_wanted": "Cơ quan yêu cầu vai trò của ông/bà phải có mã xác thực, nên không tắt được.",
    "factor_unreadable": "Máy chủ không đọc được mã xác thực đã lưu (khóa dữ liệu đã đổi). Xin báo người quản trị.",
    "half_way_over": "Đã quá 5 phút kể từ lúc gõ mật khẩu. Xin đăng nhập lại từ đầu.",
    "proof_wrong": "Mật khẩu hoặc mã chưa đúng.",
    "proof_missing": "Việc này cần gõ lại mật khẩu hoặc mã xác thực của chính ông/bà.",
    "own_factor": "Mã xác thực của mình thì tắt ở trang Tài khoản của tôi.",
    "admin_by_two": "Cơ quan có hai người quản trị trở lên: xin thêm tài khoản với vai trò khác, rồi đổi sang Quản trị "
    "để người thứ hai xác nhận.",
    "request_own": "Người đã yêu cầu không tự xác nhận được. Xin nhờ người quản trị khác.",
    "request_old": "Yêu cầu đã quá 7 ngày. Xin lập lại.",
    "person_left": "Người này đã nghỉ hoặc chuyển đi.",
    "has_password": "Đã có mật khẩu. Quên thì cấp mã đặt lại ở trang Tài khoản.",
    "invite_hours": "Xin chọn hạn dùng của mã.",
    "commune_joined": "Nơi này đã làm việc trên hệ thống. Quản trị ở đó tự thêm tài khoản.",
}
