"""A plan that another office made in Excel, a week of work on it, and the week's report as a paper."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook

from models import clock
from models.periods import week_of_day
from models.reports.rules import code_of

Window = Callable[..., Any]
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PLAN = "KẾ HOẠCH PHÁT TRIỂN KINH TẾ SỐ CỦA XÃ CHƯ PRÔNG NĂM 2026"
HEADINGS = ("BÁO CÁO", "KẾT QUẢ THỰC HIỆN", "Theo chỉ tiêu", "Theo nhiệm vụ", "Nơi nhận")


def days(ago: int) -> str:
    """A day as people write it."""
    found = clock.today() - timedelta(days=ago)
    return f"{found.day}/{found.month}/{found.year}"


def office_made(path: Path) -> None:
    """A sheet as an office keeps it: titles over joined cells, no pillars, notes, who follows each target."""
    book = Workbook()
    tasks = book.active
    tasks.title = "Phụ lục 1"
    for row in (
        ["ỦY BAN NHÂN DÂN XÃ CHƯ PRÔNG"],
        [PLAN],
        [],
        ["STT", "Đơn vị thực hiện", "Nội dung công việc", "Sản phẩm", "Thời gian", "Ghi chú"],
        [
            1,
            "Phòng Kinh tế; Văn phòng HĐND và UBND xã",
            "Đưa nông sản lên sàn",
            "Danh sách",
            "Trong năm 2026",
            "ưu tiên",
        ],
        [2, "Phòng Kinh tế", "Chợ không dùng tiền mặt", "Báo cáo", "Quý IV năm 2026", ""],
        [3, "Công an xã", "Rà soát dữ liệu", "", "3/4/26", ""],
    ):
        tasks.append(row)
    for place in ("A1:F1", "A2:F2"):
        tasks.merge_cells(place)
    targets = book.create_sheet("Phụ lục 2")
    for row in (
        ["BIỂU CHỈ TIÊU"],
        ["TT", "Chỉ tiêu", "Mục tiêu năm 2026", "Đơn vị theo dõi", "Ghi chú"],
        [1, "Chi cho khoa học, công nghệ", "≥ 2% GRDP", "Phòng Kinh tế", "theo năm"],
        [2, "Thu phí không dùng tiền mặt", "từ 80% trở lên", "Văn phòng HĐND và UBND xã", ""],
    ):
        targets.append(row)
    targets.merge_cells("A1:E1")
    book.save(path)


def take_plan(page: Any, path: Path) -> str:
    """Hand in the sheet, look at what was read, press "Nhập"; the list of its tasks."""
    page.goto("/ke-hoach/nhap")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Xem trước khi nhập").wait_for()
    shown = page.inner_text("main")
    assert "hết ngày 31/12/2026" in shown and "từ 2% GRDP" in shown
    assert page.locator("[data-unclear]").count() == 1  # 3/4/26 has no century
    page.get_by_role("button", name=re.compile("^Nhập 4 dòng")).click()
    page.get_by_text("Đã nhập 4 dòng mới").first.wait_for()
    return str(page.url)


def work(window: Window, page: Any, listed: str) -> None:
    """The secretary reports a task with something to show; the leader confirms it."""
    page.goto(listed)
    page.get_by_role("link", name=re.compile("Đưa nông sản lên sàn")).first.click()
    task = page.url
    page.goto(f"{task}/hoan-thanh")
    page.locator("[name=evidence_link]").fill("https://minh-hoa.example/danh-sach")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(task)
    leader = window("lanhdao")
    leader.goto(task)
    leader.get_by_role("button", name="Xác nhận").first.click()
    leader.get_by_text("Đã xác nhận").first.wait_for()


def read_target(page: Any, listed: str) -> None:
    """A reading of a target with the paper it comes from."""
    page.goto(listed.replace("nhiem-vu", "chi-tieu"))
    page.get_by_role("link", name=re.compile("Thu phí không dùng tiền mặt")).first.click()
    target = page.url
    page.goto(f"{target}/so-lieu")
    page.locator("[name=as_of]").fill(days(1))
    page.locator("[name=value]").fill("81,5")
    page.locator("[name=document_no]").fill("12/BC-KT")
    page.locator("[name=document_on]").fill(days(1))
    page.locator("main form button[type=submit]").last.click()
    page.get_by_text("Đã ghi số liệu.").first.wait_for()
    assert "12/BC-KT" in page.inner_text("main")


def answer(window: Window) -> None:
    """Somebody at the counter is very satisfied."""
    page = window("quay")
    page.goto("/hai-long/ghi?quay=0")
    page.locator("label.face", has_text=re.compile("^\\s*Rất hài lòng")).click()
    page.get_by_role("button", name="Trực tuyến").click()
    page.get_by_text("Đã ghi “Rất hài lòng”").first.wait_for()


def download(window: Window, path: Path) -> None:
    """The report of the week as a file."""
    page = window("lanhdao")
    page.goto(f"/bao-cao/tuan/{code_of(*week_of_day(clock.today()))}")
    with page.expect_download() as told:
        page.get_by_role("link", name=".docx").click()
    told.value.save_as(path)
    assert not page.complaints


@pytest.fixture
def report(window: Window, tmp_path: Path) -> Path:
    """The file of the week's report after a week of work on an imported plan."""
    office_made(tmp_path / "Kế hoạch kinh tế số.xlsx")
    page = window("thuky")
    listed = take_plan(page, tmp_path / "Kế hoạch kinh tế số.xlsx")
    work(window, page, listed)
    read_target(page, listed)
    answer(window)
    assert not page.complaints
    path = tmp_path / "bao-cao.docx"
    download(window, path)
    return path


def printed(path: Path) -> str:
    """The text of a file as LibreOffice prints it."""
    import pypdfium2

    command = [str(SOFFICE), f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(path.parent), str(path)], capture_output=True, timeout=180, check=True)
    pdf = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text


def test_a_plan_of_another_office_is_worked_on_and_reported(report: Path) -> None:
    lines = [paragraph.text for paragraph in docx.Document(str(report)).paragraphs]
    assert any("KẾT QUẢ THỰC HIỆN" in line for line in lines)
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    text = " ".join(printed(report).split())
    assert not [heading for heading in HEADINGS if heading not in text]
