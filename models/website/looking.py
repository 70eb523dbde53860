"""Looking at a page as people see it: what axe finds, whether a narrow screen has to be pushed sideways, its picture.

The page is drawn by the system's browser, which gets every byte from the fetcher: slowly, in bounds, from checked
addresses only. axe-core (MPL 2.0, Deque Systems) looks for what WCAG 2.1 A and AA ask for and a machine can see.
"""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.base import outside_writing
from models.website.browser import BrowserGone, LedBrowser, Message
from models.website.fetching import Fetched, Fetcher

AXE = Path(__file__).with_name("axe") / "axe-4.14.1.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
TOLD = "{rule: one.id, places: one.nodes.length, first: String(one.nodes[0].target).slice(0, 200)}"
OPTIONS = f'{{resultTypes: ["violations"], runOnly: {TAGS}}}'
RUN_AXE = f"axe.run(document, {OPTIONS}).then(found => found.violations.slice(0, 40).map(one => ({TOLD})))"
WIDE, NARROW, TALLEST = 1366, 360, 6000  # CSS pixels
LOAD_SECONDS, MOST_ASKED, MOST_KEPT = 45.0, 60, 40 * 1024 * 1024
MOST_OF_FILE = 2 * 1024 * 1024
REFUSED: Message = {"errorReason": "BlockedByClient"}


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What was seen of one page; ``width`` is how wide its content is on a screen of 360 pixels."""

    url: str
    faults: list[dict[str, Any]]
    width: int
    picture: bytes = b""

    @property
    def is_too_wide(self) -> bool:
        """Whether a person with a phone has to push it sideways; a pixel may be lost in rounding."""
        return self.width > NARROW + 1


@dataclass(slots=True)
class BrowserFeed:
    """The only way by which the browser gets anything; what was asked once in a run is kept for its next pages."""

    fetcher: Fetcher
    may_fetch: Callable[[str], bool]
    kept: dict[str, Fetched] = field(default_factory=dict)
    size: int = 0
    asked: int = 0
    until: float = 0.0

    def begin(self) -> None:
        """A new page: its own count and time."""
        self.asked, self.until = 0, time.monotonic() + LOAD_SECONDS

    def answer(self, request: Message) -> Message:
        """What the browser is told for one of its requests; everything but plain reading is refused."""
        url = str(request["url"]).partition("#")[0]
        if request.get("method") != "GET" or not url.startswith(("http://", "https://")):
            return REFUSED
        found = self.kept.get(url) or self._fetch(url)
        if found is None or found.problem is not None or not found.status:
            return REFUSED
        heads = [{"name": "content-type", "value": found.headers.get("content-type", "")}]
        body = base64.b64encode(found.body).decode("ascii")
        return {"responseCode": found.status, "responseHeaders": heads, "body": body}

    def _fetch(self, url: str) -> Fetched | None:
        if self.asked >= MOST_ASKED or time.monotonic() > self.until or not self.may_fetch(url):
            return None
        self.asked += 1
        found = self.fetcher.fetch(url, head=MOST_OF_FILE)
        if self.size + len(found.body) <= MOST_KEPT:
            self.kept[url] = found
            self.size += len(found.body)
        return found


def look(program: str, line: BrowserFeed, url: str, with_picture: bool) -> DrawnPage:
    """Draw one page and look at it twice, wide and narrow; BrowserGone when the browser cannot."""
    outside_writing("drawing a page")
    line.begin()
    browser = LedBrowser(program, line.answer)
    try:
        _size(browser, WIDE, 768)
        browser.open(url, LOAD_SECONDS)
        browser.evaluate(f"{AXE.read_text(encoding='utf-8')};0")
        faults = browser.evaluate(RUN_AXE)
        picture = _picture(browser) if with_picture else b""
        _size(browser, NARROW, 640)
        width = browser.evaluate("document.documentElement.scrollWidth")
    finally:
        browser.close()
    if not isinstance(faults, list) or not isinstance(width, int):  # a page may put its own words in place of axe's
        raise BrowserGone("no result")
    return DrawnPage(url, faults, width, picture)


def _size(browser: LedBrowser, width: int, height: int) -> None:
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width == NARROW}
    browser.say("Emulation.setDeviceMetricsOverride", **screen)


def _picture(browser: LedBrowser) -> bytes:
    """The whole page as a JPEG, cut at its foot where it is very long."""
    told = browser.evaluate("document.documentElement.scrollHeight")
    height = min(max(int(told or 0), 1), TALLEST)
    clip = {"x": 0, "y": 0, "width": WIDE, "height": height, "scale": 1}
    shot = browser.say("Page.captureScreenshot", format="jpeg", quality=70, captureBeyondViewport=True, clip=clip)
    return base64.b64decode(shot["data"])
