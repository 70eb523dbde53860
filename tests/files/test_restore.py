"""A restore on the worst day: the place is broken, older, missing or in use, and what is there is never lost."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from models import backup, clock, files, migrate, presence, secrets
from models.accounts import actions
from models.accounts.tables import Commune, Unit
from models.base import db
from models.files import FileStore, StoredFile
from models.qr import actions as keyed
from models.qr import rekeying
from models.qr.tables import WifiNetwork
from tests import conftest
from tests.factories import Office
from tests.files.test_backup import remade, run

lite_only = pytest.mark.skipif(bool(conftest.SERVER), reason="a file that can be broken is SQLite's")


@pytest.fixture
def store(app: Flask) -> FileStore:
    """The store of the site under test."""
    return FileStore(app.config["UPLOADS_DIR"])


@pytest.fixture
def archive(office: Office, store: FileStore, tmp_path: Path) -> Path:
    """An archive with one unit of its own and one file; afterwards there is one more of each."""
    commune_id = office.commune.id
    one_more(store, commune_id, "Trước khi sao lưu")
    backup.write(db.engine, store, tmp_path / "backup.zip")
    one_more(store, commune_id, "Sau khi sao lưu")
    return tmp_path / "backup.zip"


def one_more(store: FileStore, commune_id: int, name: str) -> None:
    actions.add_unit(db.session.get_one(Commune, commune_id), name)
    files.save(store, commune_id, None, files.accept(b"%PDF-1.7 " + name.encode()), "a.pdf")
    db.session.commit()
    db.session.remove()


@pytest.fixture
def live(app: Flask) -> Path:
    """The file of the live database, with nothing beside it that an earlier restore has put aside."""
    path = Path(app.config["INSTANCE_DIR"]) / "office.sqlite"
    for aside in beside(path):
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
    return path


@pytest.fixture
def another_key(app: Flask) -> Iterator[Callable[[], None]]:
    """Let this place have another data key, as after the loss of the machine."""
    yield lambda: secrets.use_key(secrets.new_key())
    secrets.use_key(app.config["DATA_KEY"])


def beside(live: Path) -> list[Path]:
    return sorted(live.parent.glob("office.before-restore-*"))


def units() -> set[str]:
    found = set(db.session.scalars(select(Unit.name)))
    db.session.remove()
    return found


def is_back() -> bool:
    return "Trước khi sao lưu" in units() and "Sau khi sao lưu" not in units()


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
    assert aside.read_bytes().endswith("Sau khi sao lưu".encode()) and "1 tệp" in done.output
    assert run(app, "verify").exit_code == 0


def test_a_file_that_was_changed_is_replaced_and_kept_aside(archive: Path, app: Flask, store: FileStore) -> None:
    path = db.session.scalars(select(StoredFile.path).order_by(StoredFile.id)).first() or ""
    db.session.remove()
    store.place(path).write_bytes(b"%PDF changed")
    assert run(app, "restore", str(archive)).exit_code == 0
    assert store.place(path).read_bytes().endswith("Trước khi sao lưu".encode())
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


def test_the_site_does_not_start_during_a_restore(app: Flask) -> None:
    db.session.remove()
    with presence.alone(Path(app.config["INSTANCE_DIR"]), db.engine):
        refused = app.test_cli_runner().invoke(args=["serve", "--port", "0"])
    assert refused.exit_code == 1 and "Đang khôi phục" in refused.output


def test_two_sites_may_be_served_from_one_place(app: Flask) -> None:
    folder = Path(app.config["INSTANCE_DIR"])
    with presence.at_work(folder, db.engine), presence.at_work(folder, db.engine):
        pass


def test_another_program_that_has_the_database_open_is_noticed(archive: Path, app: Flask) -> None:
    db.session.remove()
    other = create_app({name: app.config[name] for name in ("INSTANCE_DIR", "UPLOADS_DIR", "SQLALCHEMY_DATABASE_URI")})
    with other.app_context():
        with db.engine.connect() as connection:
            connection.execute(select(Unit.id)).all()
            connection.rollback()
            with app.app_context():
                refused = run(app, "restore", str(archive))
        db.engine.dispose()
    assert refused.exit_code == 1 and "Xin dừng trang trước" in refused.output
    assert not is_back()


# ---- who vouches for an archive


def unsigned(archive: Path) -> Path:
    """The archive as the first release wrote it."""

    def change(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["format"] = 1
        del manifest["data_key"]

    return remade(archive, change, is_signed_anew=False)


def test_what_was_changed_by_somebody_without_the_key_is_refused(archive: Path, app: Flask) -> None:
    def change(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        name = next(name for name in members if name.startswith("files/"))
        members[name] = b"%PDF-1.7 planted"
        manifest["members"][name] = hashlib.sha256(members[name]).hexdigest()

    changed = remade(archive, change, is_signed_anew=False)
    for arguments in ([], ["--unsigned"]):
        refused = run(app, "restore", str(changed), *arguments)
        assert refused.exit_code == 1 and "chữ ký không đúng" in refused.output
    assert not is_back()


def test_an_archive_of_the_first_release_is_taken_on_wish(archive: Path, app: Flask) -> None:
    old = unsigned(archive)
    refused = run(app, "restore", str(old))
    assert refused.exit_code == 1 and "--unsigned" in refused.output and not is_back()
    taken = run(app, "restore", str(old), "--unsigned")
    assert taken.exit_code == 0 and is_back() and "chữ ký của bản sao lưu này không kiểm tra được" in taken.output


def test_another_data_key_is_told_before_anything_is_touched(
    archive: Path, app: Flask, another_key: Callable[[], None]
) -> None:
    another_key()
    refused = run(app, "restore", str(archive))
    assert refused.exit_code == 1 and "data.key" in refused.output and "Chưa có gì thay đổi" in refused.output
    assert not is_back()
    assert run(app, "restore", str(archive), "--unsigned").exit_code == 0 and is_back()


def test_keys_that_cannot_be_read_any_more_are_counted(
    office: Office, app: Flask, store: FileStore, tmp_path: Path, another_key: Callable[[], None]
) -> None:
    for name in ("Khách", "Nội bộ"):
        network = WifiNetwork(ssid=name, security="WPA", audience="guest", place=name, valid_from=clock.today())
        keyed.add_network(office.viewer("secretary"), network, "mat-khau-2026")
    db.session.commit()
    db.session.remove()
    backup.write(db.engine, store, tmp_path / "backup.zip")
    assert "Wi-Fi" not in run(app, "restore", str(tmp_path / "backup.zip")).output
    another_key()
    done = run(app, "restore", str(tmp_path / "backup.zip"), "--unsigned")
    assert done.exit_code == 0 and "2 mật khẩu Wi-Fi" in done.output and "gõ lại mật khẩu" in done.output


@lite_only
def test_a_new_machine_takes_an_archive_of_the_lost_one(
    archive: Path, app: Flask, live: Path, another_key: Callable[[], None]
) -> None:
    """Nobody has an account there yet, so there is nobody to be misled; the key on paper comes later, or never."""
    db.session.remove()
    db.engine.dispose()
    live.unlink()
    another_key()
    taken = run(app, "restore", str(archive))
    assert taken.exit_code == 0 and is_back() and "chữ ký của bản sao lưu này không kiểm tra được" in taken.output


def test_the_archive_names_its_key_without_telling_it(archive: Path, app: Flask) -> None:
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("manifest.json"))
    assert manifest["data_key"] == secrets.key_name() and len(manifest["data_key"]) == 16
    assert manifest["data_key"] not in app.config["DATA_KEY"].hex()


# ---- what an archived database refuses is what ours refuses

TAMPERED = {
    "a guard of the journal dropped": ("journal_no_delete", "DROP TRIGGER journal_no_delete"),
    "a guard of a locked round dropped": ("audits_round_no_update", "DROP TRIGGER audits_round_no_update"),
    "a guard that lets everything pass": (
        "journal_no_update",
        "DROP TRIGGER journal_no_update; "
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal WHEN 0 BEGIN SELECT 1; END",
    ),
    "a trigger of somebody else": (
        "helper",
        "CREATE TRIGGER helper AFTER INSERT ON sign_in BEGIN UPDATE account SET role = 'admin'; END",
    ),
    "a view in the place of nothing": ("sly", "CREATE VIEW sly AS SELECT password_hash FROM account"),
    "a table that is gone": ("2 chỗ", "DROP TABLE emblem"),
    "a column more": ("1 chỗ", "ALTER TABLE unit ADD COLUMN more TEXT"),
    "rows without their parents": ("bị hỏng", "UPDATE unit SET commune_id = 99"),
}


@lite_only
@pytest.mark.parametrize("what", TAMPERED)
def test_an_archive_without_its_guards_is_refused(what: str, archive: Path, app: Flask, tmp_path: Path) -> None:
    told, statements = TAMPERED[what]

    def change(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        inside = tmp_path / "inside.sqlite"
        inside.write_bytes(members["database"])
        with closing(sqlite3.connect(inside)) as database:
            database.executescript(statements)
        members["database"] = inside.read_bytes()
        manifest["members"]["database"] = hashlib.sha256(members["database"]).hexdigest()

    refused = run(app, "restore", str(remade(archive, change)))
    assert refused.exit_code == 1 and told in refused.output and "Chưa có gì thay đổi" in refused.output
    assert not is_back()


def test_an_archive_of_an_older_version_is_brought_to_this_one(
    archive: Path, app: Flask, store: FileStore, office: Office
) -> None:
    db.session.remove()
    migrate.downgrade(db.engine, "0001")
    backup.write(db.engine, store, archive)
    migrate.upgrade(db.engine)
    assert run(app, "restore", str(archive)).exit_code == 0
    assert migrate.version(db.engine) == migrate.newest_version() and migrate.differences(db.engine) == []


REFUSE = "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$"
RENAME = "ALTER TRIGGER {} ON journal RENAME TO {}"
SPOILED = {
    "switched off": ("ALTER TABLE journal DISABLE TRIGGER ALL", "ALTER TABLE journal ENABLE TRIGGER ALL"),
    "of another name": (RENAME.format("journal_no_change", "other"), RENAME.format("other", "journal_no_change")),
    "without teeth": (REFUSE.format("RETURN NULL;"), REFUSE.format("RAISE EXCEPTION 'journal is append-only';")),
}


@pytest.mark.skipif(not conftest.SERVER, reason="PostgreSQL alone keeps its guards this way")
@pytest.mark.parametrize("how", SPOILED)
def test_an_archive_of_postgresql_without_its_guards_is_refused(
    how: str, archive: Path, app: Flask, store: FileStore
) -> None:
    for number, statement in enumerate(SPOILED[how]):
        with db.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        if number == 0:
            backup.write(db.engine, store, archive)
    before = units()
    refused = run(app, "restore", str(archive))
    assert refused.exit_code == 1 and "journal_no_change" in refused.output
    assert "Chưa có gì thay đổi" in refused.output and units() == before
