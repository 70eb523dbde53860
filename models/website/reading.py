"""Reading one fetched page: its links, what its items are dated, its contact block, and signs of trouble.

What comes out are plain values that a row keeps; the page itself is let go. The tree is walked, never recursed into,
and libxml2 bounds how deep it may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from models.base import outside_writing
from models.text import fold
from models.website import catalogue
from models.website.fetching import joined

FILES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|jpe?g|png|gif|webp|mp3|mp4)$", re.IGNORECASE)
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)(?![\d/.-])")
SPOKEN = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (20\d\d)")
ISO = re.compile(r"(20\d\d)-(\d{2})-(\d{2})")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[\d .()-]{7,14}\d")
HIDDEN = re.compile(
    r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|(?:left|top|text-indent):-\d{3,}"
)
ITEM = re.compile(r"\b(item|news|post|tin|bai|entry|article)")
QUIET = {"script", "style", "noscript", "template", "head"}
FRAME = {"header", "footer", "nav"}
SEARCH = {"search", "q", "keyword", "keywords", "tukhoa", "tu-khoa", "timkiem", "tim-kiem", "s"}
MOST_LINKS, MOST_DAYS, MOST_TEXT, MOST_ELEMENTS = 400, 40, 2000, 5000


@dataclass(slots=True)
class PageFacts:
    """What was read on a page; texts are folded but for titles and the words of links."""

    title: str = ""
    lang: str = ""
    has_viewport: bool = False
    words: int = 0
    days: list[str] = field(default_factory=list)  # of the items of its lists
    links: list[tuple[str, str, str]] = field(default_factory=list)  # whole address, words, kind
    has_search: bool = False
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    foot: str = ""
    gambling: list[tuple[str, str, bool]] = field(default_factory=list)  # address, words, whether nobody sees it
    signs: list[str] = field(default_factory=list)  # lost, firewall, hollow


def read(body: bytes, charset: str, url: str) -> PageFacts:
    """What a page says; an empty one says nothing."""
    outside_writing("reading a page")
    tree = _tree(body, charset)
    if tree is None:
        return PageFacts()
    facts = PageFacts(title=_title(tree), lang=(tree.get("lang") or "").strip().lower()[:20])
    facts.has_viewport = any(meta.get("name", "").lower() == "viewport" for meta in tree.iter("meta"))
    facts.has_search = any(_is_search(box) for box in tree.iter("input", "form", "div", "search"))
    text, foot = _texts(tree)
    facts.words = len(text.split())
    facts.foot = (foot or text[-MOST_TEXT:])[-MOST_TEXT:]
    whole = f"{text} {foot} " + " ".join(link.get("href", "") for link in tree.iter("a"))
    facts.emails = sorted({found.lower() for found in EMAIL.findall(whole)})[:20]
    facts.phones = sorted({digits(found) for found in PHONE.findall(whole)})[:20]
    facts.days = sorted({day.isoformat() for day in _item_days(tree)}, reverse=True)[:MOST_DAYS]
    base = next((joined(url, one.get("href")) for one in tree.iter("base") if one.get("href")), url)
    facts.links, facts.gambling = _links(tree, base)
    facts.signs = _signs(fold(facts.title), text)
    return facts


def digits(phone: str) -> str:
    """A telephone number as digits alone, with the zero that it has at home."""
    bare = re.sub(r"\D", "", phone)
    return f"0{bare[2:]}" if phone.strip().startswith("+84") or (bare.startswith("84") and len(bare) > 10) else bare


def _tree(body: bytes, charset: str) -> Any:
    for encoding in (charset or None, "utf-8"):
        try:
            parser = lxml.html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False)
            return lxml.html.document_fromstring(body, parser=parser)
        except (etree.LxmlError, LookupError, ValueError):
            continue
    return None


def _title(tree: Any) -> str:
    found = next(iter(tree.iter("title")), None)
    return " ".join((found.text or "").split())[:200] if found is not None else ""


def _is_search(box: Any) -> bool:
    if box.tag == "search" or box.get("role") == "search" or box.get("type") == "search":
        return True
    if box.tag != "input" or box.get("type", "text") not in ("text", ""):
        return False
    named = {(box.get(name) or "").lower() for name in ("name", "id")}
    return bool(named & SEARCH) or "tim kiem" in fold(box.get("placeholder") or "")


def _is_frame(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return element.tag in FRAME or any(word in named for word in ("footer", "header", "menu", "navbar", "chan-trang"))


def _texts(tree: Any) -> tuple[str, str]:
    """The folded words of the content, and those of the foot of the page."""
    content: list[str] = []
    foot: list[str] = []
    outside: list[tuple[Any, bool]] = []  # frames that are open now, and whether each is the foot
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        is_frame = element.tag not in ("body", "html") and _is_frame(element)
        if event == "start":
            if is_frame or element.tag in QUIET:
                named = f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}".lower()
                outside.append((element, "foot" in named or "chan-trang" in named))
        elif outside and outside[-1][0] is element:
            outside.pop()
        told = element.text if event == "start" else element.tail
        if told and not any(one.tag in QUIET for one, _is_foot in outside):
            (content if not outside else foot if any(is_foot for _one, is_foot in outside) else []).append(told)
    return fold(" ".join(content)), fold(" ".join(foot))


def days_in(text: str) -> Iterator[date]:
    """The days that a text tells in Vietnamese or international notation."""
    found = [(year, month, day) for day, month, year in NUMERIC.findall(text) + SPOKEN.findall(fold(text))]
    for year, month, day in found + ISO.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


def _item_days(tree: Any) -> Iterator[date]:
    """The days that stand in the items of lists: an item holds a link; a clock in the head of the page is none."""
    for item in islice(tree.iter("li", "article", "tr", "dd", "div", "p"), MOST_ELEMENTS):
        if item.tag in ("div", "p") and not ITEM.search(fold(item.get("class") or "")):
            continue
        if item.find(".//a[@href]") is None or any(_is_frame(one) for one in item.iterancestors()):
            continue
        text = " ".join(islice(item.itertext(), 100))[:MOST_TEXT]
        yield from days_in(text)
        for moment in item.iter("time"):
            yield from days_in(moment.get("datetime") or "")


def _is_hidden(element: Any) -> bool:
    for one in (element, *element.iterancestors()):
        style = re.sub(r"\s", "", one.get("style") or "").lower()
        if one.get("hidden") is not None or HIDDEN.search(style):
            return True
    return False


def _links(tree: Any, base: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, bool]]]:
    found: dict[str, tuple[str, str, str]] = {}
    gambling: dict[str, tuple[str, str, bool]] = {}
    for element in islice(tree.iter("a", "img"), MOST_ELEMENTS):
        place = element.get("href" if element.tag == "a" else "src") or ""
        if (
            not place.strip()
            or place.strip()[0] == "#"
            or re.match(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", place, re.IGNORECASE)
        ):
            continue
        try:
            url = joined(base, place)
            is_file = element.tag == "img" or FILES.search(urlsplit(url).path)
        except ValueError:
            continue
        words = (
            " ".join(" ".join(islice(element.itertext(), 50))[:MOST_TEXT].split())
            or element.get("alt")
            or element.get("title")
            or ""
        )
        if len(url) <= 500 and len(found) < MOST_LINKS:
            found.setdefault(url, (url, words[:120], "file" if is_file else "page"))
        said = fold(f"{words} {url.replace('-', ' ')}")
        if any(word in said for word in catalogue.signs().gambling):
            gambling.setdefault(url, (url[:500], words[:120], _is_hidden(element)))
    return list(found.values()), list(gambling.values())[:50]


def _signs(title: str, text: str) -> list[str]:
    signs = catalogue.signs()
    opening = f"{title} {text[:400]}"
    short = len(text.split()) < 120
    found = [
        (
            "lost",
            any(word in title for word in signs.lost) or (short and any(word in opening for word in signs.lost[:1])),
        ),
        ("firewall", short and any(word in opening for word in signs.firewall)),
        ("hollow", short and any(word in text for word in signs.hollow)),
    ]
    return [name for name, is_there in found if is_there]
