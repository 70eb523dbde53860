"""F15, F22, F25 and C10: forms that come two or three times in any order, slow lines, a second program that writes."""

import random
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.oracle import Ledger, Size, assert_no_growth, assert_whole
from tests.faults.place import SEED, TAKEN, Place, Post, filled_in, send
from tests.one_writer import only_sqlite
from tests.processes import PATIENCE

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
WARM, EACH, CLIENTS, SLOW = 20, 60, 4, 200
BEGUN = b"POST /dang-nhap HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\nuser"
COMMANDS = (("rebuild-rollups",), ("backup", "copy.zip"), ("files", "sweep"))
PAGES = ("/", "/phong", "/phong.xlsx", "/hai-long", "/viec-cua-toi")


def deliver(place: Place, posts: list[Post], ledger: Ledger) -> None:
    """Send each two or three times, in any order, several at once; a busy server is asked again."""
    chance = random.Random(SEED)
    waiting = [post for post in posts for _ in range(chance.randint(2, 3))]
    chance.shuffle(waiting)

    def one(post: Post) -> None:
        while (status := send(place, *post[1:])) in (None, 503):
            pass
        assert status in TAKEN, f"{post.what}: {status}"
        ledger.note(post.what, is_taken=True)

    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(one, waiting))


def look(place: Place, cookie: str) -> None:
    """Somebody reads a page of each kind."""
    for url in PAGES:
        said = place.ask("GET", url, Cookie=cookie)
        assert said and said.status == 200, url


def checkpoint(place: Place, how: str) -> None:
    """Bring the log into the database, from another program."""
    with closing(sqlite3.connect(place.home / "office.sqlite", timeout=30)) as other:
        other.execute(f"PRAGMA wal_checkpoint({how})")


def test_a_full_day_leaves_nothing_lost_doubled_or_grown(place: Place, tmp_path: Path) -> None:
    posts, ledger = filled_in(place, WARM + EACH), Ledger(tmp_path / "ledger")
    cookie = next(post.cookie for post in posts if post.url == "/phong/moi")
    child = place.start()
    deliver(place, posts[: 2 * WARM], ledger)
    look(place, cookie)
    before = Size.of(place, child)
    with ExitStack() as stack, ThreadPoolExecutor(1) as clients:
        for _ in range(SLOW):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", place.port), timeout=60))
            slow.sendall(BEGUN)
        load = clients.submit(deliver, place, posts[2 * WARM :], ledger)
        for command in COMMANDS:
            beside = place.begin([tmp_path / part if part.endswith(".zip") else part for part in command])
            look(place, cookie)
            checkpoint(place, "PASSIVE")
            assert place.end(beside) == 0, command
        load.result()
    until = time.monotonic() + PATIENCE
    while (now := Size.of(place, child)).files > before.files + 10 and time.monotonic() < until:
        look(place, cookie)  # meanwhile the server sees one by one that the slow lines are gone
    checkpoint(place, "TRUNCATE")
    assert_no_growth(before, replace(now, log=Size.of(place, child).log))
    place.kill(child)
    assert ledger.acknowledged == {post.what for post in posts}
    assert_whole(place.app, ledger)
