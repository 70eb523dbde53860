"""The words of every problem: what happened, what is kept, what to do."""

from models.trouble import Trouble

# a token of another session: whoever is not signed in any more; whoever is, or need not be
OLD_TOKEN = "Phiên làm việc của trang này đã hết, nên chưa lưu được."
OLD_PAGE = "Trang này được mở trước lần đăng nhập gần nhất, nên chưa lưu được."
STILL = "Dữ liệu đã lưu trước đó vẫn còn."
UNSAVED = "Việc đang làm dở chưa được lưu; dữ liệu đã lưu trước đó vẫn còn."
# status: headline, what happened, what is kept, what to do
WORDS: dict[int, tuple[str, str, str, str]] = {
    400: (
        "Yêu cầu chưa hợp lệ",
        "Phiên làm việc đã hết, hoặc nội dung gửi lên không đọc được.",
        STILL,
        "Xin mở lại trang rồi gửi lần nữa.",
    ),
    401: ("Phiên làm việc đã hết", "Cần đăng nhập để làm việc này, nên chưa lưu được.", "", "Xin đăng nhập lại."),
    403: (
        "Không có quyền",
        "Tài khoản này không có quyền làm việc này.",
        "Không có gì thay đổi.",
        "Nếu công việc cần đến, xin báo người quản trị.",
    ),
    404: (
        "Không tìm thấy trang",
        "Địa chỉ không đúng, hoặc nội dung không thuộc đơn vị này.",
        "Không có gì thay đổi.",
        "Xin kiểm tra lại liên kết hoặc chọn mục trong danh mục chức năng.",
    ),
    405: (
        "Không làm được theo cách này",
        "Địa chỉ này không nhận yêu cầu vừa gửi.",
        "Không có gì thay đổi.",
        "Xin mở lại trang và dùng nút trên trang.",
    ),
    409: (
        "Chưa lưu được",
        "Nội dung vừa được người khác thay đổi, hoặc trùng với nội dung đã có.",
        STILL,
        "Xin mở lại trang để xem nội dung mới nhất rồi làm lại.",
    ),
    413: (
        "Nội dung quá lớn",
        "Tệp hoặc nội dung gửi lên vượt giới hạn.",
        "Chưa lưu gì thêm.",
        "Ảnh tối đa 10 MB, tài liệu tối đa 20 MB. Xin thu nhỏ rồi gửi lại.",
    ),
    415: (
        "Loại nội dung không được nhận",
        "Máy chủ không nhận loại nội dung vừa gửi.",
        "Không có gì thay đổi.",
        "Xin dùng nút trên trang.",
    ),
    416: (
        "Không có phần vừa yêu cầu",
        "Tệp ngắn hơn phần mà trình duyệt yêu cầu.",
        "Không có gì thay đổi.",
        "Xin tải lại cả tệp.",
    ),
    422: (
        "Nội dung chưa đúng",
        "Có mục chưa điền đúng.",
        STILL,
        "Xin mở lại trang và sửa các mục được nhắc.",
    ),
    429: (
        "Gửi quá nhanh",
        "Có quá nhiều yêu cầu trong thời gian ngắn.",
        STILL,
        "Xin chờ một lát rồi làm lại.",
    ),
    500: (
        "Có lỗi trong hệ thống",
        "Máy chủ gặp lỗi khi xử lý yêu cầu.",
        UNSAVED,
        "Xin thử lại. Nếu vẫn lỗi, báo người quản trị kèm số hiệu bên dưới.",
    ),
    503: (
        "Hệ thống đang bận",
        "Cơ sở dữ liệu tạm thời chưa ghi được vì đang bận.",
        UNSAVED,
        "Xin thử lại sau ít phút.",
    ),
}
CALL = "Các trang vẫn xem được. Xin báo người quản trị; khi máy chủ ghi lại được thì làm lại việc này."
# what keeps the office from writing, in place of being busy
TROUBLE = {
    Trouble.FULL: (
        "Chưa lưu được: ổ đĩa đã đầy",
        "Ổ đĩa của máy chủ đã đầy nên chưa ghi thêm được gì.",
        UNSAVED,
        CALL,
    ),
    Trouble.READ_ONLY: (
        "Chưa lưu được: ổ đĩa chỉ đọc",
        "Ổ đĩa của máy chủ đang ở chế độ chỉ đọc (thường do lỗi ổ đĩa) nên chưa ghi được gì.",
        UNSAVED,
        CALL,
    ),
    Trouble.UNREACHABLE: (
        "Chưa kết nối được cơ sở dữ liệu",
        "Máy chủ chưa mở được cơ sở dữ liệu.",
        UNSAVED,
        "Xin thử lại sau ít phút. Nếu vẫn vậy, báo người quản trị kèm số hiệu bên dưới.",
    ),
}
