"""Every page has its guidance: short, plain, in the words that its buttons bear."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from blueprints.access import access_of
from blueprints.capability import Section, menu
from blueprints.guidance import Guide, guides
from blueprints.manual.page import ROLES
from models.accounts.rules import Permission, Role
from tests.architecture.house import ROOT
from tests.factories import Office
from tests.manual.pages import ALSO, NO_PAGES

LONGEST = 90  # words
FILES = re.compile(r"\.[a-z0-9]+$|<ending>|<format>")
Browse = Callable[..., Any]


def pages(app: Flask) -> set[str]:
    """What somebody who is signed in opens as a page of its own."""
    found = set()
    for rule in app.url_map.iter_rules():
        is_read = "GET" in (rule.methods or ()) and rule.endpoint != "static" and not FILES.search(rule.rule)
        if is_read and isinstance(access_of(app, rule.endpoint), Permission):
            found.add(rule.endpoint)
    return (found | ALSO) - set(NO_PAGES) - {"files.open"}


def test_every_page_has_its_guidance_and_no_guidance_is_of_nothing(app: Flask) -> None:
    told = [endpoint for guide in guides() for endpoint in guide.endpoints]
    assert len(told) == len(set(told)), "told once"
    assert sorted(pages(app) - set(told)) == [], "blueprints/<capability>/guidance.yaml lacks these"
    assert sorted(set(told) - pages(app)) == [], "these are no pages"
    assert {entry.endpoint for section in Section for entry in menu(section)} <= set(told) | set(NO_PAGES)


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.anchor)
def test_a_guidance_is_short_and_whole(guide: Guide) -> None:
    sentences = (guide.purpose, *guide.acts, guide.outcome)
    assert guide.words <= LONGEST and 1 <= len(guide.acts) <= 3
    for said in filter(None, (guide.title, *sentences)):
        assert said == unicodedata.normalize("NFC", said) and said[0].isupper()
    assert all(said.endswith(".") for said in sentences if said)


def product_words() -> str:
    """All words that pages and their code bear."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "blueprints").rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_what_a_guidance_quotes_stands_on_a_page() -> None:
    there = product_words()
    said = {
        quoted
        for guide in guides()
        for line in (guide.purpose, *guide.acts, guide.outcome)
        for quoted in re.findall(r"“([^”]+)”", line)
    }
    assert said and sorted(quoted for quoted in said if quoted not in there) == []


def test_a_page_tells_what_it_is_for_without_scripts(office: Office, browse: Browse) -> None:
    page = BeautifulSoup(browse("auditor").get("/kiem-tra").text, "html.parser")
    guide = page.select_one("details.guide")
    assert guide.summary.get_text(strip=True) == "Hướng dẫn" and "mở đợt mới" in guide.get_text()
    address = guide.select_one("a[href^='/huong-dan']")["href"]
    manual = BeautifulSoup(browse("auditor").get(address.partition("#")[0]).text, "html.parser")
    assert manual.select_one(f"#{address.partition('#')[2]} h3").get_text(strip=True) == "Các đợt kiểm tra"


@pytest.mark.parametrize(("word", "role"), ROLES.items())
def test_the_manual_of_a_role_holds_the_pages_it_may_open(
    office: Office, browse: Browse, app: Flask, word: str, role: Role
) -> None:
    page = BeautifulSoup(browse("counter").get(f"/huong-dan?vai={word}").text, "html.parser")
    told = {name for tag in page.select("[data-guide]") for name in tag["data-guide"].split()}
    mine = {name for name in pages(app) - ALSO if role in access_of(app, name).roles}
    assert mine <= told, "what it may open"
    assert all(set(guide.endpoints) & (mine | ALSO) for guide in guides() if set(guide.endpoints) <= told)
    assert len(page.select(".contents li")) == len(page.select("[data-room]"))


def test_everybody_begins_with_his_own_role(office: Office, browse: Browse) -> None:
    for name, words in (("counter", "Trung tâm PVHCC"), ("leader", "Lãnh đạo"), ("province", "Cấp tỉnh")):
        page = BeautifulSoup(browse(name).get("/huong-dan").text, "html.parser")
        assert words in page.select_one(".tabs [aria-current=page]").get_text()
