"""F06: the power is cut at every moment while keys, certificates, copies, pointers and restored files are written."""

import os
import shutil
import sqlite3
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from contextvars import Context
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flask import Flask
from sqlalchemy import create_engine

from blueprints import recovering, settings
from models import backup, private, secrets
from models.backup import lite
from models.backup.files import Placing
from models.base import db
from models.files import FileStore
from models.office import actions, certificates, copies
from models.updates import applying, launch, package
from tests.faults.place import SEED, Place
from tests.faults.power import Disk, Image
from tests.faults.record import Answers, Call, calls, read
from tests.faults.tracer import Gate, recorded
from tests.faults.unsafe import Names
from tests.files.handed_in import orphan_of, pdf
from tests.one_writer import only_sqlite
from tests.updates import small

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]

TIMES = 16  # cuts at each moment, with other luck
GONE = object()
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


class Writers:
    """Whoever writes a file of which something stands or falls, in a place of their own."""

    def __init__(self, home: Path, update: Path) -> None:
        self.home, self.update, self.store = home, update, FileStore(home / "uploads")
        self.engine = create_engine(f"sqlite:///{home / 'small.sqlite'}")

    def prepare(self) -> None:
        """What lies there beforehand."""
        for name in ("copies-1", "copies-2", "unpacked/1/2026"):
            (self.home / name).mkdir(parents=True)
        (self.home / "unpacked/1/2026/00000000000000000000000000000000.pdf").write_bytes(pdf("restored"))
        (self.home / "data.key").write_bytes(secrets.data_key())
        (self.home / "instance").mkdir()
        for name in ("small", "restored", "migrated"):
            with closing(sqlite3.connect(self.home / f"{name}.sqlite")) as made:
                made.execute(f"CREATE TABLE {name} (x)")

    def keys(self) -> None:
        """The first start makes two keys."""
        settings.load({"INSTANCE_DIR": self.home / "first", "UPLOADS_DIR": self.home / "first/uploads"})

    def evidence(self) -> None:
        """A file is handed in, the first of its commune and year."""
        orphan_of(self.store, 7, pdf("evidence"))

    def code(self) -> None:
        """A recovery code is made."""
        self.typed = actions.begin_code(self.home)

    def code_typed(self) -> None:
        """And typed back."""
        actions.confirm_code(self.home, self.typed)

    def certificate(self) -> None:
        """The authority and the place's certificate are made."""
        certificates.issue(self.home, "UBND", ["10.0.0.5"])

    def renewal(self) -> None:
        """The certificate is renewed for another address."""
        assert certificates.renew(self.home, "UBND", ["10.0.0.77"])

    def backup(self) -> None:
        """A backup is made."""
        backup.write(db.engine, self.store, self.home / "copies-1/office-20261201-010000.zip", self.home)

    def carried(self) -> None:
        """And carried to the second place."""
        name = "office-20261201-010000.zip"
        copies._carry(self.home / "copies-1" / name, self.home / "copies-2" / name)

    def files_restored(self) -> None:
        """Files of a backup are put in place."""
        Placing(self.store).put(self.home / "unpacked")

    def database_restored(self) -> None:
        """And its database."""
        assert lite.replace(self.engine, self.home / "restored.sqlite", "20261201-010000")

    def key_restored(self) -> None:
        """And its data key."""
        with recovering.under_key(self.home, bytes(range(32))):
            pass

    def release(self) -> None:
        """The code of an update is unpacked beside the one that runs."""
        self._step(applying.unpack)
        self._step(applying.place)

    def decision(self) -> None:
        """It is decided; the new database lies there."""
        (self.home / "migrated.sqlite").rename(self.home / "instance" / launch.NEXT)
        self._step(applying.decide)

    def switch(self) -> None:
        """And done."""
        launch.finish(self.home / "instance")

    def _step(self, step: Callable[[applying.Update], None]) -> None:
        with zipfile.ZipFile(self.update) as archive:
            found = package.read(archive, KEY.public_key(), "2026.11")
            folders = self.home, self.home / "instance", self.home / "uploads"
            step(applying.Update(*folders, "2026.11", archive, KEY.public_key(), self.engine, package=found))


ALL = [name for name, verb in vars(Writers).items() if callable(verb) and name[0] != "_" and name != "prepare"]
PASSING = (private.PART, ".new", "-journal", "-wal", "-shm")  # what is there for a moment
UNDECIDED = "releases"  # new code may lie there in any state, as long as no step has told that it is whole


def _write_all(writers: Writers, names: Sequence[str], ledger: Path, first: Callable[[], None]) -> None:
    first()
    with ledger.open("wb", buffering=0) as told:
        for name in names:
            getattr(writers, name)()
            told.write(f"{name}\n".encode())


def _forked(work: Callable[[], None], log: Path) -> int:
    child = os.fork()
    if child == 0:
        try:
            Context().run(work)
        except BaseException:
            log.write_text(traceback.format_exc())
        os._exit(0)
    return child


def broken(
    app: Flask, home: Path, names: Sequence[str], first: Callable[[], None] = lambda: None
) -> tuple[int, list[str]]:
    """How many cuts were made while these wrote, and what each left that was neither the old nor the new."""
    writers, gate, log, ledger = Writers(home / "place", home / "update.zip"), Gate(), home / "log", home / "ledger"
    small_home = small.home(home / "code", "new", "2026.12")
    package.make(small_home, None, KEY, ("2026.12", "0002"), home / "update.zip")
    writers.prepare()
    shutil.copytree(home / "place", home / "beginning")

    def work() -> None:
        gate.wait()
        with app.app_context():
            _write_all(writers, names, ledger, first)

    child = _forked(work, log)
    with recorded(child, home / "record"):
        gate.open()
        os.waitpid(child, 0)
    assert not log.exists(), log.read_text()
    found = calls(read(home / "record"))
    disk, answers, states = Disk(writers.home, home / "beginning", Names.FOLDER), Answers(ledger), []
    states.append(disk.seen())
    for call in found:
        disk.take(call)
        answers.take(call)
        if len(answers.words) == len(states):
            states.append(disk.seen())
    assert answers.words == list(names), "the record holds every step"
    return _compared(Disk(writers.home, home / "beginning", Names.FOLDER), found, ledger, states)


def _compared(disk: Disk, found: list[Call], ledger: Path, states: list[Image]) -> tuple[int, list[str]]:
    """At every change of names, and at every sync, cut several times and compare with the steps before and after."""
    answers, chance, cuts, turns = Answers(ledger), Random(SEED), 0, 0
    wrong: list[str] = []
    for call in found:
        disk.take(call)
        answers.take(call)
        if disk.turns == turns:
            continue
        turns = disk.turns
        done = len(answers.words)
        old, new = states[done], states[min(done + 1, len(states) - 1)]
        for _ in range(TIMES):
            image, cuts = disk.image(chance), cuts + 1
            wrong += [
                f"{path} after {done} steps, at {call.name}"
                for path in old.keys() | {path for path in new.keys() | image.keys() if not path.startswith(UNDECIDED)}
                if not path.endswith(PASSING)
                and image.get(path, GONE) not in (old.get(path, GONE), new.get(path, GONE))
            ]
            wrong += [f"key and certificate after {done} steps"] if not _fit(image) else []
    return cuts, wrong


def _fit(image: Image) -> bool:
    """Whether a certificate and its key, where both are there, belong together."""
    pem, key = (image.get(f"{certificates.FOLDER}/{name}") for name in (certificates.LEAF, certificates.LEAF_KEY))
    if pem is None or key is None:
        return True
    spoken_for = x509.load_pem_x509_certificate(pem).public_key()
    return spoken_for == load_pem_private_key(key, None).public_key()


def test_a_cut_leaves_every_file_that_counts_as_it_was_or_as_it_is(place: Place, tmp_path: Path) -> None:
    cuts, wrong = broken(place.app, tmp_path, ALL)
    assert not wrong, Counter(wrong)
    assert cuts > 300


def _not_the_folder() -> None:
    """Names are never asked for."""
    private.note_on_disk = lambda folder: None


def _not_the_file() -> None:
    """Content is never asked for."""
    private.sync = lambda out: out.flush()


@pytest.mark.parametrize("careless", [_not_the_folder, _not_the_file])
def test_the_model_sees_a_writer_who_does_not_sync(careless: Callable[[], None], place: Place, tmp_path: Path) -> None:
    _cuts, wrong = broken(place.app, tmp_path, ["evidence", "code", "code_typed"], careless)
    assert wrong
