"""The gallery in a real browser: axe, narrow screens, large text, no scripts, keys."""

import threading

import pytest
from werkzeug.serving import make_server

from tests.living import CHROMIUM, axe_faults
from tests.look.gallery import PAGES


@pytest.fixture(scope="module")
def served(gallery):
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def large_text(browsers):
    browser = browsers.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--blink-settings=defaultFontSize=32"])
    yield browser
    browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1360, 360])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(served, chromium, address, width):

    page = chromium.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(served + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe_faults(page)
    assert [(problem["id"], [node["html"][:120] for node in problem["nodes"]]) for problem in found] == []
    assert said == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_text_twice_as_large_still_fits(served, large_text, width):
    page = large_text.new_page(viewport={"width": width, "height": 800})
    page.goto(served + "/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.browser
def test_the_phone_menu_opens_without_scripts(served, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "/")
    entry = page.locator(".phone-menu a", has_text="Nhật ký")
    assert not entry.is_visible()
    page.locator(".phone-menu summary").click()
    assert entry.is_visible()
    context.close()


@pytest.mark.browser
def test_the_question_mark_lists_the_keys_and_counters_count_bytes(served, chromium):
    page = chromium.new_page()
    page.goto(served + "/")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"  # what is to be mended first
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("#phieu-title").fill("Tây Sơn")
    assert page.locator("#phieu-title + .count").text_content() == "9/32 byte"
    page.locator("#phieu-title").press("?")
    assert not page.locator("#keys").is_visible()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: {message: 'Đã lưu'}}))")
    assert page.locator(".toast").text_content() == "Đã lưu"
    page.close()
