"""Counts and lists: the daily counts always equal the answers, for these eyes only."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from models import clock, journal
from models.accounts.rules import Role, Viewer
from models.base import db
from models.errors import NotFound, RuleBroken
from models.places import queries as places
from models.satisfaction import actions, queries
from models.satisfaction.queries import PAGE_SIZE, Position, ResponseFilter
from models.satisfaction.rules import Channel, HoldReason, Mode, Status, Tally
from models.satisfaction.tables import Response, ResponseDay, ResponseLink
from tests.factories import Office
from tests.satisfaction.conftest import Say, drift, tally, weekly_rates

Hold = Callable[[str], None]
Counting = Callable[[], AbstractContextManager[list[str]]]
TODAY = date(2026, 3, 30)


def counted(day: date = TODAY) -> int:
    """Counted answers of a day, straight from the answers."""
    query = select(func.count(Response.id)).where(Response.status == Status.COUNTED, Response.local_date == day)
    return db.session.scalar(query) or 0


def rolled() -> int:
    """The same from the daily counts."""
    return int(db.session.scalar(select(func.sum(ResponseDay.n))) or 0)


def test_a_tally_counts_levels_and_keeps_the_neutral_in_the_base(hold: Hold, say: Say, clerk: Viewer) -> None:
    hold("2026-03-30 09:00")
    for level, times in {5: 4, 4: 3, 3: 2, 2: 1}.items():
        say(level, times=times)
    say(1, Mode.IN_PERSON)
    assert tally(clerk, TODAY, TODAY, Mode.ONLINE) == Tally({5: 4, 4: 3, 3: 2, 2: 1}, 7)
    everyone = tally(clerk, TODAY, TODAY)
    assert (everyone.n, everyone.satisfied, everyone.counts[1]) == (11, 7, 1)
    assert tally(clerk, TODAY + timedelta(1), TODAY + timedelta(9)).rate is None


def test_an_answer_belongs_to_the_office_day(hold: Hold, say: Say, clerk: Viewer) -> None:
    hold("2026-03-30 00:10")  # still 29 March in UTC
    assert say(5).local_date == TODAY
    assert tally(clerk, TODAY, TODAY).n == 1
    (*_, last) = weekly_rates(clerk)
    assert (last[0], last[1], last[2].n) == (2026, 14, 1)


def test_weekly_rates_are_eight_weeks_oldest_first(hold: Hold, say: Say, clerk: Viewer) -> None:
    hold("2026-02-08 23:59")  # Sunday of week 6: one week too old
    say(5)
    hold("2026-02-09 00:00")
    say(5)
    hold("2026-03-30 09:00")
    say(2, times=2)
    weeks = weekly_rates(clerk, 8)
    assert [week for _, week, _ in weeks] == [7, 8, 9, 10, 11, 12, 13, 14]
    assert [tally.n for *_, tally in weeks] == [1, 0, 0, 0, 0, 0, 0, 2]
    assert weeks[-1][2].rate == 0
    assert [tally.n for *_, tally in weekly_rates(clerk, 8, Mode.IN_PERSON)] == [0] * 8


def test_the_daily_counts_equal_the_answers_through_every_act(
    hold: Hold, say: Say, clerk: Viewer, office: Office, link: ResponseLink
) -> None:
    hold("2026-03-30 09:00")
    mine = say(1)
    say(5, times=3)
    held = actions.answer_link(link, actions.Answer(2, Mode.ONLINE), trap="http://spam")
    assert (held.status, held.hold_reason) == (Status.HELD, HoldReason.TRAP)
    assert counted() == rolled() == 4
    actions.take_back(clerk, mine.id, "bấm nhầm")
    assert counted() == rolled() == 3
    secretary = office.viewer("secretary")
    actions.decide(secretary, held.id, Status.COUNTED, "người dân có thật")
    assert counted() == rolled() == 4
    actions.decide(secretary, held.id, Status.EXCLUDED, "trùng")
    assert counted() == rolled() == 3
    actions.decide(secretary, held.id, Status.COUNTED, "tính lại")
    assert counted() == rolled() == 4
    assert actions.check_rollups() == []


def test_a_drifted_count_is_found_and_rebuilt(hold: Hold, say: Say, office: Office) -> None:
    hold("2026-03-30 09:00")
    say(5, times=3)
    say(2, Mode.IN_PERSON)
    drift(office.commune.id, TODAY, Mode.ONLINE, 1, 5, +7)
    drift(office.commune.id, TODAY + timedelta(50), Mode.ONLINE, 1, 4, +1)
    assert len(actions.check_rollups()) == 4, "two days, and the weeks that they no longer add up to"
    for _ in range(2):
        before = journal.state(office.commune.id)
        actions.rebuild_rollups(office.commune.id)
        assert journal.state(office.commune.id) != before, "what was kept of the old counts is drawn anew"
        assert actions.check_rollups() == []
        assert rolled() == 4


def test_the_same_id_is_one_answer(hold: Hold, office: Office) -> None:
    hold("2026-03-30 09:00")
    cid, home = uuid4(), office.commune.id
    answer = actions.Answer(5, Mode.ONLINE, "tốt", cid=cid)
    row = actions.receive(home, answer, Channel.KIOSK)
    same = actions.receive(home, answer, Channel.KIOSK)
    kept = actions.receive(home, actions.Answer(1, Mode.ONLINE, "tốt", cid=cid), Channel.KIOSK)
    assert [sealed.outcome for sealed in (row, same, kept)] == ["created", "duplicate", "conflict"]
    assert row.id == same.id == kept.id
    assert db.session.get_one(Response, kept.id).level == 5
    assert counted() == rolled() == 1


def test_a_tombstone_sent_again_stays_a_tombstone(hold: Hold, say: Say, clerk: Viewer, office: Office) -> None:
    hold("2026-03-30 09:00")
    row = say(1)
    actions.take_back(clerk, row.id, "bấm nhầm")
    same = actions.receive(office.commune.id, actions.Answer(1, Mode.ONLINE, cid=row.cid), Channel.COUNTER)
    assert (same.outcome, same.status, rolled()) == (actions.Outcome.DUPLICATE, Status.TOMBSTONE, 0)


@pytest.mark.parametrize("level", [0, 6, -1, 2**70])
def test_a_level_outside_the_scale_is_refused(clerk: Viewer, level: int) -> None:
    with pytest.raises(RuleBroken, match="unknown_level"):
        actions.record(clerk, actions.Answer(level, Mode.ONLINE))
    assert rolled() == 0


def test_taking_back_is_for_the_own_fresh_answer(
    hold: Hold, say: Say, clerk: Viewer, office: Office, other_office: Office
) -> None:
    hold("2026-03-30 09:00")
    row = say(1)
    with pytest.raises(RuleBroken, match="not_own_answer"):
        actions.take_back(office.viewer("secretary"), row.id, "bấm nhầm")
    with pytest.raises(NotFound):
        actions.take_back(other_office.viewer("counter"), row.id, "bấm nhầm")
    hold("2026-03-30 09:06")
    with pytest.raises(RuleBroken, match="too_late_to_take_back"):
        actions.take_back(clerk, row.id, "bấm nhầm")
    assert rolled() == 1


def test_nobody_decides_the_own_answer_or_without_a_reason(hold: Hold, say: Say, clerk: Viewer, office: Office) -> None:
    hold("2026-03-30 09:00")
    secretary = office.viewer("secretary")
    own, foreign = say(1, by=secretary), say(1)
    with pytest.raises(RuleBroken, match="own_answer"):
        actions.decide(secretary, own.id, Status.EXCLUDED, "lý do")
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.decide(secretary, foreign.id, Status.EXCLUDED, "  ")
    with pytest.raises(RuleBroken, match="already_decided"):
        actions.decide(secretary, foreign.id, Status.COUNTED, "lý do")
    assert rolled() == 2


def test_of_thirty_answers_in_twenty_seconds_the_first_count_and_none_is_lost(hold: Hold, link: ResponseLink) -> None:
    for tap in range(30):
        hold(f"2026-03-30 09:00:{tap * 20 // 30:02d}")
        actions.answer_link(link, actions.Answer(5, Mode.ONLINE))
    assert counted() == rolled() == 8
    assert db.session.scalar(select(func.count(Response.id))) == 30
    reasons = set(db.session.scalars(select(Response.hold_reason).where(Response.status == Status.HELD)))
    assert reasons == {HoldReason.BURST}


@pytest.mark.slow
def test_sixty_honest_answers_in_an_hour_all_count(hold: Hold, link: ResponseLink) -> None:
    for minute in range(60):
        hold(f"2026-03-30 09:{minute:02d}")
        actions.answer_link(link, actions.Answer(4, Mode.IN_PERSON))
    assert counted() == rolled() == 60


@pytest.mark.slow
def test_a_list_is_as_long_as_its_number(hold: Hold, say: Say, clerk: Viewer) -> None:
    hold("2026-03-30 09:00")
    say(5, times=PAGE_SIZE)
    say(4, times=7)
    say(4, Mode.IN_PERSON, times=5)
    say(1)
    cases = {
        ResponseFilter(): 63,
        ResponseFilter(mode=Mode.ONLINE): 58,
        ResponseFilter(level=4): 12,
        ResponseFilter(level=4, mode=Mode.IN_PERSON): 5,
        ResponseFilter(since=TODAY + timedelta(1)): 0,
        ResponseFilter(until=TODAY): 63,
        ResponseFilter(status=Status.HELD): 0,
    }
    for wanted, n in cases.items():
        assert queries.how_many(clerk, wanted) == n == len(list(walk(clerk, wanted))), wanted


def walk(viewer: Viewer, wanted: ResponseFilter) -> list[int]:
    """All ids of a list, page by page."""
    ids: list[int] = []
    after: Position | None = None
    while True:
        rows = queries.responses(viewer, wanted, after, with_comments=True)
        ids += [row.id for row in rows[:PAGE_SIZE]]
        if len(rows) <= PAGE_SIZE:
            assert len(ids) == len(set(ids))
            return ids
        after = Position(rows[PAGE_SIZE - 1].local_date, rows[PAGE_SIZE - 1].id)


def test_lists_and_tallies_take_one_statement_each(hold: Hold, say: Say, clerk: Viewer, statements: Counting) -> None:
    hold("2026-03-30 09:00")
    for times in (1, 20):
        say(5, comment="tốt", times=times)
        with statements() as seen:
            queries.responses(clerk, ResponseFilter(), None, with_comments=True)
            tally(clerk, TODAY, TODAY)
            weekly_rates(clerk)
        assert len([one for one in seen if one.startswith("SELECT")]) == 3


def test_other_eyes_see_nothing_and_the_province_sees_all(
    hold: Hold, say: Say, office: Office, other_office: Office, link: ResponseLink
) -> None:
    hold("2026-03-30 09:00")
    row = say(5, times=2)
    say(1, by=other_office.viewer("counter"))
    eyes = other_office.viewer("secretary")
    assert tally(eyes, TODAY, TODAY).counts == {1: 1}
    readers = (eyes, office.viewer("leader"))
    assert [len(queries.responses(viewer, ResponseFilter(), None, False)) for viewer in readers] == [1, 2]
    for look in (
        lambda: queries.response(eyes, row.id),
        lambda: queries.link(eyes, link.id),
        lambda: places.counter(eyes, link.counter_id or 0),
    ):
        with pytest.raises(NotFound):
            look()
    province = Viewer(1, Role.PROVINCE, "tỉnh", None)
    assert tally(province, TODAY, TODAY).n == 3


def test_an_answer_holds_nothing_about_the_citizen() -> None:
    kept = set(Response.__table__.columns.keys())
    assert not kept & {"ip", "address", "user_agent", "name", "phone", "device", "contact"}
    assert Response.__table__.columns["comment"].info == {"private": True}


def test_now_is_never_in_an_answer_before_it_was_given(hold: Hold, say: Say) -> None:
    hold("2026-03-30 09:00")
    row = say(5)
    assert row.answered_at <= row.created_at <= clock.now()
