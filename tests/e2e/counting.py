"""Counts what a person does in a page: presses and keys, over all the pages of a window."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.living import WIDE, Live, session_cookie

# A press is a finger or a mouse button going down; keys count where somebody types, prose is filled in without them.
SCRIPT = """
(() => {
  const more = (name) => sessionStorage.setItem(name, Number(sessionStorage.getItem(name) || 0) + 1)
  addEventListener('pointerdown', (event) => event.isTrusted && more('presses'), true)
  addEventListener('keydown', (event) => event.isTrusted && event.key !== 'Shift' && more('keys'), true)
})()
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Hand:
    """A window of somebody who is signed in, and what his hand has done in it since ``begin``."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def begin(self, path: str) -> None:
        """Open a page; what is done from here on counts."""
        self.page.goto(path)
        self.page.evaluate("sessionStorage.removeItem('presses'); sessionStorage.removeItem('keys')")

    def count(self, what: str) -> int:
        """How many ``presses`` or ``keys`` there were."""
        return int(self.page.evaluate(f"Number(sessionStorage.getItem('{what}') || 0)"))

    @property
    def done(self) -> tuple[int, int]:
        """Presses and keys."""
        return self.count("presses"), self.count("keys")


def hands(chromium: Any, live: Live) -> Iterator[Callable[..., Hand]]:
    """Open windows that count: ``hand("thuky")``, ``hand("quay", PHONE, has_touch=True)``."""
    opened = []

    def open_as(username: str, viewport: dict[str, int] = WIDE, **more: Any) -> Hand:
        context = chromium.new_context(viewport=viewport, base_url=live.url, locale="vi-VN", **more)
        opened.append(context)
        context.add_init_script(SCRIPT)
        context.add_cookies([session_cookie(live, username)])
        page = context.new_page()
        page.set_default_timeout(60_000)
        return Hand(page)

    yield open_as
    for context in opened:
        context.close()
