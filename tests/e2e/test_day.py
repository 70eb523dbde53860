"""A working day in a real browser: what each person of the office does, with scripts and without."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.accounts.tables import Commune, Person
from models.base import db, writing
from models.places.tables import Counter
from tests.living import PHONE, SMALL_PDF, Live, open_round

Window = Callable[..., Any]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def number_in(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found, text
    return int(found.group())


@BOTH
def test_counter_staff_log_satisfaction_in_two_clicks(window: Window, scripts: bool) -> None:
    page = window("quay", viewport=PHONE, scripts=scripts, typed=True)
    page.goto("/hai-long/ghi?quay=0")
    page.locator("label.face", has_text=re.compile("^\\s*Rất hài lòng")).click()
    page.get_by_role("button", name="Trực tuyến").click()
    page.get_by_text("Đã ghi “Rất hài lòng”").first.wait_for()
    assert "Rất hài lòng" in page.inner_text(".mine-row:first-child")
    page.goto("/hai-long/phieu")
    assert "Trực tuyến" in page.inner_text("table tbody tr:first-child")


def test_a_phone_shows_the_whole_counter_form_without_scrolling(window: Window) -> None:
    page = window("quay", viewport={"width": 360, "height": 800})
    page.goto("/hai-long/ghi?quay=0")
    shown = [*page.locator("main label.face").all(), *page.locator(".save-row button").all()]
    boxes = [one.bounding_box() for one in shown]
    ends = [box["y"] + box["height"] for box in boxes]
    assert len(boxes) == 8
    assert all(box["y"] >= end for box, end in zip(boxes[1:5], ends[:4], strict=True)), "faces stand apart"
    assert max(ends[:5]) <= boxes[5]["y"], "nothing lies under the buttons"
    assert ends[7] <= page.locator("nav.thumb").bounding_box()["y"], "nor the button under the bar"
    page.locator("label.face").first.click()
    assert page.evaluate("scrollY") == 0


def sideways(page: Any) -> dict[int, int]:
    """By how much (px) the page is too wide, by the widths of the screen where it is."""
    found = {}
    for width in (1360, 768, 390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    return {width: more for width, more in found.items() if more > 0}


def test_a_long_counter_name_stays_inside_the_page(window: Window, live: Live) -> None:
    with live.app.app_context(), writing():
        long = Counter(commune_id=db.session.scalars(select(Counter.commune_id)).first(), name="Q" * 80, fold="z" * 80)
        db.session.add(long)
        db.session.commit()
        for who, path in (
            ("quay", "/hai-long/ghi"),
            ("thuky", "/quay"),
            ("quantri", "/quan-tri/nhat-ky"),
        ):
            page = window(who)
            page.goto(path)
            assert "Q" * 80 in page.inner_text("main")
            assert not sideways(page), path
        db.session.delete(long)
        db.session.commit()


def test_long_names_of_the_office_and_its_people_leave_the_menu_in_reach(window: Window, live: Live) -> None:
    long = "M" * 120
    with live.app.app_context(), writing():
        commune = db.session.scalars(select(Commune).where(Commune.name.contains("Tây Sơn"))).one()
        person = db.session.scalars(select(Person).where(Person.commune_id == commune.id).limit(1)).one()
        before = commune.name, person.full_name
        commune.name, person.full_name = long, long
        db.session.commit()
        for who, path in (("thuky", "/hop"), ("quantri", "/quan-tri/can-bo"), ("tinh", "/tinh")):
            page = window(who)
            page.goto(path)
            assert long in page.inner_text("body")
            assert not sideways(page), path
            page.locator("summary", has_text="Danh mục chức năng").click(trial=True)
        commune.name, person.full_name = before
        db.session.commit()


@BOTH
def test_a_citizen_answers_behind_the_qr_code(window: Window, live: Live, scripts: bool) -> None:
    clerk = window("thuky")
    clerk.goto("/hai-long/quay")
    token = re.search(r"/y-kien/[\w-]+", clerk.content())
    assert token
    page = window(viewport=PHONE, scripts=scripts)
    page.goto(token.group())
    page.get_by_text("Hài lòng", exact=True).first.click()
    page.locator("main button[type=submit]").last.click()
    page.get_by_role("heading", name=re.compile("Cảm ơn")).wait_for()


@BOTH
def test_the_secretary_records_a_meeting_and_sees_the_week(window: Window, scripts: bool) -> None:
    page = window("thuky", scripts=scripts)
    page.goto("/hop/moi")
    page.locator("select[name=body_id]").select_option(index=1)
    yesterday = clock.today() - timedelta(days=1)
    page.locator("[name=day]").fill(f"{yesterday.day}/{yesterday.month}/{yesterday.year}")
    page.locator("[name=title]").fill(f"Họp thử {'có' if scripts else 'không có'} kịch bản")
    page.locator("[name=start]").fill("0:05" if scripts else "0:35")
    page.locator("[name=end]").fill("0:20" if scripts else "0:50")
    page.locator("select[name=chair_id]").select_option(index=1)
    page.get_by_label(re.compile("Mã hoặc liên kết")).fill("EC-2026-001")
    page.get_by_label("Số trang giấy đã in").fill("0")
    page.get_by_role("button", name="Lưu cuộc họp").click()
    page.wait_for_url(re.compile(r"/hop/\d+$"))
    assert "Họp thử" in page.inner_text("h1")
    page.goto("/hop")
    assert "Họp thử" in page.inner_text("main")


@BOTH
def test_the_auditor_opens_a_round_and_ticks(window: Window, scripts: bool) -> None:
    page = window("kiemtra", scripts=scripts)
    open_round(page, 3)
    assert "0/" in page.inner_text("main")
    first = page.locator("article.crit").first
    first.get_by_text("Chưa đạt", exact=True).click()
    if not scripts:
        first.get_by_role("button", name=re.compile("^Lưu")).click()
    page.get_by_text(re.compile(r"Lưu \d\d:\d\d")).first.wait_for()
    address = page.url.split("?")[0].split("#")[0]
    page.goto(address)
    assert "1/" in page.locator(".prog").inner_text()


def test_a_wifi_poster_really_decodes(window: Window, live: Live) -> None:
    import pypdfium2
    import zxingcpp
    from pyzbar import pyzbar

    page = window("thuky")
    page.goto("/ma-qr/wifi/moi")
    page.get_by_label(re.compile("Nơi dùng mạng")).fill("Phòng họp tầng 2")
    page.get_by_label(re.compile("Tên mạng")).fill('Họp; "trực": tuyến')
    page.get_by_label(re.compile("^Mật khẩu Wi-Fi")).fill(r"mat;khau:2026\x,")
    page.get_by_role("button", name="Lưu và tạo tờ in").click()
    link = page.locator("a[href$='a4.pdf']").first.get_attribute("href")
    answer = page.request.get(link)
    assert answer.headers["content-type"] == "application/pdf"
    picture = pypdfium2.PdfDocument(io.BytesIO(answer.body()))[0].render(scale=150 / 72).to_pil().convert("L")
    wanted = r"WIFI:T:WPA;S:Họp\; \"trực\"\: tuyến;P:mat\;khau\:2026\\x\,;;"
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [wanted]
    assert [code.data.decode() for code in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])] == [wanted]


def test_the_leader_follows_a_number_to_its_list_and_notes_progress(window: Window, tmp_path: Path) -> None:
    page = window("lanhdao", typed=True)
    assert "Việc của tôi" in page.inner_text("main")
    page.goto("/ke-hoach/nhiem-vu/29")
    page.locator("#note [name=text]").fill("Đã số hóa thêm 120 hồ sơ")
    large = tmp_path / "toàn văn.pdf"
    with large.open("wb") as file:
        file.truncate(21 << 20)
    page.locator("#note input[type=file]").set_input_files(large)
    page.get_by_text("chỉ nhận tối đa 20 MB").first.wait_for()
    assert page.locator("#note input[type=file]").input_value() == ""
    page.locator("#note input[type=file]").set_input_files(
        {"name": "Biên bản số hóa.pdf", "mimeType": "application/pdf", "buffer": SMALL_PDF}
    )
    page.get_by_role("button", name="Lưu ghi nhận").click()
    page.get_by_text("Đã số hóa thêm 120 hồ sơ").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Biên bản số hóa")).first.click()
    assert download.value.suggested_filename == "Biên bản số hóa.pdf"


def test_the_administrator_adds_a_person_an_account_and_the_code_works_once(window: Window) -> None:
    page = window("quantri")
    page.goto("/quan-tri/can-bo")
    page.get_by_role("link", name="Thêm cán bộ").click()
    page.get_by_label(re.compile("Họ và tên")).fill("Đinh Thị Thử Nghiệm")
    page.locator("main form button[type=submit]").last.click()
    page.goto("/quan-tri/tai-khoan")
    page.get_by_role("link", name="Thêm tài khoản").click()
    newest = page.locator("[name=person_id] option", has_text="Đinh Thị")
    page.locator("[name=person_id]").select_option(newest.get_attribute("value"))
    page.locator("[name=username]").fill("thu.dt")
    page.locator("#role label", has_text="Công chức, viên chức Trung tâm PVHCC").click()
    page.get_by_role("button", name=re.compile("Thêm tài khoản")).click()
    code = re.search(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", page.inner_text("main"))
    assert code, page.inner_text("main")
    newcomer = window()
    for expected in ("Đã đặt mật khẩu", "chưa đúng"):
        newcomer.goto("/dat-mat-khau")
        newcomer.fill("[name=username]", "thu.dt")
        newcomer.fill("[name=code]", code.group())
        newcomer.fill("[name=password]", "mười hai con gà sau vườn")
        newcomer.fill("[name=again]", "mười hai con gà sau vườn")
        newcomer.locator("main button[type=submit]").click()
        newcomer.get_by_text(re.compile(expected)).first.wait_for()
    page.goto("/quan-tri/nhat-ky")
    assert "Đinh Thị Thử Nghiệm" in page.inner_text("main")


def test_the_province_sees_all_communes_and_changes_nothing(window: Window) -> None:
    page = window("tinh", typed=True)
    assert page.locator("main table tbody tr").count() == 2
    with page.expect_navigation():
        page.locator("main table tbody a", has_text="Xem").first.click()
    assert page.locator("main form[method=post]").count() == 0
