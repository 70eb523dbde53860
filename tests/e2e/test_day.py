"""A working day in a real browser: what each person of the office does, with scripts and without."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from models import clock
from models.accounts.tables import Commune, Person, SignIn
from models.base import db, writing
from models.satisfaction.tables import Counter
from tests.living import PHONE, Live, sign_in

Window = Callable[..., Any]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
SMALL_PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def number_in(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found, text
    return int(found.group())


@BOTH
def test_counter_staff_log_satisfaction_in_two_clicks(window: Window, scripts: bool) -> None:
    page = window("quay", viewport=PHONE, scripts=scripts, typed=True)
    page.goto("/hai-long/ghi?quay=0")
    page.locator("label.face", has_text=re.compile("^\\s*Rất hài lòng")).click()
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Rất hài lòng. Cảm ơn ông/bà!").first.wait_for()
    page.goto("/hai-long/phieu")
    assert "Rất hài lòng" in page.inner_text("table tbody tr:first-child").replace("\xa0", " ")


def end_sessions(live: Live) -> None:
    with live.app.app_context(), writing():
        db.session.execute(delete(SignIn))
        db.session.commit()


def sign_in_again(page: Any, username: str) -> None:
    page.wait_for_url(re.compile(r"/dang-nhap"))
    sign_in(page, username)


def sign_in_by_the_button(page: Any, username: str) -> None:
    page.get_by_role("link", name="Đăng nhập").click()
    sign_in_again(page, username)


def test_what_was_typed_survives_the_end_of_a_session(window: Window, live: Live) -> None:
    page = window("thuky")
    page.goto("/hop/moi")
    page.locator("[name=title]").fill("Họp giao ban dở dang")
    end_sessions(live)
    page.get_by_role("button", name="Lưu cuộc họp").click()
    page.get_by_text("trang sẽ hỏi có lưu không").wait_for()
    sign_in_by_the_button(page, "thuky")
    page.get_by_text("Nội dung gõ trước đó chưa được lưu.").wait_for()
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.locator("[name=title][aria-invalid], [aria-invalid=true]").first.wait_for()  # the rest was never filled in
    assert page.input_value("[name=title]") == "Họp giao ban dở dang"
    page.goto("/hop")
    assert page.locator(".draft").count() == 0, "offered once"


def test_rows_asked_for_after_the_end_of_a_session_keep_the_form(window: Window, live: Live) -> None:
    page = window("thuky")
    page.goto("/hop/moi")
    page.locator("[name=title]").fill("Họp dài đang gõ dở")
    end_sessions(live)
    page.get_by_role("button", name="Thêm dòng").click()
    page.wait_for_url(re.compile(r"/dang-nhap\?next="))
    sign_in_again(page, "thuky")
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert page.input_value("[name=title]") == "Họp dài đang gõ dở"


def test_a_note_that_saves_itself_survives_the_end_of_a_session(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    page.locator("article.crit").first.get_by_role("link", name="Ghi chú, minh chứng").click()
    note = page.locator("textarea[name=note]")
    note.fill("Trang mở chậm quá mười giây")
    end_sessions(live)
    note.blur()
    page.wait_for_url(re.compile(r"/dang-nhap\?next="))
    sign_in_again(page, "kiemtra")
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.get_by_text("Trang mở chậm quá mười giây").first.wait_for()


def answer_after_the_end(window: Window, live: Live) -> Any:
    """The counter's window, with an answer that was sent when its session had ended."""
    page = window("quay")
    page.goto("/hai-long/ghi?quay=0")
    page.locator("label.face").nth(1).click()
    end_sessions(live)
    page.get_by_role("button", name="Lưu").click()
    return page


def test_nobody_else_is_offered_what_was_typed(window: Window, live: Live) -> None:
    page = answer_after_the_end(window, live)
    sign_in_by_the_button(page, "thuky")
    page.wait_for_load_state()
    assert page.locator(".draft").count() == 0
    page.context.clear_cookies()
    page.goto("/dang-nhap?next=/hai-long/ghi")
    sign_in_again(page, "quay")
    page.wait_for_url("**/hai-long/ghi")
    assert page.locator(".draft").count() == 0


def test_an_answer_survives_the_end_of_a_session(window: Window, live: Live) -> None:
    page = answer_after_the_end(window, live)
    sign_in_by_the_button(page, "quay")
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.get_by_text("Hài lòng. Cảm ơn ông/bà!").first.wait_for()


def test_a_phone_shows_the_whole_counter_form_without_scrolling(window: Window) -> None:
    page = window("quay", viewport={"width": 360, "height": 800})
    page.goto("/hai-long/ghi?quay=0")
    shown = [*page.locator("main label.face").all(), *page.locator(".seg-row label").all()]
    shown.append(page.get_by_role("button", name="Lưu"))
    boxes = [one.bounding_box() for one in shown]
    ends = [box["y"] + box["height"] for box in boxes]
    assert len(boxes) == 8
    assert all(box["y"] >= end for box, end in zip(boxes[1:5], ends[:4], strict=True)), "faces stand apart"
    assert max(ends[:5]) <= boxes[5]["y"] and max(ends[5:7]) <= boxes[7]["y"], "nothing lies under the button"
    assert ends[7] <= page.locator("nav.thumb").bounding_box()["y"], "nor the button under the bar"
    page.locator("label.face").first.click()
    assert page.evaluate("scrollY") == 0


def sideways(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_long_counter_name_stays_inside_the_page(window: Window, live: Live) -> None:
    with live.app.app_context(), writing():
        long = Counter(commune_id=db.session.scalars(select(Counter.commune_id)).first(), name="Q" * 80, fold="z" * 80)
        db.session.add(long)
        db.session.commit()
        for who, path in (("quay", "/hai-long/ghi"), ("thuky", "/hai-long/quay"), ("quantri", "/quan-tri/nhat-ky")):
            page = window(who)
            for width in (1360, 768, 390, 360):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(path)
                assert "Q" * 80 in page.inner_text("main")
                assert sideways(page) <= 0, (path, width)
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
            for width in (1360, 768, 390):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(path)
                assert long in page.inner_text("body")
                assert sideways(page) <= 0, (path, width)
                if width < 1216:
                    page.locator("summary", has_text="Menu").click(trial=True)
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


def open_round(page: Any, which: int) -> None:
    page.goto("/kiem-tra")
    page.locator("select[name=set_id]").select_option(index=which)
    page.get_by_role("button", name="Mở đợt").click()
    page.wait_for_url(re.compile(r"/kiem-tra/dot/(\d+|moi)"))
    if page.url.endswith("moi"):  # an earlier round of the set is still being ticked
        page.get_by_label("Vẫn mở đợt mới").check()
        page.get_by_role("button", name="Mở đợt").click()
        page.wait_for_url(re.compile(r"/kiem-tra/dot/\d+"))


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


def test_a_note_is_kept_when_the_auditor_walks_away_from_it(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 2)
    address, first = page.url, page.locator("article.crit").first
    first.get_by_role("link", name="Ghi chú, minh chứng").click()
    first.locator("textarea[name=note]").fill("Thiếu số điện thoại đường dây nóng")
    page.locator("nav a[href='/hop']").first.click()
    page.wait_for_url("**/hop")
    for _ in range(30):  # the page that follows does not wait for what is sent on leaving
        page.goto(address)
        if "Thiếu số điện thoại đường dây nóng" in page.inner_text("main"):
            return
    pytest.fail("the note is lost")


def test_a_note_is_kept_when_the_auditor_signs_out_over_it(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    address = page.url
    page.locator("article.crit").first.get_by_role("link", name="Ghi chú, minh chứng").click()
    page.locator("textarea[name=note]").fill("Chưa có đường dây nóng trên trang")
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.wait_for_url("**/dang-nhap*")
    assert page.evaluate("sessionStorage.getItem('draft')") is None
    page = window("kiemtra")
    page.goto(address)
    page.get_by_text("Chưa có đường dây nóng trên trang").first.wait_for()


def test_a_note_that_is_refused_on_the_way_out_is_offered_again(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    address, first = page.url, page.locator("article.crit").nth(1)
    first.get_by_role("link", name="Ghi chú, minh chứng").click()
    page.locator("textarea[name=note]").fill("Ghi chú bị từ chối")
    page.route("**/kiem-tra/muc/*", lambda route: route.fulfill(status=503) if is_post(route) else route.continue_())
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.get_by_text("Nội dung gõ trước đó chưa được lưu.").wait_for()  # nobody is signed out over it
    page.get_by_role("button", name="Bỏ đi").click()
    first.get_by_role("link", name="Ghi chú, minh chứng").click()
    page.locator("textarea[name=note]").fill("Ghi chú bị từ chối")
    page.locator("nav a[href='/hop']").first.click()
    page.wait_for_url("**/hop")
    page.unroute_all()
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.wait_for_url("**/kiem-tra/**")
    page.goto(address)
    assert "Ghi chú bị từ chối" in page.inner_text("main")


def is_post(route: Any) -> bool:
    return bool(route.request.method == "POST")


def test_a_note_goes_on_after_a_look_at_a_file(window: Window, tmp_path: Path) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    first = page.locator("article.crit").nth(2)
    first.get_by_role("link", name="Ghi chú, minh chứng").click()
    (tmp_path / "bảng.pdf").write_bytes(SMALL_PDF)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        first.locator("input[type=file]").set_input_files(str(tmp_path / "bảng.pdf"))
    first.locator("a[href^='/tep/']").first.wait_for()
    first.locator("textarea[name=note]").fill("Ghi chú sau khi xem tệp")
    with page.expect_download():
        first.locator("a[href^='/tep/']").first.click()
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        first.get_by_text("Chưa đạt", exact=True).click()
    assert saved.value.status == 200
    assert "Người khác vừa lưu" not in first.inner_text()


def test_a_button_that_met_the_end_of_a_session_means_the_same_afterwards(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 4)
    address, first = page.url, page.locator("article.crit").nth(3)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        first.get_by_text("Chưa đạt", exact=True).click()
    first.get_by_role("link", name=re.compile("Ghi chú, minh chứng|Ghi tồn tại")).click()
    take_back = first.get_by_role("button", name="Bỏ đánh giá")
    take_back.wait_for()
    end_sessions(live)
    take_back.click()
    sign_in_again(page, "kiemtra")
    page.get_by_role("button", name="Lưu nội dung đó").click()
    page.wait_for_url("**/kiem-tra/**")
    page.goto(address)
    assert page.locator("article.crit").nth(3).locator("input[name=state]:checked").count() == 0


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
    page.wait_for_load_state()
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
    page.goto("/ke-hoach/nhiem-vu/14")
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
    page.locator("fieldset label", has_text="Cán bộ một cửa").click()
    page.get_by_role("button", name=re.compile("Thêm tài khoản")).click()
    code = re.search(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b", page.inner_text("main"))
    assert code, page.inner_text("main")
    newcomer = window()
    for expected in ("Đã đặt mật khẩu", "chưa đúng"):
        newcomer.goto("/dat-mat-khau")
        newcomer.fill("[name=username]", "thu.dt")
        newcomer.fill("[name=code]", code.group())
        newcomer.fill("[name=password]", "con cò bay lả bay la")
        newcomer.fill("[name=again]", "con cò bay lả bay la")
        newcomer.locator("main button[type=submit]").click()
        newcomer.get_by_text(re.compile(expected)).first.wait_for()
    page.goto("/quan-tri/nhat-ky")
    assert "Đinh Thị Thử Nghiệm" in page.inner_text("main")


def test_the_province_sees_all_communes_and_changes_nothing(window: Window) -> None:
    page = window("tinh", typed=True)
    assert page.locator("main table tbody tr").count() == 2
    page.get_by_role("link", name=re.compile("Xem xã")).first.click()
    page.wait_for_load_state()
    assert page.locator("main form[method=post]").count() == 0
