"""Weeks, months and working days of the office, whatever zone the server lives in."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import periods
from models.periods import add_workdays, is_workday, iso_week, week_days, week_of_day, workdays_between

SPRING_2026 = frozenset({date(2026, 4, 30), date(2026, 5, 1)})
MONDAY_OFF = frozenset({date(2026, 8, 31)})
SATURDAY_WORKED = frozenset({date(2026, 8, 22)})
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that was set up with some other zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 3, 30), (2026, 14)),
        (date(2026, 3, 29), (2026, 13)),
        (date(2026, 12, 31), (2026, 53)),
        (date(2027, 1, 1), (2026, 53)),
        (date(2027, 1, 3), (2026, 53)),
        (date(2027, 1, 4), (2027, 1)),
        (date(2025, 12, 29), (2026, 1)),
    ],
)
def test_week_of_a_day(day: date, week: tuple[int, int]) -> None:
    assert week_of_day(day) == week
    assert week_days(*week)[0] <= day <= week_days(*week)[1]


@pytest.mark.parametrize(
    ("instant", "week"),
    [
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), (2026, 14)),
        (datetime(2026, 3, 29, 16, 59, 59, tzinfo=UTC), (2026, 13)),
        (datetime(2026, 3, 29, 17, 0, tzinfo=UTC), (2026, 14)),
        (datetime(2027, 1, 3, 16, 59, tzinfo=UTC), (2026, 53)),
        (datetime(2027, 1, 3, 17, 0, tzinfo=UTC), (2027, 1)),
    ],
)
def test_week_of_an_instant_is_the_week_at_the_office(
    instant: datetime, week: tuple[int, int], server_zone: str
) -> None:
    assert iso_week(instant) == week


def test_an_instant_without_zone_has_no_week() -> None:
    with pytest.raises(ValueError):
        iso_week(datetime(2026, 3, 30, 6, 30))


@pytest.mark.parametrize(
    ("span", "first", "before"),
    [
        (periods.week_span(2026, 14), datetime(2026, 3, 29, 17, tzinfo=UTC), datetime(2026, 4, 5, 17, tzinfo=UTC)),
        (periods.week_span(2026, 53), datetime(2026, 12, 27, 17, tzinfo=UTC), datetime(2027, 1, 3, 17, tzinfo=UTC)),
        (
            periods.day_span(date(2026, 3, 30)),
            datetime(2026, 3, 29, 17, tzinfo=UTC),
            datetime(2026, 3, 30, 17, tzinfo=UTC),
        ),
        (periods.month_span(2026, 12), datetime(2026, 11, 30, 17, tzinfo=UTC), datetime(2026, 12, 31, 17, tzinfo=UTC)),
        (periods.month_span(2028, 2), datetime(2028, 1, 31, 17, tzinfo=UTC), datetime(2028, 2, 29, 17, tzinfo=UTC)),
    ],
)
def test_spans_are_half_open_and_meet_at_local_midnight(
    span: tuple[datetime, datetime], first: datetime, before: datetime
) -> None:
    assert span == (first, before)
    assert all(instant.utcoffset() == timedelta(0) for instant in span)


@pytest.mark.parametrize("wrong", [(2025, 53), (2026, 54), (2026, 0), (1, 1), (9999, 52), (0, 1)])
def test_a_week_that_does_not_exist_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        periods.week_span(*wrong)


@pytest.mark.parametrize("wrong", [(2026, 0), (2026, 13), (1, 1), (9999, 12)])
def test_a_month_that_does_not_exist_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        periods.month_span(*wrong)


@pytest.mark.parametrize(
    ("week", "by", "shifted"),
    [((2026, 53), 1, (2027, 1)), ((2027, 1), -1, (2026, 53)), ((2026, 1), -1, (2025, 52)), ((2026, 14), 0, (2026, 14))],
)
def test_shift_week_across_years(week: tuple[int, int], by: int, shifted: tuple[int, int]) -> None:
    assert periods.shift_week(*week, by) == shifted


@pytest.mark.parametrize(
    ("day", "n", "off", "worked", "result"),
    [
        (date(2026, 3, 24), 5, frozenset(), frozenset(), date(2026, 3, 31)),
        (date(2026, 4, 28), 5, SPRING_2026, frozenset(), date(2026, 5, 7)),
        (date(2026, 3, 30), -3, frozenset(), frozenset(), date(2026, 3, 25)),
        (date(2026, 5, 5), -3, SPRING_2026, frozenset(), date(2026, 4, 28)),
        (date(2026, 3, 27), 1, frozenset(), frozenset(), date(2026, 3, 30)),
        (date(2026, 3, 28), 1, frozenset(), frozenset(), date(2026, 3, 30)),
        (date(2026, 3, 28), 0, frozenset(), frozenset(), date(2026, 3, 28)),
        (date(2026, 8, 21), 1, MONDAY_OFF, SATURDAY_WORKED, date(2026, 8, 22)),
        (date(2026, 8, 28), 1, MONDAY_OFF, SATURDAY_WORKED, date(2026, 9, 1)),
        (date(2026, 8, 24), -1, MONDAY_OFF, SATURDAY_WORKED, date(2026, 8, 22)),
    ],
)
def test_working_days_before_and_after(
    day: date, n: int, off: frozenset[date], worked: frozenset[date], result: date
) -> None:
    assert add_workdays(day, n, days_off=off, make_up_days=worked) == result


@given(DAYS, st.integers(1, 60), st.sets(DAYS, max_size=5), st.sets(DAYS, max_size=5))
def test_adding_lands_on_a_working_day_and_counting_agrees(
    day: date, n: int, off: set[date], worked: set[date]
) -> None:
    later = add_workdays(day, n, off, worked)
    assert is_workday(later, off, worked)
    assert workdays_between(day, later, off, worked) == n
    assert workdays_between(later, day, off, worked) == -n


@given(DAYS, st.integers(1, 60))
def test_going_forth_and_back_returns_to_the_same_working_day(day: date, n: int) -> None:
    start = add_workdays(day, 1)
    assert add_workdays(add_workdays(start, n), -n) == start


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/3/2026", date(2026, 3, 30)),
        (" 30.3.26 ", date(2026, 3, 30)),
        ("30 3 2026", date(2026, 3, 30)),
        ("2026-03-30", date(2026, 3, 30)),
        ("30/3", date(2025, 3, 30)),
        ("30-3", date(2025, 3, 30)),
    ],
)
def test_a_day_as_people_write_it(text: str, day: date) -> None:
    assert periods.read_day(text, 2025) == day


@pytest.mark.parametrize(
    "text",
    ["", "hôm qua", "30", "31/2/2026", "29/2", "30/3/026", "3/30/2026", "2026-3", "1/2/3/4", "٣٠/٣/٢٠٢٦", "0/0/0"],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):
        periods.read_day(text, 2025)


def test_a_day_without_its_year_needs_one() -> None:
    with pytest.raises(ValueError):
        periods.read_day("30/3")
