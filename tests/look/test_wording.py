"""One thing has one word: words that were left behind stand on no page, in no message and no catalogue."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# what is never written again, and the word that took its place
LEFT = {
    r"\(đối chiếu bản gốc": "(cần đối chiếu bản gốc",
    "Chưa đạt rõ": "Chắc chắn chưa đạt",
    "Đạt chắc chắn": "Chắc chắn đạt",
    r"Đã xong\b": "Đã hoàn thành",
    r"Xong muộn|Chưa xong|Ngày xong|Xong đúng hạn": "Hoàn thành quá hạn, Chưa hoàn thành, Ngày hoàn thành",
    "Hệ thống đếm được": "Số liệu từ hệ thống",
    "Theo ghi nhận": "Theo báo cáo của người phụ trách",
    r"K\. áp dụng": "Không áp dụng",
    r"người chấm|chấm điểm": "người đánh giá",
    "phần mềm lậu": "phần mềm không có bản quyền",
    r"họp mật\b": "cuộc họp có nội dung bí mật nhà nước",  # một cuộc họp kín chỉ người được mời biết là việc khác
    r"Không áp dụng \(mật\)": "Cuộc họp có nội dung bí mật nhà nước",
    "Ghi bổ sung": "Ghi muộn",
    "Nhân bản": "Sao chép từ tuần trước",
    "Câu báo cáo": "Nội dung báo cáo tuần",
    r"Đơn vị triệu tập|Xã triệu tập|Cấp trên triệu tập": "Cấp triệu tập",
    r"[“\"'>]Thôi\b": "Hủy, Không lưu",
    "Bỏ dấu khi": "Bỏ chọn khi",
    "Địa chỉ lấy ý kiến": "Liên kết lấy ý kiến",
    "Tắt địa chỉ": "Ngừng lấy ý kiến",
    "Làm tờ": "Tạo bảng mã QR",
    r"Chọn một mặt\b": "Chọn một khuôn mặt",
    "Cán bộ một cửa|bộ phận một cửa": "Công chức, viên chức Trung tâm PVHCC",
    r"(phản ánh|kiến nghị) phiền hà": "phản ánh, kiến nghị về gây phiền hà, sách nhiễu",
    "mất khi có phản ánh": "không đạt khi có phản ánh",
    "Kho dữ liệu": "Cơ sở dữ liệu",
    r"(trong|bằng|ở|trên) menu\b|}Menu<": "danh mục chức năng",
    r"cho bạn\b|của bạn\b": "ông/bà",
    "Loại họp": "Loại cuộc họp",
    r"(?i:quyết định|nghị định|thông tư|nghị quyết|luật|thông báo|công văn) \d+/": "… số 1899/…",
    r"Quyết định \{\{": "Quyết định số …",
    r"\(phần Văn phòng": "thuộc phạm vi trách nhiệm của Văn phòng UBND tỉnh",
    "Quét được từ": "Đứng cách mã không quá 1 m",
    r"lần \d+ chưa dán|Lần \d+ chưa dán": "bản 1 · Bản 2 chưa dán",
    r"Bấm nhầm\?": "Bỏ phiếu vừa ghi",
    "Không gắn với quầy nào|Không ghi quầy|không rõ quầy": "Không gắn quầy",
    "Chưa kết luận|[Cc]hưa có dữ liệu|Chưa có tỷ lệ": "Chưa có số liệu",
    "hạn chót": "hạn: hết ngày 4/12/2026",
    r"(?<!huộc )(?<![Rr]õ )thẩm quyền": "cấp quyết định",  # "rõ thẩm quyền" is one of the six that the plan asks for
    r"Số mục\b": "Số thứ tự của mục",
    "Ctrl \\+ A": "Chép câu này",
    r"tính 0(?! điểm)[,.”\"<]": "tính 0 điểm",
    "Đạt, thiếu minh chứng": "Đạt, chưa tính điểm vì thiếu minh chứng",
    "Số liệu ngày": "Tính đến ngày",
    "không được giao việc vừa chọn": "không có quyền làm việc này",
    "Dùng từ": "Áp dụng từ",
    r"(?<!được )\bmở (\d+|\{\{[^}]*\}\}) lượt": "được mở 179 lượt",
    "còn thiếu bắt buộc|bắt buộc còn thiếu": "tiêu chí bắt buộc chưa đạt",
    r"bấm Gửi\b(?! ý kiến)": "bấm “Gửi ý kiến”",
}
# Wi-Fi is written in one way wherever people read it; names in code and addresses keep theirs
WIFI = re.compile(r"[Ww]ifi\b|WIFI\b|WiFi\b")
MARKS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


def spoken() -> Iterator[tuple[str, str]]:
    """Every line that somebody may read: pages, words in code, what the catalogue says beside official wording."""
    for path in sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").glob("*.js")]):
        yield from numbered(path)
    for path in sorted([*(ROOT / "blueprints").rglob("*.py"), *(ROOT / "models").rglob("demo*.py")]):
        yield from ((where, line) for where, line in numbered(path) if MARKS.search(line))
    for path in sorted((ROOT / "models/catalogue").glob("*.yaml")):
        yield from ((where, line) for where, line in numbered(path) if not OFFICIAL.search(line))


OFFICIAL = re.compile(r"^\s*#|official|due_text:|^\s*- \"|^ {6,}- ")


def test_clerks_never_read_a_command_line() -> None:
    """The pages and what the site answers; only the words of the commands themselves may name one."""
    told = [
        (where, line) for where, line in LINES if not where.startswith(("blueprints/commands", "blueprints/keeping"))
    ]
    found = [
        f"{where}: {line.strip()[:110]}" for where, line in told if re.search(r"flask --app|\bmake (run|serve)\b", line)
    ]
    assert not found, "\n".join(found)


def test_no_page_says_xa_to_a_ward() -> None:
    """Where a page speaks of the own commune it takes the kind of its name; "cấp xã" and "xã, phường" mean all."""
    for_all = re.compile(
        r"cấp xã|xã, phường|xã hoặc phường|Xã hạt nhân số|xã Tây Sơn|Xã, Phường|Xã Ia Pa|\bxã hội", re.IGNORECASE
    )
    pages = [(where, line) for where, line in LINES if where.startswith("templates")]
    found = [f"{where}: {line.strip()}" for where, line in pages if re.search(r"\b[Xx]ã\b", for_all.sub("", line))]
    assert not found, "\n".join(found)


def numbered(path: Path) -> list[tuple[str, str]]:
    lines = re.sub(r"\{#.*?#\}", lambda found: "\n" * found[0].count("\n"), path.read_text("utf-8"), flags=re.DOTALL)
    where = path.relative_to(ROOT)
    return [(f"{where}:{no}", line) for no, line in enumerate(lines.splitlines(), 1)]


LINES = list(spoken())


@pytest.mark.parametrize("word", LEFT)
def test_a_word_that_was_left_behind_is_nowhere(word: str) -> None:
    found = [f"{where}: {line.strip()[:110]}" for where, line in LINES if re.search(word, line)]
    assert not found, f"say “{LEFT[word]}”:\n" + "\n".join(found)


def test_wi_fi_is_written_in_one_way() -> None:
    found = [
        f"{where}: {line.strip()[:110]}"
        for where, line in LINES
        if WIFI.search(line) and re.search(r"[ >\"“][Ww]ifi[ <.,:\"”]", line)
        if not re.search(r"icon|kind", line)
    ]
    assert not found, "\n".join(found)
