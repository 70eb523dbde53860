"""What must hold after every fault, in one place: C1 to C9 of the house's list.

C1 what was acknowledged is there once. C2 what was refused is not. C3 what nobody knows of is there at most once, and
once when it was sent again. C4 a row, its line in the journal and the key of its form stand together. C5 files and rows
fit. C6 the database is whole. C7 the chains hold. C8 it serves again in ten seconds by itself, and nobody has to sign
in again. C9 numbers never repeat. C10 nothing grows: memory, open files, the log of the database.
"""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from flask import Flask
from sqlalchemy import select, text

from models.accounts.tables import FormKey
from models.base import db, reading
from models.duties.tables import DutyNote
from models.files import FileStore
from models.journal import JournalEntry
from models.places.tables import Room
from models.satisfaction.tables import Response
from models.verify import checks
from tests.faults.place import Place

MIB = 1024 * 1024
LONGEST_START, USUAL_START = 10.0, 5.0  # seconds until it serves again: at most, and in 95 of 100 cases


@dataclass
class Ledger:
    """What clients were told, outside of the place: each line is on the disk before it counts."""

    path: Path
    acknowledged: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    _turn: Lock = field(default_factory=Lock)

    def note(self, what: str, is_taken: bool) -> int:
        """Keep one word of the server; how many it has given."""
        with self._turn:
            with self.path.open("ab") as out:
                out.write(f"{'ok' if is_taken else 'no'} {what}\n".encode())
                out.flush()
                os.fsync(out.fileno())
            (self.acknowledged if is_taken else self.refused).add(what)
            return len(self.acknowledged)


def assert_whole(app: Flask, ledger: Ledger) -> None:
    """AssertionError names the first thing that a fault has lost, doubled or torn."""
    with app.app_context(), reading():
        rooms = Counter(db.session.scalars(select(Room.name).where(Room.name.startswith("Phòng thử "))))
        answers = Counter(db.session.scalars(select(Response.comment).where(Response.comment.startswith("lời thử "))))
        notes = Counter(db.session.scalars(select(DutyNote.text).where(DutyNote.text.startswith("minh chứng thử "))))
        kept = rooms + answers + notes
        assert not (lost := ledger.acknowledged - kept.keys()), f"C1: acknowledged and not there: {sorted(lost)[:5]}"
        assert not (there := ledger.refused & kept.keys()), f"C2: refused and there: {sorted(there)[:5]}"
        assert not (twice := {what for what, times in kept.items() if times > 1}), f"C1, C3: twice: {sorted(twice)[:5]}"
        ids = set(db.session.scalars(select(Room.id).where(Room.name.startswith("Phòng thử "))))
        told = select(JournalEntry.entity_id).where(JournalEntry.entity == "room", JournalEntry.action == "created")
        lines = Counter(int(one) for one in db.session.scalars(told))
        assert {one: lines[one] for one in ids} == dict.fromkeys(ids, 1), "C4: a room without its line, or with two"
        keyed = set(db.session.scalars(select(FormKey.result).where(FormKey.result.startswith("/phong/"))))
        assert len(keyed) >= len(ids), "C4: a room without the key of its form"
        faults = [one for one in checks(FileStore(app.config["UPLOADS_DIR"])) if not one.is_harmless]
        assert not faults, f"C4, C5, C7: {faults[:3]}"
        assert db.session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"], "C6"
        assert not db.session.execute(text("PRAGMA foreign_key_check")).all(), "C6"
        numbers = list(db.session.scalars(select(JournalEntry.id).order_by(JournalEntry.id)))
        assert len(numbers) == len(set(numbers)), "C9"
        db.session.remove()


def assert_back_in_time(place: Place, cookies: Iterable[str]) -> None:
    """C8 of a server that is running: how soon each start served, and that sessions from before are still good.

    A machine with other work to do makes everybody wait: there what counts is the work of a start, and the clock of the
    quickest one alone.
    """
    worked = sorted(start.worked for start in place.starts)
    usual, quickest = worked[round(0.95 * (len(worked) - 1))], min(start.passed for start in place.starts)
    assert worked[-1] <= LONGEST_START and usual <= USUAL_START, f"C8: {worked[-1]:.1f} s, in 95 of 100 {usual:.1f} s"
    assert quickest <= LONGEST_START, f"C8: {quickest:.1f} s"
    for cookie in cookies:
        said = place.ask("GET", "/tai-khoan", Cookie=cookie)
        assert said and said.status == 200, "C8: somebody has to sign in again"


@dataclass(frozen=True)
class Size:
    """What a process takes up, and its database's log."""

    memory: int
    files: int
    log: int

    @classmethod
    def of(cls, place: Place, process: int) -> "Size":
        """As it is now, told by Linux."""
        status = Path(f"/proc/{process}/status").read_text("ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        log = place.home / "office.sqlite-wal"
        return cls(
            int(kilobytes) * 1024,
            len(list(Path(f"/proc/{process}/fd").iterdir())),
            log.stat().st_size if log.exists() else 0,
        )


def assert_no_growth(before: Size, after: Size) -> None:
    """C10 between two looks, the second one after a checkpoint."""
    assert after.memory - before.memory <= 50 * MIB, f"C10: {(after.memory - before.memory) / MIB:.0f} MiB more"
    assert abs(after.files - before.files) <= 10, f"C10: {before.files} open files, then {after.files}"
    assert after.log <= 64 * MIB, f"C10: a log of {after.log / MIB:.0f} MiB"
