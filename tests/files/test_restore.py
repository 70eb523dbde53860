"""A restore on the worst day: the place is broken, older, missing or in use, and what is there is never lost."""

import gc
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from models import migrate, presence
from models.accounts.tables import Unit
from models.base import db
from models.files import FileStore, StoredFile
from models.qr import rekeying
from tests import conftest
from tests.factories import Office
from tests.files.places import beside, is_back, lite_only, units
from tests.files.test_backup import run

pytestmark = pytest.mark.slow

# ---- what is there is kept aside, whole


@lite_only
def test_the_present_database_is_kept_beside_the_new_one(archive: Path, app: Flask, live: Path) -> None:
    done = run(app, "restore", str(archive))
    assert done.exit_code == 0, done.output
    assert is_back()
    (kept,) = beside(live)
    assert str(kept) in done.output
    assert kept.stat().st_mode & 0o777 == live.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(kept)) as former:
        assert ("Sau khi sao lưu",) in former.execute("SELECT name FROM unit").fetchall()


def damaged(live: Path) -> None:
    content = bytearray(live.read_bytes())
    content[100:4096] = b"\xff" * 3996
    live.write_bytes(content)


def older(live: Path) -> None:
    migrate.downgrade(db.engine, "0001")
    db.engine.dispose()


def a_folder(live: Path) -> None:
    live.unlink()
    live.mkdir()


BROKEN: dict[str, Callable[[Path], object]] = {
    "damaged": damaged,
    "no database at all": lambda live: live.write_bytes(b"not a database" * 1000),
    "empty": lambda live: live.write_bytes(b""),
    "cut": lambda live: live.write_bytes(live.read_bytes()[:9000]),
    "missing": Path.unlink,
    "a folder": a_folder,
    "older": older,
    "without its tables": lambda live: sqlite3.connect(live).execute("DROP TABLE alembic_version").connection.close(),
}


@lite_only
@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_place_is_put_aside_and_restored(how: str, archive: Path, app: Flask, live: Path) -> None:
    db.engine.dispose()
    BROKEN[how](live)
    was = live.read_bytes() if live.is_file() else None
    done = run(app, "restore", str(archive))
    assert done.exit_code == 0, done.output
    assert is_back()
    assert len(beside(live)) == (how != "missing")
    if how in {"damaged", "no database at all", "cut"}:
        assert beside(live)[0].read_bytes() == was
    assert run(app, "verify").exit_code == 0


def test_files_that_the_archive_does_not_speak_of_are_put_aside(archive: Path, app: Flask, store: FileStore) -> None:
    before = set(store.all_paths())
    done = run(app, "restore", str(archive))
    (kept,) = store.all_paths()
    (gone,) = before - {kept}
    (aside,) = (store.root / "set-aside").glob(f"*/{gone}")
    assert "Sau khi sao lưu".encode() in aside.read_bytes() and "1 tệp" in done.output
    assert run(app, "verify").exit_code == 0


def test_a_file_that_was_changed_is_replaced_and_kept_aside(archive: Path, app: Flask, store: FileStore) -> None:
    path = db.session.scalars(select(StoredFile.path).order_by(StoredFile.id)).first() or ""
    db.session.remove()
    store.place(path).write_bytes(b"%PDF changed")
    assert run(app, "restore", str(archive)).exit_code == 0
    assert "Trước khi sao lưu".encode() in store.place(path).read_bytes()
    (aside,) = (store.root / "set-aside").glob(f"*/{path}")
    assert aside.read_bytes() == b"%PDF changed"


def test_a_failure_afterwards_puts_the_old_place_back(
    archive: Path, app: Flask, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step of a restore breaks down, as it would on a disk that has just become full."""
    before, on_disk = units(), sorted(store.all_paths())

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rekeying, "unreadable", full)
    refused = run(app, "restore", str(archive))
    assert refused.exit_code == 1
    assert "Bản sao lưu không bị lỗi" in refused.output and "Đã trả lại cơ sở dữ liệu và các tệp" in refused.output
    assert "No space left" in refused.output
    assert units() == before and sorted(store.all_paths()) == on_disk
    assert not list(store.root.glob(".restore-*"))
    monkeypatch.undo()
    assert run(app, "restore", str(archive)).exit_code == 0 and is_back()


def test_a_restore_finds_no_room(archive: Path, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(100, 99, 1))
    before = units()
    refused = run(app, "restore", str(archive))
    assert refused.exit_code == 1 and "không đủ chỗ" in refused.output and "Chưa có gì thay đổi" in refused.output
    assert units() == before


def test_a_file_that_is_not_there_is_told(app: Flask, office: Office, tmp_path: Path) -> None:
    for name in ("khong-co.zip", ""):
        refused = run(app, "restore", str(tmp_path / name))
        assert refused.exit_code == 1 and "Không có tệp" in refused.output and "Error" not in refused.output


@lite_only
def test_a_broken_database_is_told_by_backup_and_verify(app: Flask, office: Office, live: Path, tmp_path: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    live.write_bytes(b"not a database" * 1000)
    for arguments in (["backup", str(tmp_path / "a.zip")], ["verify"]):
        refused = run(app, *arguments)
        assert refused.exit_code == 1 and "Không đọc được cơ sở dữ liệu" in refused.output
        assert not refused.exception or isinstance(refused.exception, SystemExit)
    assert not (tmp_path / "a.zip").exists()


def test_a_backup_that_finds_no_folder_is_told(app: Flask, office: Office, tmp_path: Path) -> None:
    refused = run(app, "backup", str(tmp_path / "none" / "a.zip"))
    assert refused.exit_code == 1 and "Không ghi được bản sao lưu" in refused.output


def test_missing_programs_of_the_server_are_no_fault_of_the_archive(
    archive: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not conftest.SERVER:
        pytest.skip("SQLite needs no programs")
    monkeypatch.setenv("PATH", "/nowhere")
    for arguments in (["restore", str(archive)], ["backup", str(archive)]):
        refused = run(app, *arguments)
        assert (
            refused.exit_code == 1 and "postgresql-client" in refused.output and "không dùng được" not in refused.output
        )


# ---- a served place is not restored


SERVE = """
import sys
from pathlib import Path
from sqlalchemy import create_engine
from models import presence
with presence.at_work(Path(sys.argv[1]), create_engine("sqlite://")):
    print("at work", flush=True)
    sys.stdin.read()
"""


def test_a_served_place_refuses_a_restore_until_the_site_has_gone(archive: Path, app: Flask) -> None:
    command = [sys.executable, "-c", SERVE, str(app.config["INSTANCE_DIR"])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as site:
        try:
            assert site.stdout is not None and site.stdout.readline() == b"at work\n"
            refused = run(app, "restore", str(archive))
            assert refused.exit_code == 1
            assert "Xin dừng trang trước" in refused.output and "Chưa có gì thay đổi" in refused.output
            assert not is_back()
        finally:
            site.kill()  # it has no time to say goodbye, and leaves its lock file behind
    assert run(app, "restore", str(archive)).exit_code == 0 and is_back()


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["jobs", "run", "--once"]])
def test_neither_site_nor_workers_start_during_a_restore(app: Flask, command: list[str]) -> None:
    db.session.remove()
    with presence.alone(Path(app.config["INSTANCE_DIR"]), db.engine):
        refused = app.test_cli_runner().invoke(args=command)
    assert refused.exit_code == 1 and "Đang khôi phục" in refused.output
    del refused
    gc.collect()  # a port that was left open would be told here, as an error


def test_two_sites_may_be_served_from_one_place(app: Flask) -> None:
    folder = Path(app.config["INSTANCE_DIR"])
    with presence.at_work(folder, db.engine), presence.at_work(folder, db.engine):
        pass


def test_another_program_that_has_the_database_open_is_noticed(archive: Path, app: Flask) -> None:
    db.session.remove()
    kept = ("INSTANCE_DIR", "UPLOADS_DIR", "SQLALCHEMY_DATABASE_URI", "DATA_KEY")
    other = create_app({name: app.config[name] for name in kept})
    with other.app_context():
        with db.engine.connect() as connection:
            connection.execute(select(Unit.id)).all()
            connection.rollback()
            with app.app_context():
                refused = run(app, "restore", str(archive))
        db.engine.dispose()
    assert refused.exit_code == 1 and "Xin dừng trang trước" in refused.output
    assert not is_back()
