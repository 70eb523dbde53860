"""Setting the backups up, and noting what a run of the night has found."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, select, text

from models import clock, secrets
from models.backup import recovery
from models.base import db
from models.errors import RuleBroken
from models.files import FileStore
from models.office import queries, rules
from models.office.rules import RunKind
from models.office.tables import BackupPlace, NightRun
from models.private import note_on_disk, put_in_place
from models.verify import checks

KEPT_RUNS = 400


def check_place(path: str, own: list[Path]) -> None:
    """RuleBroken when a folder cannot be a place for copies; ``own`` are the folders of the site itself."""
    folder, present = Path(path.strip()), queries.places()
    if not folder.is_absolute():
        raise RuleBroken("place_relative", "path")
    if any(folder == one or one in folder.parents for one in own):
        raise RuleBroken("place_inside", "path")
    if len(present) >= rules.MOST_PLACES:
        raise RuleBroken("place_too_many", "path")
    if str(folder) in [one.path for one in present]:
        raise RuleBroken("place_twice", "path")


def try_place(path: str) -> None:
    """RuleBroken when a folder takes no copy, found by trying it; nothing of the trial stays."""
    folder = Path(path.strip())
    try:
        if not folder.is_dir():
            raise RuleBroken("place_missing", "path")
        tried = folder / "office-trial.part"
        tried.write_bytes(bytes(4096))
        tried.unlink()
    except OSError as problem:
        raise RuleBroken("place_not_written", "path") from problem


def add_place(path: str) -> BackupPlace:
    """One more folder for copies, which was checked and tried."""
    made = BackupPlace(path=str(Path(path.strip())))
    db.session.add(made)
    db.session.flush()
    return made


def begin_code(instance: Path) -> str:
    """A new recovery code, which counts only when it was typed back; until then the former one stays in force."""
    code, key = recovery.new_code(), secrets.data_key()
    recovery.write(instance / recovery.WAITING, recovery.seal(code, key))
    return code


def confirm_code(instance: Path, typed: str) -> None:
    """Take the code into force that was just typed back from paper; recovery.WrongCode, RuleBroken code_not_printed."""
    waiting = recovery.kept_in(instance, recovery.WAITING)
    if waiting is None or waiting.key_name != secrets.key_name():
        raise RuleBroken("code_not_printed", "code")
    recovery.open_key(waiting, typed)
    put_in_place(instance / recovery.WAITING, instance / recovery.FILE)
    note_on_disk(instance)


def note_run(kind: RunKind, is_good: bool, facts: dict[str, Any]) -> None:
    """Keep what a run has found, and forget the oldest; the caller commits."""
    db.session.add(NightRun(kind=kind, ended_at=clock.now(), is_good=is_good, facts=facts))
    db.session.flush()
    oldest = select(NightRun.id).order_by(NightRun.id.desc()).offset(KEPT_RUNS)
    db.session.execute(delete(NightRun).where(NightRun.id.in_(oldest)))


def check(engine: Engine, store: FileStore) -> dict[str, int]:
    """Look through everything that is kept; how many faults there are of each kind, harmless ones left out."""
    found: dict[str, int] = {}
    for finding in checks(store):
        if not finding.is_harmless:
            found[finding.fault.value] = found.get(finding.fault.value, 0) + 1
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            said = connection.execute(text("PRAGMA quick_check(20)")).scalars().all()
        if said != ["ok"]:
            found["database"] = len(said)
    return found
