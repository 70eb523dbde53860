"""F02: the program is killed at named points of one act; what must be there afterwards, and after once more."""

import signal
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models import migrate
from models.backup import guards
from models.base import db
from tests.faults import points
from tests.faults.oracle import Ledger, assert_back_in_time, assert_whole
from tests.faults.place import TAKEN, First, Place
from tests.faults.prepared import WATCHED, Counts, Prepared, assert_swept, changed, counts, do, rows
from tests.one_writer import only_sqlite

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]


@dataclass(frozen=True)
class Point:
    """Where it dies in which act; by how much the tables differ then, and when the act was done once more."""

    name: str
    act: str
    dies: First
    after: Counts = field(default_factory=dict)
    more: Counts = field(default_factory=dict)
    may_repeat: bool = True  # the very same form a third time changes nothing
    numbers: str = ""  # the query for what was numbered: the one there is now is the first


ROOM = {"room": 1, "journal": 1, "form_key": 1}
NOTE = {"duty_note": 1, "stored_file": 1, "journal": 3, "form_key": 1, "file": 1}
ANSWER = {"response": 1, "response_chain": 1, "response_count": 8, "response_day": 1, "recent_response": 1}
IMPORT = {"plan": 1, "pillar": 1, "plan_task": 2, "target": 1, "duty": 2, "journal": 6}
ROUND = {"audit_round": 1, "item_result": 90, "journal": 2, "form_key": 1}
SESSION = {"sign_in": 1, "known_device": 1, "account_use": 1, "throttle": 2, "journal": 1}
STEPS = 8  # versions that are gone through once more
NUMBERS = "SELECT no FROM audit_round"
POINTS = [
    Point("before BEGIN", "room", points.before_begin, {}, ROOM),
    Point("between row and journal", "room", points.before_the_journal, {}, ROOM),
    Point("before COMMIT", "room", points.before_commit("room"), {}, ROOM),
    Point("after COMMIT, before the reply", "room", points.after_commit("room"), ROOM, {}),
    Point("an answer after COMMIT, before the reply", "answer", points.after_commit("response"), ANSWER, {}),
    Point("a note after COMMIT, before the reply", "note", points.after_commit("duty_note"), NOTE, {}),
    Point("amid a file", "note", points.amid_a_file, {"half": 1}, NOTE),
    Point("after a file, before its row", "note", points.after_the_file, {"file": 1}, NOTE),
    Point("after the row of a file, before COMMIT", "note", points.before_commit("stored_file"), {"file": 1}, NOTE),
    Point("amid a sheet", "sheet", points.amid_a_sheet),
    Point("amid an import", "import", points.at_insert("plan_task"), {}, IMPORT),
    Point("amid the number of a round", "round", points.at_insert("audit_round"), {}, ROUND, True, NUMBERS),
    Point("amid the saving of a session", "sign_in", points.before_commit("sign_in"), {}, SESSION, may_repeat=False),
]


@pytest.mark.parametrize("point", POINTS, ids=[point.name for point in POINTS])
def test_killed_there_it_is_all_or_nothing_and_once_more_gives_one(
    point: Point, prepared: Prepared, here: Place, tmp_path: Path
) -> None:
    act, before, ledger = prepared.acts[point.act], counts(here.home), Ledger(tmp_path / "ledger")
    child = here.start(lambda app: (points.by_day(app), point.dies(app)))
    assert do(here, act) is None, "nobody is told"
    assert here.end(child) == -signal.SIGKILL, "it died there"
    child = here.start(points.by_day)
    assert_back_in_time(here, [prepared.cookie])
    assert changed(here.home, before) == point.after
    for _ in range(1 + point.may_repeat):
        assert do(here, act) in TAKEN
        if point.act in WATCHED:
            ledger.note(act.what, is_taken=True)
        done = {name: point.after.get(name, 0) + point.more.get(name, 0) for name in point.after | point.more}
        assert changed(here.home, before) == done
    here.kill(child)
    assert_whole(here.app, ledger)
    assert_swept(here)
    if point.numbers:
        assert rows(here.home, point.numbers) == [1], "the next one after it is no further away"


def run(place: Place, *command: object, dies: First = points.nowhere) -> int:
    """A command in a process of its own; how it ended."""
    with place.app.app_context():
        db.engine.dispose()
    return place.end(place.begin(command, dies))


def test_killed_amid_a_backup_the_older_one_stays_and_the_next_is_whole(
    prepared: Prepared, here: Place, tmp_path: Path
) -> None:
    file = tmp_path / "stick" / "backup.zip"
    file.parent.mkdir()
    assert run(here, "backup", file) == 0
    older = file.read_bytes()
    child = here.start(points.by_day)
    assert do(here, prepared.acts["room"]) in TAKEN
    assert run(here, "backup", file, dies=points.amid_a_backup) == -signal.SIGKILL
    assert file.read_bytes() == older
    here.kill(child)
    assert run(here, "backup", file) == 0
    assert file.read_bytes() != older and zipfile.ZipFile(file).testzip() is None
    assert_whole(here.app, Ledger(tmp_path / "ledger", {"Phòng thử 1"}))


RESTORE = {
    "the files are placed": (points.before_the_swap, False),
    "the former database is aside": (points.amid_the_swap, False),
    "the restored one is in its place": (points.after_the_swap, True),
}


@pytest.mark.parametrize(("dies", "is_restored"), RESTORE.values(), ids=RESTORE)
def test_killed_amid_a_restore_the_former_or_the_restored_place_serves(
    dies: First, is_restored: bool, prepared: Prepared, here: Place, tmp_path: Path
) -> None:
    guards.expected(migrate.newest_version() or "")  # drawn up once, and known to every process that begins here
    file, ledger = tmp_path / "backup.zip", Ledger(tmp_path / "ledger")
    child = here.start(points.by_day)
    for act in ("room", "note"):
        assert do(here, prepared.acts[act]) in TAKEN
        ledger.note(prepared.acts[act].what, is_taken=True)
    assert run(here, "backup", file) == 0
    assert do(here, prepared.acts["room 2"]) in TAKEN
    here.kill(child)
    assert run(here, "restore", file, dies=dies) == -signal.SIGKILL
    child = here.start(points.by_day)
    there = rows(here.home, "SELECT name FROM room")
    assert there == ["Phòng thử 1"] if is_restored else ["Phòng thử 1", "Phòng thử 2"]
    said = here.ask("GET", "/tai-khoan", Cookie=prepared.cookie)
    assert said and said.status == (303 if is_restored else 200), "sessions of the backup stay closed, others are open"
    here.kill(child)
    if not is_restored:
        assert run(here, "restore", file) == 0, "what the killed one has left is in nobody's way"
        assert rows(here.home, "SELECT name FROM room") == ["Phòng thử 1"]
    assert_whole(here.app, ledger)
    assert_swept(here)


def test_killed_amid_the_migrations_it_stands_where_it_stood(here: Place) -> None:
    """F20 on the place itself, with rows in it; an update migrates a copy."""
    with here.app.app_context():
        versions = [one.revision for one in migrate._script().walk_revisions()]
        older = versions[STEPS]
        migrate.downgrade(db.engine, older)
    kept = counts(here.home)
    for quarter in (1, 2, 3):
        assert run(here, "db", "upgrade", dies=points.amid_migrations(quarter * STEPS // 4)) == -signal.SIGKILL
        assert rows(here.home, "SELECT version_num FROM alembic_version") == [older]
        assert counts(here.home) == kept
    assert run(here, "db", "upgrade") == 0
    with here.app.app_context():
        assert migrate.version(db.engine) == versions[0]
        assert migrate.differences(db.engine) == []
        db.engine.dispose()
    now = counts(here.home)
    assert {name: now[name] for name in kept if name in now} == kept
