"""What people send while something goes wrong: rooms, answers, and notes with a file each, all filled in beforehand."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from models.base import db, writing
from tests.browser import Browser
from tests.duties.conftest import make_duty
from tests.factories import read_office
from tests.faults.place import SEED, Place, filled_in
from tests.files.handed_in import pdf

CLIENTS = 4


class Sent(NamedTuple):
    """One form on its way: its number, by which a record knows it, what it is about, and the request."""

    word: str
    what: str
    url: str
    body: bytes
    headers: dict[str, str]


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str


def forms(place: Place, each: int, files: int) -> list[Sent]:
    """So many rooms and answers each, and notes with files, in an order that was drawn."""
    made = [
        (what, url, urlencode(form).encode(), "application/x-www-form-urlencoded", cookie)
        for what, url, form, cookie in filled_in(place, each)
    ]
    made += _notes(place, files)
    Random(SEED).shuffle(made)
    return [
        Sent(str(number), what, url, body, {"Content-Type": kind, "Cookie": cookie, "X-Word": str(number)})
        for number, (what, url, body, kind, cookie) in enumerate(made)
    ]


def _notes(place: Place, files: int) -> list[tuple[str, str, bytes, str, str]]:
    made = []
    with writing():
        office = read_office("Xã Tây Sơn")
        home = f"/viec/{make_duty(office).id}"
        db.session.commit()
        browser = Browser(place.app)
        browser.enter_as(office.account("secretary"))
        for number in range(files):
            what, content = f"minh chứng thử {number}", pdf(f"{number}", bytes(70_000 * (number % 2)))
            file = FileStorage(io.BytesIO(content), "minh chứng.pdf", "evidence_file", "application/pdf")
            form = {**browser.hidden_fields(home, f"{home}/tien-do"), "text": what, "evidence_file": file}
            boundary, body = encode_multipart(form)
            cookie = browser.client.get_cookie("office")
            assert cookie
            kind = f"multipart/form-data; boundary={boundary}"
            made.append((what, f"{home}/tien-do", body, kind, f"office={cookie.value}"))
        db.session.remove()
        db.engine.dispose()
    return made


@contextmanager
def launched(place: Place, first: Callable[[Flask], object] = lambda app: None) -> Iterator[int]:
    """The server's process, which ends with the test whatever happens."""
    child = place.launch(first)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            place.kill(child)


def deliver(place: Place, sent: Sent) -> Answer:
    """Send one form, once."""
    line = HTTPConnection("127.0.0.1", place.port, timeout=30)
    try:
        line.request("POST", sent.url, sent.body, sent.headers)
        answer = line.getresponse()
        return Answer(answer.status, answer.read().decode("utf-8", "replace"))
    finally:
        line.close()


def deliver_all(place: Place, waiting: list[Sent]) -> list[Answer]:
    """Send them, several at once."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(lambda sent: deliver(place, sent), waiting))
