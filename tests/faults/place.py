"""A place on the disk, the delivered programs in processes of their own, and what people's browsers send them."""

import contextlib
import io
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import Context
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.test import EnvironBuilder

from app import create_app
from models.base import db, writing
from models.satisfaction.scales import load_catalogue
from tests.browser import Browser
from tests.factories import Office, make_office
from tests.processes import PATIENCE, free_port

SEED = 7
TAKEN, REFUSED = range(200, 400), range(400, 500)
First = Callable[[Flask], object]  # what a test changes in the program that it starts, and nowhere else


class Post(NamedTuple):
    """A filled-in form as a page gave it, with the key of the form and the cookie of whoever fills it in."""

    what: str
    url: str
    form: dict[str, Any]
    cookie: str


class Answer(NamedTuple):
    """What a server said."""

    status: int
    headers: dict[str, str]
    page: str


class Start(NamedTuple):
    """Seconds until a server answered: by the clock, and those in which it had a processor."""

    passed: float
    worked: float


def processor_seconds(process: int) -> float:
    """How long a process has been at work."""
    told = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


class Place:
    """A place on the disk, and the server that is started on it again and again."""

    def __init__(self, home: Path, empty: Path) -> None:
        """``empty``: a database to begin with, or the whole folder of another place."""
        if empty.is_dir():
            home.mkdir(parents=True)
            for source in sorted(empty.rglob("*")):
                target = home / source.relative_to(empty)
                target.mkdir() if source.is_dir() else target.write_bytes(source.read_bytes())
        else:
            home.mkdir()
            (home / "office.sqlite").write_bytes(empty.read_bytes())
        self.home = home
        self.settings = {
            "INSTANCE_DIR": home,
            "UPLOADS_DIR": home / "uploads",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / 'office.sqlite'}",
        }
        self.port = free_port()
        self.app: Flask = create_app(self.settings)
        self.is_up = threading.Event()  # so that clients need not knock all the time while it starts
        self.drawn: BytecodeCache | None = None  # templates as they were compiled once
        self.starts: list[Start] = []
        self.children: set[int] = set()

    def begin(self, command: Sequence[object], first: First = lambda app: None) -> int:
        """A delivered command in a process of its own; ``first`` is done there before it."""
        child = os.fork()
        if child == 0:
            ended = 70
            with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nothing:
                os.dup2(nothing.fileno(), sys.stdout.fileno())
                # not in the test's own context, where its site would be served
                ended = Context().run(self._run, [str(part) for part in command], first)
            os._exit(ended)
        self.children.add(child)
        return child

    def _run(self, command: list[str], first: First) -> int:
        app = create_app(self.settings)
        app.jinja_env.bytecode_cache = self.drawn
        first(app)
        return app.test_cli_runner().invoke(args=command).exit_code

    def launch(self, first: First = lambda app: None) -> int:
        """The delivered server in a process of its own, not waited for."""
        return self.begin(["serve", "--port", self.port], first)

    def start(self, first: First = lambda app: None) -> int:
        """The same; comes back when it answers."""
        child = self.launch(first)
        self.wait_for(child)
        return child

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
            self.starts.append(Start(time.monotonic() - begun, processor_seconds(child)))
            self.is_up.set()
            return

    def kill(self, child: int) -> None:
        """As a power cut does."""
        self.is_up.clear()
        os.kill(child, signal.SIGKILL)
        self.end(child)

    def end(self, child: int) -> int:
        """How a process ended by itself: its exit code, or the signal that ended it, as a negative number."""
        self.is_up.clear()
        self.children.discard(child)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def leave(self) -> None:
        """Nothing that was started goes on when a test has failed."""
        for child in list(self.children):
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                self.kill(child)

    def ask(self, method: str, url: str, body: bytes = b"", patience: float = 30, **headers: str) -> Answer | None:
        """What the server says; None when nobody knows what became of it."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            line.request(method, url, body or None, headers)
            said = line.getresponse()
            return Answer(said.status, dict(said.getheaders()), said.read().decode("utf-8", "replace"))
        except (OSError, HTTPException):
            return None
        finally:
            line.close()


def send(place: Place, url: str, form: dict[str, Any], cookie: str, patience: float = 30) -> int | None:
    """The status of one try; None when nobody knows what became of it."""
    built = EnvironBuilder(method="POST", path=url, data={name: _fresh(value) for name, value in form.items()})
    environ = built.get_environ()
    told = {"Content-Type": environ["CONTENT_TYPE"], "Cookie": cookie}
    said = place.ask("POST", url, environ["wsgi.input"].read(), patience, **told)
    built.close()
    return said.status if said else None


def _fresh(value: Any) -> Any:
    """A file is read anew with each try."""
    return (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value


def cookie_of(browser: Browser) -> str:
    """The cookie of somebody who is signed in."""
    kept = browser.client.get_cookie("office")
    assert kept
    return f"office={kept.value}"


def forms(app: Flask, office: Office, role: str, url: str, fills: Sequence[dict[str, Any]]) -> Iterator[Post]:
    """As many filled-in forms of a page; each is called by its name or by what was said."""
    browser = Browser(app)
    browser.enter_as(office.account(role))
    for fill in fills:
        form = browser.hidden_fields(url) | fill
        yield Post(fill.get("name") or fill.get("comment") or url, url, form, cookie_of(browser))


def answer(number: int) -> dict[str, str]:
    """What a citizen says at the counter."""
    return {"level": str(1 + number % 5), "mode": "online", "comment": f"lời thử {number}"}


def filled_in(place: Place, each: int) -> list[Post]:
    """Every form that will be sent, each with its own key, as pages gave them."""
    rooms = [{"name": f"Phòng thử {number}"} for number in range(each)]
    with writing():
        office = make_office("Xã Tây Sơn", "")
        load_catalogue()
        db.session.commit()
        posts = [
            *forms(place.app, office, "secretary", "/phong/moi", rooms),
            *forms(place.app, office, "counter", "/hai-long/ghi", [answer(number) for number in range(each)]),
        ]
        db.session.remove()
        db.engine.dispose()
    random.Random(SEED).shuffle(posts)
    return posts
