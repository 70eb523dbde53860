"""A small site that shows every building block once, with real forms."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, render_template, request
from flask_wtf import CSRFProtect
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.datastructures import MultiDict
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

from blueprints import assets, filters
from blueprints.forms import OfficeForm

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
PAGES = ["/", "/paper", "/citizen?la=1", "/error", "/error?layout=public.html&la=1"]
LEVELS = {1: "Rất không hài lòng", 2: "Không hài lòng", 3: "Bình thường", 4: "Hài lòng", 5: "Rất hài lòng"}
STATES = {"ok": "Đạt", "part": "Một phần", "no": "Chưa đạt", "na": "Không áp dụng"}
MENU = [
    ("", [("Bảng điều hành", "dashboard", "/", True), ("Kế hoạch", "plan", "/k", False)]),
    (
        "Hằng ngày",
        [
            ("Hài lòng", "smile", "/h", False),
            ("Họp e-Cabinet", "users", "/m", False),
            ("Kiểm tra, tiêu chí", "check-list", "/c", False),
            ("Mã QR", "qr-code", "/q", False),
        ],
    ),
    ("Quản trị", [("Đơn vị, cán bộ", "building", "/d", False), ("Nhật ký", "history", "/n", False)]),
]
DAILY = [
    ("Điều hành", "dashboard", "/", True),
    ("Hài lòng", "smile", "/h", False),
    ("Họp", "users", "/m", False),
    ("Kiểm tra", "check-list", "/c", False),
]


def offered(words: dict) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class MeetingForm(OfficeForm):
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
    topics = SelectMultipleField(
        "Chủ đề",
        choices=offered({"a": "Ngân sách", "b": "Đất đai"}),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class AnswerForm(OfficeForm):
    """What a citizen fills."""

    level = RadioField("Mức hài lòng", [DataRequired()], choices=offered(LEVELS), coerce=int, default=4)
    mode = RadioField("Cách nộp hồ sơ", choices=offered({"on": "Trực tuyến", "in": "Trực tiếp"}), default="on")
    title = StringField("Ý kiến thêm")


class CheckForm(OfficeForm):
    """One criterion."""

    state = RadioField("Kết quả", choices=offered(STATES))
    note = StringField("Tồn tại")


def _refused_form() -> MeetingForm:
    typed = MultiDict({"day": "31/2/2026", "title": "", "note": "Đã chuẩn bị tài liệu."})
    form = MeetingForm(formdata=typed)
    form.validate()
    form.note.theirs = "Hoãn sang thứ Ba."
    return form


def _context() -> dict[str, Any]:
    states = enumerate(["ok", "no", "part", None])
    return {
        "bad": _refused_form(),
        "fine": AnswerForm(formdata=None, prefix="phieu"),
        "checks": [CheckForm(formdata=None, prefix=f"c{no}", data={"state": state}) for no, state in states],
        "page": SimpleNamespace(number=2, pages=7, total=1234, url_for=lambda number: f"?trang={number}"),
    }


def _frame() -> dict[str, Any]:
    ui: Any = current_app.jinja_env.get_template("ui.html").module
    frame: dict[str, Any] = {
        "ui": ui,
        "office_name": "UBND xã Tây Sơn",
        "office_short": "TS",
        "viewer": None,
        "menu": "",
        "daily": "",
    }
    if "la" not in request.args:
        frame.update(viewer=SimpleNamespace(name="Nguyễn Thị Hoa"), menu=ui.nav(MENU), daily=ui.thumb(DAILY))
    return frame


def _error() -> str:
    return render_template(
        "errors/page.html",
        status=500,
        headline="Có lỗi trong hệ thống",
        error_id="4f1c09ab",
        what_happened="Máy chủ gặp lỗi khi xử lý yêu cầu.",
        what_is_kept="Dữ liệu đã lưu trước đó vẫn còn.",
        what_to_do="Xin thử lại. Nếu vẫn lỗi, báo người quản trị kèm số hiệu bên dưới.",
        layout=request.args.get("layout", "base.html"),
    )


def make_gallery() -> Flask:
    """The site of the pages in PAGES."""
    app = Flask("gallery", root_path=str(ROOT))
    app.config.update(SECRET_KEY="only for the gallery", TESTING=True)
    CSRFProtect(app)
    filters.install(app)
    assets.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "tests/look")])
    app.context_processor(_frame)
    app.jinja_env.globals.update(draft_marks=dict)
    app.add_url_rule("/", "gallery", lambda: render_template("gallery.html", **_context()))
    app.add_url_rule("/citizen", "citizen", lambda: render_template("gallery_citizen.html", **_context()))
    app.add_url_rule("/paper", "paper", lambda: render_template("gallery_paper.html", printed_on=date(2026, 3, 30)))
    app.add_url_rule("/error", "error", _error)
    app.add_url_rule("/tim", "search.page", _error)  # where the search box of the frame leads
    return app
