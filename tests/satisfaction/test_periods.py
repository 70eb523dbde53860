"""Which days a page of figures tells of: closed weeks and months, a running month by whole groups."""

from datetime import date

import pytest

from models.accounts.rules import Role, Viewer
from models.satisfaction.figures import Month
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode
from models.satisfaction.told import told_until

LEADER, CLERK = (Viewer(1, role, "A", 1) for role in (Role.LEADER, Role.COUNTER))


def day(at: int, n: int, mode: Mode = Mode.ONLINE) -> DayCount:
    return DayCount(date(2026, 3, at), mode, 5, True, n)


@pytest.mark.parametrize(
    ("today", "mondays"),
    [
        (date(2026, 3, 18), [2, 9]),  # weeks 9 (ends 1/3), 10, 11 are over; week 12 runs
        (date(2026, 4, 10), [2, 9, 16, 23]),
    ],
)
def test_a_month_has_the_closed_weeks_that_ended_in_it(today: date, mondays: list[int]) -> None:
    weeks = Month(date(2026, 3, 1), today).weeks
    assert weeks == [date(2026, 2, 23), *(date(2026, 3, one) for one in mondays)]


def test_a_new_month_shows_the_last_closed_weeks() -> None:
    assert Month(date(2026, 4, 1), date(2026, 4, 2)).weeks[-1] == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("counts", "viewer", "until"),
    [
        ([], LEADER, None),
        ([day(2, 9)], LEADER, None),
        ([day(2, 12), day(3, 4)], LEADER, 2),
        ([day(2, 12), day(3, 4), day(4, 7)], LEADER, 4),
        ([day(2, 12), day(18, 20)], LEADER, 18),
        ([day(2, 12), day(18, 20)], CLERK, 2),  # at the counter never the same day
        ([day(2, 12), day(2, 3, Mode.IN_PERSON), day(3, 9, Mode.IN_PERSON)], LEADER, 3),
    ],
)
def test_a_running_month_is_told_by_whole_groups(counts: list[DayCount], viewer: Viewer, until: int | None) -> None:
    found = told_until(counts, Month(date(2026, 3, 1), date(2026, 3, 18)), viewer)
    assert found == (until and date(2026, 3, until))


def test_a_closed_month_is_told_whole() -> None:
    assert told_until([day(2, 3)], Month(date(2026, 3, 1), date(2026, 4, 1)), LEADER) == date(2026, 3, 31)
    assert Month(date(2026, 4, 1), date(2026, 4, 9)).closed.first == date(2026, 3, 1)
