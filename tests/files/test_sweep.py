"""What no row speaks of is harmless: named by ``verify``, put aside by ``files sweep``, never deleted."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from models import clock
from models.base import db
from models.files import FileStore
from tests.factories import Office
from tests.files.handed_in import add, orphan_of, pdf
from tests.files.test_backup import run


@pytest.fixture
def kept(office: Office, store: FileStore) -> str:
    """The path of a file that has its row."""
    stored = add(store, office.commune.id, pdf("kept"))
    db.session.commit()
    aged(store.root / stored.path, 48)
    return stored.path


def aged(path: Path, hours: float) -> Path:
    then = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def put(store: FileStore, hours: float) -> Path:
    return aged(store.root / orphan_of(store, 1, pdf("orphan")), hours)


def half(store: FileStore, hours: float) -> Path:
    """What a writer leaves that was killed in the middle."""
    path = put(store, hours)
    return path.rename(path.with_suffix(".part"))


def test_orphans_and_halves_are_told_and_no_fault(app: Flask, store: FileStore, kept: str) -> None:
    orphan, part = put(store, 2), half(store, 2)
    verified = run(app, "verify")
    assert verified.exit_code == 0
    assert f"Tệp {orphan.relative_to(store.root)} không thuộc nội dung nào" in verified.output
    assert f"Tệp tạm {part.relative_to(store.root)}" in verified.output
    assert "flask --app app files sweep" in verified.output and "Không có sai lệch" in verified.output


def test_what_is_missing_or_changed_is_a_fault(app: Flask, store: FileStore, kept: str) -> None:
    put(store, 2)
    (store.root / kept).write_bytes(b"%PDF-1.7 other")
    verified = run(app, "verify")
    assert verified.exit_code == 1 and f"Tệp {kept} không còn như lúc nhận." in verified.output
    assert "Có 1 sai lệch" in verified.output


def test_a_sweep_puts_orphans_aside_under_their_own_path(app: Flask, store: FileStore, kept: str) -> None:
    orphan, part = put(store, 2), half(store, 2)
    content = orphan.read_bytes()
    swept = run(app, "files", "sweep")
    assert swept.exit_code == 0 and "2 tệp" in swept.output
    assert list(store.all_paths()) == [kept] and not part.exists()
    (aside,) = (store.root / "set-aside").iterdir()
    assert (aside / orphan.relative_to(store.root)).read_bytes() == content
    assert (aside / part.relative_to(store.root)).exists()
    assert str(aside) in swept.output and aside.stat().st_mode & 0o077 == 0
    again = run(app, "verify")
    assert again.exit_code == 0 and "không thuộc" not in again.output
    assert "Không có tệp nào" in run(app, "files", "sweep").output


def test_what_may_still_be_on_its_way_is_left_alone(app: Flask, store: FileStore, kept: str) -> None:
    """A file is on the disk before its row is; and after a clock went back a file may seem to come from the future."""
    young, coming = put(store, 0.9), half(store, -3)
    swept = run(app, "files", "sweep")
    assert young.exists() and coming.exists() and "2 tệp" in swept.output and "dưới một giờ" in swept.output
    assert not (store.root / "set-aside").exists()


def test_what_a_killed_restore_left_is_swept_too(app: Flask, store: FileStore, kept: str) -> None:
    left = store.root / ".restore-abc"
    (left / "files" / "1").mkdir(parents=True)
    aged(left, 2)
    assert ".restore-abc" in run(app, "verify").output
    run(app, "files", "sweep")
    assert not left.exists() and run(app, "verify").exit_code == 0


def test_an_empty_store_has_nothing_to_sweep(app: Flask, office: Office) -> None:
    assert run(app, "files", "sweep").exit_code == 0
