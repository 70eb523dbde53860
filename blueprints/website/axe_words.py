"""What axe's rules ask for, in words that whoever keeps the site understands; the rule's own name stays beside them."""

RULES = {
    "area-alt": "Vùng bấm trên ảnh chưa có chữ mô tả",
    "aria-hidden-focus": "Phần bị ẩn vẫn nhận con trỏ bàn phím",
    "aria-required-attr": "Thành phần ARIA thiếu thuộc tính bắt buộc",
    "aria-required-children": "Thành phần ARIA thiếu phần con bắt buộc",
    "aria-required-parent": "Thành phần ARIA đặt sai chỗ",
    "aria-roles": "Vai trò ARIA không hợp lệ",
    "aria-valid-attr": "Thuộc tính ARIA không hợp lệ",
    "aria-valid-attr-value": "Giá trị thuộc tính ARIA không hợp lệ",
    "autocomplete-valid": "Ô nhập khai báo tự điền chưa đúng",
    "button-name": "Nút bấm chưa có tên",
    "bypass": "Không có cách bỏ qua danh mục để tới nội dung",
    "color-contrast": "Chữ và nền chưa đủ tương phản",
    "definition-list": "Danh sách định nghĩa sai cấu trúc",
    "dlitem": "Danh sách định nghĩa sai cấu trúc",
    "document-title": "Trang chưa có tên",
    "duplicate-id-aria": "Mã thành phần bị trùng",
    "form-field-multiple-labels": "Ô nhập có nhiều nhãn",
    "frame-title": "Khung nhúng chưa có tên",
    "html-has-lang": "Trang chưa ghi ngôn ngữ",
    "html-lang-valid": "Ngôn ngữ của trang ghi chưa đúng",
    "image-alt": "Ảnh chưa có chữ mô tả",
    "input-button-name": "Nút của biểu mẫu chưa có tên",
    "input-image-alt": "Nút bằng ảnh chưa có chữ mô tả",
    "label": "Ô nhập chưa có nhãn",
    "link-in-text-block": "Liên kết trong đoạn văn chỉ phân biệt bằng màu",
    "link-name": "Liên kết không có chữ",
    "list": "Danh sách sai cấu trúc",
    "listitem": "Danh sách sai cấu trúc",
    "marquee": "Có chữ chạy",
    "meta-refresh": "Trang tự tải lại hoặc tự chuyển",
    "meta-viewport": "Trang không cho phóng to",
    "nested-interactive": "Nút hoặc liên kết nằm trong nhau",
    "no-autoplay-audio": "Âm thanh tự phát",
    "object-alt": "Nội dung nhúng chưa có chữ mô tả",
    "role-img-alt": "Hình chưa có chữ mô tả",
    "scrollable-region-focusable": "Vùng cuộn không dùng được bằng bàn phím",
    "select-name": "Ô chọn chưa có nhãn",
    "summary-name": "Phần mở rộng chưa có tên",
    "svg-img-alt": "Hình vẽ chưa có chữ mô tả",
    "td-headers-attr": "Bảng ghi sai ô tiêu đề",
    "th-has-data-cells": "Bảng có tiêu đề không ứng với ô nào",
    "valid-lang": "Đoạn văn ghi sai ngôn ngữ",
    "video-caption": "Video chưa có phụ đề",
}


def rule(name: str) -> str:
    """A rule in words: Ảnh chưa có chữ mô tả (image-alt)."""
    said = RULES.get(name)
    return f"{said} ({name})" if said else f"Lỗi khả năng tiếp cận {name}"
