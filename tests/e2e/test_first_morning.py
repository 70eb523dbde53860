"""The first morning of an office with the README alone: install, a first copy, a restore, a tablet over TLS."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import processes
from tests.devices.tablets import Tablet, until, until_true
from tests.factories import GOOD_PASSWORD
from tests.living import ARGS, CHROMIUM, PATIENCE, WIDE, sign_in

CERTUTIL = shutil.which("certutil") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CERTUTIL, reason="Debian's libnss3-tools is missing: no authority can be installed"),
]


class Computer:
    """One machine of the office, with the program and a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.tls_port = home, processes.free_port(), processes.free_port()
        self.url = f"https://127.0.0.1:{self.tls_port}"
        home.mkdir()

    @property
    def environment(self) -> dict[str, str]:
        """Where this machine keeps its things."""
        return {
            "INSTANCE_DIR": str(self.home / "instance"),
            "UPLOADS_DIR": str(self.home / "uploads"),
            "OFFICE_TLS_PORT": str(self.tls_port),
        }

    def flask(self, *words: str, typed: str = "") -> str:
        """A command of the README, with what is typed when it asks."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            cwd=processes.ROOT,
            env={**os.environ, **self.environment},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE / 1000 * 4,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def serving(self) -> Any:
        """The machine with the site on."""
        command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(self.port)]
        return processes.running(command, self.tls_port, self.home / "window", **self.environment)

    def first_code(self) -> str:
        """The code that stands in the window of the server until somebody can sign in."""
        found = re.search(r"gõ mã: (\S+)", (self.home / "window").read_text("utf-8"))
        return found[1] if found else ""


@pytest.fixture
def browser_that_trusts(tmp_path: Path, browsers: Any) -> Iterator[Any]:
    """A Chromium into which the authority of an office is installed, as into a tablet."""
    opened = []

    def trust(authority: Path) -> Any:
        store = tmp_path / f"Người dùng {len(opened)}" / ".pki" / "nssdb"
        store.mkdir(parents=True)
        for words in (["-N", "--empty-password"], ["-A", "-n", "office", "-t", "C,,", "-i", str(authority)]):
            subprocess.run([CERTUTIL, *words, "-d", f"sql:{store}"], check=True, capture_output=True)
        home = {**os.environ, "HOME": str(store.parents[1])}
        opened.append(browsers.launch(executable_path=CHROMIUM, args=ARGS, env=home))
        return opened[-1]

    yield trust
    for browser in opened:
        browser.close()


def page_of(browser: Any, url: str) -> Any:
    """A window of its own."""
    page = browser.new_context(viewport=WIDE, base_url=url, locale="vi-VN").new_page()
    page.set_default_timeout(PATIENCE)
    return page


def test_an_office_begins_in_one_morning(tmp_path: Path, browser_that_trusts: Any) -> None:
    first, second = Computer(tmp_path / "Máy thứ nhất"), Computer(tmp_path / "Máy thứ hai")
    stick = tmp_path / "Ổ USB của xã"
    stick.mkdir()
    first.flask("db", "upgrade")
    first.flask("catalogue", "load")
    first.flask("tls", "init", "--name", "may-chu.example")
    chromium = browser_that_trusts(first.home / "instance" / "tls" / "ca.pem")

    with first.serving():
        page = page_of(chromium, first.url)
        begin(page, first.first_code())
        add_people(page)
        add_counter(page)
        code = back_up(page, stick)
        tablet = Tablet(page_of(chromium, first.url), first.url).open().pair(tablet_code(page))
        until_true(tablet.page, "navigator.serviceWorker.controller")
        tablet.tap(5)
        tablet.page.get_by_role("button", name="Xong").click()
        until(lambda: answers(page) == 1, "the answer comes", PATIENCE / 1000 * 3)
        until(lambda: tablet.kept("sealed") == [], "the tablet lets go")

    (archive,) = stick.glob("*.zip")
    second.flask("restore", str(archive), typed=f"{code}\n")
    second.flask("verify")
    second.flask("tls", "init")
    other = browser_that_trusts(second.home / "instance" / "tls" / "ca.pem")
    with second.serving():
        page = page_of(other, second.url)
        page.goto("/dang-nhap")
        sign_in(page, "quantri")
        page.wait_for_url(second.url + "/")
        page.goto("/quan-tri/can-bo")
        page.get_by_role("link", name="Trần Thị Bình").wait_for()


def begin(page: Any, code: str) -> None:
    """The first administrator, from the code in the window of the server."""
    page.goto("/")
    page.get_by_role("link", name="Tạo tài khoản đầu tiên").click()
    page.get_by_label("Mã trên cửa sổ").fill(code)
    page.get_by_label("Xã, phường", exact=False).first.select_option("Xã Tây Sơn")
    page.get_by_label("Họ và tên").fill("Hồ Quốc Quyên")
    page.get_by_label("Mật khẩu mới", exact=False).first.fill(GOOD_PASSWORD)
    page.get_by_label("Gõ lại mật khẩu mới").fill(GOOD_PASSWORD)
    page.get_by_role("button", name="Tạo tài khoản và bắt đầu").click()
    page.get_by_text("Đã tạo tài khoản quantri").wait_for()
    sign_in(page, "quantri")
    page.wait_for_url("**/quan-tri/bat-dau")


def add_people(page: Any) -> None:
    """Two lines out of a sheet."""
    page.goto("/quan-tri/bat-dau")
    page.get_by_role("link", name="Thêm người").click()
    page.get_by_role("link", name=re.compile("Dán danh sách")).click()
    page.fill("textarea", "Trần Thị Bình\tChuyên viên\tPhòng Kinh tế\nLê Văn Cường\tVăn thư\tVăn phòng HĐND và UBND xã")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name=re.compile("^Thêm 2")).click()
    page.get_by_text("Trần Thị Bình").first.wait_for()


def add_counter(page: Any) -> None:
    page.goto("/quan-tri/bat-dau")
    page.get_by_role("link", name="Thêm quầy").click()
    page.get_by_label("Tên quầy").fill("Quầy 1")
    page.get_by_role("button", name="Thêm quầy").click()
    page.get_by_text("Quầy 1").first.wait_for()


def back_up(page: Any, stick: Path) -> str:
    """A place, a code from paper, and a copy that was opened; the code."""
    page.goto("/quan-tri/bat-dau")
    page.get_by_role("link", name="Cài sao lưu").click()
    page.get_by_label("Thư mục").fill(str(stick))
    page.get_by_role("button", name="Thêm nơi này").click()
    page.get_by_role("button", name="In mã khôi phục").click()
    typed_back = page.get_by_role("link", name="Đã in, gõ lại từ giấy")
    typed_back.wait_for()  # reading several words at once waits for nothing
    code = " ".join(page.locator(".code-groups li").all_inner_texts())
    typed_back.click()
    page.get_by_label(re.compile("nhóm trên tờ giấy")).fill(code)
    page.get_by_role("button", name="Xong").click()
    page.get_by_role("button", name="Sao lưu ngay").click()

    until(lambda: list(stick.glob("*.zip")), "the copy is made", PATIENCE / 1000 * 3)

    def is_tried() -> bool:
        page.goto("/quan-tri/sao-luu")
        return "mở thử" in page.inner_text("main") and "Chưa sao lưu lần nào" not in page.inner_text("main")

    until(is_tried, "the copy is opened", PATIENCE / 1000 * 3)
    return code


def tablet_code(page: Any) -> str:
    page.goto("/quan-tri/bat-dau")
    page.get_by_role("link", name="Ghép máy", exact=True).click()
    page.get_by_label("Tên máy").fill("Máy quầy 1")
    page.get_by_role("button", name="Tạo mã ghép").click()
    return page.locator(".pair-code").inner_text()


def answers(page: Any) -> int:
    page.goto("/hai-long/phieu")
    return page.locator("table tbody tr").count()
