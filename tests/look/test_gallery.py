"""The building blocks rendered once with real forms: ids unique, labels tied, no inline style or script, light, accessible."""

import gzip
import re
import threading
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints import filters

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
CHROMIUM = Path("/usr/bin/chromium")
LEVELS = {1: "Rất không hài lòng", 2: "Không hài lòng", 3: "Bình thường", 4: "Hài lòng", 5: "Rất hài lòng"}
STATES = {"ok": "Đạt", "part": "Một phần", "no": "Chưa đạt", "na": "Không áp dụng"}
MENU = [
    ("", [("Bảng điều hành", "dashboard", "/", True), ("Kế hoạch", "plan", "/k", False)]),
    ("Hằng ngày", [("Hài lòng", "smile", "/h", False), ("Họp e-Cabinet", "users", "/m", False),
                   ("Kiểm tra, tiêu chí", "check-list", "/c", False), ("Mã QR", "qr-code", "/q", False)]),
    ("Quản trị", [("Đơn vị, cán bộ", "building", "/d", False), ("Nhật ký", "history", "/n", False)]),
]  # fmt: skip


def offered(words: dict) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class MeetingForm(FlaskForm):
    """One field of every kind."""

    form_key = HiddenField(default="k")
    title = StringField("Tên cuộc họp", [DataRequired("Xin ghi tên cuộc họp.")])
    day = DateField("Ngày họp", [DataRequired("Ngày chưa đúng, ví dụ 30/3/2026.")], format="%d/%m/%Y")
    room = SelectField("Phòng họp", choices=offered({"1": "Phòng họp số 1", "2": "Phòng họp trực tuyến"}))
    note = TextAreaField("Ghi chú")
    platform = RadioField("Hình thức", choices=offered({"e": "e-Cabinet", "p": "Giấy"}), default="e")
    count = IntegerField("Số người dự")
    paperless = BooleanField("Họp không giấy")
    file = FileField("Giấy mời (PDF, Word)")
    secret = PasswordField("Khóa mạng")
    topics = SelectMultipleField("Chủ đề", choices=offered({"a": "Ngân sách", "b": "Đất đai"}), option_widget=CheckboxInput(),
                                 widget=ListWidget(prefix_label=False))  # fmt: skip


class AnswerForm(FlaskForm):
    """What a citizen fills."""

    level = RadioField("Mức hài lòng", [DataRequired()], choices=offered(LEVELS), coerce=int, default=4)
    mode = RadioField("Cách nộp hồ sơ", choices=offered({"online": "Trực tuyến", "in_person": "Trực tiếp"}), default="online")
    title = StringField("Ý kiến thêm")


class CheckForm(FlaskForm):
    """One criterion."""

    state = RadioField("Kết quả", choices=offered(STATES))
    note = StringField("Tồn tại")


def _refused_form() -> MeetingForm:
    form = MeetingForm(formdata=MultiDict({"day": "31/2/2026", "title": "", "note": "Đã chuẩn bị tài liệu."}), meta={"csrf": False})
    form.validate()
    form.note.theirs = "Hoãn sang thứ Ba."
    form.title.description = ""
    return form


def _context() -> dict:
    checks = [CheckForm(formdata=None, prefix=f"c{number}", data={"state": state}) for number, state in enumerate(["ok", "no", "part", None])]
    return {
        "bad": _refused_form(), "fine": AnswerForm(formdata=None, prefix="phieu"), "checks": checks,
        "page": SimpleNamespace(number=2, pages=7, total=1234, url_for=lambda number: f"?trang={number}"),
    }  # fmt: skip


def make_gallery() -> Flask:
    app = Flask("gallery", root_path=str(ROOT))
    app.config.update(SECRET_KEY="only for the gallery", TESTING=True)
    CSRFProtect(app)
    filters.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "tests/look")])

    @app.context_processor
    def _frame() -> dict:
        signed_in = "la" not in request.args
        return {
            "ui": app.jinja_env.get_template("ui.html").module, "office_name": "UBND xã Tây Sơn", "office_short": "TS",
            "viewer": SimpleNamespace(name="Nguyễn Thị Hoa") if signed_in else None, "menu": MENU if signed_in else [],
            "daily": [("Điều hành", "dashboard", "/", True), ("Hài lòng", "smile", "/h", False), ("Họp", "users", "/m", False),
                      ("Kiểm tra", "check-list", "/c", False)] if signed_in else [],
        }  # fmt: skip

    @app.get("/")
    def gallery() -> str:
        return render_template("gallery.html", **_context())

    @app.get("/paper")
    def paper() -> str:
        return render_template("gallery_paper.html", printed_on=date(2026, 3, 30), **_context())

    @app.get("/citizen")
    def citizen() -> str:
        return render_template("gallery_citizen.html", **_context())

    @app.get("/error")
    def error() -> str:
        return render_template(
            "errors/page.html", status=500, headline="Có lỗi trong hệ thống", error_id="4f1c09ab",
            what_happened="Máy chủ gặp lỗi khi xử lý yêu cầu.", what_is_kept="Dữ liệu đã lưu trước đó vẫn còn.",
            what_to_do="Xin thử lại. Nếu vẫn lỗi, báo người quản trị kèm số hiệu bên dưới.",
            layout=request.args.get("layout", "base.html"),
        )  # fmt: skip

    return app


PAGES = ["/", "/paper", "/citizen?la=1", "/error", "/error?layout=public.html&la=1"]


@pytest.fixture
def gallery():
    return make_gallery().test_client()


@pytest.fixture
def soup(gallery):
    return lambda address: BeautifulSoup(gallery.get(address).get_data(as_text=True), "html.parser")


@pytest.mark.parametrize("address", PAGES)
def test_every_frame_has_one_heading_a_title_unique_ids_and_the_language(soup, address):
    page = soup(address)
    assert len(page.find_all("h1")) == 1
    assert page.h1.get_text(strip=True)
    assert page.title.get_text(strip=True)
    assert page.html["lang"] == "vi"
    ids = [found["id"] for found in page.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_every_field_has_a_label_and_every_description_exists(soup, address):
    page = soup(address)
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    ids = {found["id"] for found in page.find_all(id=True)}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") != "hidden":
            assert field.get("id") in labelled, field
    for found in page.find_all(attrs={"aria-describedby": True}):
        assert set(found["aria-describedby"].split()) <= ids, found
    assert labelled <= ids


@pytest.mark.parametrize("address", PAGES)
def test_nothing_that_the_content_policy_forbids(soup, address):
    page = soup(address)
    for found in page.find_all(True):
        assert found.name != "style"
        assert not (found.name == "script" and not found.get("src"))
        assert not [name for name in found.attrs if name == "style" or name.startswith(("on", "hx-on"))], found
        for name in ("src", "href"):
            assert not str(found.get(name, "")).startswith(("http:", "https:", "//")), found


def test_a_refused_form_keeps_the_text_says_why_and_shows_the_other_savers_text(soup):
    page = soup("/")
    day = page.find(id="day")
    assert (day["value"], day["aria-invalid"]) == ("31/2/2026", "true")
    assert "Ngày" in page.find(id="title-error").parent.parent.get_text()
    assert "Xin ghi tên cuộc họp." in page.find(id="title-error").get_text()
    assert "Hoãn sang thứ Ba." in page.find(id="note-theirs").get_text()
    assert {link["href"] for link in page.select(".note.bad li a")} >= {"#title", "#day"}


def test_each_writing_form_carries_the_token_once_and_the_same_address_for_htmx(soup):
    page = soup("/")
    writing = [form for form in page.find_all("form") if form.get("method") == "post"]
    assert len(writing) > 5
    for form in writing:
        assert len([field for field in form.find_all("input", type="hidden") if field["name"].endswith("csrf_token")]) == 1
        assert form.get("hx-post", form["action"]) == form["action"]


def test_a_state_is_a_word_beside_a_sign(soup):
    for badge in soup("/").select(".badge.ok, .badge.warn, .badge.bad, .badge.idle"):
        assert badge.get_text(strip=True)
        assert badge.find("use")


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons-1.svg").read_text()))
    called = re.compile(r"""(?:icon\(|icon_name=)["']([a-z0-9-]+)["']\s*[,)]""")
    for template in (ROOT / "templates").rglob("*.html"):
        assert set(called.findall(template.read_text(encoding="utf-8"))) <= drawn, template


def test_the_meter_shows_value_and_target_without_style_attributes():
    with make_gallery().test_request_context():
        from flask import current_app

        ui = current_app.jinja_env.get_template("ui.html").module
        half = BeautifulSoup(ui.meter(46, 80, "bad", "iGiaLai"), "html.parser").svg
        none_yet = BeautifulSoup(ui.meter(None, 100), "html.parser").svg
        too_much = BeautifulSoup(ui.meter(140, 100, "ok"), "html.parser").svg
    assert half.find(class_="fill")["width"] == "46.0%"
    assert half.find(class_="mark")["x"] == "80.0%"
    assert half["aria-label"] == "iGiaLai: 46 %, mục tiêu 80 %"
    assert none_yet.find(class_="fill") is None
    assert "chưa có số liệu" in none_yet["aria-label"]
    assert too_much.find(class_="fill")["width"] == "100.0%"


def test_the_line_breaks_where_a_figure_is_missing_and_the_table_says_so(soup):
    figure = soup("/").find("figure", class_="spark")
    assert figure.find(class_="line")["d"].count("M") == 2
    cells = [cell.get_text(strip=True) for cell in figure.select("td")]
    assert cells[2] == "—"
    assert cells[-1] == "98,6 %"


def test_weights():
    fonts = [font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2")]
    assert len(fonts) == 2
    assert sum(fonts) <= 48 * 1024
    assert len(gzip.compress((STATIC / "app.css").read_bytes(), 9)) <= 8 * 1024
    assert len((STATIC / "app.js").read_text(encoding="utf-8").splitlines()) <= 100
    assert len(gzip.compress((STATIC / "icons-1.svg").read_bytes(), 9)) <= 4 * 1024


def test_the_fonts_hold_every_vietnamese_letter_and_tabular_figures():
    import unicodedata

    from fontTools.ttLib import TTFont

    letters = {unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ("", *"\u0300\u0301\u0309\u0303\u0323")}
    for path in (STATIC / "fonts").glob("*.woff2"):
        font = TTFont(path)
        assert {ord(letter) for letter in letters | set("đĐ–—·…≥≤×")} <= set(font.getBestCmap())
        assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


@pytest.fixture(scope="module")
def served():
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def engine():
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is missing")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        yield play.chromium


@pytest.fixture(scope="module")
def chromium(engine):
    browser = engine.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def large_text(engine):
    browser = engine.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--blink-settings=defaultFontSize=32"])
    yield browser
    browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1360, 360])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(served, chromium, address, width):
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(served + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
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
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("#phieu-title").fill("Tây Sơn")
    assert page.locator("#phieu-title + .count").text_content() == "9/32 byte"
    page.locator("#phieu-title").press("?")
    assert not page.locator("#keys").is_visible()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: {message: 'Đã lưu', kind: 'ok'}}))")
    assert page.locator(".toast").text_content() == "Đã lưu"
    page.close()
