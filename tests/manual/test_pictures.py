"""Every guidance has its picture: of the page as it is now, light, and fetched by nobody who does not open it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from PIL import Image

from blueprints.guidance import TAKEN, Guide, PagePicture, guides
from models import clock
from models.updates.package import NAME, ours
from tests.architecture.house import ROOT
from tests.browser import Browser
from tests.conftest import kept
from tests.factories import Office
from tests.manual import place
from tests.manual.pages import NO_PICTURE
from tests.manual.pictures import TALL, WIDE

FILES = {path.stem: path for path in TAKEN.parent.glob("*.webp")}
TOLD: dict[str, Any] = json.loads(TAKEN.read_text("utf-8"))
DRAWN = [(guide, guide.picture) for guide in guides() if guide.picture]
HEAVIEST, USUAL, ALL = 60_000, 25_000, 3_000_000  # bytes
AGAIN = "make pictures, and look at them"
Browse = Callable[..., Any]


def test_every_guidance_has_its_picture_and_every_picture_its_guidance() -> None:
    anchors = {guide.anchor for guide in guides()}
    assert set(NO_PICTURE) <= anchors
    assert {guide.anchor for guide, _ in DRAWN} == anchors - set(NO_PICTURE), "say under picture: what shows its page"
    assert set(FILES) == set(TOLD) == anchors - set(NO_PICTURE), AGAIN


def test_pictures_show_what_is_asked_of_them_now() -> None:
    for guide, picture in DRAWN:
        told = TOLD[guide.anchor]
        assert (told["at"], told["marks"]) == (picture.at, [list(mark) for mark in picture.marks]), AGAIN
        assert len(picture.marks) == len(guide.acts), f"{guide.anchor}: one mark for each act, ~ where nothing shows it"
        assert any(picture.marks), guide.anchor


def test_pictures_are_light_and_as_large_as_their_places() -> None:
    weights = {name: path.stat().st_size for name, path in FILES.items()}
    assert {name: weight for name, weight in weights.items() if weight > HEAVIEST} == {}
    assert sum(weights.values()) <= min(USUAL * len(weights), ALL)
    for guide, picture in DRAWN:
        with Image.open(FILES[guide.anchor]) as image:
            assert image.size == (picture.width, picture.height), guide.anchor
        assert picture.width <= WIDE and picture.height <= TALL, guide.anchor


def test_an_update_carries_them() -> None:
    carried = {name for name, _ in ours(ROOT)}
    assert {f"code/static/guide/{path.name}" for path in [*FILES.values(), TAKEN]} <= carried
    assert all(NAME.fullmatch(name) for name in carried)


def problem(app: Flask, browser: Browser, guide: Guide, picture: PagePicture) -> str:
    """What is no longer so on the page of a picture; nothing, if all of it is."""
    endpoint = app.url_map.bind("").match(picture.at.partition("?")[0])[0]
    if endpoint not in guide.endpoints:
        return f"{picture.at} is {endpoint}"
    answer = browser.get(picture.at)
    if answer.status_code != 200:
        return f"{picture.at} answers {answer.status_code}"
    main = BeautifulSoup(answer.text, "lxml").main
    heading = " ".join(main.h1.get_text().split())
    if heading != TOLD[guide.anchor]["heading"]:
        return f"the heading is now {heading}"
    wanted = [selector for mark in picture.marks for selector in mark] + [picture.last][: bool(picture.last)]
    lost = [one for one in wanted if not main.select_one(one.replace(":has-text(", ":-soup-contains("))]
    return f"{lost} are not on the page" if lost else ""


@pytest.mark.slow
@pytest.mark.alike
@pytest.mark.parametrize("sizes", [place.COMMUNE, place.PROVINCE], ids=["commune", "province"])
def test_what_the_pictures_mark_is_on_their_pages(app: Flask, sizes: dict[str, int]) -> None:
    kept(app, f"pictures_{sizes['communes']}", lambda: place.furnish(sizes))
    place.knock(app)
    wrong, browsers = [], {}
    with clock.held_at(place.MORNING):
        for guide, picture in DRAWN:
            if place.sizes_for(picture.by) is not sizes:
                continue
            if picture.by not in browsers:
                browsers[picture.by] = Browser(app, checked=False)
                browsers[picture.by].enter_as(place.account(picture.by))
            found = problem(app, browsers[picture.by], guide, picture)
            wrong += [f"{guide.anchor}: {found}"] if found else []
    assert not wrong, f"{AGAIN}:\n" + "\n".join(wrong)


def test_a_page_shows_its_picture_under_its_sentences(office: Office, browse: Browse) -> None:
    page = BeautifulSoup(browse("auditor").get("/kiem-tra").text, "html.parser")
    image = page.select_one("details.guide figure img")
    assert image["loading"] == "lazy" and image["alt"] == "Ảnh chụp trang “Các đợt kiểm tra”"
    assert int(image["width"]) <= WIDE and int(image["height"]) <= TALL
    assert page.select_one("details.guide figcaption").get_text().startswith("Hình: Các đợt kiểm tra")
    answer = browse().get(image["src"])
    assert answer.mimetype == "image/webp" and "immutable" in answer.headers["Cache-Control"]
    numbered = [tag.name for tag in page.select("details.guide :is(ol, ul)")]
    assert numbered == ["ol"], "its marks bear the numbers of its sentences"


def test_the_manual_shows_the_picture_of_each_page(office: Office, browse: Browse) -> None:
    page = BeautifulSoup(browse("secretary").get("/huong-dan").text, "html.parser")
    told = {
        article["id"]: len(article.select("figure img[loading=lazy][alt]")) for article in page.select("article.told")
    }
    assert told == {anchor: int(anchor not in NO_PICTURE) for anchor in told}
    assert len(told) > 80


@pytest.mark.browser
@pytest.mark.parametrize("width", [1366, 390])
def test_a_picture_is_fetched_when_the_guidance_is_opened(window: Callable[..., Any], width: int) -> None:
    page = window("thuky", viewport={"width": width, "height": 800})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/static/guide/" in request.url else None)
    page.goto("/hop", wait_until="networkidle")
    assert fetched == [], "nobody has opened it"
    page.locator(".guide summary").focus()
    with page.expect_response("**/static/guide/*.webp*"):
        page.keyboard.press("Enter")
    image = page.locator(".guide img")
    image.evaluate("image => image.decode()")
    place = image.bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= width
    real = image.evaluate("image => image.naturalWidth / image.naturalHeight")
    assert place["width"] / place["height"] == pytest.approx(real, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href").endswith(fetched[0].rpartition("/")[2]), "opened by keyboard"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    image.wait_for(state="hidden")
    assert len(fetched) == 1
