"""A living site with demo data on loopback, and real browsers that look at it."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import event, select

from app import create_app
from models import demo
from models.accounts.tables import Account
from models.base import db, writing
from tests.factories import GOOD_PASSWORD, open_session
from tests.files.handed_in import pdf
from tests.ready import Ready, no_waiting_for_the_disk

CHROMIUM = shutil.which("chromium") or ""
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SMALL_PDF = pdf()
PATIENCE = 60_000  # ms that a browser waits for what is to be seen; a busy machine is no fault of the site
WIDE, PHONE = {"width": 1360, "height": 768}, {"width": 390, "height": 844}


class Live:
    """The running site."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.url = url


@pytest.fixture(scope="session")
def empty_sqlite(ready: Ready) -> Path:
    """An SQLite database of the newest version, to be copied."""
    return ready.sqlite()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, drawn_once: BytecodeCache) -> Iterator[Live]:
    """The site as it is delivered: production server, SQLite, demo data."""
    home = tmp_path_factory.mktemp("live")
    shutil.copyfile(empty_sqlite, home / "office.sqlite")
    app = create_app(
        {
            "INSTANCE_DIR": home,
            "UPLOADS_DIR": home / "uploads",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / 'office.sqlite'}",
        }
    )
    app.jinja_env.bytecode_cache = drawn_once
    with app.app_context(), writing():
        event.listen(db.engine, "connect", no_waiting_for_the_disk)
        demo.make(GOOD_PASSWORD, responses=200, meetings=12, communes=2)
        db.session.commit()
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Live(app, f"http://127.0.0.1:{server.effective_port}")
    server.close()
    thread.join(timeout=5)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def browsers() -> Iterator[object]:
    """What starts browsers; there can be only one of it in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def chromium(browsers: Any) -> Iterator[object]:
    """One Chromium for all browser tests of this worker."""
    browser = browsers.launch(executable_path=CHROMIUM, args=ARGS)
    yield browser
    browser.close()


def sign_in(page: Any, username: str) -> None:
    """Fill in the sign-in form that the page shows, and send it."""
    page.fill("[name=username]", username)
    page.fill("[name=password]", GOOD_PASSWORD)
    page.click("main button[type=submit]")


def session_cookie(live: Live, username: str) -> dict[str, str]:
    """The cookie of somebody who signed in before this browser was opened."""
    with live.app.app_context(), writing():
        token = open_session(db.session.scalars(select(Account).where(Account.username == username)).one())
    signer: Any = live.app.session_interface
    value = signer.get_signing_serializer(live.app).dumps({"_user_id": token, "_fresh": True})
    return {"name": live.app.config["SESSION_COOKIE_NAME"], "value": value, "url": live.url}


@pytest.fixture
def window(chromium: object, live: Live) -> Iterator[Callable[..., object]]:
    """Open a page in a fresh window: ``window("thuky", viewport=PHONE, scripts=False)``, signed in by name.

    ``typed`` goes through the sign-in page, as a person does.
    """
    opened = []

    def open_as(
        username: str | None = None, viewport: dict[str, int] = WIDE, scripts: bool = True, typed: bool = False
    ) -> object:
        context = chromium.new_context(
            viewport=viewport, java_script_enabled=scripts, base_url=live.url, locale="vi-VN"
        )  # type: ignore[attr-defined]
        opened.append(context)
        if username and not typed:
            context.add_cookies([session_cookie(live, username)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints = []  # type: ignore[attr-defined]
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
        if username and typed:
            page.goto("/dang-nhap")
            sign_in(page, username)
            page.wait_for_url(live.url + "/")
        return page

    yield open_as
    for context in opened:
        context.close()


AXE_RUN = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


def axe_faults(page: Any) -> list[dict[str, Any]]:
    """The accessibility rules that the page breaks; axe is put into each page once."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(AXE_RUN)
    return found


def open_round(page: Any, which: int) -> None:
    """Open a round on the criteria set at this place of the list, also beside one that is not finished."""
    page.goto("/kiem-tra")
    page.locator("select[name=set_id]").select_option(index=which)
    page.get_by_role("button", name="Mở đợt").click()
    sure = page.get_by_label("Vẫn mở đợt mới")  # an earlier round of the set may still be open
    sure.or_(page.locator("article.crit").first).wait_for()
    if sure.count():
        sure.check()
        page.get_by_role("button", name="Mở đợt").click()
    page.wait_for_url(re.compile(r"/kiem-tra/dot/\d+"))
