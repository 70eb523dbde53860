"""Slow connections: 150 that never finish what they began keep nobody else from a page."""

import socket
from contextlib import ExitStack

import pytest

from tests.security.conftest import Serve, Served, nginx_before

pytestmark = [pytest.mark.slow, pytest.mark.alike]
SLOW = 150
HEAD = b"POST /dang-nhap HTTP/1.1\r\nHost: a\r\n"
BEGINNINGS = (b"", HEAD + b"X-", HEAD + b"Content-Length: 9000\r\n\r\nuser")


def a_page_comes(place: Served) -> None:
    with ExitStack() as stack:
        for number in range(SLOW):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", place.port), timeout=60))
            slow.sendall(BEGINNINGS[number % len(BEGINNINGS)])
        assert place.ask("/dang-nhap").status == 200


def test_the_site_of_one_office_bears_them_by_itself(serve: Serve) -> None:
    a_page_comes(serve("waitress"))


@pytest.mark.parametrize("server", ["waitress", "gunicorn"])
def test_behind_a_proxy_they_never_reach_the_site(serve: Serve, server: str) -> None:
    with nginx_before(serve(server, OFFICE_PROXIES="1")) as front:
        a_page_comes(front)
