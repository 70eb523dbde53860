"""The words of an answer go after their term; the answer, its counts and its seal stay."""

from collections.abc import Callable

from sqlalchemy import select

from models.base import db
from models.journal import JournalEntry
from models.satisfaction import actions, chain
from models.satisfaction.actions import Answer, Outcome
from models.satisfaction.retention import purge_comments
from models.satisfaction.rules import Channel, Mode
from models.satisfaction.tables import Response
from tests.factories import Office

Hold = Callable[[str], None]


def say(office: Office, word: str) -> None:
    actions.receive(office.commune.id, Answer(2, Mode.ONLINE, word), Channel.QR)
    db.session.commit()


def words() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Response.comment).order_by(Response.id)))


def lines() -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.action == "comments_purged")))


def test_words_go_after_their_term_and_nothing_else(office: Office, other_office: Office, app, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    say(office, "chờ lâu")
    say(office, "")
    say(other_office, "đông người")
    hold("2026-04-02 09:00")
    say(office, "hẹn lại")
    hold("2028-03-29 09:00")  # the 730th day is still within the term
    assert app.test_cli_runner().invoke(args=["satisfaction", "purge"]).exit_code == 0
    assert words() == ["chờ lâu", "", "đông người", "hẹn lại"] and not lines()
    hold("2028-03-30 09:00")
    result = app.test_cli_runner().invoke(args=["satisfaction", "purge"])
    assert "2 lời góp ý" in result.output
    assert words() == ["", "", "", "hẹn lại"]
    assert {(line.commune_id, line.changes) for line in lines()} == {
        (one.commune.id, '{"count": 1}') for one in (office, other_office)
    }
    assert purge_comments() == 0
    assert list(chain.broken_seals()) == [] and actions.check_rollups() == []


def test_the_same_answer_sent_again_brings_no_words_back(office: Office, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    say(office, "chờ lâu")
    cid = db.session.scalar(select(Response.cid))
    hold("2028-05-01 09:00")
    purge_comments()
    again = actions.receive(office.commune.id, Answer(2, Mode.ONLINE, "chờ lâu", cid=cid), Channel.QR)
    db.session.commit()
    assert again.outcome is Outcome.DUPLICATE and words() == [""]


def test_a_clock_that_went_back_purges_nothing_early(office: Office, hold: Hold) -> None:
    hold("2027-03-30 09:00")  # a year ahead
    say(office, "chờ lâu")
    for day in ("2026-03-30", "2028-03-30", "2029-03-29"):
        hold(f"{day} 09:00")
        assert purge_comments() == 0
    hold("2029-03-30 09:00")
    assert purge_comments() == 1
