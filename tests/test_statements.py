"""Statements that the driver runs: the same rows and refusals as by SQLAlchemy's own way, nothing half-written."""

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from models import clock, journal, statements
from models.accounts.tables import SignIn
from models.base import db, set_writing, writing
from models.places.tables import Counter
from models.satisfaction import actions
from models.satisfaction.rules import Channel, Mode, Status
from models.satisfaction.tables import Response, Scale, ScaleLevel
from models.statements import at_once, connection, look, read
from tests.browser import Browser
from tests.factories import Office

RECORD = "/hai-long/ghi"
ANSWER = actions.Answer(4, Mode.ONLINE, "nhanh, gọn", cid=UUID(int=815))
driver_only = pytest.mark.skipif(bool(os.environ.get("TEST_DATABASE_URL")), reason="the driver of SQLite")


@pytest.fixture
def office(office: Office) -> Office:
    """The office, while the session is not in the middle of anything and nothing is marked as writing."""
    db.session.close()
    set_writing(False)
    return office


def written(office: Office, answer: actions.Answer = ANSWER) -> int:
    """An answer kept at once; its id."""
    with at_once():
        return actions.record(office.viewer("counter"), answer).id


def how_many(kind: type = Response) -> int:
    """The rows that everybody can see."""
    db.session.rollback()
    counted = db.session.scalar(select(func.count()).select_from(kind)) or 0
    db.session.rollback()
    return counted


def test_what_is_written_at_once_is_what_the_session_reads(office: Office, hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:20")
    row = db.session.get_one(Response, written(office))
    at = datetime(2026, 3, 30, 9, 20, tzinfo=UTC)
    assert (row.cid, row.level, row.mode, row.channel) == (UUID(int=815), 4, Mode.ONLINE, Channel.COUNTER)
    assert (row.answered_at, row.created_at, row.local_date) == (at, at, date(2026, 3, 30))
    assert (row.status, row.version, row.comment, row.decided_reason) == (Status.COUNTED, 1, "nhanh, gọn", "")
    assert (row.counter_id, row.stage, row.decided_at) == (None, None, None)
    assert type(row.status) is Status and row.answered_at.tzinfo is UTC


def test_the_driver_reads_what_sqlalchemy_reads(office: Office) -> None:
    columns = select(Response.__table__).where(Response.id == bindparam("wanted"))
    asked = {"wanted": written(office)}
    by_driver, by_library = look(columns, asked).one(), db.session.connection().execute(columns, asked).one()
    assert tuple(by_driver) == tuple(by_library)
    assert [type(value) for value in by_driver] == [type(value) for value in by_library]
    assert by_driver.answered_at == by_library.answered_at
    levels = select(ScaleLevel.value, ScaleLevel.is_satisfied).order_by(ScaleLevel.value)
    assert [tuple(row) for row in look(levels, {}).all()] == [(n, n > 3) for n in range(1, 6)]
    for _ in range(2):  # first while the session reads, then by the driver
        asked = {"wanted": 0}
        assert (look(columns, asked).first(), look(columns, asked).scalar()) == (None, None)
        assert list(look(columns, asked).all()) == []
        db.session.rollback()


def test_a_row_and_its_journal_are_written_together_or_not_at_all(office: Office) -> None:
    before = how_many(), how_many(journal.JournalEntry)
    db.session.rollback()
    with pytest.raises(ZeroDivisionError), at_once():
        assert isinstance(connection(), statements.Driver) is (db.engine.dialect.name == "sqlite")
        actions.record(office.viewer("counter"), ANSWER)
        raise ZeroDivisionError
    assert (how_many(), how_many(journal.JournalEntry)) == before
    written(office)  # and nobody still holds the lock
    assert how_many() == 1 and list(journal.broken_links()) == []


def test_what_the_session_is_in_the_middle_of_is_committed_too(office: Office) -> None:
    db.session.add(Counter(commune_id=office.commune.id, name="Quầy 1", fold="quay 1"))
    written(office)
    assert (how_many(), how_many(Counter)) == (1, 1)
    db.session.add(Counter(commune_id=office.commune.id, name="Quầy 2", fold="quay 2"))
    with pytest.raises(ZeroDivisionError), at_once():
        raise ZeroDivisionError
    assert how_many(Counter) == 1


def test_the_first_answer_brings_the_scale_with_it(office: Office) -> None:
    assert how_many(Scale) == 0
    written(office)
    assert (how_many(Scale), how_many(ScaleLevel)) == (1, 5)
    kept = {(line.entity, line.entity_id) for line in db.session.scalars(select(journal.JournalEntry))}
    assert {("scale", "1"), ("scale_level", "1/5"), ("response", "1")} <= kept


def test_an_answer_is_kept_by_a_clerk_whose_session_is_noted_as_alive(
    office: Office, browse: Callable[..., Browser], hold: Callable[[str], None]
) -> None:
    hold("2026-03-30 16:20")
    clerk = browse("counter")
    token = clerk.token()
    hold("2026-03-30 16:24")
    clerk.post_form(RECORD, {"level": "4", "mode": "online"})
    assert clerk.post_raw(RECORD, {"csrf_token": token, "level": "5", "mode": "online"}).status_code == 303
    assert how_many() == 2
    assert db.session.scalar(select(SignIn.seen_at)) == clock.now()


def test_a_refusal_of_the_database_has_sqlalchemys_name(office: Office) -> None:
    with pytest.raises(IntegrityError), at_once():
        journal.write(ScaleLevel, {"scale_id": 77, "value": 1, "label": "x", "is_satisfied": True})
    assert how_many(ScaleLevel) == 0


@driver_only
def test_whoever_waits_too_long_for_the_lock_is_told_so(office: Office) -> None:
    with writing(), db.engine.begin(), pytest.MonkeyPatch.context() as patch:
        say = statements.Driver.say
        patch.setattr(
            statements.Driver, "say", lambda own, *words: say(own, "PRAGMA busy_timeout=0") and say(own, *words)
        )
        with pytest.raises(OperationalError, match="locked"):
            written(office)
    db.engine.dispose()  # nobody else is to be as impatient
    assert how_many() == 0


@driver_only
def test_a_clerk_who_waits_too_long_keeps_the_page_and_is_told_so(
    office: Office, browse: Callable[..., Browser]
) -> None:
    clerk = browse("counter")
    form = clerk.hidden_fields(RECORD) | {"level": "4", "mode": "online"}
    db.session.rollback()
    statements._idle[db.engine][-1].say("PRAGMA busy_timeout=20")  # the next request takes the same driver
    with writing(), db.engine.begin():
        refused = clerk.post_raw(RECORD, form)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert "Hệ thống đang bận" in refused.text
    assert clerk.post_raw(RECORD, form).status_code == 303
    assert how_many() == 1


@driver_only
def test_the_session_stays_out_of_what_is_written_at_once(office: Office) -> None:
    with pytest.raises(RuntimeError, match="no part"), at_once():
        db.session.get(Response, 1)
    assert how_many() == 0


def test_a_look_sees_what_the_work_at_hand_has_written(office: Office) -> None:
    counted = select(func.count(Counter.id))
    assert look(counted, {}).scalar() == 0
    db.session.add(Counter(commune_id=office.commune.id, name="Quầy 1", fold="quay 1"))
    assert read(counted, {}).scalar() == look(counted, {}).scalar() == 1
    db.session.rollback()
    assert look(counted, {}).scalar() == 0


@driver_only
def test_a_value_that_is_missing_is_no_null(office: Office) -> None:
    with pytest.raises(KeyError, match="wanted"):
        look(select(Counter.id).where(Counter.id == bindparam("wanted")), {})


@driver_only
def test_a_list_among_the_values_is_refused(office: Office) -> None:
    with pytest.raises(ValueError, match="lists"):
        look(select(Counter.id).where(Counter.id.in_([1, 2])), {})


@driver_only
def test_a_look_opens_no_transaction(office: Office) -> None:
    assert look(select(func.count(Counter.id)), {}).scalar() == 0
    assert not db.session.registry.has() or not db.session().in_transaction()


@driver_only
def test_a_driver_is_kept_for_the_next_work_and_closed_with_its_pool(office: Office) -> None:
    counted = select(func.count(Counter.id))
    look(counted, {})
    (kept,) = statements._idle[db.engine]
    look(counted, {})
    assert statements._idle[db.engine] == [kept]
    with at_once():  # an answer while the pool goes away
        own = connection()
        db.engine.dispose()
    assert own is kept and db.engine not in statements._idle
    with pytest.raises(ProgrammingError, match="closed"):
        kept.execute(counted)
    assert look(counted, {}).scalar() == 0


@driver_only
def test_nothing_is_left_open_by_work_that_failed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError), at_once():
        failed = connection()
        raise ZeroDivisionError
    assert statements._idle[db.engine] == [failed]
    monkeypatch.setattr(statements.Driver, "is_free", lambda own: False)  # and it could not be undone
    with pytest.raises(ZeroDivisionError), at_once():
        raise ZeroDivisionError
    assert statements._idle[db.engine] == []
    monkeypatch.undo()
    written(office)
    assert how_many() == 1


@driver_only
def test_a_database_that_cannot_be_opened_is_told_in_sqlalchemys_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses() -> None:
        raise sqlite3.OperationalError("unable to open database file")

    db.engine.dispose()
    monkeypatch.setattr(db.engine, "raw_connection", refuses)
    with pytest.raises(OperationalError, match="unable to open"):
        look(select(Scale.id), {})
