"""F01: the server is killed twenty times while four people write, each of whom sends again until he is told."""

import contextlib
import os
import random
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import Context
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

import pytest
from flask import Flask

from app import create_app
from models.base import db, writing
from models.satisfaction.scales import load_catalogue
from tests.browser import Browser
from tests.factories import Office, make_office
from tests.faults.oracle import Ledger, assert_whole
from tests.one_writer import only_sqlite
from tests.processes import PATIENCE, free_port

CYCLES, CLIENTS, EACH, SEED = 20, 4, 110, 7
Post = tuple[str, str, dict[str, str], str]  # what it is about, address, filled-in form, cookie
TAKEN, REFUSED = range(200, 400), range(400, 500)


class Place:
    """A place on the disk, and the server that is started on it again and again."""

    def __init__(self, home: Path, empty: Path) -> None:
        self.home = home
        home.mkdir()
        (home / "office.sqlite").write_bytes(empty.read_bytes())
        self.settings = {
            "INSTANCE_DIR": home,
            "UPLOADS_DIR": home / "uploads",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / 'office.sqlite'}",
        }
        self.port = free_port()
        self.app: Flask = create_app(self.settings)
        self.is_up = threading.Event()  # so that clients need not knock all the time while it starts

    def start(self) -> int:
        """The delivered command in a process of its own; comes back when it answers."""
        child = self.launch()
        self.wait_for(child)
        return child

    def launch(self, first: Callable[[Flask], object] = lambda app: None) -> int:
        """The same, not waited for; ``first`` is done in its process before it serves."""
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nothing:
                os.dup2(nothing.fileno(), sys.stdout.fileno())
                Context().run(self._serve, first)  # not in the test's own context, where its site would be served
            os._exit(1)
        return child

    def _serve(self, first: Callable[[Flask], object]) -> None:
        app = create_app(self.settings)
        first(app)
        app.test_cli_runner().invoke(args=["serve", "--port", str(self.port)])

    def wait_for(self, child: int) -> None:
        """Come back when a server that was launched answers."""
        begun = time.monotonic()
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert os.waitpid(child, os.WNOHANG) == (0, 0), "C8: the server does not start by itself"
                assert time.monotonic() - begun < PATIENCE, "C8: the server does not answer"
                continue
            self.is_up.set()
            return

    def kill(self, child: int) -> None:
        """As a power cut does."""
        self.is_up.clear()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def filled_in(place: Place, each: int = EACH) -> list[Post]:
    """Every form that will be sent, each with its own key, as pages gave them."""
    with writing():
        office = make_office("Xã Tây Sơn", "")
        load_catalogue()
        db.session.commit()
        posts = [
            *_forms(place, office, "secretary", "/phong/moi", each, lambda n: {"name": f"Phòng thử {n}"}),
            *_forms(place, office, "counter", "/hai-long/ghi", each, _answer),
        ]
        db.session.remove()
        db.engine.dispose()
    random.Random(SEED).shuffle(posts)
    return posts


def _answer(number: int) -> dict[str, str]:
    return {"level": str(1 + number % 5), "mode": "online", "comment": f"lời thử {number}"}


def _forms(
    place: Place, office: Office, role: str, url: str, each: int, fill: Callable[[int], dict[str, str]]
) -> Iterator[Post]:
    browser = Browser(place.app)
    browser.enter_as(office.account(role))
    for number in range(each):
        form = browser.hidden_fields(url) | fill(number)
        kept = browser.client.get_cookie("office")
        assert kept
        yield form.get("name") or form["comment"], url, form, f"office={kept.value}"


def send(place: Place, url: str, form: dict[str, str], cookie: str) -> int | None:
    """The status of one try; None when nobody knows what became of it."""
    line = HTTPConnection("127.0.0.1", place.port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    try:
        line.request("POST", url, urlencode(form), headers)
        return line.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        line.close()


def work(place: Place, posts: "SimpleQueue[Post]", ledger: Ledger, told: Callable[[int], None]) -> None:
    """Send what waits, each again until somebody says what became of it."""
    while True:
        try:
            what, *post = posts.get_nowait()
        except Empty:
            told(-1)
            return
        status = send(place, *post)
        while status is None or status >= 500:
            place.is_up.wait(PATIENCE)
            status = send(place, *post)
        told(ledger.note(what, status in TAKEN))
        assert status in TAKEN or status in REFUSED


@only_sqlite
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_twenty_kills_lose_nothing_and_double_nothing(place: Place, tmp_path: Path) -> None:
    posts: SimpleQueue[Post] = SimpleQueue()
    for one in filled_in(place):
        posts.put(one)
    ledger, chance, counts = Ledger(tmp_path / "ledger"), random.Random(SEED), SimpleQueue[int]()
    child = place.start()
    clients = [threading.Thread(target=work, args=(place, posts, ledger, counts.put)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    kills, until, done = 0, chance.randint(1, 8), 0
    while done < CLIENTS:
        reached = counts.get(timeout=PATIENCE)
        done += reached < 0
        if reached >= until and kills < CYCLES:
            place.kill(child)
            kills, until, child = kills + 1, reached + chance.randint(2, 12), place.start()
    for one in clients:
        one.join()
    place.kill(child)
    assert kills == CYCLES, "the work was over before the kills"
    assert len(ledger.acknowledged) == 2 * EACH and not ledger.refused
    lines = re.findall(r"ok (.+)", ledger.path.read_text("utf-8"))
    assert len(lines) == len(set(lines)) == 2 * EACH
    assert_whole(place.app, ledger)
    ledger.acknowledged.add("Phòng thử chưa từng có")
    with pytest.raises(AssertionError, match="C1"):
        assert_whole(place.app, ledger)
