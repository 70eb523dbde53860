"""Words and contacts go after their term and never before; the answer, its counts and its seal stay."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, text

from blueprints import workers
from models import clock, journal
from models.base import db, set_writing
from models.jobs.tables import Job
from models.journal import Actor, JournalEntry
from models.journal.trusted import trusted_day
from models.satisfaction import actions, chain, retention
from models.satisfaction.actions import Answer, Outcome
from models.satisfaction.retention import Purged, purge_piece
from models.satisfaction.rules import Channel, Mode
from models.satisfaction.tables import CitizenContact, Response
from tests.factories import Office

Hold = Callable[[str], None]
TODAY = date(2026, 11, 25)  # a Wednesday


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=n) for n in ago]


@pytest.mark.parametrize(
    ("worked", "trusted"),
    [
        (days(0, 1, 2, 5, 6), 0),  # people are at work
        (days(1, 2, 5, 6, 7), 1),  # the night before anybody comes
        (days(9, 10, 11, 12, 13), 9),  # back after nine days of Tết
        (days(14, 15, 16, 17, 18), 14),  # the longest that an office is closed
        (days(15, 16, 17, 18, 19), None),  # longer: the clock may be ahead
        (days(365, 366, 367, 370, 371), None),  # the clock jumped by a year
        (days(0, 365, 366, 367, 370, 371), None),  # and somebody has worked by it
        (days(0, 1, 2, 3, 365, 366, 367, 370, 371), None),  # for four days
        (days(0, 1, 2, 3, 4, 365, 366), 0),  # for five: nobody overlooks that for so long
        (days(0, 10, 11, 12, 13, 14), 0),  # one day that stands apart, five within the time
        (days(0, 11, 12, 13, 14, 15), 11),  # the newest day stands alone: the one before it is trusted
        (days(-400, -399, -398, -397, -396, 1, 2, 5, 6, 7), 1),  # a clock that was ahead went back
        (days(0, 1, 2, 3), None),  # a site that has just begun
        ([], None),
    ],
)
def test_the_day_by_which_terms_are_judged(worked: list[date], trusted: int | None) -> None:
    assert trusted_day(worked, TODAY) == (None if trusted is None else TODAY - timedelta(days=trusted))


def say(office: Office, word: str, contact: str = "") -> None:
    actions.receive(office.commune.id, Answer(2, Mode.ONLINE, word, contact=contact), Channel.QR)
    db.session.commit()


def work(office: Office, hold: Hold, until: str, times: int = 6) -> None:
    """Somebody works on so many days up to one."""
    clerk = office.viewer("counter")
    for back in range(times - 1, -1, -1):
        hold(f"{date.fromisoformat(until) - timedelta(days=back)} 09:00")
        with journal.acting_as(Actor(clerk.account_id, "Võ Thị Dung")):
            journal.note("signed_in", "account", clerk.account_id, clerk.home_id)
            db.session.commit()


def words() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Response.comment).order_by(Response.id)))


def contacts() -> int:
    return len(db.session.scalars(select(CitizenContact)).all())


def lines(act: str) -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).where(JournalEntry.action == act)))


def by_hand(app: Flask, *more: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["satisfaction", "purge", *more])
    set_writing(True)
    return result.exit_code, result.output


def tonight(app: Flask) -> list[tuple[str, str]]:
    """Let a worker do what is due; what the jobs of all nights say."""
    db.session.remove()
    set_writing(False)
    workers.run(app, Event(), once=True)
    set_writing(True)
    found = db.session.execute(select(Job.period, Job.result).where(Job.kind == "retention").order_by(Job.id))
    return [(row.period, row.result) for row in found]


@pytest.mark.slow
def test_words_go_after_their_term_and_nothing_else(office: Office, other_office: Office, app, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    say(office, "chờ lâu")
    say(office, "")
    say(other_office, "đông người")
    hold("2026-04-02 09:00")
    say(office, "hẹn lại")
    work(office, hold, "2028-03-29")  # the 730th day is still within the term
    assert by_hand(app)[0] == 0
    assert words() == ["chờ lâu", "", "đông người", "hẹn lại"] and not lines("comments_purged")
    work(office, hold, "2028-03-30")
    assert "2 lời góp ý" in by_hand(app)[1]
    assert words() == ["", "", "", "hẹn lại"]
    assert {(line.commune_id, line.changes) for line in lines("comments_purged")} == {
        (one.commune.id, '{"count": 1}') for one in (office, other_office)
    }
    assert purge_piece(clock.today()) == Purged(0, 0)
    assert list(chain.broken_seals(office.commune.id)) == [] and actions.check_rollups() == []


def test_the_same_answer_sent_again_brings_no_words_back(office: Office, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    say(office, "chờ lâu")
    cid = db.session.scalar(select(Response.cid))
    hold("2028-05-01 09:00")
    purge_piece(clock.today())
    again = actions.receive(office.commune.id, Answer(2, Mode.ONLINE, "chờ lâu", cid=cid), Channel.QR)
    db.session.commit()
    assert again.outcome is Outcome.DUPLICATE and words() == [""]


def test_words_dated_by_a_clock_that_was_ahead_wait_for_their_own_term(office: Office, hold: Hold) -> None:
    hold("2027-03-30 09:00")  # a year ahead
    say(office, "chờ lâu")
    for day in ("2026-03-30", "2028-03-30", "2029-03-29"):
        assert purge_piece(date.fromisoformat(day)).comments == 0
    assert purge_piece(date(2029, 3, 30)).comments == 1


def test_every_night_a_worker_does_it_and_says_what_it_did(office: Office, app: Flask, hold: Hold) -> None:
    work(office, hold, "2026-11-20")
    say(office, "gọi lại cho tôi", contact="a@b.vn")
    work(office, hold, "2026-12-20")
    hold("2026-12-21 00:30")
    assert [period for period, _ in tonight(app)] == ["2026-12-20"], "the night begins at one"
    for moment in ("2026-12-21 01:10", "2026-12-21 07:30"):
        hold(moment)
        assert tonight(app)[1:] == [("2026-12-21", "by 2026-12-20: 0 contacts, 0 comments")]
        assert contacts() == 1, "the thirtieth day, and the clock alone says that it is over"
    work(office, hold, "2026-12-22")
    hold("2026-12-22 18:00")
    assert tonight(app)[-1] == ("2026-12-22", "by 2026-12-22: 1 contacts, 0 comments")
    assert contacts() == 0
    assert [line.changes for line in lines("contacts_purged")] == ['{"count": 1}']


def test_a_clock_that_runs_ahead_deletes_nothing(office: Office, app: Flask, hold: Hold) -> None:
    work(office, hold, "2026-11-20")
    say(office, "gọi lại cho tôi", contact="a@b.vn")
    hold("2029-11-21 02:00")
    say(office, "nói thêm", contact="c@d.vn")  # who keeps a new contact lets go of no other one
    assert tonight(app) == [("2029-11-21", "put off: the clock is in doubt")]
    code, told = by_hand(app)
    assert code == 1 and "Chưa xóa gì" in told
    assert contacts() == 2 and words() == ["gọi lại cho tôi", "nói thêm"]
    assert [line.action for line in lines("purge_put_off")] == ["purge_put_off"]
    work(office, hold, "2029-11-24", times=4)
    hold("2029-11-25 02:00")
    assert tonight(app)[-1][1] == "put off: the clock is in doubt" and contacts() == 2
    hold("2026-11-21 02:00")  # the clock is set right
    assert tonight(app)[-1] == ("2026-11-21", "by 2026-11-20: 0 contacts, 0 comments")
    assert contacts() == 2
    hold("2027-02-01 09:00")  # an office that was closed for long, and whose clock somebody has looked at
    assert "1 cách liên lạc" in by_hand(app, "--clock-is-right")[1] and contacts() == 1


def test_much_goes_in_pieces(office: Office, app: Flask, hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PIECE", 2)
    hold("2026-03-30 09:00")
    for number in range(5):
        say(office, f"lời {number}", contact=f"a{number}@b.vn")
    work(office, hold, "2028-04-03")
    assert tonight(app)[-1][1] == "by 2028-04-03: 5 contacts, 5 comments"
    assert contacts() == 0 and not any(words())


def test_what_is_over_is_found_by_its_index(app: Flask) -> None:
    """Ten million answers of which few have words are not read every night."""
    query = select(Response.id).where(retention.HAS_WORDS, Response.local_date < TODAY).order_by(Response.local_date)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "EXPLAIN "
    else:
        plan = "EXPLAIN QUERY PLAN "
    told: Iterable[object] = db.session.connection().exec_driver_sql(
        plan + str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    )
    assert "ix_response_words" in str(list(told))
