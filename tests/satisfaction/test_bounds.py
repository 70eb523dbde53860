"""No page reads the answers themselves for a figure: it looks at the small counts beside them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from blueprints.satisfaction.breakdowns import BREAKDOWNS
from models.places.tables import Counter
from tests.browser import Browser
from tests.satisfaction.conftest import Say

pytestmark = pytest.mark.slow

RAW = re.compile(r"(?:FROM|JOIN)\s+response\b", re.IGNORECASE)
Statements = Callable[[], AbstractContextManager[list[str]]]
PAGES = [
    "/",
    "/hai-long",
    "/hai-long?ky=2025-12",
    "/hai-long/niem-yet",
    "/hai-long/ho-so",
    *(f"/hai-long/bang/{name}" for name in BREAKDOWNS),
    *(f"/hai-long/bang/{name}.{ending}" for name in BREAKDOWNS for ending in ("csv", "json", "xlsx")),
]


@pytest.mark.parametrize("role", ["leader"])
def test_no_figure_reads_the_answers(
    role: str, browse: Callable[..., Browser], say: Say, counter: Counter, statements: Statements
) -> None:
    say(5, times=12)
    leader = browse(role)
    for page in PAGES:
        with statements() as seen:
            assert leader.get(page).status_code == 200, page
        assert not [one for one in seen if RAW.search(one)], page


def test_a_list_reads_one_page_and_never_counts_the_answers(
    browse: Callable[..., Browser], say: Say, statements: Statements
) -> None:
    say(5, times=60)
    leader = browse("leader")
    for query in ("", "?nhom=hai-long", "?tinh-trang=held", "?muc=5"):
        with statements() as seen:
            leader.get(f"/hai-long/phieu{query}")
        raw = [one for one in seen if RAW.search(one)]
        assert len(raw) == 1 and "LIMIT" in raw[0] and "count(" not in raw[0].lower(), query


def test_what_looks_for_the_answers_sees_them() -> None:
    assert RAW.search("SELECT 1 FROM response WHERE x") and RAW.search("JOIN response ON")
    assert not RAW.search("FROM response_day") and not RAW.search("FROM response_count")
