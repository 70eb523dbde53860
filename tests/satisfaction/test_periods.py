"""Which days a page of figures tells of: closed months whole, a running month by whole groups, online beside all."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.accounts.rules import Role, Viewer
from models.satisfaction.figures import Month
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode
from models.satisfaction.steps import DayParts, Sides, Span, closed, running, sides, steps, weeks
from models.satisfaction.told import told_days

LEADER, CLERK = (Viewer(1, role, "A", 1) for role in (Role.LEADER, Role.COUNTER))
FIRST = date(2026, 3, 1)


def day(at: int, n: int, mode: Mode = Mode.ONLINE) -> DayCount:
    return DayCount(date(2026, 3, at), mode, 5, True, n)


@pytest.mark.parametrize(
    ("online", "others", "told"),
    [
        (0, (0, 0), Sides(False, False, False)),
        (9, (0, 0), Sides(False, False, False)),
        (10, (0, 0), Sides(True, True, True)),
        (10, (3, 0), Sides(True, False, False)),  # all, less the online ones, would be the three
        (10, (5, 4), Sides(True, False, False)),
        (10, (5, 5), Sides(True, True, False)),
        (10, (10, 12), Sides(True, True, True)),
        (10, (10, 2), Sides(True, True, False)),
        (3, (12, 0), Sides(False, True, False)),
        (0, (12, 0), Sides(False, True, True)),
        (4, (5, 0), Sides(False, False, False)),
        (4, (6, 0), Sides(False, True, False)),
    ],
)
def test_online_comes_first_and_all_only_where_the_rest_is_nobody_or_many(
    online: int, others: tuple[int, int], told: Sides
) -> None:
    assert sides(online, others) == told


@pytest.mark.parametrize(
    ("days", "everyone", "online"),
    [
        ([], [], []),
        ([(2, 9, 0)], [], []),
        ([(2, 4, 0), (3, 6, 0)], [3], [3]),
        ([(2, 12, 0), (3, 3, 0), (4, 8, 0), (5, 2, 0)], [2, 4], [2, 4]),
        ([(2, 10, 3), (3, 10, 7)], [2, 3], [3]),
        ([(2, 30, 0), (3, 10, 1), (4, 0, 9)], [2, 3], [2]),
        ([(2, 30, 0), (3, 10, 1), (4, 0, 10)], [2, 3, 4], [2, 4]),
        ([(2, 3, 20), (3, 3, 20), (4, 4, 1)], [2, 3], []),
        ([(2, 3, 20), (3, 3, 20), (4, 4, 1), (5, 0, 9)], [2, 3, 5], [5]),
    ],
)
def test_a_running_month_moves_by_whole_groups(
    days: list[tuple[int, int, int]], everyone: list[int], online: list[int]
) -> None:
    found = steps([DayParts(date(2026, 3, at), *parts) for at, *parts in days])
    assert ([one.day for one in found.everyone], [one.day for one in found.online]) == (everyone, online)


DAYS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=31)


@settings(max_examples=300, deadline=None)
@given(DAYS)
def test_whatever_was_looked_at_before_no_small_group_is_left(parts: list[tuple[int, int]]) -> None:
    """Every running look of the month, then the closed one: each two that tell the same days of both leave no few."""
    days = [DayParts(FIRST + timedelta(days=at), *of) for at, of in enumerate(parts)]
    of_all: set[date] = set()
    of_online: set[date] = set()
    for upto in range(1, len(days) + 1):
        found = steps(days[:upto])
        of_all.update(running(found.everyone))
        of_online.update(running(found.online))
    last, found = days[-1].day, steps(days)
    told = sides(sum(one.online for one in days), [sum(one.rest for one in days)])
    of_all |= set(closed(found.everyone, last)) if told.everyone else set()
    of_online |= set(closed(found.online, last)) if told.online else set()
    for ends, part in ((of_all, (True, True)), (of_online, (True, False)), (of_all & of_online, (False, True))):
        since = FIRST
        for end in sorted(ends):
            n = sum(one.online * part[0] + one.rest * part[1] for one in days if since <= one.day <= end)
            assert n == 0 or n >= 10, (since, end, part)
            since = end + timedelta(days=1)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ([], []),
        ([3], [(1, 3)]),
        ([3, 5, 6, 12], [(1, 6), (7, 12)]),
        ([12, 31], [(1, 12), (13, 31)]),
    ],
)
def test_weeks_end_where_a_telling_ends(ends: list[int], told: list[tuple[int, int]]) -> None:
    found = weeks(FIRST, [date(2026, 3, at) for at in ends])
    assert found == [Span(date(2026, 3, since), date(2026, 3, until)) for since, until in told]


@pytest.mark.parametrize(
    ("counts", "viewer", "until"),
    [
        ([], LEADER, None),
        ([day(2, 9)], LEADER, None),
        ([day(2, 12)], LEADER, None),  # the last step waits: the month may end with three more
        ([day(2, 12), day(3, 4), day(4, 7)], LEADER, 2),
        ([day(2, 12), day(18, 20)], LEADER, 2),
        ([day(2, 12), day(18, 20)], CLERK, None),  # at the counter never the same day
        ([day(2, 12), day(2, 3, Mode.IN_PERSON), day(3, 9, Mode.IN_PERSON), day(4, 11)], LEADER, 2),
    ],
)
def test_a_running_month_is_told_up_to_its_last_but_one_group(
    counts: list[DayCount], viewer: Viewer, until: int | None
) -> None:
    found = told_days(viewer, Month(FIRST, date(2026, 3, 18)), counts)
    assert found.until() == (until and date(2026, 3, until))


def test_a_closed_month_is_told_whole() -> None:
    april = date(2026, 4, 1)
    few, some = (told_days(LEADER, Month(FIRST, april), [day(2, n)]) for n in (3, 13))
    assert few.until() is None and few.has_more() and not few.tally().n
    assert some.until() == date(2026, 3, 31) and some.tally().n == 13
    assert Month(date(2026, 4, 1), date(2026, 4, 9)).closed.first == FIRST


@pytest.mark.parametrize(
    ("asked", "is_told"),
    [
        ((1, 31, None), True),
        ((1, 2, None), True),
        ((3, 31, None), True),
        ((1, 3, None), False),  # no step ends there
        ((4, 31, None), False),
        ((1, 31, Mode.ONLINE), True),
        ((1, 31, Mode.IN_PERSON), True),
        ((1, 2, Mode.IN_PERSON), False),
    ],
)
def test_a_list_tells_levels_of_told_days_alone(asked: tuple[int, int, Any], is_told: bool) -> None:
    counts = [day(2, 12), day(2, 12, Mode.IN_PERSON), day(3, 9), day(4, 12), day(4, 10, Mode.IN_PERSON)]
    found = told_days(LEADER, Month(FIRST, date(2026, 4, 1)), counts)
    since, until, mode = asked
    assert found.tells(date(2026, 3, since), date(2026, 3, until), mode) is is_told
