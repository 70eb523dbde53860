"""The QR room in a real browser: no accessibility fault, no sideways scroll, previews, and a PDF of many posters."""

import re

import pytest

from tests.living import PHONE, WIDE, axe_faults

pytestmark = pytest.mark.browser
PAGES = (
    "/ma-qr",
    "/ma-qr/1",
    "/ma-qr/2?kho=tent",
    "/ma-qr/wifi/1",
    "/ma-qr/wifi/1/sua",
    "/ma-qr/wifi/moi",
    "/phong/moi",
    "/ma-qr/bieu-trung",
    "/ma-qr/lien-ket/1",
    "/ma-qr/lien-ket/moi",
    "/ma-qr/in-nhieu",
    "/q/KHONGCO",
)
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible_and_fit(window, viewport):
    page, faults, asked = window("thuky", viewport=viewport), [], []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(path)
        if (over := page.evaluate(SCROLLS)) > 0:
            faults.append(f"{path} scrolls sideways by {over} px")
        found = axe_faults(page) if viewport is PHONE else []
        faults += [f"{path} {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    faults += [text for text in page.complaints if "404" not in text]
    faults += [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]  # R34
    assert asked
    assert not faults, "\n".join(faults)


def test_another_sheet_shows_another_preview(window):
    page = window("thuky")
    page.goto("/ma-qr/1")
    page.get_by_role("link", name="A5", exact=True).click()
    page.locator("#sheet img[src*='a5.png']").wait_for()
    assert page.locator("#sheet img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    page.wait_for_url(re.compile("kho=a5"))


def test_typing_counts_bytes(window):
    page = window("thuky")
    page.goto("/ma-qr/wifi/moi")
    page.get_by_label(re.compile("Tên mạng")).fill("Phòng họp")
    page.get_by_text("12/32 byte").wait_for()


def test_leaving_a_field_brings_warnings_and_takes_them_away(window):
    page = window("thuky")
    page.goto("/ma-qr/wifi/moi")
    name = page.get_by_label(re.compile("Tên mạng"))
    name.fill("Phòng họp ")
    name.press("Tab")
    page.locator("#advice").get_by_text("dấu cách ở đầu hoặc cuối").wait_for()
    name.fill("Phòng họp")
    name.press("Tab")
    page.locator("#advice .note").wait_for(state="detached")
    assert name.input_value() == "Phòng họp"
    assert not page.complaints


def test_without_scripts_a_button_shows_the_warnings(window):
    page = window("thuky", scripts=False)
    page.goto("/ma-qr/wifi/moi")
    page.get_by_label(re.compile("Tên mạng")).fill("Phòng họp ")
    page.get_by_role("button", name="Xem điều cần lưu ý").click()
    page.get_by_text("dấu cách ở đầu hoặc cuối").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_many_posters_become_one_file(window, scripts):
    page = window("thuky", scripts=scripts)
    page.goto("/ma-qr/in-nhieu")
    page.get_by_role("button", name="Tạo một tệp PDF").click()
    made = page.get_by_role("link", name="Tải tệp PDF")
    go_on = page.get_by_role("button", name="Tạo tiếp")
    if not scripts:  # the server's own worker may hold the job: then a press only shows how far it is
        made.or_(go_on).wait_for()
        while go_on.is_visible():
            go_on.click()
            made.or_(go_on).wait_for()
    made.wait_for()
    with page.expect_download() as download:
        made.click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert not page.complaints


def test_the_demo_poster_that_asks_for_opinions_leads_to_the_question(window):
    page = window("thuky")
    page.goto("/ma-qr/lien-ket/1")
    code = re.search(r"/q/([A-Z0-9]{6,8})", page.content(), re.IGNORECASE)
    assert code is not None
    page.goto(f"/q/{code[1].upper()}")
    page.get_by_role("heading", name=re.compile("hài lòng")).wait_for()
    assert "/y-kien/" in page.url
