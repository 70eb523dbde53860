"""A file is on the disk before its transaction, and stays or goes with what becomes of that."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import IntegrityError

from models import files
from models.base import db
from models.files import FileStore
from tests.factories import Office
from tests.files.handed_in import add, pdf


@pytest.fixture
def shelf(tmp_path: Path) -> FileStore:
    """A store of its own."""
    return FileStore(tmp_path / "store")


@contextmanager
def answers_lost(after: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """COMMIT reaches the database or breaks on the way; in either case only an error comes back."""
    real = DefaultDialect.do_commit

    def lost(dialect: DefaultDialect, connection: Any) -> None:
        if after:
            real(dialect, connection)
        else:
            connection.rollback()  # what a server does whose client has gone
        raise ConnectionResetError("the answer was lost")

    monkeypatch.setattr(type(db.engine.dialect), "do_commit", lost)
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("after", [True, False], ids=["it came through", "it did not"])
def test_a_file_stays_once_its_commit_was_asked_for(
    after: bool, app: Flask, office: Office, shelf: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add(shelf, office.commune.id, pdf()).path
    with answers_lost(after, monkeypatch):
        with pytest.raises(ConnectionResetError):
            db.session.commit()
        db.session.remove()
    assert shelf.exists(path), "nobody knows whether the row is there"
    assert files.check(shelf) == ([] if after else [f"orphan {path}"])


def test_what_the_database_refuses_before_the_commit_takes_the_file_along(
    app: Flask, office: Office, shelf: FileStore
) -> None:
    commune_id = office.commune.id
    first = add(shelf, commune_id, pdf("1")).path
    second = add(shelf, commune_id, pdf("2"))
    second.path = first  # unique; only written with the commit
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert list(shelf.all_paths()) == [first] and files.check(shelf) == []


def test_a_savepoint_decides_nothing(app: Flask, office: Office, shelf: FileStore) -> None:
    add(shelf, office.commune.id, pdf("1"))
    with db.session.begin_nested():
        db.session.execute(text("SELECT 1"))
    db.session.rollback()
    assert list(shelf.all_paths()) == []


def test_what_was_staged_for_nothing_is_taken_away(app: Flask, office: Office, shelf: FileStore) -> None:
    commune_id = office.commune.id
    db.session.commit()
    left, kept = (files.stage(shelf, commune_id, files.accept(pdf(words))) for words in "ab")
    files.keep(kept, None, "a.pdf")
    db.session.commit()
    for staged in (left, kept):
        files.unstage(staged)
    assert list(shelf.all_paths()) == [kept.path] and files.check(shelf) == []


def test_no_transaction_is_open_while_a_file_is_staged(app: Flask, office: Office, shelf: FileStore) -> None:
    db.session.commit()
    accepted = files.accept(pdf())
    commune_id = office.commune.id
    with pytest.raises(RuntimeError, match="writing a file while a transaction that writes is open"):
        files.stage(shelf, commune_id, accepted)
    assert list(shelf.all_paths()) == []
