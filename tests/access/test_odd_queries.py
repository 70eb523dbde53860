"""Query arguments with the names of the router's own options must not bend an address or break a page."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from blueprints.filters import page_url
from tests.access.table import ACCESS, DEVICE, MOVED, PERHAPS_NOT_THERE
from tests.browser import Browser

pytestmark = pytest.mark.slow

ODD = "endpoint=x&_external=1&_scheme=ftp&_anchor=a&_method=POST&values=1&self=2&trang=2&q=%00%FF&theo=__class__"


@pytest.mark.parametrize("role", ["secretary", "leader", "admin", "province", "counter"])
def test_pages_take_any_query(app: Flask, browse: Callable[..., Browser], role: str) -> None:
    browser = browse(role)
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    assert len(rules) > 20
    for rule in rules:
        answer = browser.get(f"{rule.rule}?{ODD}")
        perhaps: tuple[int, ...] = (
            (404,) if rule.endpoint in PERHAPS_NOT_THERE else (301,) if rule.endpoint in MOVED else ()
        )
        perhaps += (401,) if ACCESS.get(rule.endpoint) == DEVICE else ()  # no session opens it
        assert answer.status_code in (200, 303, 403, *perhaps), rule.rule
        assert b"ftp://" not in answer.data, rule.rule  # some are files


def test_the_address_of_another_page_keeps_filters_and_bends_for_nobody(app: Flask) -> None:
    with app.test_request_context("/hop?q=họp&_external=1&endpoint=x&trang=1"):
        assert page_url("trang", 3) == "/hop?q=h%E1%BB%8Dp&_external=1&endpoint=x&trang=3"


def test_a_site_below_a_path_keeps_its_own_addresses(app: Flask, browse: Callable[..., Browser]) -> None:
    with app.test_request_context("/hop?q=h", base_url="http://localhost/xa"):
        assert page_url("trang", 2) == "/xa/hop?q=h&trang=2"
    leader = browse("leader")
    plain = leader.get("/hai-long/phieu").text
    below = leader.client.get("/hai-long/phieu", base_url="http://localhost/xa").text
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', below)
    assert addresses
    assert [address for address in addresses if not address.startswith("/xa/")] == []
    assert "/xa/" not in plain
    assert leader.get("/hai-long/phieu").text.count("/xa/") == 0
