"""F05 and F06: the power is cut at many moments while four people write and hand in files."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import event, text

from models import clock
from models.base import db
from models.files import Accepted, FileStore
from models.files.aside import IN_FLIGHT, sweep
from models.verify import checks
from tests.faults.oracle import Ledger, assert_whole
from tests.faults.place import SEED, Place
from tests.faults.power import Disk, lay
from tests.faults.record import Answers, Call, calls, read
from tests.faults.sending import deliver_all, forms, launched
from tests.faults.tracer import Gate, recorded
from tests.faults.unsafe import Names
from tests.one_writer import only_sqlite

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]

EACH, FILES = 40, 6
CUTS, CARELESS_CUTS = 40, 40
PAGES = 150  # of the log between two checkpoints: more of them are cut into than with the usual thousand


def _often(app: Flask) -> None:
    """Bring the log into the database again and again."""
    with app.app_context():
        event.listen(
            db.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA wal_autocheckpoint={PAGES}")
        )


def _normal(app: Flask) -> None:
    """M4: the log is not synced when something is committed."""
    with app.app_context():
        event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=NORMAL"))


def _in_place(_app: Flask) -> None:
    """M3: files are written in place and not synced."""

    def put(self: FileStore, commune_id: int | None, accepted: Accepted) -> str:
        relative = f"{commune_id}/2026/{Random(accepted.content).randbytes(16).hex()}.{accepted.extension}"
        (self.root / relative).parent.mkdir(parents=True, exist_ok=True)
        (self.root / relative).write_bytes(accepted.content)
        return relative

    FileStore.put = put  # type: ignore[method-assign]


class Recorded:
    """Everything was sent to a server whose calls were written down; the answers stand between the calls."""

    def __init__(self, place: Place, home: Path, each: int, files: int, *first: Callable[[Flask], None]) -> None:
        self.place, self.home, self.ledger = place, home, home / "ledger"
        self.waiting = {one.word: one for one in forms(place, each, files)}
        shutil.copytree(place.home, home / "beginning")
        gate = Gate()

        def begin(app: Flask) -> None:
            gate.wait()
            for one in first:
                one(app)

        with launched(place, begin) as child, recorded(child, home / "record"):
            gate.open()
            place.wait_for(child)
            told = deliver_all(place, list(self.waiting.values()))
        assert {answer.status for answer in told} == {303}
        self.calls = calls(read(home / "record"))
        assert sorted(self._told(self.calls)) == sorted(self.waiting), "the record holds what the clients were told"

    @staticmethod
    def _told(calls: list[Call]) -> list[str]:
        answers = Answers()
        for call in calls:
            answers.take(call)
        return answers.words

    def cuts(self, names: Names, count: int) -> Iterator[Ledger]:
        """The place as a cut leaves it, again and again, with what clients had been told by then."""
        chance, answers = Random(f"{SEED} {names}"), Answers()
        moments = set(chance.sample(range(len(self.calls)), count))
        disk = Disk(self.place.home, self.home / "beginning", names)
        for number, call in enumerate(self.calls):
            disk.take(call)
            answers.take(call)
            if number in moments:
                db.session.remove()
                db.engine.dispose()
                shutil.rmtree(self.place.home)
                self.place.home.mkdir()
                lay(disk.image(chance), self.place.home)
                yield Ledger(self.ledger, {self.waiting[word].what for word in answers.words})


def _swept(home: Path) -> None:
    """What the night does, once what the cut has left is old enough."""
    store, then = FileStore(home / "uploads"), (clock.now() - 2 * IN_FLIGHT).timestamp()
    for path in store.root.rglob("*"):
        os.utime(path, (then, then))
    sweep(store)
    db.session.remove()
    assert not checks(store)


def test_a_cut_loses_and_tears_nothing_that_was_acknowledged(place: Place, tmp_path: Path) -> None:
    with db.engine.connect() as connection:
        assert connection.execute(text("PRAGMA mmap_size")).scalar() == 0, "writes through memory are not recorded"
    seen = Recorded(place, tmp_path, EACH, FILES, _often)
    told = []
    for names in Names:
        for ledger in seen.cuts(names, CUTS):
            assert_whole(place.app, ledger)
            _swept(place.home)
            told.append(len(ledger.acknowledged))
    assert len(told) == 2 * CUTS and len(set(told)) > CUTS // 2, "cuts at many moments"
    with launched(place) as child:
        place.wait_for(child)
        again = deliver_all(place, list(seen.waiting.values()))
    assert {answer.status for answer in again} == {303}, "sent again, it is there once"
    ledger.acknowledged |= {one.what for one in seen.waiting.values()}
    assert_whole(place.app, ledger)


@pytest.mark.parametrize(
    ("careless", "each", "files", "told"), [(_normal, 15, 0, "C1"), (_in_place, 0, 12, "C4, C5, C7")]
)
def test_the_model_sees_who_does_not_sync(
    careless: Callable[[Flask], None], each: int, files: int, told: str, place: Place, tmp_path: Path
) -> None:
    seen, lost = Recorded(place, tmp_path, each, files, careless), 0
    for ledger in seen.cuts(Names.JOURNAL, CARELESS_CUTS):
        try:
            assert_whole(place.app, ledger)
        except AssertionError as problem:
            assert str(problem).startswith(told)
            lost += 1
    assert lost > CARELESS_CUTS // 4
