"""An office's own criteria in a real browser: from its sheet to a round, twice, with a second person each time."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models import clock
from tests.audits.test_set_sheets import HEAD, workbook
from tests.living import Live

Window = Callable[..., Any]
FIRST = [
    ["ỦY BAN NHÂN DÂN TỈNH", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["KHUNG TIÊU CHÍ"],
    HEAD,
    ["I", "HẠ TẦNG", "30"],
    ["1", "Có đường truyền tốc độ cao tại trụ sở", "10", "", "", "", "Xem hợp đồng"],
    ["2", "Mỗi cán bộ có một máy tính", "20"],
    ["II", "NHÂN LỰC", "20"],
    ["1", "Cán bộ được tập huấn và có tổ công nghệ số", "20"],
    ["", "Tổng cộng", "50"],
]
SECOND = [
    HEAD,
    ["I", "HẠ TẦNG", "30"],
    ["1", "Có đường truyền tốc độ cao tại trụ sở", "10", "", "", "", "Xem hợp đồng"],
    ["2", "Mỗi cán bộ có một máy tính còn dùng tốt", "20"],
    ["II", "NHÂN LỰC", "20"],
    ["1a", "Cán bộ được tập huấn", "10"],
    ["1b", "Có tổ công nghệ số", "10"],
]


def take_sheet(page: Any, path: Path, rows: list[list[str]], merged: tuple[str, ...] = (), drops: bool = False) -> None:
    """Hand in a sheet, look at how it is read, press "Nhập"."""
    path.write_bytes(workbook(rows, merged))
    page.get_by_role("link", name="Nhập từ bảng").click()
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Xem trước khi nhập").wait_for()
    if drops:
        page.get_by_label("Bỏ các tiêu chí không có trong bảng").check()
    page.get_by_role("button", name="Nhập", exact=True).click()
    page.get_by_text("Đã nhập:").wait_for()


def say_from_when(page: Any) -> None:
    """From today on the draft is used."""
    page.get_by_role("link", name="Căn cứ, ngày áp dụng").click()
    today = clock.today()
    page.get_by_label("Áp dụng từ ngày").fill(f"{today.day}/{today.month}/{today.year}")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Đã lưu.").wait_for()


def publish(window: Window, address: str) -> None:
    """A second person looks at the checks and publishes."""
    other = window("quantri")
    other.goto(address)
    other.get_by_role("link", name="Kiểm tra để công bố").click()
    other.get_by_role("button", name=re.compile("Công bố phiên bản")).click()
    other.get_by_text("Đã công bố phiên bản").wait_for()
    assert not other.complaints


def test_a_set_comes_from_a_sheet_and_a_round_is_opened_on_its_second_version(
    window: Window, live: Live, tmp_path: Path
) -> None:
    page = window("kiemtra")
    page.goto("/kiem-tra/bo-tieu-chi")
    page.get_by_role("link", name="Thêm bộ của cơ quan").click()
    for label, words in (("Tên bộ tiêu chí", "Khung thử"), ("Tên gọn", "Khung thử"), ("Đối tượng", "Xã")):
        page.get_by_label(re.compile(label)).fill(words)
    page.get_by_role("button", name="Tạo bộ tiêu chí").click()
    take_sheet(page, tmp_path / "khung.xlsx", FIRST, merged=("A2:G2", "D1:G1"))
    assert page.locator(".set-rows li").count() == 5
    say_from_when(page)
    page.get_by_role("link", name="Kiểm tra để công bố").click()
    assert page.get_by_role("button", name=re.compile("Công bố phiên bản")).count() == 0, "who drafted does not publish"
    publish(window, page.url.removesuffix("/cong-bo"))
    page.goto("/kiem-tra/bo-tieu-chi")
    page.get_by_role("button", name="Soạn phiên bản mới của Khung thử").click()
    take_sheet(page, tmp_path / "khung-2.xlsx", SECOND, drops=True)
    address = page.url.partition("#")[0]
    page.get_by_role("link", name="Đối chiếu").click()
    relations = [row.get_attribute("data-relation") for row in page.locator("tr[data-relation]").all()]
    assert sorted(relations) == ["changed", "split", "split"]
    page.get_by_role("button", name="Nhận các đề xuất đã chọn").click()
    page.get_by_text("Đã nhận 3 đề xuất.").wait_for()
    page.goto(address)
    say_from_when(page)
    publish(window, address)
    page.goto("/kiem-tra/dot/moi")
    page.get_by_label(re.compile("Bộ tiêu chí")).select_option(label="Khung thử (4 tiêu chí)")
    page.get_by_role("button", name="Mở đợt").click()
    page.get_by_text("Mỗi cán bộ có một máy tính còn dùng tốt").wait_for()
    assert page.locator("article.crit").count() == 4
    assert not page.complaints
