"""Backup and restore: one archive with the database and every file, each with its SHA-256; keys stay outside.

SQLite is copied with its own backup interface (a plain copy misses acknowledged rows under load); PostgreSQL with
pg_dump. A restore checks the whole archive first and touches nothing when one byte is wrong.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from models import clock, migrate
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
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)
    copy.close()
    live.close()


def _libpq(engine: Engine) -> str:
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _dump(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "sqlite":
        _copy_sqlite(_sqlite_path(engine), target)
    else:
        subprocess.run(["pg_dump", "--format=custom", f"--file={target}", _libpq(engine)], check=True)  # noqa: S603, S607


def write(engine: Engine, store: FileStore, target: Path) -> None:
    """Write the archive beside its final name and move it there when it is complete."""
    part = target.with_name(target.name + ".part")
    with (
        tempfile.TemporaryDirectory() as work,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive,
    ):
        dump = Path(work) / "database"
        _dump(engine, dump)
        members = {"database": _add(archive, dump, "database")}
        for path in store.all_paths():
            members[f"files/{path}"] = _add(archive, store.place(path), f"files/{path}")
        manifest = {"format": FORMAT, "dialect": engine.dialect.name, "schema": migrate.version(engine),
                    "made_at": clock.now().isoformat(), "members": members}  # fmt: skip
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    part.replace(target)


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
    if set(archive.namelist()) != {MANIFEST, *members}:
        raise Unusable("members do not match the manifest")
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise Unusable("too large")
    return members


def _unpack(archive: zipfile.ZipFile, members: dict[str, str], work: Path, store: FileStore) -> None:
    for name, digest in members.items():
        if name != "database":
            store.place(name.removeprefix("files/"))  # refuses every odd path
        target = work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out)
        with target.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                raise Unusable(f"{name} is damaged")


def restore(engine: Engine, store: FileStore, source: Path) -> None:
    """Replace database and files with what the archive holds; Unusable leaves everything as it was."""
    with tempfile.TemporaryDirectory(dir=store.root.parent) as folder:
        work = Path(folder)
        try:
            with zipfile.ZipFile(source) as archive:
                _unpack(archive, _manifest(archive, engine), work, store)
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as problem:
            raise Unusable(str(problem)) from problem
        except Exception as problem:
            raise problem if isinstance(problem, Unusable) else Unusable(type(problem).__name__) from problem
        engine.dispose()
        _put_files(work / "files", store)
        _put_database(engine, work / "database")
    migrate.upgrade(engine)


def _put_files(unpacked: Path, store: FileStore) -> None:
    store.root.mkdir(parents=True, exist_ok=True)
    for path in unpacked.glob("*/*/*.*") if unpacked.exists() else ():
        target = store.place(str(path.relative_to(unpacked)))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _put_database(engine: Engine, dump: Path) -> None:
    if engine.dialect.name == "sqlite":
        with sqlite3.connect(dump) as kept:
            if kept.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Unusable("the database inside is damaged")
        target = _sqlite_path(engine)
        target.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(dump) as kept, sqlite3.connect(target) as live:
            kept.backup(live)
        return
    command = [
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={_libpq(engine)}",
    ]
    subprocess.run([*command, str(dump)], check=True)  # noqa: S603
