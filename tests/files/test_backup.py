"""Backup and restore: everything comes back, a damaged archive touches nothing, old sessions stay dead."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import backup, files, journal
from models.accounts import actions
from models.accounts.tables import Account, SignIn, Unit
from models.backup.archive import signature
from models.base import db
from models.files import FileStore, StoredFile
from tests.factories import GOOD_PASSWORD, Office, give_password, open_session
from tests.files.handed_in import add, orphan_of, pdf

pytestmark = pytest.mark.slow


@pytest.fixture
def archive(office: Office, store: FileStore, tmp_path: Path) -> Path:
    """An archive with one file and one open session."""
    give_password(office.account("counter"))
    add(store, office.commune.id, pdf("biên bản"), "Biên bản.pdf")
    open_session(office.account("counter"))
    db.session.remove()
    target = tmp_path / "backup.zip"
    backup.write(db.engine, store, target)
    return target


def counts() -> dict[str, int]:
    found = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
    }
    db.session.remove()
    return found


def restore(store: FileStore, source: Path) -> None:
    db.session.remove()
    backup.restore(db.engine, store, source)


def test_rows_and_files_come_back(archive: Path, store: FileStore, office: Office) -> None:
    before = counts()
    commune_id = db.session.scalar(select(Account.commune_id).where(Account.username == "counter"))
    path = db.session.scalar(select(StoredFile.path)) or ""
    db.session.add(Unit(commune_id=commune_id, name="Sau khi sao lưu", fold="sau khi sao luu"))
    db.session.commit()
    store.remove(path)
    restore(store, archive)
    after = counts()
    assert after.pop("journal") >= before.pop("journal")
    assert after | {"sign_in": 1} == before
    with store.open(path) as content:
        assert content.read() == pdf("biên bản")
    assert files.check(store) == [] and list(journal.broken_links()) == []
    assert db.session.scalar(select(Account.password_hash).where(Account.username == "counter"))


def test_sessions_that_ended_since_do_not_come_back_to_life(archive: Path, store: FileStore) -> None:
    restore(store, archive)
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_the_journal_says_that_it_was_restored(archive: Path, store: FileStore) -> None:
    restore(store, archive)
    newest = db.session.scalars(select(journal.JournalEntry).order_by(journal.JournalEntry.id.desc())).first()
    assert newest is not None and newest.action == "restored"


def test_only_the_owner_may_read_an_archive(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    assert not list(archive.parent.glob("*.part"))


def test_no_key_is_in_the_archive(archive: Path, app: Flask) -> None:
    with zipfile.ZipFile(archive) as opened:
        assert {name.split("/")[0] for name in opened.namelist()} == {"database", "files", "manifest.json"}
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert app.config["SECRET_KEY"] not in everything and app.config["DATA_KEY"] not in everything


def test_a_backup_of_a_database_in_use_misses_nothing_acknowledged(
    office: Office, store: FileStore, tmp_path: Path
) -> None:
    """What was committed a moment ago is still in the write-ahead log of SQLite, not in the file itself."""
    names = [f"Đội {number}" for number in range(50)]
    for name in names:
        actions.add_unit(office.commune, name)
        db.session.commit()
    backup.write(db.engine, store, tmp_path / "backup.zip")
    restore(store, tmp_path / "backup.zip")
    assert set(names) <= set(db.session.scalars(select(Unit.name)))


Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def remade(archive: Path, change: Change, is_signed_anew: bool = True) -> Path:
    """The archive with something changed inside, as somebody would make it who has the data key."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    if isinstance(manifest, dict) and is_signed_anew:
        manifest["signature"] = signature(manifest)
    if "manifest.json" in members:
        members["manifest.json"] = members.get("raw", json.dumps(manifest).encode())
    members.pop("raw", None)
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target


def _name(members: dict[str, bytes]) -> str:
    return next(name for name in members if name.startswith("files/"))


def _add(name: str) -> Change:
    def change(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members[name] = b"x"
        manifest["members"][name] = hashlib.sha256(b"x").hexdigest()

    return change


def _replace_database(content: bytes) -> Change:
    def change(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
        members["database"] = content
        manifest["members"]["database"] = hashlib.sha256(content).hexdigest()
        odd = "files/1/2026/" + "0" * 32 + ".pdf"
        members[odd] = b"%PDF-planted"
        manifest["members"][odd] = hashlib.sha256(b"%PDF-planted").hexdigest()

    return change


CHANGES: dict[str, Change] = {
    "a file's byte": lambda m, _: m.update({_name(m): m[_name(m)][:-1] + b"X"}),
    "the database's byte": lambda m, _: m.update(database=m["database"][:-1] + b"X"),
    "a file taken out": lambda m, _: m.__delitem__(_name(m)),
    "the database taken out": lambda m, _: m.__delitem__("database"),
    "no manifest": lambda m, _: m.__delitem__("manifest.json"),
    "a manifest that is no JSON": lambda m, _: m.update(raw=b"{"),
    "a manifest that is a list": lambda m, _: m.update(raw=b"[]"),
    "a manifest without members": lambda _, f: f.__delitem__("members"),
    "a newer format": lambda _, f: f.update(format=99),
    "another kind of database": lambda _, f: f.update(dialect="oracle"),
    "a newer schema": lambda _, f: f.update(schema="ffffffffffff"),
    "climbing out": _add("files/../../../tmp/x.pdf"),
    "climbing out of the first folder": _add("../x"),
    "an absolute path": _add("/tmp/x.pdf"),
    "an absolute path below files": _add("files//tmp/x.pdf"),
    "a file of no store": _add("files/7/2026/x.pdf"),
    "something beside": _add("instance/session.key"),
    "a file outside files": _add("1/2026/" + "0" * 32 + ".pdf"),
    "a database that is none": _replace_database(b"not a database at all" * 100),
    "an empty database": _replace_database(b""),
    "half a database": _replace_database(b"SQLite format 3\x00" + b"\0" * 5000),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_archive_is_refused_and_touches_nothing(what: str, archive: Path, store: FileStore) -> None:
    changed = remade(archive, CHANGES[what])
    before, on_disk = counts(), sorted(store.all_paths())
    with pytest.raises(backup.Unusable):
        restore(store, changed)
    assert counts() == before and sorted(store.all_paths()) == on_disk
    assert files.check(store) == []
    assert not [path for path in store.root.parent.rglob("x*") if path.name in ("x", "x.pdf")]


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, b"not a zip", b"\0" * 100_000])
def test_what_is_no_archive_is_refused(content: bytes, archive: Path, store: FileStore) -> None:
    archive.write_bytes(content)
    before = counts()
    with pytest.raises(backup.Unusable):
        restore(store, archive)
    assert counts() == before


def test_every_damaged_byte_is_seen(archive: Path, store: FileStore) -> None:
    """One flipped bit, in forty places all over the archive."""
    content, before = archive.read_bytes(), counts()
    for place in range(0, len(content), max(len(content) // 40, 1)):
        archive.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        try:
            restore(store, archive)
        except backup.Unusable:
            continue
        assert counts() | {"sign_in": 1, "journal": 0} == before | {"journal": 0}, "taken, but not the same"
        shutil.rmtree(store.root, ignore_errors=True)


def test_a_backup_that_fails_leaves_the_old_one(
    archive: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = archive.read_bytes()

    def full(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError):
        backup.write(db.engine, store, archive)
    assert archive.read_bytes() == content and not list(archive.parent.glob("*.part"))


# ---- from the command line


def run(app: Flask, *arguments: str, typed: str = "") -> Any:
    db.session.remove()
    try:
        return app.test_cli_runner().invoke(args=list(arguments), input=typed)
    finally:
        db.session.remove()  # the command is over; what it did not commit is gone


def test_the_commands_back_up_restore_and_verify(app: Flask, office: Office, store: FileStore, tmp_path: Path) -> None:
    target = str(tmp_path / "sao luu.zip")
    add(store, office.commune.id, pdf())
    db.session.commit()
    assert run(app, "backup", target).exit_code == 0
    assert run(app, "restore", target).exit_code == 0
    assert run(app, "verify").exit_code == 0
    orphan_of(store, office_id := 1, pdf())
    verified = run(app, "verify")
    assert office_id and verified.exit_code == 0
    assert re.search(r"^Tệp 1/\d{4}/\w{32}\.pdf không thuộc nội dung nào\.$", verified.output, re.MULTILINE)
    Path(target).write_bytes(b"x")
    refused = run(app, "restore", target)
    assert refused.exit_code == 1 and "không dùng được" in refused.output and "Traceback" not in refused.output


def test_staff_are_added_from_the_command_line(app: Flask, office: Office) -> None:
    added = run(
        app, "staff", "add", "Ke.Toan", "--role", "counter", "--commune", "xa thu nghiem", typed=GOOD_PASSWORD + "\n"
    )
    assert added.exit_code == 0, added.output
    assert GOOD_PASSWORD not in added.output
    assert actions.sign_in("ke.toan", GOOD_PASSWORD, None, "10.0.0.1").account.commune is not None
    assert run(app, "staff", "add", "so.khcn", "--role", "province", typed=GOOD_PASSWORD + "\n").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["admin", "--role", "counter", "--commune", "Xã Thử Nghiệm"], GOOD_PASSWORD, "đã có người dùng"),
        (["moi", "--role", "counter", "--commune", "Xã Không Có"], GOOD_PASSWORD, "Không có xã"),
        (["moi", "--role", "counter"], GOOD_PASSWORD, "không hợp"),
        (["moi", "--role", "province", "--commune", "Xã Thử Nghiệm"], GOOD_PASSWORD, "không hợp"),
        (["moi", "--role", "counter", "--commune", "Xã Thử Nghiệm"], "ngan", "ít nhất 14"),
        (["moi", "--role", "counter", "--commune", "Xã Thử Nghiệm"], "", "ít nhất 14"),
        (["moi", "--role", "counter", "--commune", "Xã Thử Nghiệm"], "matkhau12345678", "dễ đoán"),
        (["có dấu", "--role", "counter", "--commune", "Xã Thử Nghiệm"], GOOD_PASSWORD, "chữ không dấu"),
    ],
)
def test_wrong_staff_are_refused_in_plain_words(
    arguments: list[str], typed: str, told: str, app: Flask, office: Office
) -> None:
    before = counts()["account"]
    refused = run(app, "staff", "add", *arguments, typed=typed + "\n")
    assert refused.exit_code == 1 and told in refused.output and "Traceback" not in refused.output
    assert counts()["account"] == before
