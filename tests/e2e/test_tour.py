"""A tour of every page with demo data: no accessibility fault, no sideways scroll, no complaint in the console."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.access.table import ROWS
from tests.living import axe_faults

USERS = sorted({user for rows in ROWS.values() for user in rows.tour})
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# axe looks at every page on the PC, and on the phone at the first page of each room that a role sees
WIDTHS = (1360, 1240, 1024, 768, 700, 390, 360)


def pages(username: str) -> Iterator[tuple[str, bool]]:
    """The pages of a user, and whether each is the first of its room."""
    for rows in ROWS.values():
        for place, path in enumerate(rows.tour.get(username, ())):
            yield path, place == 0


@pytest.mark.parametrize("username", USERS)
def test_pages_are_accessible_and_fit(window: Callable[..., Any], username: str) -> None:
    page = window(username or None)
    faults = []
    for path, is_first in pages(username):
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(SCROLLS) > 0:
                faults.append(f"{path} scrolls sideways by {page.evaluate(SCROLLS)} px at {width}")
            if width == 1360 or (width == 390 and is_first):
                found = axe_faults(page)
                faults += [f"{path} {one['id']} at {width}: {one['nodes'][0]['html'][:160]}" for one in found]
    complaints = [text for text in page.complaints if "404" not in text]
    assert not faults + complaints, "\n".join(faults + complaints)
