"""What people print from the pages of the plan and of the work: A4 upright, names readable, nothing cut off."""

from collections.abc import Callable
from typing import Any

import pytest

A4_INSIDE = {"width": 680, "height": 960}  # px between the margins
NAMES = ".rows td:not([data-label]):has(> a)"


@pytest.mark.parametrize(
    "path", ["/ke-hoach/chi-tieu", "/ke-hoach/nhiem-vu", "/ke-hoach/kich-ban", "/ke-hoach/viec", "/kiem-tra"]
)
def test_a_printed_table_leaves_room_for_names(window: Callable[..., Any], path: str) -> None:
    page = window("thuky", viewport=A4_INSIDE)
    page.emulate_media(media="print")
    page.goto(path)
    widths = page.locator(NAMES).evaluate_all("cells => cells.map(cell => cell.offsetWidth).filter(Boolean)")
    assert min(widths) >= 150  # what stands in folded parts is not printed
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_INSIDE["width"]
