"""When a section is late, and when something the machine saw is proposed: tables of cases."""

from datetime import date, timedelta

import pytest

from models.website import rules
from models.website.rules import FaultState, Freshness, SectionPick, Timeliness

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("age", "interval", "state", "days"),
    [
        (None, 7, Freshness.EMPTY, 0),
        (0, 7, Freshness.FRESH, 7),
        (3, 7, Freshness.FRESH, 4),
        (4, 7, Freshness.DUE, 3),
        (6, 7, Freshness.DUE, 1),
        (7, 7, Freshness.DUE, 0),
        (8, 7, Freshness.LATE, 1),
        (11, 7, Freshness.LATE, 4),
        (227, 92, Freshness.LATE, 135),
        (85, 92, Freshness.DUE, 7),
        (84, 92, Freshness.FRESH, 8),
        (-3, 7, Freshness.FRESH, 7),
        (1, 1, Freshness.DUE, 0),
    ],
)
def test_how_a_section_stands(age, interval, state, days) -> None:
    last = None if age is None else TODAY - timedelta(days=age)
    found = rules.standing(last, interval, TODAY)
    assert (found.state, found.days) == (state, days)


def test_a_section_belongs_to_what_it_is_listed_under() -> None:
    late, fresh = Timeliness(Freshness.LATE, 2), Timeliness(Freshness.FRESH)
    assert rules.belongs(SectionPick.LATE, late, True)
    assert rules.belongs(SectionPick.LATE, Timeliness(Freshness.EMPTY), True)
    assert not rules.belongs(SectionPick.LATE, fresh, True)
    assert rules.belongs(SectionPick.UNASSIGNED, fresh, False) and rules.belongs(SectionPick.ASSIGNED, fresh, True)
    assert not rules.belongs(SectionPick.ASSIGNED, fresh, False)
    for pick, standings in ((SectionPick.FILLED, (late, fresh)), (SectionPick.ON_TIME, (fresh,))):
        every = (late, fresh, Timeliness(Freshness.EMPTY))
        assert [one for one in every if rules.belongs(pick, one, False)] == list(standings)


S = FaultState


@pytest.mark.parametrize(
    ("before", "failures", "after", "then", "is_back"),
    [
        (None, 0, S.WATCHED, 1, False),
        (S.WATCHED, 1, S.PROPOSED, 2, False),
        (S.GONE, 0, S.WATCHED, 1, False),
        (S.PROPOSED, 2, S.PROPOSED, 3, False),
        (S.ACCEPTED, 2, S.ACCEPTED, 3, False),
        (S.DECLINED, 5, S.DECLINED, 6, False),
        (S.MENDED, 0, S.ACCEPTED, 1, False),
        (S.CLOSED, 0, S.CLOSED, 1, False),
        (S.CLOSED, 1, S.PROPOSED, 2, True),
    ],
)
def test_two_failures_in_a_row_are_proposed(before, failures, after, then, is_back) -> None:
    move = rules.seen_again(before, failures)
    assert (move.state, move.failures, move.is_back) == (after, then, is_back)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.WATCHED, S.GONE),
        (S.PROPOSED, S.MENDED),
        (S.ACCEPTED, S.MENDED),
        (S.MENDED, S.MENDED),
        (S.DECLINED, S.GONE),
        (S.CLOSED, S.CLOSED),
        (S.GONE, S.GONE),
    ],
)
def test_what_is_not_seen_any_more(before, after) -> None:
    assert (rules.not_seen(before).state, rules.not_seen(before).failures) == (after, 0)


def test_the_newest_day_is_never_one_to_come() -> None:
    days = [TODAY - timedelta(days=3), TODAY, TODAY + timedelta(days=40)]
    assert rules.dates_before(days, TODAY) == TODAY
    assert rules.dates_before([], TODAY) is None
