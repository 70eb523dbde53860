"""Nobody else on the machine reads the office's database, its copies, its keys and what was handed in."""

import errno
import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from models import private
from models.base import db
from models.updates import launch
from tests.files.test_backup import run

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")]


@pytest.fixture(autouse=True)
def _careless() -> Any:
    """The usual umask of a machine, under which everybody may read what is made."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def place(home: Path) -> dict[str, Any]:
    instance = home / "instance"
    return {
        "INSTANCE_DIR": instance,
        "UPLOADS_DIR": home / "uploads",
        "TESTING": True,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{instance / 'office.sqlite'}",
    }


def wide(*tops: Path) -> list[str]:
    """What others may read or enter, with its mode."""
    found = [path for top in tops for path in (top, *top.rglob("*"))]
    return [f"{path.name} {path.stat().st_mode & 0o777:o}" for path in found if path.stat().st_mode & 0o077]


def test_what_a_new_place_makes_is_private(tmp_path: Path) -> None:
    app = create_app(place(tmp_path))
    with app.app_context():
        assert run(app, "db", "upgrade").exit_code == 0
        with db.engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE wide (a)")
            connection.commit()
            beside = {path.name for path in (tmp_path / "instance").iterdir()}
            assert {"office.sqlite", "office.sqlite-wal", "office.sqlite-shm", "data.key", "session.key"} <= beside
            assert wide(tmp_path / "instance", tmp_path / "uploads") == []
        assert run(app, "db", "downgrade", "0001").exit_code == 0  # which keeps a copy first
        db.engine.dispose()
    assert list((tmp_path / "instance" / "backups").iterdir())
    assert wide(tmp_path / "instance", tmp_path / "uploads") == []


def test_what_stood_open_is_narrowed_at_the_start(tmp_path: Path) -> None:
    for name in (
        "instance/backups/before-1.sqlite",
        "instance/office.sqlite",
        "instance/data.key",
        "uploads/1/2026/a.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"k" * 32 if name.endswith("key") else b"")
        path.chmod(0o644)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    elsewhere.chmod(0o644)
    (tmp_path / "instance" / "link").symlink_to(elsewhere)
    create_app(place(tmp_path))
    assert wide(tmp_path / "instance") == ["link 644"] and (tmp_path / "uploads").stat().st_mode & 0o777 == 0o700
    assert elsewhere.stat().st_mode & 0o777 == 0o644  # what a link leads to is not ours


def test_a_database_elsewhere_is_narrowed_and_its_folder_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    with closing(sqlite3.connect(tmp_path / "data" / "other.sqlite")) as other:
        other.execute("CREATE TABLE a (b)")
    create_app({**place(tmp_path), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'data' / 'other.sqlite'}"})
    assert (tmp_path / "data" / "other.sqlite").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o755


def test_what_cannot_be_narrowed_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Files of another owner, or a disk that is only read."""
    create_app(place(tmp_path))
    (tmp_path / "instance" / "data.key").chmod(0o644)

    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refuse)
    with caplog.at_level(logging.WARNING, "office"):
        create_app(place(tmp_path))
    assert "data.key" in caplog.text and "others may read" in caplog.text


def test_windows_is_left_to_its_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"")
    path.chmod(0o644)
    monkeypatch.setattr(private, "IS_POSIX", False)
    assert private.narrow(path) and path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("note", [private.note_on_disk, launch.settle])
def test_a_disk_that_promises_nothing_about_names_stops_nothing(
    note: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network's disk may answer so for folders: a decided update must still come to its end at the next start."""
    for number, is_told in ((errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)):

        def refuse(_descriptor: int, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", refuse)
        if is_told:
            with pytest.raises(OSError, match=os.strerror(number)):
                note(tmp_path)
        else:
            note(tmp_path)
