"""Tablets for tests: a place with a server that comes and goes, and a real Chromium that looks at its kiosk page."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from models import secrets
from models.base import db, writing
from models.devices import actions
from models.devices.tables import Device
from models.places import actions as places
from models.satisfaction.tables import Response
from tests import processes
from tests.devices.serving import settings
from tests.factories import make_office, read_office
from tests.living import ARGS, CHROMIUM, PATIENCE

COMMUNE = "Xã Tây Sơn"
PLAIN = "noi-bo.example"  # a name that is not this machine's own: over http the browser gives such a page less
TABLET = {"width": 1280, "height": 800}
SLOW = "document.addEventListener('readystatechange', () => Object.assign(document.body.dataset, %s));"
# what was to be read at any moment, also what has gone by itself before a busy machine came to look
SEEN = """new MutationObserver(() => { window.seen = (window.seen || "") + (document.body?.innerText ?? ""); })
  .observe(document, { subtree: true, childList: true, attributes: true });"""
STILL = SLOW % "{idle: '60000', undo: '60000', thanks: '60000'}"  # nothing happens by itself
Work = Callable[[], Any]


class Place:
    """One office with a server that can be stopped and started again on the same port."""

    def __init__(self, home: Path, empty: Path) -> None:
        self.home = home
        shutil.copyfile(empty, home / "office.sqlite")
        self.app: Flask = create_app(settings(home))
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        with self.at_work():
            make_office(COMMUNE, "")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Act at the office, beside the server."""
        secrets.use_key(self.app.config["DATA_KEY"])
        with self.app.app_context(), writing():
            yield
            db.session.commit()

    def start(self, **more: Any) -> None:
        """Serve; comes back when it answers."""
        command = [sys.executable, "-m", "tests.devices.serving", str(self.home), str(self.port), json.dumps(more)]
        self.process = processes.start(command, self.port)

    def stop(self) -> None:
        """Cut the power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def is_dead(self) -> bool:
        """Whether the server has died by itself."""
        return self.process is not None and self.process.poll() is not None

    def code(self, name: str) -> str:
        """A code for a tablet, which is made where there is none of this name; its PIN is 2580."""
        with self.at_work():
            eyes = read_office(COMMUNE).viewer("secretary")
            device = db.session.scalars(select(Device).where(Device.name == name)).first()
            if device is not None:
                return actions.offer_code(device)
            counter = places.add_counter(eyes, f"Quầy của {name}", "")
            return actions.add_device(eyes, name, counter.id, "2580")[1]

    def revoke(self, name: str) -> None:
        """Take a tablet's right to speak away."""
        with self.at_work():
            device = db.session.scalars(select(Device).where(Device.name == name)).one()
            actions.revoke(read_office(COMMUNE).viewer("secretary"), device)

    def answers(self, name: str) -> list[Response]:
        """What the office has of a tablet's counter."""
        with self.at_work():
            there = select(Device.counter_id).where(Device.name == name).scalar_subquery()
            rows = list(db.session.scalars(select(Response).where(Response.counter_id == there).order_by(Response.id)))
            db.session.expunge_all()
        return rows

    def ask(self, work: Work) -> Any:
        """Look something up at the office."""
        with self.at_work():
            return work()


def until(check: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Wait for something that another process does by itself."""
    ends = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < ends, what
        time.sleep(0.05)
    return found


def until_true(page: Any, expression: str) -> None:
    """Wait for an expression of a page, each look by itself: its rules keep Playwright from evaluating by a timer."""
    until(lambda: page.evaluate(f"Promise.resolve({expression}).then(Boolean)"), expression)


READ = """(store) => new Promise((done, failed) => {
  const asked = indexedDB.open("kiosk");
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const all = asked.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""
PUT = """([store, rows]) => new Promise((done, failed) => {
  const asked = indexedDB.open("kiosk");
  asked.onsuccess = () => {
    const writing = asked.result.transaction(store, "readwrite");
    rows.forEach((row) => writing.objectStore(store).put(...row));
    writing.oncomplete = () => { asked.result.close(); done(); };
    writing.onerror = () => failed(writing.error);
  };
})"""


class Tablet:
    """A page of the kiosk, as a citizen and as staff use it."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url, self.name = page, url, ""
        page.set_default_timeout(PATIENCE)

    def open(self) -> "Tablet":
        """Open the page and wait for what it shows."""
        self.page.goto(f"{self.url}/kiosk")
        self.page.locator("body:not([data-screen=loading])").wait_for()
        return self

    def pair(self, code: str) -> "Tablet":
        """Type the code; the question follows."""
        self.page.fill("#code", code)
        self.page.click("#pair button")
        self.see("ask")
        return self

    def see(self, screen: str) -> None:
        """Wait for a screen."""
        self.page.locator(f"body[data-screen={screen}]").wait_for()

    def tap(self, level: int) -> None:
        """Touch a face of the question."""
        self.see("ask")
        self.page.click(f"[data-level='{level}']")

    def kept(self, store: str) -> list[dict[str, Any]]:
        """What the tablet keeps."""
        found: list[dict[str, Any]] = self.page.evaluate(READ, store)
        return found

    def put(self, store: str, *rows: Any) -> None:
        """Put rows into the tablet's memory."""
        self.page.evaluate(PUT, [store, [row if isinstance(row, list) else [row] for row in rows]])


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a program with all it started, at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


Open = Callable[..., Tablet]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[Place]:
    """An office whose server is running."""
    place = Place(tmp_path_factory.mktemp("tablets"), empty_sqlite)
    place.start()
    yield place
    place.stop()


@pytest.fixture(scope="module")
def tablets_browser(browsers: Any) -> Iterator[Any]:
    """A Chromium for tablets, which also knows the office under a name that is not its own machine."""
    browser = browsers.launch(executable_path=CHROMIUM, args=[*ARGS, f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"])
    yield browser
    browser.close()


@pytest.fixture
def open_tablet(tablets_browser: Any, place: Place, request: pytest.FixtureRequest) -> Iterator[Open]:
    """A tablet that was just paired, under the name of the test."""
    opened = []

    def open_it(init: str = "", viewport: dict[str, int] = TABLET, host: str = "127.0.0.1", name: str = "") -> Tablet:
        context = tablets_browser.new_context(viewport=viewport, locale="vi-VN")
        opened.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
        page.on("console", lambda said: page.complaints.append(said.text) if "Content Security" in said.text else None)
        if init:
            context.add_init_script(init)  # for every window of the tablet
        tablet = Tablet(page, f"http://{host}:{place.port}").open()
        tablet.name = name or request.node.name
        return tablet.pair(place.code(tablet.name))

    yield open_it
    for context in opened:
        assert not [said for page in context.pages for said in page.complaints]
        context.close()


def arrived(place: Place, tablet: Tablet, many: int = 1) -> list[Response]:
    """The answers of a tablet at the office, once that many are there."""

    def enough() -> list[Response]:
        rows = place.answers(tablet.name)
        assert len(rows) <= many
        return rows if len(rows) == many else []

    return list(until(enough, f"{many} answers at the office"))
