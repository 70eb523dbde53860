"""Putting a backup back: checked whole before anything is touched, the present place kept aside, undone on failure."""

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError

from models import clock, journal, migrate
from models.accounts.tables import Account, SignIn
from models.backup import archive, guards, lite, postgres
from models.backup.archive import DATABASE, FILES, Manifest
from models.backup.files import Placing
from models.backup.problems import HalfDone, Unusable
from models.base import db, writing
from models.files import FileStore
from models.files.aside import RESTORING
from models.qr import rekeying


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done: where the former database and files are, and what cannot be read any more."""

    database_aside: str | None
    files_aside: Path | None
    files_moved: int
    unreadable_keys: int
    is_signed: bool


def restore(engine: Engine, store: FileStore, source: Path, takes_unsigned: bool = False) -> Restored:
    """Replace database and files with what the archive holds; the caller has the place for itself (``presence``).

    Unusable leaves everything as it was. HalfDone names what must be put back by hand.
    """
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    with _work_folder(store) as work:
        manifest = unpacked(engine, store, source, work, takes_unsigned)
        placing = Placing(store)
        try:
            placing.put(work / FILES)
            aside, put_back = _put_database(engine, work / DATABASE, stamp, manifest.schema)
        except Exception as problem:
            placing.undo()
            raise _unusable(problem, "not_put") from problem
        try:
            migrate.upgrade(engine)
            guards.differences(engine)
            unreadable = _begin_anew(source)
            placing.sweep()
            db.session.remove()
        except Exception as problem:
            db.session.remove()
            _undo(placing, put_back, aside, problem)
            raise _unusable(problem, "not_put") from problem
    folder = placing.folder if placing.moved else None
    return Restored(aside, folder, len(placing.moved), unreadable, manifest.is_signed)


@contextmanager
def _work_folder(store: FileStore) -> Iterator[Path]:
    """A folder on the disk of the store, so that unpacked files need only be renamed."""
    store.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=RESTORING, dir=store.root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unusable(problem: Exception, code: str) -> Unusable:
    """Whatever went wrong, as a reason not to restore."""
    if isinstance(problem, Unusable):
        return problem
    said = problem.stderr.decode("utf-8", "replace") if isinstance(problem, subprocess.CalledProcessError) else ""
    return Unusable(code, problem=said.strip() or str(problem) or type(problem).__name__)


def unpacked(engine: Engine, store: FileStore, source: Path, work: Path, takes_unsigned: bool) -> Manifest:
    """Open, check and unpack an archive; whatever is wrong with one, it is not used."""
    try:
        with zipfile.ZipFile(source) as opened:
            manifest = archive.read(opened, engine)
            if not manifest.is_signed and not takes_unsigned:
                _ask(archive.is_of_another_key(opened), engine)
            archive.unpack(opened, manifest, work, store)
        _check(engine, work / DATABASE, manifest.schema)
    except Exception as problem:
        raise _unusable(problem, "no_archive") from problem
    return manifest


def _ask(is_of_another_key: bool, engine: Engine) -> None:
    """Refuse what nobody can vouch for, unless it was signed elsewhere and there is nothing here to be misled."""
    if not is_of_another_key:
        raise Unusable("unsigned")
    if not _is_new_place(engine):
        raise Unusable("other_key")


def _is_new_place(engine: Engine) -> bool:
    """Whether nobody has an account here yet, so that this is a new machine after the loss of the old one."""
    if engine.dialect.name == "sqlite" and not lite.path_of(engine).exists():
        return True
    try:
        with engine.connect() as connection:
            if not engine.dialect.has_table(connection, Account.__tablename__):
                return True
            return connection.execute(select(Account.id).limit(1)).first() is None
    except SQLAlchemyError:
        return False  # there is something, and it cannot be read
    finally:
        engine.dispose()


def _check(engine: Engine, copied: Path, schema: str) -> None:
    """Whether the database inside is whole and guarded as ours are."""
    if engine.dialect.name == "postgresql":
        postgres.check(copied)
        return
    lite.check(copied)
    with lite.opened(copied) as kept:
        guards.check(kept, schema)


def _put_database(engine: Engine, copied: Path, stamp: str, schema: str) -> tuple[str | None, Callable[[], None]]:
    """Put the database in place; where the former one is, and how to go back to it."""
    if engine.dialect.name == "postgresql":
        name = postgres.replace(engine, copied, stamp, schema)
        return name, partial(postgres.put_back, engine, name)
    lite.close_sessions(copied)  # before anybody could take one up, should this be as far as it gets
    aside = lite.replace(engine, copied, stamp)
    return str(aside) if aside else None, partial(lite.put_back, engine, aside)


def _undo(placing: Placing, put_back: Callable[[], None], aside: str | None, why: Exception) -> None:
    try:
        put_back()
        placing.undo()
    except Exception as problem:
        raise HalfDone(aside or "", str(problem) or type(problem).__name__) from why


def _begin_anew(source: Path) -> int:
    """Sessions of the backup stay closed, the journal says what happened; how many sealed keys cannot be read."""
    with writing():
        db.session.execute(delete(SignIn))
        journal.note("restored", "backup", source.name, None)
        rekeying.renew_prints()
        unreadable = len(rekeying.unreadable())
        db.session.commit()
    return unreadable
