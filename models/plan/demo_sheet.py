"""Workbooks that the secretary has handed in and not yet taken: a plan, and readings of last month."""

from datetime import timedelta
from typing import Any

from models import clock
from models.accounts.rules import Viewer
from models.files import handed
from models.files.sheets import SheetRows
from models.plan import taking
from models.plan.reading_words import day_words

TASKS: list[list[Any]] = [
    ["ỦY BAN NHÂN DÂN XÃ"],
    ["DANH MỤC NHIỆM VỤ THỰC HIỆN KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2026"],
    [],
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp", "Thời gian hoàn thành", "Sản phẩm"],
    ["I", "Nhận thức số"],
    [1, "Tuyên truyền chuyển đổi số trên hệ thống truyền thanh", "Phòng Văn hóa - Xã hội", "Hằng tháng, trước ngày 25"],
    [
        2,
        "Tập huấn kỹ năng số cho các thôn",
        "Phòng Văn hóa - Xã hội; Đoàn Thanh niên",
        "Quý II năm 2026",
    ],
    ["II", "Dữ liệu số"],
    [3, "Rà soát, làm sạch dữ liệu dân cư", "Công an xã, Văn phòng HĐND và UBND xã", "trước ngày 28/3/2026", "Báo cáo"],
    [4, "Số hóa hồ sơ đất đai", "Phòng Kinh tế", "3/4/26", "Hồ sơ số hóa"],
]
TARGETS: list[list[Any]] = [
    ["TT", "Chỉ tiêu", "Mục tiêu năm 2026", "Đơn vị theo dõi"],
    [1, "Hồ sơ công việc xử lý trên môi trường mạng", "≥ 95%", "Văn phòng HĐND và UBND xã"],
    [2, "Tỷ lệ chi cho chuyển đổi số trong chi thường xuyên", "2%", "Phòng Kinh tế"],
    [3, "Mô hình thôn thông minh", "tối thiểu 03 mô hình", "Phòng Văn hóa - Xã hội"],
]
READINGS: list[list[Any]] = [
    ["BÁO CÁO SỐ LIỆU KINH TẾ - XÃ HỘI"],
    ["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả thực hiện", "Thời điểm", "Văn bản nguồn"],
    [1, "Thu ngân sách trên địa bàn", "tỷ đồng", "27,4", "hôm qua", "Báo cáo số 96/BC-UBND ngày 20/3/2026"],
    [2, "Tỷ lệ hộ nghèo đa chiều", "%", "3,86%", "hôm qua", "Phòng Văn hóa - Xã hội"],
    [3, "Người dân tham gia bảo hiểm y tế", "%", "≥ 95%", "hôm qua", "Bảo hiểm xã hội"],
    [4, "Bảo hiểm xã hội tự nguyện", "%", "21,5%", "hôm qua", ""],
]


def hand_in(secretary: Viewer) -> None:
    """Let the workbook wait for somebody to look at what was read."""
    sheets = [SheetRows("Nhiệm vụ", TASKS), SheetRows("Chỉ tiêu", TARGETS)]
    taking.keep(secretary, "Kế hoạch chuyển đổi số 2026.xlsx", sheets)
    day = clock.today() - timedelta(days=1)
    rows = [[day_words(day) if cell == "hôm qua" else cell for cell in row] for row in READINGS]
    wish = {"year": day.year, "day": ""}
    handed.keep(secretary, "readings", "Số liệu tháng.xlsx", [SheetRows("Số liệu", rows)], wish)
