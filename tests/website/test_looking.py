"""Pages drawn by the system's Chromium: what it finds, and that it gets nothing but what the fetcher hands it."""

import socket
import threading
from contextlib import closing

import pytest
from sqlalchemy import select

from models.base import db
from models.files import FileStore
from models.website import browser
from models.website.looking import BrowserFeed, look
from models.website.rules import CheckKey, CheckOutcome, FaultState
from models.website.tables import CheckResult, WebsiteFault
from tests.website.planted import HOST, Planted, served
from tests.website.test_checking import BOUNDS, Town, found
from tests.website.town import HOME, good, page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.program() is None, reason="needs Debian's chromium"),
]
PICTURE = f'<img src="{HOME}/anh.svg" width="40" height="40">'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'


@pytest.fixture
def town(own_site, tmp_path, hold):
    """The planted site with a browser that looks at it."""
    hold("2026-11-27 09:00")
    with served(Planted(), tmp_path) as reach:
        yield Town(reach, own_site.id)


@pytest.fixture
def eyes(tmp_path):
    """A page of the planted site, drawn."""
    with served(Planted(), tmp_path) as reach:
        yield lambda: look(browser.program(), BrowserFeed(reach.fetcher(), lambda _url: True), f"{HOME}/", True), reach


def test_axe_and_the_narrow_screen_find_what_is_planted(eyes) -> None:
    draw, reach = eyes
    reach.site.page("/anh.svg", SVG, kind="image/svg+xml")
    reach.site.page("/", page("Xã", f'<main>{PICTURE}<div style="width:700px">rộng</div></main>'))
    saw = draw()
    assert {fault["rule"] for fault in saw.faults} == {"image-alt"}
    assert saw.is_too_wide and saw.width >= 700
    assert saw.picture[:3] == b"\xff\xd8\xff"
    assert ("https", HOST, "/anh.svg") in reach.site.asked, "what belongs to the page comes by the same hand"


def test_a_page_in_order_has_no_fault(eyes) -> None:
    draw, reach = eyes
    reach.site.page("/", page("Xã", "<main><h1>Xã Tây Sơn</h1><p>Chào bà con.</p></main>"))
    saw = draw()
    assert (saw.faults, saw.is_too_wide) == ([], False)


def test_the_browser_reaches_nothing_by_itself(eyes) -> None:
    """A hostile page asks for this computer, for other hosts, by script, frame, window and socket: nobody is called."""
    draw, reach = eyes
    called = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]

        def watch() -> None:
            try:
                door.accept()
                called.set()
            except OSError:
                return

        threading.Thread(target=watch, daemon=True).start()
        hostile = f"""<main><h1>Xã</h1>
          <img alt="" src="http://127.0.0.1:{port}/a"><iframe title="x" src="http://127.0.0.1:{port}/b"></iframe>
          <img alt="" src="https://other.example/c"><img alt="" src="file:///etc/passwd"></main>
          <script>
            fetch("http://127.0.0.1:{port}/d", {{mode: "no-cors"}}).catch(() => 0);
            fetch("/viet", {{method: "POST"}}).catch(() => 0);
            try {{ new WebSocket("ws://127.0.0.1:{port}/e") }} catch (_) {{}}
            navigator.sendBeacon("http://localhost:{port}/f", "x"); open("http://127.0.0.1:{port}/g"); alert("chào");
          </script>"""
        reach.site.page("/", page("Xã", hostile))
        draw()
        assert not called.is_set()
    assert {path for _scheme, _host, path in reach.site.asked} <= {"/", "/favicon.ico"}
    assert {host for _scheme, host, _path in reach.site.asked} == {HOST}


def test_a_page_that_lies_about_axe_is_not_believed(eyes) -> None:
    draw, reach = eyes
    lie = (
        'Object.defineProperty(window, "axe", {value: {run: () => Promise.resolve({violations: 1})}, writable: false})'
    )
    reach.site.page("/", page("Xã", f"<main><h1>Xã</h1></main><script>{lie}</script>"))
    with pytest.raises(browser.BrowserGone):
        draw()


def test_a_run_draws_pages_keeps_a_picture_and_proposes(town, office, tmp_path) -> None:
    good(town.site)
    wide = page("Lịch", f'{PICTURE}<div style="width:700px">x</div>')
    town.site.page("/tin-tuc", wide)
    town.site.page("/anh.svg", SVG, kind="image/svg+xml")
    store = FileStore(tmp_path / "store")
    run = town.run(office.viewer("auditor"), find=browser.program, store_of=lambda: store, bounds=BOUNDS)
    failed = found(run, CheckOutcome.FAIL)
    assert {("accessibility", "image-alt"), ("narrow", "")} <= failed
    assert not found(run, CheckOutcome.NOT_TESTABLE)
    (shot,) = db.session.scalars(
        select(CheckResult).where(CheckResult.run_id == run.id, CheckResult.check_key == CheckKey.PICTURE)
    )
    assert shot.outcome is CheckOutcome.PASS and shot.target == f"{HOME}/"
    town.run(find=browser.program)
    query = select(WebsiteFault).where(WebsiteFault.target == "image-alt")
    assert db.session.scalars(query).one().state is FaultState.PROPOSED
    town.site.page("/tin-tuc", page("Lịch", "<main>đã sửa</main>"))
    town.run(find=browser.program)
    assert db.session.scalars(query).one().state is FaultState.MENDED


def test_a_browser_that_fails_says_nothing_of_the_page(town) -> None:
    good(town.site)
    run = town.run(find=lambda: "/bin/false")
    assert found(run, CheckOutcome.NOT_TESTABLE) == {("accessibility", ""), ("narrow", ""), ("picture", "")}
