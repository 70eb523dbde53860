"""What every test stands on: an empty migrated database, two offices, browsers that check each page they fetch."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, text

from app import create_app
from models import clock, migrate, secrets
from models.accounts import passwords
from models.base import db, prepare_engine, set_writing
from tests.browser import Browser
from tests.factories import Office, make_office, read_office
from tests.living import CHROMIUM, browsers, chromium, empty_sqlite, live, window  # noqa: F401  (fixtures for everybody)
from tests.misspelt import Misspelt

hypothesis.settings.register_profile("office", deadline=None, derandomize=True)
hypothesis.settings.load_profile("office")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
SERVER = os.environ.get("TEST_DATABASE_URL", "")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests of one file keep together on a worker; where there is no browser they are skipped, and say so."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)  # the longest lane starts first
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Debian's chromium is missing"))


def make_database(purpose: str) -> str:
    """A database of this worker's own on the test server."""
    name = f"office_{purpose}_{WORKER}_{os.getpid()}"
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
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


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without a single table."""
    name = make_database("bare") if SERVER else ""
    place = create_engine(SERVER).url.set(database=name) if SERVER else f"sqlite:///{tmp_path / 'bare.sqlite'}"
    engine = create_engine(place)
    prepare_engine(engine)
    yield engine
    engine.dispose()
    if name:
        drop_database(name)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[PasswordHasher]:
    """Passwords are hashed with next to no work: hardly any test is about how hard that is. The real one for those."""
    real = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield real
    passwords._hasher = real


@pytest.fixture
def real_hashes(quick_hashes: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the office does."""
    monkeypatch.setattr(passwords, "_hasher", quick_hashes)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """One site per worker, on SQLite or on the server that TEST_DATABASE_URL names."""
    home = tmp_path_factory.mktemp("site")
    name = make_database("site") if SERVER else ""
    url = (
        str(create_engine(SERVER).url.set(database=name).render_as_string(False))
        if SERVER
        else f"sqlite:///{home / 'office.sqlite'}"
    )
    app = create_app(
        {
            "INSTANCE_DIR": home,
            "UPLOADS_DIR": home / "uploads",
            "SQLALCHEMY_DATABASE_URI": url,
            "TESTING": True,
            "PROPAGATE_EXCEPTIONS": True,
        }
    )
    app.jinja_env.undefined = Misspelt
    if SERVER:
        with app.app_context():
            migrate.upgrade(db.engine)
            db.engine.dispose()
    else:
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), home / "empty.sqlite")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if SERVER:
        drop_database(name)


Rows = dict[str, list[dict[str, Any]]]
KEPT_ON_SERVER: dict[str, tuple[Rows, list[tuple[str, int]]]] = {}  # rows and numbers of sequences, by their name


def _fill_on_server(connection: Connection, rows: Rows, numbers: list[tuple[str, int]]) -> None:
    """Put rows in the place of all there are; deleting takes a hundredth of the time of TRUNCATE with so few rows."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, no foreign keys
    connection.execute(text("; ".join(f'DELETE FROM "{table}"' for table in db.metadata.tables)))
    connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))
    for name, kept_rows in rows.items():
        connection.execute(db.metadata.tables[name].insert(), kept_rows)
    for name, number in numbers:
        connection.execute(text("SELECT setval(:name, :number)"), {"name": f'"{name}"', "number": number})


def _rows_on_server() -> tuple[Rows, list[tuple[str, int]]]:
    with db.engine.connect() as connection:
        found = {table.name: connection.execute(table.select()).mappings() for table in db.metadata.sorted_tables}
        rows = {name: [dict(row) for row in listed] for name, listed in found.items()}
        query = text("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        numbers = [(row.sequencename, row.last_value) for row in connection.execute(query)]
    return {name: listed for name, listed in rows.items() if listed}, numbers


def _empty(app: Flask, kept: str = "empty") -> None:
    """Back to an empty database (or to another one that was kept), quickly."""
    app.extensions["cache"].clear()
    if SERVER:
        with db.engine.begin() as connection:
            _fill_on_server(connection, *KEPT_ON_SERVER.get(kept, ({}, [])))
        return
    home = Path(app.config["INSTANCE_DIR"])
    db.engine.dispose()
    for ending in ("-wal", "-shm"):
        (home / f"office.sqlite{ending}").unlink(missing_ok=True)
    shutil.copyfile(home / f"{kept}.sqlite", home / "office.sqlite")


@pytest.fixture
def app(site: Flask) -> Iterator[Flask]:
    """The site with an empty database, inside an application context."""
    secrets.use_key(site.config["DATA_KEY"])  # the process has one, and another site may have left its own
    with site.app_context():
        _empty(site)
        set_writing(True)
        yield site
        db.session.remove()
        set_writing(False)
    shutil.rmtree(site.config["UPLOADS_DIR"], ignore_errors=True)


def kept(app: Flask, name: str, make: Callable[[], object]) -> None:
    """Fill the empty database as ``make`` does: it is made once per worker and copied from then on."""
    home = Path(app.config["INSTANCE_DIR"])
    if name not in KEPT_ON_SERVER and not (home / f"{name}.sqlite").exists():
        make()
        db.session.commit()
    db.session.remove()
    if SERVER:
        KEPT_ON_SERVER[name] = KEPT_ON_SERVER.get(name) or _rows_on_server()
    elif not (home / f"{name}.sqlite").exists():
        with closing(sqlite3.connect(home / "office.sqlite")) as made, closing(sqlite3.connect(home / "part")) as copy:
            made.backup(copy)
        (home / "part").rename(home / f"{name}.sqlite")
    _empty(app, name)


@pytest.fixture
def office(app: Flask) -> Office:
    """A commune with units, people and an account of every role."""
    kept(app, "one_office", lambda: make_office("Xã Thử Nghiệm", ""))
    return read_office("Xã Thử Nghiệm")


@pytest.fixture
def other_office(office: Office) -> Office:
    """A second commune, whose people must never see the first."""
    return make_office("Xã Láng Giềng", "2")


@pytest.fixture
def browse(app: Flask, office: Office) -> Callable[..., Browser]:
    """A browser that is signed in as a role (None: not at all)."""

    def open_as(role: str | None = None, at: Office | None = None, checked: bool = True) -> Browser:
        browser = Browser(app, checked)
        if role is not None:
            browser.enter_as((at or office).account(role))
        return browser

    return open_as


@pytest.fixture
def hold() -> Iterator[Callable[[str], None]]:
    """Hold the clock at an office time, for example hold("2026-03-30 09:00")."""
    with ExitStack() as stack:

        def at(moment: str) -> None:
            wall = datetime.fromisoformat(moment).replace(tzinfo=clock.OFFICE_ZONE)
            stack.enter_context(clock.held_at(wall))

        yield at


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count what is sent to the database: ``with statements() as seen: ...``."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return count
