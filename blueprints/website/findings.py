"""What the machine found, in sentences for people: the reason, the place, and what was seen there."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from blueprints.filters import day, number
from blueprints.labels import word
from blueprints.website.axe_words import rule
from models.website import catalogue
from models.website.rules import CheckKey

REASONS = {
    "status": "Trang trả mã {status}.",
    "firewall": "Tường lửa chặn máy kiểm tra (mã {status}); cần người mở thử.",
    "not_seen": "Máy chưa đọc được nội dung này.",
    "refused": "Địa chỉ dẫn ra ngoài các tên miền được phép kiểm tra.",
    "unknown_host": "Không tìm thấy tên miền.",
    "unreachable": "Máy chủ không trả lời.",
    "too_slow": "Quá 10 giây chưa mở xong.",
    "redirects": "Chuyển hướng vòng quanh, không mở được.",
    "bad_answer": "Máy chủ trả lời sai định dạng.",
    "certificate": "Chứng thư số không hợp lệ.",
    "certificate_days": "Chứng thư số chỉ còn {days} ngày.",
    "no_https": "Trang không dùng HTTPS.",
    "no_hsts": "Trang chưa bật HSTS.",
    "no_redirect": "Mở bằng http không tự chuyển sang https.",
    "hops": "Từ http sang https phải chuyển nhiều lần.",
    "plain_closed": "Mở bằng http không được; cần người xem.",
    "soft_404": "Trang không có nhưng máy chủ vẫn báo mở được (mã 200).",
    "not_text": "robots.txt là một trang web, không phải tệp chữ.",
    "no_robots": "Không có tệp robots.txt.",
    "robots_hides": "robots.txt không cho máy đọc {count} địa chỉ.",
    "no_sitemap": "Không có sơ đồ trang sitemap.xml.",
    "sitemap_html": "sitemap.xml là một trang web, không phải tệp XML.",
    "sitemap_empty": "sitemap.xml không có địa chỉ nào.",
    "gone": "Không có trang hoặc tệp này (mã {status}).",
    "server_error": "Máy chủ báo lỗi (mã {status}).",
    "empty_file": "Tệp rỗng (0 byte).",
    "not_a_file": "Địa chỉ của tệp lại mở ra một trang.",
    "outside": "{count} liên kết ra ngoài, máy không mở; cần người mở thử.",
    "no_section": "Không thấy chuyên mục “{name}” ở danh mục và trong địa chỉ các trang.",
    "hollow": "Chuyên mục “{name}” mở được nhưng chưa có nội dung ({words} chữ, không có bài ghi ngày).",
    "no_days": "Chuyên mục “{name}” không ghi ngày đăng, máy không biết bài mới hay cũ.",
    "stale": "Bài mới nhất của chuyên mục “{name}” là ngày {newest}.",
    "no_master": "Chưa nhập thông tin này ở mục Địa chỉ trang nên chưa so được.",
    "contact_differs": "Trang không ghi “{wanted}”.",
    "no_search": "Trang chủ không có ô tìm kiếm.",
    "no_language": "{count} trang không ghi ngôn ngữ tiếng Việt.",
    "no_title": "{count} trang không có tên hoặc trùng tên.",
    "no_viewport": "{count} trang không khai báo cho màn hình điện thoại.",
    "heavy": "{count} trang nặng quá 2 MB.",
    "gambling": "Có liên kết tới trang cờ bạc, thấy ở {count} trang.",
    "no_browser": "Máy chủ chưa cài trình duyệt Chromium nên chưa thử được; cần người xem bằng trình duyệt.",
    "browser_failed": "Trình duyệt của máy chủ không vẽ được trang; cần người xem.",
    "axe": "{spots} chỗ ở {count} trang máy đã xem; chỗ đầu tiên: {first}",
    "wide": "Trên màn hình rộng 360 px, {count} trang phải kéo ngang (nội dung rộng {width} px).",
    "picture": "Đã chụp cả trang.",
}
CONTACT = {"address": "Địa chỉ trụ sở", "phone": "Điện thoại", "email": "Thư điện tử"}
FAULTS = {
    CheckKey.REACHABLE: "Không mở được trang",
    CheckKey.NOT_FOUND: "Không báo lỗi 404 đúng cách",
    CheckKey.SECTION: "Thiếu chuyên mục",
    CheckKey.CONTENT: "Chuyên mục chưa có nội dung",
    CheckKey.FRESHNESS: "Chuyên mục chậm cập nhật",
    CheckKey.CONTACT: "Thông tin liên hệ chưa khớp",
    CheckKey.SEARCH: "Thiếu ô tìm kiếm",
    CheckKey.LANGUAGE: "Chưa ghi ngôn ngữ tiếng Việt",
    CheckKey.TITLE: "Tên trang thiếu hoặc trùng",
    CheckKey.VIEWPORT: "Chưa dùng được trên điện thoại",
    CheckKey.WEIGHT: "Trang quá nặng",
    CheckKey.ACCESSIBILITY: "Người khuyết tật khó dùng",
    CheckKey.NARROW: "Phải kéo ngang trên điện thoại",
}  # where a check's own name would say that all is well
SHORT = {
    "gone": "Không có (404)",
    "server_error": "Máy chủ lỗi",
    "redirects": "Chuyển hướng vòng quanh",
    "unreachable": "Máy chủ không trả lời",
    "bad_answer": "Trả lời sai định dạng",
    "soft_404": "Trang báo không tìm thấy",
    "empty_file": "Tệp 0 byte",
    "not_a_file": "Mở ra trang, không phải tệp",
}


def fault_title(key: CheckKey) -> str:
    """What is wrong, in a few words."""
    return FAULTS.get(key) or word(key)


class _Known(dict[str, Any]):
    def __missing__(self, _name: str) -> str:
        return "—"


def sentence(reason: str, details: Mapping[str, Any]) -> str:
    """What was found, as one sentence; nothing for what is in order."""
    told = {"count": len(details.get("pages", ())), **details}
    if "newest" in told:
        told["newest"] = day(date.fromisoformat(told["newest"]))
    shown = {name: number(value) if isinstance(value, int) else value for name, value in told.items()}
    return REASONS.get(reason, "").format_map(_Known(shown))


def place(key: CheckKey, target: str) -> str:
    """Where it was found: a path of the site, the name of a section, a part of the contact block."""
    if key in (CheckKey.SECTION, CheckKey.CONTENT, CheckKey.FRESHNESS):
        shipped = catalogue.sections().get(target)
        return shipped.name if shipped else ""
    if key is CheckKey.CONTACT:
        return CONTACT.get(target, "")
    if key is CheckKey.ACCESSIBILITY:
        return rule(target) if target else ""
    return path(target) if key in (CheckKey.LINK, CheckKey.FILE, CheckKey.PICTURE) else target


def path(url: str) -> str:
    """The path of an address in the letters people read; other letters stay encoded."""
    parts = urlsplit(url)
    shown = unquote(parts.path) or "/"
    shown = shown if shown.isprintable() else parts.path
    return f"{shown}?{parts.query}" if parts.query else shown
