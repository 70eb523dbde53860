"""Whether an archive is what it says: who signed it, under which key, and what its database still refuses."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import backup, clock, migrate, secrets
from models.base import db
from models.files import FileStore
from models.qr import actions as keyed
from models.qr.tables import WifiNetwork
from tests import conftest
from tests.factories import Office
from tests.files.places import is_back, lite_only, units
from tests.files.test_backup import remade, run

pytestmark = pytest.mark.slow

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


@pytest.mark.slow
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
