"""F03 and F04: a server that is asked to stop answers what it has taken; one that stood still takes nothing twice."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from blueprints.serving import Tasks
from models.journal import listener
from tests.faults.oracle import Ledger, assert_whole
from tests.faults.place import TAKEN, Place, Post, filled_in, send
from tests.one_writer import only_sqlite
from tests.processes import PATIENCE

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
CYCLES, TOGETHER = 2, 12  # more at once than there are threads


def _all_wait(told: int) -> Callable[[Flask], None]:
    """Tell of every request that is taken, and let it wait until the server is asked to stop."""

    def first(app: Flask) -> None:
        asked, real_signal, append, add_task = threading.Event(), signal.signal, listener.append, Tasks.add_task

        def note(number: int, handler: Any) -> Any:
            def handle(*given: Any) -> Any:
                asked.set()
                return handler(*given)

            return real_signal(number, handle if number == signal.SIGTERM else handler)

        def wait(*given: Any) -> None:
            asked.wait()
            append(*given)

        def take(*given: Any) -> None:
            add_task(*given)
            os.write(told, b".")

        signal.signal, listener.append, Tasks.add_task = note, wait, take

    return first


def test_a_polite_stop_answers_what_was_accepted(place: Place, tmp_path: Path) -> None:
    posts, ledger = filled_in(place, CYCLES * TOGETHER // 2), Ledger(tmp_path / "ledger")
    heard, told = os.pipe()
    for cycle in range(CYCLES):
        child = place.start(_all_wait(told))
        with ThreadPoolExecutor(TOGETHER) as clients:
            sent = posts[cycle * TOGETHER : (cycle + 1) * TOGETHER]
            statuses = clients.map(lambda post: send(place, *post[1:]), sent)
            for _ in sent:
                os.read(heard, 1)  # one writes, the others wait behind it: in threads, and in line
            os.kill(child, signal.SIGTERM)
            for post, status in zip(sent, statuses, strict=True):
                assert status in TAKEN, f"{post.what}: {status}"
                ledger.note(post.what, is_taken=True)
        assert place.end(child) == 0
    assert_whole(place.app, ledger)


def test_who_sends_again_while_the_server_stands_still_sends_once(place: Place, tmp_path: Path) -> None:
    posts, ledger = filled_in(place, 6), Ledger(tmp_path / "ledger")
    child = place.start()
    os.kill(child, signal.SIGSTOP)

    def insist(post: Post) -> None:
        assert [send(place, *post[1:], patience=0.3) for _ in range(2)] == [None, None]
        waiting.release()
        ledger.note(post.what, send(place, *post[1:]) in TAKEN)

    waiting = threading.Semaphore(0)
    with ThreadPoolExecutor(len(posts)) as clients:
        done = [clients.submit(insist, post) for post in posts]
        for _ in posts:
            assert waiting.acquire(timeout=PATIENCE), "everybody was sent away twice"
        os.kill(child, signal.SIGCONT)
        for one in done:
            one.result()
    place.kill(child)
    assert ledger.acknowledged == {post.what for post in posts}
    assert_whole(place.app, ledger)
