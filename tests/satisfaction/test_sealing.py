"""An answer is sealed with its link in the chain, or not at all, also by a clerk who has to wait."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text

from models import clock, journal
from models.accounts.tables import SignIn
from models.base import db, read, writing
from models.places.tables import Counter
from models.satisfaction import actions, chain, recent
from models.satisfaction.rules import Channel, Mode, Status
from models.satisfaction.tables import RecentResponse, Response, Scale, ScaleLevel
from tests.browser import Browser
from tests.factories import Office
from tests.one_writer import only_sqlite

RECORD = "/hai-long/ghi"
ANSWER = actions.Answer(4, Mode.ONLINE, "nhanh, gọn", cid=UUID(int=815))


def written(office: Office) -> int:
    """An answer that was kept; its id."""
    sealed = actions.record(office.viewer("counter"), ANSWER)
    db.session.commit()
    return sealed.id


def how_many(kind: type = Response) -> int:
    """The rows that everybody can see."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_sealed_answer_is_a_whole_row(office: Office, hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:20")
    row = db.session.get_one(Response, written(office))
    at = datetime(2026, 3, 30, 9, tzinfo=UTC)  # of the moment only day and hour stay
    assert (row.cid, row.level, row.mode, row.channel) == (UUID(int=815), 4, Mode.ONLINE, Channel.COUNTER)
    assert (row.answered_at, row.created_at, row.local_date) == (at, at, date(2026, 3, 30))
    assert (row.status, row.version, row.comment, row.decided_reason) == (Status.COUNTED, 1, "nhanh, gọn", "")
    assert (row.counter_id, row.stage, row.decided_at) == (None, None, None)
    assert (row.local_hour, row.procedure_id, row.place_in_chain) == (16, None, 1)
    assert type(row.status) is Status and row.answered_at.tzinfo is UTC


def test_a_row_and_its_link_in_the_chain_are_written_together_or_not_at_all(office: Office) -> None:
    before = how_many(), chain.state(office.commune.id)
    actions.record(office.viewer("counter"), ANSWER)
    assert (how_many(), chain.state(office.commune.id)) == before
    written(office)
    assert how_many() == 1 and chain.state(office.commune.id) != before[1]
    assert list(chain.broken_seals(office.commune.id)) == []


def test_no_line_of_the_journal_tells_who_said_what_and_when(office: Office) -> None:
    written(office)
    lines = db.session.scalars(select(journal.JournalEntry)).all()
    assert not [line for line in lines if line.entity == "response" or "nhanh" in line.changes]


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE response SET level = 1 WHERE place_in_chain = 2",
        "UPDATE response SET local_hour = 23 - local_hour WHERE place_in_chain = 1",
        "DELETE FROM response WHERE place_in_chain = 2",
        "DELETE FROM response WHERE place_in_chain = 3",
        "UPDATE response_chain SET length = 2",
    ],
)
def test_a_changed_or_missing_answer_no_longer_fits_the_chain(office: Office, forged: str) -> None:
    for level in (5, 4, 2):
        actions.receive(office.commune.id, actions.Answer(level, Mode.ONLINE), Channel.KIOSK)
    db.session.commit()
    assert list(chain.broken_seals(office.commune.id)) == []
    db.session.execute(text(forged))
    assert list(chain.broken_seals(office.commune.id))


def test_what_is_decided_later_leaves_the_chain_whole(office: Office) -> None:
    answer_id = written(office)
    actions.decide(office.viewer("secretary"), answer_id, Status.EXCLUDED, "trùng")
    db.session.commit()
    assert list(chain.broken_seals(office.commune.id)) == [] and actions.check_rollups() == []


def test_the_minute_is_forgotten_once_the_answer_cannot_be_taken_back(
    office: Office, hold: Callable[[str], None]
) -> None:
    hold("2026-03-30 16:20")
    first = written(office)
    assert recent.minute_of(first) == clock.now()
    hold("2026-03-30 16:26")
    assert recent.minute_of(first) is None
    actions.record(office.viewer("counter"), actions.Answer(5, Mode.ONLINE))
    db.session.commit()
    assert how_many(RecentResponse) == 1


def test_the_first_answer_brings_the_scale_with_it(office: Office) -> None:
    assert how_many(Scale) == 0
    written(office)
    assert (how_many(Scale), how_many(ScaleLevel)) == (1, 5)
    kept = {(line.entity, line.entity_id) for line in db.session.scalars(select(journal.JournalEntry))}
    assert {("scale", "1"), ("scale_level", "1/5")} <= kept


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


@only_sqlite
def test_a_clerk_who_waits_too_long_is_told_so_and_may_send_the_page_again(
    office: Office, browse: Callable[..., Browser]
) -> None:
    clerk = browse("counter")
    form = clerk.hidden_fields(RECORD) | {"level": "4", "mode": "online"}
    db.session.remove()

    def impatient(connection: Any, *_pool: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    with writing(), db.engine.begin():
        event.listen(db.engine, "checkout", impatient)
        refused = clerk.post_raw(RECORD, form)
        event.remove(db.engine, "checkout", impatient)
    db.engine.dispose()  # nobody else is to be as impatient
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert "Hệ thống đang bận" in refused.text
    assert clerk.post_raw(RECORD, form).status_code == 303
    assert how_many() == 1


def test_reading_columns_sees_what_the_session_still_holds(office: Office) -> None:
    counted = select(func.count(Counter.id).label("n"))
    db.session.add(Counter(commune_id=office.commune.id, name="Quầy 1", fold="quay 1"))
    assert read(counted).one().n == 1
    db.session.rollback()
    assert read(counted).one().n == 0
