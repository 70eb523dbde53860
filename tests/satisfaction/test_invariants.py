"""What holds of every answer, where no other test of this folder says so."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blueprints.satisfaction.breakdowns import breakdown, read_month
from models.accounts.tables import Account
from models.base import db
from models.places.tables import Counter
from models.satisfaction import actions, figures, queries
from models.satisfaction.catalogue import LevelFacts, ScaleFacts
from models.satisfaction.figures import Month
from models.satisfaction.rules import Channel, Mode, Tally
from models.satisfaction.tables import CountKind, Response, Scale, ScaleLevel
from tests.browser import Browser
from tests.factories import Office

Hold = Callable[[str], None]
THREE = (LevelFacts(3, "Hài lòng", True), LevelFacts(2, "Bình thường", False), LevelFacts(1, "Không hài lòng", False))
OLD = ScaleFacts("ba_muc", 1, "Ba mức", "Ông/bà có hài lòng không?", date(2020, 1, 1), None, THREE)


def test_three_levels_are_a_series_of_their_own(office: Office, hold: Hold, browse: Callable[..., Browser]) -> None:
    """The third of three levels is satisfied, the third of five is not; the two are told apart, never added up."""
    hold("2026-03-30 09:00")
    levels = [ScaleLevel(value=one.value, label=one.label, is_satisfied=one.is_satisfied) for one in OLD.levels]
    facts = {"code": OLD.code, "edition": 1, "title": OLD.title, "question": OLD.question}
    db.session.add(Scale(**facts, valid_from=OLD.valid_from, valid_to=None, levels=levels))
    db.session.flush()
    for scale, said in ((OLD, [3] * 11 + [1]), (None, [3] * 4 + [5] * 9)):
        for level in said:
            actions.receive(office.commune.id, actions.Answer(level, Mode.ONLINE, scale=scale), Channel.PAPER)
    db.session.commit()
    hold("2026-04-02 09:00")
    eyes, first, last = office.viewer("leader"), date(2026, 3, 1), date(2026, 3, 31)
    five, three = Tally({3: 4, 5: 9}, satisfied=9), Tally({3: 11, 1: 1}, satisfied=11)
    assert queries.total(queries.daily(eyes, first, last), first, last) == five
    assert figures.tally(figures.counts(eyes, {CountKind.MONTH: (first, last)})) == five
    assert queries.other_series(eyes, first, last) == {"Ba mức": three}
    assert queries.how_many(eyes, queries.ResponseFilter(first, last)) == 13
    page = " ".join(BeautifulSoup(browse("leader").get("/hai-long?ky=2026-03").text, "lxml").get_text(" ").split())
    assert "9/13 phiếu" in page and "Ba mức: 91,7% (11/12)" in page and "25 phiếu" not in page
    assert actions.check_rollups() == []
    assert len(set(db.session.scalars(select(Response.scale_id)))) == 2


def test_a_clerk_who_left_and_a_counter_that_closed_keep_their_history(
    office: Office, hold: Hold, counter: Counter
) -> None:
    hold("2026-03-10 09:00")
    clerk, eyes = office.viewer("counter"), office.viewer("leader")
    for _ in range(12):
        actions.record(clerk, actions.Answer(5, Mode.IN_PERSON), counter.id)
    db.session.commit()
    hold("2026-04-02 09:00")
    account = db.session.get_one(Account, clerk.account_id)
    account.is_active = counter.is_active = False
    db.session.commit()
    month = read_month(eyes, Month(date(2026, 3, 1), date(2026, 4, 2)))
    assert breakdown(eyes, "quay", month).rows == ("Quầy 1",)
    assert breakdown(eyes, "can-bo", month).rows == (account.display_name,)
    for row in (counter, account):
        db.session.delete(row)
        with pytest.raises(IntegrityError):  # the database itself keeps what an answer points at
            db.session.flush()
        db.session.rollback()
