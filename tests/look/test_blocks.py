"""The building blocks: a refused form keeps its text, states are words, figures say what they are."""

import re

from bs4 import BeautifulSoup

from tests.look.gallery import ROOT, STATIC


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
        hidden = [field["name"] for field in form.find_all("input", type="hidden")]
        assert len([name for name in hidden if name.endswith("csrf_token")]) == 1
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


def test_the_meter_shows_value_and_target_without_style_attributes(gallery):
    with gallery.test_request_context():
        ui = gallery.jinja_env.get_template("ui.html").module
        half = BeautifulSoup(ui.meter(46, 80, "bad", "iGiaLai"), "lxml").svg
        none_yet = BeautifulSoup(ui.meter(None, 100), "lxml").svg
        too_much = BeautifulSoup(ui.meter(140, 100, "ok"), "lxml").svg
    assert half.find(class_="fill")["width"] == "46.0%"
    assert half.find(class_="mark")["x"] == "80.0%"
    assert half["aria-label"] == "iGiaLai: 46,0%, mục tiêu 80%"
    assert none_yet.find(class_="fill") is None
    assert "chưa có số liệu" in none_yet["aria-label"]
    assert too_much.find(class_="fill")["width"] == "100.0%"


def test_the_line_breaks_where_a_figure_is_missing_and_the_table_says_so(soup):
    figure = soup("/").find("figure", class_="spark")
    assert figure.find(class_="line")["d"].count("M") == 2
    cells = [cell.get_text(strip=True) for cell in figure.select("td")]
    assert cells[2] == "—"
    assert cells[-1] == "98,6%"
