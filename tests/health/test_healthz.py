"""What the watching machine is told: the truth about a disk that is full or only read, and no version to strangers."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app import create_app
from blueprints.health import health_of
from blueprints.settings import VERSION
from models import clock, migrate
from models.accounts.tables import FormKey
from models.base import db
from models.journal import JournalEntry
from models.trouble import Trouble, of
from tests import conftest
from tests.browser import Browser
from tests.disk import Disk, small_disk


@pytest.fixture(autouse=True)
def _look_anew(site: Flask) -> Iterator[None]:
    """What an earlier test found out is forgotten."""
    site.extensions.pop("health", None)
    yield
    site.extensions.pop("health", None)


def told(app: Flask, **asked: Any) -> tuple[int, dict[str, str]]:
    answer = app.test_client().get("/healthz", **asked)
    return answer.status_code, answer.get_json()


# ---- who is told the version


@pytest.mark.parametrize(
    ("asked", "knows"),
    [
        ({}, True),
        ({"base_url": "http://127.0.0.1:8000"}, True),
        ({"base_url": "http://[::1]:8000", "environ_base": {"REMOTE_ADDR": "::1"}}, True),
        ({"environ_base": {"REMOTE_ADDR": "192.168.1.20"}}, False),
        ({"headers": {"X-Forwarded-For": "203.0.113.5"}}, False),
        ({"headers": {"Forwarded": "for=203.0.113.5"}}, False),
        ({"base_url": "http://noibo.tayson.example"}, False),  # a proxy on this machine that says nothing of itself
    ],
)
def test_strangers_are_not_told_the_version(app: Flask, office: object, asked: dict[str, Any], knows: bool) -> None:
    status, said = told(app, **asked)
    assert status == 200 and said["status"] == "ok" and said["database"] == db.engine.dialect.name
    assert set(said) == {"status", "version", "database"} and (said["version"] == VERSION) is knows


def test_the_door_for_machines_looks_at_no_session(browse: Callable[..., Browser]) -> None:
    answer = browse("counter").get("/healthz", environ_base={"REMOTE_ADDR": "192.168.1.20"})
    assert answer.get_json()["version"] == "" and "Set-Cookie" not in answer.headers


# ---- the truth about writing


def test_a_look_leaves_nothing_and_is_made_seldom(app: Flask, office: object) -> None:
    seen: list[str] = []
    event.listen(health_of(app).engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    for _ in range(5):
        assert told(app)[0] == 200
    assert len([words for words in seen if words.startswith("INSERT")]) == 1
    assert db.session.scalars(select(FormKey)).all() == []
    assert "health" not in {entry.entity for entry in db.session.scalars(select(JournalEntry))}


def test_somebody_who_writes_is_no_trouble(app: Flask, office: object) -> None:
    db.session.remove()
    db.session.add(FormKey(key="a", body_hash="", used_at=clock.now()))
    db.session.flush()
    with app.app_context():  # a request of somebody else
        assert told(app)[0] == 200
    db.session.rollback()


def limit(app: Flask, statement: str) -> None:
    """Let the connection that tries live with one of the database's own limits."""

    def obey(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()

    event.listen(health_of(app).engine, "connect", obey)


@pytest.mark.skipif(bool(conftest.SERVER), reason="SQLite alone has these limits")
def test_a_database_that_is_only_read_is_told(app: Flask, office: object) -> None:
    limit(app, "PRAGMA query_only=ON")
    status, said = told(app)
    assert status == 503 and said["status"] == "degraded" and said["database"] == "read_only"


@pytest.mark.skipif(not conftest.SERVER, reason="PostgreSQL says it this way")
def test_a_server_that_is_only_read_is_told(app: Flask, office: object) -> None:
    limit(app, "SET default_transaction_read_only = on")
    status, said = told(app)
    assert status == 503 and said["database"] == "read_only"


def test_a_disk_with_hardly_any_room_counts_as_full(
    app: Flask, office: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DISK_LEAST", 2**60)
    status, said = told(app)
    assert status == 503 and said["database"] == "full"


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    app = create_app(
        {
            "INSTANCE_DIR": tmp_path,
            "UPLOADS_DIR": tmp_path / "up",
            "TESTING": True,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'a' / 'b.sqlite'}",
        }
    )
    status, said = told(app)
    assert status == 503 and said == {"status": "down", "version": VERSION, "database": "unreachable"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk of its own."""
    with small_disk(tmp_path / "disk") as made:
        if made is None:
            pytest.skip("this machine mounts no disk for a test")
        yield made


@pytest.mark.slow
def test_a_full_disk_is_told_and_so_is_its_end(disk: Disk) -> None:
    app = create_app(
        {
            "INSTANCE_DIR": disk.root / "instance",
            "UPLOADS_DIR": disk.root / "up",
            "TESTING": True,
            "DISK_LEAST": 0,
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{disk.root / 'instance' / 'office.sqlite'}",
        }
    )
    with app.app_context():
        migrate.upgrade(db.engine)
        assert told(app)[0] == 200
        db.session.remove()
        disk.fill()
        assert health_of(app).look() is Trouble.FULL
        disk.free()
        assert health_of(app).look() is None
        db.engine.dispose()
        disk.be_only_read()
        assert health_of(app).look() is Trouble.READ_ONLY
        disk.be_only_read(False)
        assert health_of(app).look() is None


@pytest.mark.parametrize(
    ("problem", "trouble"),
    [
        (OSError(28, "x"), Trouble.FULL),
        (OSError(30, "x"), Trouble.READ_ONLY),
        (OSError(2, "x"), None),
        (ValueError(), None),
        (None, None),
    ],
)
def test_troubles_are_told_apart(problem: BaseException | None, trouble: Trouble | None) -> None:
    assert of(problem) is trouble


def test_every_driver_error_of_a_locked_database_is_busy(tmp_path: Path) -> None:
    first, second = (sqlite3.connect(tmp_path / "a", timeout=0, isolation_level=None) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as busy:
        second.execute("BEGIN IMMEDIATE")
    assert of(busy.value) is Trouble.BUSY
    first.close()
    second.close()
