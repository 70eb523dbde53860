"""What every test stands on: an empty migrated database, two offices, browsers that check each page they fetch."""

import gc
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Connection, create_engine, event, text

from app import create_app
from models import clock, secrets
from models.accounts import passwords
from models.base import db, set_writing
from tests.browser import Browser
from tests.factories import Office, make_office, read_office
from tests.living import (  # noqa: F401  (fixtures for everybody)
    CHROMIUM,
    browsers,
    chromium,
    empty_sqlite,
    live,
    window,
)
from tests.misspelt import Misspelt
from tests.ready import SERVER, bare, drawn_once, drop_database, no_waiting_for_the_disk, ready, standing_at  # noqa: F401

hypothesis.settings.register_profile("office", deadline=None, derandomize=True)
hypothesis.settings.load_profile("office")


DATABASES = {"site", "ready", "bare", "place", "server"}  # the fixtures by which a test comes to a database


def _meets_a_database(item: pytest.Item) -> bool:
    return bool(DATABASES & set(getattr(item, "fixturenames", ()))) and not item.get_closest_marker("alike")


def _is_a_lane(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("browser", "xdist_group"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests of one file keep together on a worker; where there is no browser they are skipped, and say so.

    On a server stands what meets a database: rules, readers and drawings were tested beside SQLite, and are the same.
    """
    if SERVER:
        alike = [item for item in items if not _meets_a_database(item)]
        config.hook.pytest_deselected(items=alike)
        items[:] = [item for item in items if item not in set(alike)]
    items.sort(key=lambda item: not _is_a_lane(item))  # the longest lanes start first
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Debian's chromium is missing"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules, tables and tests stay: nobody looks through them again and again for what is no longer needed."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


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
    name = request.getfixturevalue("ready").put("head", home / "empty.sqlite", "site")
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
    app.jinja_env.bytecode_cache = request.getfixturevalue("drawn_once")
    with app.app_context():
        if not SERVER:
            event.listen(db.engine, "connect", no_waiting_for_the_disk)
        event.listen(db.engine, "before_cursor_execute", _watch(app))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if SERVER:
        drop_database(name)
    shutil.rmtree(home, ignore_errors=True)  # with all that was kept of it


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
    else:
        home = Path(app.config["INSTANCE_DIR"])
        db.engine.dispose()
        for ending in ("-wal", "-shm"):
            (home / f"office.sqlite{ending}").unlink(missing_ok=True)
        shutil.copyfile(home / f"{kept}.sqlite", home / "office.sqlite")
    app.extensions["state"] = kept


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


def _watch(app: Flask) -> Callable[..., None]:
    """Notice what is written: from then on the database is none of those that were kept."""

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            app.extensions["state"] = None

    return note


def kept(app: Flask, name: str, make: Callable[[], object]) -> None:
    """Add to the database what ``make`` does: it is made once per worker, and from then on the whole is copied.

    What stands on a database that a test has written to already is made anew; each held clock has copies of its own.
    """
    db.session.commit()  # objects stay in the session, and are read again when they are looked at
    before, held = app.extensions["state"], clock._held.get()
    state = f"{before}-{name}" + (f"{held:@%Y%m%d%H%M%S%f}" if held else "")
    home, is_plain = Path(app.config["INSTANCE_DIR"]), before is not None
    if is_plain and (state in KEPT_ON_SERVER or (home / f"{state}.sqlite").exists()):
        return _empty(app, state)
    make()
    db.session.commit()
    if not is_plain:
        return None
    if SERVER:
        KEPT_ON_SERVER[state] = _rows_on_server()
    else:
        with closing(sqlite3.connect(home / "office.sqlite")) as made, closing(sqlite3.connect(home / "part")) as copy:
            made.backup(copy)
        (home / "part").rename(home / f"{state}.sqlite")
    app.extensions["state"] = state
    return None


@pytest.fixture
def office(app: Flask) -> Office:
    """A commune with units, people and an account of every role."""
    kept(app, "one_office", lambda: make_office("Xã Thử Nghiệm", ""))
    return read_office("Xã Thử Nghiệm")


@pytest.fixture
def other_office(app: Flask, office: Office) -> Office:
    """A second commune, whose people must never see the first."""
    kept(app, "two_offices", lambda: make_office("Xã Láng Giềng", "2"))
    return read_office("Xã Láng Giềng")


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
