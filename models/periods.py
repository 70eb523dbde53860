"""Days, ISO weeks, months and working days as the office counts them, always in office time (Asia/Ho_Chi_Minh)."""

import re
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from models import clock

FIRST_YEAR, LAST_YEAR = 1900, 9998  # inside this span no conversion between zones can overflow
_DAY = timedelta(days=1)


def read_day(text: str, year: int | None = None) -> date:
    """A day as people write it: 30/3/2026, 30.3.26, 2026-03-30; with ``year`` also 30/3; else ValueError."""
    found = re.fullmatch(r"(\d{1,4})[/.\s-](\d{1,2})(?:[/.\s-](\d{4}|\d{1,2}))?", text.strip(), re.ASCII)
    parts = [int(part) for part in found.groups() if part] if found and not found[1].startswith("00") else []
    if len(parts) == 3 and parts[0] > 31:
        return date(*parts)
    if len(parts) == 2 and year is not None:
        parts.append(year)
    if len(parts) != 3:
        raise ValueError(text)
    day, month, named = parts
    return date(named + 2000 if named < 100 else named, month, day)


def iso_week(instant: datetime) -> tuple[int, int]:
    """The ISO year and week of an aware instant at the office: 2026-03-29T23:30Z is Monday of 2026-W14."""
    return week_of_day(clock.local(instant).date())


def week_of_day(day: date) -> tuple[int, int]:
    """The ISO year and week of a day; the ISO year may differ from the calendar year around New Year."""
    year, week, _ = day.isocalendar()
    return year, week


def week_days(year: int, week: int) -> tuple[date, date]:
    """Monday and Sunday of an ISO week; ValueError for a week that the year does not have."""
    monday = date.fromisocalendar(_year(year), week, 1)
    return monday, monday + 6 * _DAY


def shift_week(year: int, week: int, by: int) -> tuple[int, int]:
    """The ISO week that many weeks later (or earlier), across years of 52 and 53 weeks."""
    monday, _ = week_days(year, week)
    return week_of_day(monday + timedelta(weeks=by))


def day_span(day: date) -> tuple[datetime, datetime]:
    """The instants from which and before which it is this day at the office."""
    return clock.at_office(day), clock.at_office(day + _DAY)


def week_span(year: int, week: int) -> tuple[datetime, datetime]:
    """The instants from which and before which it is this ISO week at the office."""
    monday, sunday = week_days(year, week)
    return clock.at_office(monday), clock.at_office(sunday + _DAY)


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month; ValueError for a month that does not exist."""
    first = date(_year(year), month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - _DAY


def month_span(year: int, month: int) -> tuple[datetime, datetime]:
    """The instants from which and before which it is this month at the office."""
    first, last = month_days(year, month)
    return clock.at_office(first), clock.at_office(last + _DAY)


def is_workday(
    day: date, days_off: AbstractSet[date] = frozenset(), make_up_days: AbstractSet[date] = frozenset()
) -> bool:
    """Whether the office works: Monday to Friday unless off, and the weekend days worked to make up for a holiday."""
    return day in make_up_days or (day.weekday() < 5 and day not in days_off)


def add_workdays(
    day: date, n: int, days_off: AbstractSet[date] = frozenset(), make_up_days: AbstractSet[date] = frozenset()
) -> date:
    """The n-th working day after ``day``, or before it for negative n; n = 0 returns ``day`` itself."""
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_workday(day, days_off, make_up_days)
    return day


def workdays_between(
    start: date, end: date, days_off: AbstractSet[date] = frozenset(), make_up_days: AbstractSet[date] = frozenset()
) -> int:
    """How many working days lie after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -workdays_between(end, start, days_off, make_up_days)
    later = (start + i * _DAY for i in range(1, (end - start).days + 1))
    return sum(is_workday(day, days_off, make_up_days) for day in later)


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"year {year} is outside {FIRST_YEAR}..{LAST_YEAR}")
    return year
