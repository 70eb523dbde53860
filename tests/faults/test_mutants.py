"""The careless ways to build this that the oracle has to notice: each is done to a server of its own, and found."""

import re
import shutil
import signal
import threading
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from blueprints import transactions
from models.backup import lite
from models.base import db, set_writing
from models.journal import listener
from tests.faults import points
from tests.faults.oracle import Ledger, assert_whole
from tests.faults.place import TAKEN, Place
from tests.faults.prepared import Prepared, do
from tests.one_writer import only_sqlite

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
LATER = 60.0  # seconds: longer than a test takes to hear the answer


def _reply_first(_app: Flask) -> None:
    """M1: it is committed some time after the reply."""

    def later() -> None:
        db.session.flush()
        kept = db.session()
        db.session.registry.clear()  # the end of the request leaves it alone
        threading.Timer(LATER, kept.commit).start()
        set_writing(False)

    transactions.commit = later


def _journal_later(_app: Flask) -> None:
    """M5: lines of the journal come in a transaction of their own, behind the one of the change."""
    waiting: list[Any] = []
    append = listener.append
    listener.append = lambda _connection, lines: waiting.extend(lines)

    def write(_session: Session) -> None:
        points.die()
        with db.engine.begin() as own:
            append(own, waiting)

    event.listen(Session, "after_commit", lambda session: waiting and write(session))


MUTANTS: dict[str, tuple[Callable[[Flask], None], str]] = {
    "M1 replies before it commits": (_reply_first, "C1"),
    "M5 journals in a second transaction": (_journal_later, "C4"),
}


@pytest.mark.parametrize(("careless", "found"), MUTANTS.values(), ids=MUTANTS)
def test_the_oracle_notices(
    careless: Callable[[Flask], None], found: str, prepared: Prepared, here: Place, tmp_path: Path
) -> None:
    act, ledger = prepared.acts["room"], Ledger(tmp_path / "ledger")
    child = here.start(lambda app: (points.by_day(app), careless(app)))
    status = do(here, act)
    if status is not None:
        ledger.note(act.what, status in TAKEN)
        here.kill(child)
    else:
        assert here.end(child) == -signal.SIGKILL
    with pytest.raises(AssertionError, match=found):
        assert_whole(here.app, ledger)


def test_the_oracle_notices_m2_that_forms_have_no_keys(prepared: Prepared, here: Place, tmp_path: Path) -> None:
    """With a note, since a second room of one name is refused; without the mutant such a note is there once."""
    act, ledger = prepared.acts["note"], Ledger(tmp_path / "ledger")

    def careless(app: Flask) -> None:
        points.by_day(app)
        transactions.KEY = re.compile("(?!)")

    child = here.start(lambda app: (careless(app), points.after_commit("duty_note")(app)))
    assert do(here, act) is None
    here.end(child)
    child = here.start(careless)
    assert do(here, act) in TAKEN
    ledger.note(act.what, is_taken=True)
    here.kill(child)
    with pytest.raises(AssertionError, match="twice"):
        assert_whole(here.app, ledger)


@pytest.mark.parametrize("careless", [False, True], ids=["as it is", "M8 a plain copy"])
def test_a_backup_of_a_place_in_use(careless: bool, prepared: Prepared, here: Place, tmp_path: Path) -> None:
    file, ledger = tmp_path / "copy.sqlite", Ledger(tmp_path / "ledger")
    child = here.start(points.by_day)
    for name in ("room", "room 2"):
        assert do(here, prepared.acts[name]) in TAKEN
        ledger.note(prepared.acts[name].what, is_taken=True)
    (shutil.copyfile if careless else lite.copy)(here.home / "office.sqlite", file)
    here.kill(child)
    for path in here.home.glob("office.sqlite*"):
        path.unlink()
    shutil.copyfile(file, here.home / "office.sqlite")
    with pytest.raises(AssertionError, match="C1") if careless else nullcontext():
        assert_whole(here.app, ledger)
