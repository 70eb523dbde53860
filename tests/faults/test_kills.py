"""F01: the server is killed twenty times while four people write, each of whom sends again until he is told."""

import random
import re
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from tests.faults.oracle import Ledger, assert_back_in_time, assert_whole
from tests.faults.place import REFUSED, SEED, TAKEN, Place, Post, filled_in, send
from tests.one_writer import only_sqlite
from tests.processes import PATIENCE

CYCLES, CLIENTS, EACH = 20, 4, 110


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
    given = filled_in(place, EACH)
    for one in given:
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
    assert_back_in_time(place, {one.url: one.cookie for one in given}.values())
    place.kill(child)
    assert kills == CYCLES, "the work was over before the kills"
    assert len(ledger.acknowledged) == 2 * EACH and not ledger.refused
    lines = re.findall(r"ok (.+)", ledger.path.read_text("utf-8"))
    assert len(lines) == len(set(lines)) == 2 * EACH
    assert_whole(place.app, ledger)
    ledger.acknowledged.add("Phòng thử chưa từng có")
    with pytest.raises(AssertionError, match="C1"):
        assert_whole(place.app, ledger)
