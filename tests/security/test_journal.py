"""The journal: a row for every write, in the same transaction; nobody changes it unseen; no secret in it."""

import json
import logging
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from blueprints.accounts import own
from models import journal
from models.accounts import actions, queries
from models.accounts.tables import Person, Unit
from models.base import db
from models.journal import JournalEntry
from models.satisfaction.tables import Scale
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password
from tests.security.test_transactions import NEW, together

Browse = Callable[..., Browser]


def last() -> JournalEntry:
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()  # type: ignore[return-value]


def test_every_kind_of_write_has_its_row(office: Office) -> None:
    unit = actions.add_unit(office.commune, "Đội Một")
    db.session.commit()
    assert (last().action, last().entity, last().entity_id) == ("created", "unit", str(unit.id))
    unit.position = 7
    db.session.commit()
    assert json.loads(last().changes) == {"position": [100, 7]}
    db.session.delete(unit)
    db.session.commit()
    assert last().action == "deleted" and json.loads(last().changes)["name"] == "Đội Một"


def test_what_stood_there_before_is_known_even_after_a_commit(office: Office) -> None:
    """The row was let go and is read anew by the very act of writing to it."""
    unit = office.units[0]
    db.session.commit()
    unit.position = 42
    db.session.commit()
    assert json.loads(last().changes) == {"position": [1, 42]}


def test_nothing_changed_is_nothing_written(office: Office) -> None:
    before = last().id
    unit = office.units[0]
    unit.position = unit.position + 0
    db.session.commit()
    assert last().id == before


def test_who_did_it_is_written_beside_it(office: Office, browse: Browse) -> None:
    data = {"name": "Đội Một", "position": "9"}
    admin_id, home = office.account("admin").id, office.commune.id
    browse("admin").post_form("/quan-tri/can-bo/don-vi/moi", data)
    assert (last().account_id, last().actor, last().commune_id) == (admin_id, "Nguyễn Văn Bình", home)
    actions.add_unit(queries.commune(home), "Đội Hai")
    db.session.commit()
    assert (last().account_id, last().actor) == (None, "system"), "nobody's act must not be counted to the last visitor"


def test_a_change_that_is_taken_back_leaves_no_row(office: Office) -> None:
    before = last().id
    actions.add_unit(office.commune, "Đội Một")
    db.session.rollback()
    assert last().id == before


def test_a_change_that_cannot_be_journaled_is_not_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("models.journal.listener.append", broken)
    with pytest.raises(OSError):
        actions.add_unit(office.commune, "Đội Một")
    db.session.rollback()
    assert db.session.scalar(select(Unit.id).where(Unit.name == "Đội Một")) is None


FORBIDDEN = [
    "UPDATE journal SET actor = 'x'",
    "UPDATE journal SET actor = 'x' WHERE id = 1",
    "DELETE FROM journal",
    "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)",
    "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    "REPLACE INTO journal SELECT * FROM journal WHERE id = 1",
    "UPDATE OR REPLACE journal SET id = 1 WHERE id = 2",
    "INSERT INTO journal SELECT * FROM journal WHERE true ON CONFLICT(id) DO UPDATE SET actor = 'x'",
    "TRUNCATE journal",
    "TRUNCATE journal CASCADE",
]


def speaks(statement: str) -> bool:
    """Whether the database under test knows such a statement at all."""
    lite = db.engine.dialect.name == "sqlite"
    return "TRUNCATE" not in statement if lite else "REPLACE" not in statement


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_refuses(statement: str, office: Office) -> None:
    if not speaks(statement):
        pytest.skip("not a statement of this database")
    before = db.session.execute(select(JournalEntry.__table__).order_by(JournalEntry.id)).all()
    db.session.rollback()  # else the other connection would only wait for this one
    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(statement))
    assert db.session.execute(select(JournalEntry.__table__).order_by(JournalEntry.id)).all() == before


@pytest.mark.parametrize("statement", [line for line in FORBIDDEN if "TRUNCATE" not in line])
def test_a_stranger_with_the_file_is_refused_too(statement: str, app: Flask, office: Office) -> None:
    """Another program opens the file without any of our settings."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the file is SQLite's")
    db.session.remove()
    stranger = sqlite3.connect(str(db.engine.url.database))
    try:
        with pytest.raises(sqlite3.DatabaseError):
            stranger.execute(statement)
    finally:
        stranger.close()


def without_guards(statements: list[str]) -> None:
    """What the owner of the database could do: take the guards away and write."""
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            saved = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))
        if db.engine.dialect.name == "sqlite":
            for ddl in saved:
                connection.exec_driver_sql(ddl)
        else:
            connection.execute(text("ALTER TABLE journal ENABLE TRIGGER ALL"))


TAMPERING = {
    "edit": ["UPDATE journal SET changes = '{}' WHERE id = 12"],
    "another actor": ["UPDATE journal SET actor = 'ai do' WHERE id = 12"],
    "another hour": ["UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE id = 12"],
    "another commune": ["UPDATE journal SET commune_id = NULL WHERE id = 12"],
    "removed": ["DELETE FROM journal WHERE id = 12"],
    "first removed": ["DELETE FROM journal WHERE id = (SELECT min(id) FROM journal)"],
    "swapped": [
        "UPDATE journal SET id = -1 WHERE id = 12",
        "UPDATE journal SET id = 12 WHERE id = 13",
        "UPDATE journal SET id = 13 WHERE id = -1",
    ],
    "added": [
        "INSERT INTO journal (id, at, commune_id, actor, action, entity, entity_id, changes, digest) "
        "SELECT 99999, at, commune_id, actor, action, entity, entity_id, changes, digest FROM journal WHERE id = 12"
    ],
}


@pytest.mark.parametrize("how", TAMPERING)
def test_the_chain_finds_tampering(how: str, office: Office, other_office: Office) -> None:
    assert list(journal.broken_links()) == []
    db.session.commit()
    without_guards(TAMPERING[how])
    assert list(journal.broken_links())


def test_a_chain_for_each_commune(office: Office, other_office: Office) -> None:
    """Writers of two communes take turns; each chain still fits."""
    for number in range(6):
        actions.add_unit(office.commune if number % 2 else other_office.commune, f"Đội {number}")
        db.session.commit()
    assert list(journal.broken_links()) == []
    digests = db.session.scalars(select(JournalEntry.digest)).all()
    assert len(set(digests)) == len(digests)


def test_secrets_and_private_texts_are_named_but_not_shown(office: Office) -> None:
    account = office.account("counter")
    code = give_code(account)
    give_password(account)
    kept = (account.password_hash, code, GOOD_PASSWORD)
    lines = " ".join(db.session.scalars(select(JournalEntry.changes)))
    assert "password_hash" in lines and journal.HIDDEN in lines
    assert not [secret for secret in kept if secret and secret in lines]


def test_every_column_that_sounds_secret_is_marked(app: Flask) -> None:
    for table in db.metadata.sorted_tables:
        journaled = next(
            (getattr(m.class_, "__journal__", True) for m in db.Model.registry.mappers if m.local_table is table), True
        )
        for column in table.columns if journaled else ():
            sounds = column.name != "password_set_at" and any(
                part in column.name for part in ("password", "code_hash", "token", "sealed")
            )
            assert not sounds or column.info.get("secret"), f"{table.name}.{column.name}"


def test_passwords_and_codes_reach_no_log_and_no_row(
    office: Office, browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    """A canary through every door: sign-in, change, code; then look everywhere."""
    caplog.set_level(logging.DEBUG)
    canary, other = "chim bói cá xanh biếc 71", "chim bói cá xanh biếc 72"
    account = office.account("counter")
    give_password(account, canary)
    code = give_code(account)
    stranger = browse(None)
    stranger.post_form("/dang-nhap", {"username": "counter", "password": canary + "x"})
    stranger.post_form("/dang-nhap", {"username": "counter", "password": canary})
    stranger.post_form("/tai-khoan", {"present": canary, "password": other, "again": other})
    stranger.post_form("/dat-mat-khau", {"username": "counter", "code": code, "password": other, "again": canary})
    rows = " ".join(
        str(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(select(table)).all()
    )
    for secret in ("chim bói cá", code):
        assert secret not in rows and secret not in caplog.text


def test_an_unexpected_error_tells_people_a_number_and_the_log_the_rest(
    app: Flask, office: Office, browse: Browse, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> None:
        raise ZeroDivisionError("canary-in-the-trace")

    monkeypatch.setattr(own.queries, "my_sessions", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app, "testing", False)
    answer = browse("counter").get("/tai-khoan")
    assert answer.status_code == 500 and "canary" not in answer.text and "Traceback" not in answer.text
    number = next(record.getMessage().split()[0] for record in caplog.records if record.name == "office")
    assert number in answer.text and "canary-in-the-trace" in caplog.text


def test_parallel_writers_keep_the_chain_whole(app: Flask, office: Office, browse: Browse) -> None:
    admin = browse("admin")
    forms = [admin.hidden_fields(NEW) | {"full_name": f"Người thứ {n}", "rank": "5"} for n in range(8)]
    assert together(app, admin, 8, NEW, forms) == [303] * 8
    assert db.session.scalar(select(func.count()).select_from(Person).where(Person.rank == 5)) == 8
    assert list(journal.broken_links()) == []


def test_the_state_of_a_commune_changes_with_its_own_and_with_shared_writes_only(
    office: Office, other_office: Office
) -> None:
    mine, theirs = office.commune.id, other_office.commune.id
    seen = [journal.state(mine)]
    other_office.units[0].position = 77
    db.session.commit()
    assert journal.state(mine) == seen[0]
    assert journal.state(theirs) != journal.state(mine)
    office.units[0].position = 77
    db.session.commit()
    seen.append(journal.state(mine))
    db.session.add(Scale(code="mới", edition=1, title="t", question="q", valid_from=date(2026, 1, 1)))
    db.session.commit()
    seen.append(journal.state(mine))
    office.units[0].position = 78
    db.session.flush()
    db.session.rollback()
    assert len(set(seen)) == 3
    assert journal.state(mine) == seen[-1], "what was not kept leaves no trace"
