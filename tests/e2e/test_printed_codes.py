"""Codes that are shown once and printed: whole on a phone and on A4, and no number runs into the code beside it."""

from collections.abc import Callable
from typing import Any

import pytest

LINES = """items => items.map(item => {
  const text = document.createRange(); text.selectNodeContents(item);
  const box = text.getBoundingClientRect();
  return [item.offsetLeft, box.right, text.getClientRects().length];
})"""
MARKER = 40  # px that the number before a code takes
CODES = [f"QWXY{number}-MNKW8" for number in range(10)]


@pytest.mark.parametrize(("media", "width"), [("screen", 1366), ("screen", 390), ("print", 680)])
def test_spare_codes_stand_apart_and_whole(window: Callable[..., Any], media: str, width: int) -> None:
    page = window("lanhdao", viewport={"width": width, "height": 900})
    page.emulate_media(media=media)
    page.goto("/tai-khoan/ma-xac-thuc")
    page.evaluate(
        """codes => document.querySelector('main').innerHTML = '<section class="card narrow">'
        + '<ol class="code-groups spare">' + codes.map(code => `<li class="mono">${code}</li>`).join('') + '</ol>'""",
        CODES,
    )
    lines = page.locator(".spare li").evaluate_all(LINES)
    assert all(count == 1 for _left, _right, count in lines), "no code breaks in two"
    first, second = lines[0], lines[1]
    assert second[0] == first[0] or second[0] - first[1] >= MARKER, "the number of the next one has its room"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
