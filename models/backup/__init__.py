"""Backup and restore: one archive with the database and every file, each with its SHA-256; keys stay outside.

SQLite is copied with its own backup interface (a plain copy misses acknowledged rows under load); PostgreSQL with
pg_dump. A restore checks the whole archive first and touches nothing when one byte is wrong.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, delete

from models import clock, journal, migrate
from models.accounts.tables import SignIn
from models.base import db, writing
from models.files import FileStore

FORMAT = 1
MANIFEST = "manifest.json"
MOST_BYTES = 200 * 1024**3


class Unusable(Exception):
    """The archive cannot be restored; the text says why."""


def _stamp(instant: datetime) -> str:
    return clock.local(instant).strftime("%Y%m%d-%H%M%S")


def _sqlite_path(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def copy_before_upgrade(engine: Engine, folder: Path) -> Path | None:
    """Keep a copy of a SQLite database before its schema changes; None for an empty or a PostgreSQL one."""
    if engine.dialect.name != "sqlite" or not _sqlite_path(engine).exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-{_stamp(clock.now())}.sqlite"
    _copy_sqlite(_sqlite_path(engine), target)
    return target


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _postgres(engine: Engine, *command: str) -> None:
    """Run one of PostgreSQL's own programs; the password travels in the environment, where nobody lists it."""
    url = engine.url
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    subprocess.run(  # noqa: S603
        [part.format(address=address) for part in command], check=True, env=os.environ | secret, capture_output=True
    )


def _dump(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "sqlite":
        _copy_sqlite(_sqlite_path(engine), target)
    else:
        _postgres(engine, "pg_dump", "--format=custom", f"--file={target}", "{address}")


def write(engine: Engine, store: FileStore, target: Path) -> None:
    """Write the archive beside its final name and move it there when it is complete; only the owner may read it."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            _fill(engine, store, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _fill(engine: Engine, store: FileStore, out: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory() as work, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        dump = Path(work) / "database"
        _dump(engine, dump)
        members = {"database": _add(archive, dump, "database")}
        for path in store.all_paths():
            members[f"files/{path}"] = _add(archive, store.place(path), f"files/{path}")
        manifest = {"format": FORMAT, "dialect": engine.dialect.name, "schema": migrate.version(engine),
                    "made_at": clock.now().isoformat(), "members": members}  # fmt: skip
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _add(archive: zipfile.ZipFile, source: Path, name: str) -> str:
    archive.write(source, name)
    with source.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _manifest(archive: zipfile.ZipFile, engine: Engine) -> dict[str, str]:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest.get("format") != FORMAT:
        raise Unusable("unknown format")
    if manifest["dialect"] != engine.dialect.name:
        raise Unusable(f"made on {manifest['dialect']}, this is {engine.dialect.name}")
    if not migrate.knows(manifest["schema"]):
        raise Unusable("made by a newer version of the program")
    members: dict[str, str] = manifest["members"]
    names = archive.namelist()
    if sorted(names) != sorted({MANIFEST, "database", *members}):
        raise Unusable("members do not match the manifest")
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise Unusable("too large")
    return members


def _unpack(archive: zipfile.ZipFile, members: dict[str, str], work: Path, store: FileStore) -> None:
    for name, digest in members.items():
        if name != "database":
            if not name.startswith("files/"):
                raise Unusable(f"{name} is no part of a backup")
            store.place(name.removeprefix("files/"))  # refuses every odd path
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out)
        with target.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                raise Unusable(f"{name} is damaged")


def _check_database(engine: Engine, dump: Path) -> None:
    """Whether the database inside is whole and ours, before anything is touched."""
    if engine.dialect.name != "sqlite":
        _postgres(engine, "pg_restore", "--list", str(dump))
        return
    with closing(sqlite3.connect(dump)) as kept:
        if kept.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Unusable("the database inside is damaged")
        kept.execute("SELECT count(*) FROM account").fetchone()
        kept.execute("SELECT count(*) FROM journal").fetchone()


def restore(engine: Engine, store: FileStore, source: Path) -> None:
    """Replace database and files with what the archive holds; Unusable leaves everything as it was."""
    store.root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store.root.parent) as folder:
        work = Path(folder)
        try:
            with zipfile.ZipFile(source) as archive:
                _unpack(archive, _manifest(archive, engine), work, store)
            _check_database(engine, work / "database")
        except Unusable:
            raise
        except Exception as problem:  # whatever is wrong with an archive, it is not used
            raise Unusable(str(problem) or type(problem).__name__) from problem
        engine.dispose()
        added = _put_files(work / "files", store)
        try:
            _put_database(engine, work / "database")
        except (sqlite3.Error, subprocess.CalledProcessError) as problem:
            for path in added:
                path.unlink(missing_ok=True)
            raise Unusable(f"the database could not be put back: {type(problem).__name__}") from problem
    migrate.upgrade(engine)
    _begin_anew(source)


def _put_files(unpacked: Path, store: FileStore) -> list[Path]:
    """Put back the files that are missing or changed; the ones that were not there before are returned."""
    added: list[Path] = []
    for path in sorted(unpacked.glob("*/*/*.*")) if unpacked.exists() else ():
        target = store.place(path.relative_to(unpacked).as_posix())
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            added.append(target)
        shutil.copyfile(path, target)
        target.chmod(0o600)
    return added


def _put_database(engine: Engine, dump: Path) -> None:
    if engine.dialect.name == "sqlite":
        target = _sqlite_path(engine)
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(dump, target)
    else:
        _postgres(engine, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                  "--dbname={address}", str(dump))  # fmt: skip


def _begin_anew(source: Path) -> None:
    """Sessions that were open when the backup was made stay closed, and the journal says what happened."""
    with writing():
        db.session.execute(delete(SignIn))
        journal.note("restored", "backup", source.name, None)
        db.session.commit()
