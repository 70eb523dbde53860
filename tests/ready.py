"""What is made once for all workers: databases without a row, at any version of the schema; copied from then on."""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, event, text

from models import migrate
from models.base import prepare_engine

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("TEST_DATABASE_URL", "")
OWNER = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
KEPT_FOR = 86_400.0  # seconds; what was made from older code is thrown away then


def no_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    """What a power cut would take is not tested on these sites; that the office waits is (tests/test_migrations.py)."""
    connection.execute("PRAGMA synchronous=OFF")


def code_of(*places: str) -> str:
    """Another one whenever what stands in these files and folders could make another thing."""
    told = hashlib.sha256()
    for place in ("requirements.txt", *places):
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            told.update(file.read_bytes())
    return told.hexdigest()[:16]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else makes the same meanwhile, neither another worker nor another run."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def once(path: Path, make: Callable[[Path], object]) -> Path:
    """The file at a path, which whoever comes first makes under another name."""
    with alone(path.with_suffix(".lock")):
        if not path.exists():
            part = path.with_suffix(".part")
            part.unlink(missing_ok=True)
            make(part)
            part.rename(path)
    return path


def folder_for(what: str, code: str, config: pytest.Config, spare: Path) -> Path:
    """What is kept from run to run until its code changes: in pytest's own cache, else where this run may write."""
    cache = getattr(config, "cache", None)
    home = cache.mkdir(what) if cache else spare
    folder: Path = home / code
    folder.mkdir(exist_ok=True)
    for old in home.iterdir():
        if old != folder and old.stat().st_mtime < time.time() - KEPT_FOR:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def make_database(purpose: str, template: str = "") -> str:
    """A database of this worker's own on the test server."""
    name = f"office_{purpose}_{OWNER}"
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")))
        # what a power cut would take is not tested there, and the disk would be waited for at each commit
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    engine.dispose()
    return name


def drop_database(name: str) -> None:
    """Leave nothing behind on the test server."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


def open_engine(name: str) -> Engine:
    """An engine as the site has one: on a file, or on a database of the test server."""
    place = create_engine(SERVER).url.set(database=name) if SERVER else f"sqlite:///{name}"
    engine = create_engine(place)
    prepare_engine(engine)
    return engine


class Ready:
    """Where the databases lie: files that stay until the code of the schema changes, or templates of this worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: dict[str, str] = {}

    def sqlite(self, version: str = "head") -> Path:
        """An SQLite database at a version; copy it, never open it."""
        return once(self.folder / f"{version}.sqlite", lambda part: self._walk(f"sqlite:///{part}", version))

    def template(self, version: str = "head") -> str:
        """The same on the test server."""
        if version not in self.templates:
            name = make_database(f"ready{version}")
            self._walk(create_engine(SERVER).url.set(database=name), version)
            self.templates[version] = name
        return self.templates[version]

    @staticmethod
    def _walk(place: Any, version: str) -> None:
        engine = create_engine(place)
        prepare_engine(engine)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", no_waiting_for_the_disk)
        migrate.upgrade(engine, version)
        engine.dispose()

    def put(self, version: str, path: Path, purpose: str) -> str:
        """A database of one's own at a version: a file at ``path``, or one on the test server; what opens it."""
        if SERVER:
            return make_database(purpose, self.template(version))
        shutil.copyfile(self.sqlite(version), path)
        return str(path)

    def drop(self) -> None:
        """Leave nothing behind on the test server."""
        for name in self.templates.values():
            drop_database(name)


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Ready]:
    """Databases with all tables and no row, to be copied: walking there takes seconds."""
    code = code_of("models")
    made = Ready(folder_for("databases", code, request.config, tmp_path_factory.mktemp("databases")))
    yield made
    made.drop()


@pytest.fixture(scope="session")
def drawn_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> BytecodeCache:
    """Templates as Jinja has compiled them; they are checked against their text."""
    code = code_of("app.py", "blueprints")
    folder = folder_for("templates", code, request.config, tmp_path_factory.mktemp("templates"))
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without a single table."""
    name = make_database("bare") if SERVER else str(tmp_path / "bare.sqlite")
    engine = open_engine(name)
    yield engine
    engine.dispose()
    if SERVER:
        drop_database(name)


@pytest.fixture
def standing_at(ready: Ready, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """An engine on a database without a row at a version of the schema, "head" for the newest; one for each test."""
    with ExitStack() as stack:

        def stand(version: str = "head") -> Engine:
            name = ready.put(version, tmp_path / "standing.sqlite", "standing")
            engine = open_engine(name)
            if SERVER:
                stack.callback(drop_database, name)
            stack.callback(engine.dispose)
            return engine

        yield stand
