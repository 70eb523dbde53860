"""Tasks and steps in a month by the day they are due; what comes back every month stands once in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic

from models.plan.rows import StepRow, Work
from models.plan.rules import last_day_before

SUNDAY = 7
FIRST_YEAR, LAST_YEAR = 2000, 2100


class EntryKind(StrEnum):
    """What happens with a piece of work on a day."""

    DUE = "due"
    DELIVERED = "delivered"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class MonthEntry(Generic[Work]):
    """One line of a day."""

    day: date
    row: Work
    kind: EntryKind


@dataclass(frozen=True, slots=True)
class MonthDay(Generic[Work]):
    """One day of the sheet, which begins on a Monday and may show days of the months beside."""

    day: date
    is_inside: bool
    is_today: bool
    entries: list[MonthEntry[Work]]


def entries(rows: Sequence[Work], month: date) -> list[MonthEntry[Work]]:
    """What is due within the month of a day, by its days; what has no day is in no month."""
    found = [entry for row in rows if (entry := _entry(row, month)) is not None]
    return sorted(found, key=lambda entry: (entry.day, entry.row.id))


def _entry(row: Work, month: date) -> MonthEntry[Work] | None:
    if row.due_on is not None and _is_in(row.due_on, month):
        return MonthEntry(row.due_on, row, EntryKind.DUE)
    if not isinstance(row, StepRow) or row.monthly_before is None or not row.standing.is_open:
        return None
    if row.delivered_on is not None and _is_in(row.delivered_on, month):
        return MonthEntry(row.delivered_on, row, EntryKind.DELIVERED)
    if row.due_on is not None and month > row.due_on:
        return MonthEntry(last_day_before(row.monthly_before, month), row, EntryKind.AGAIN)
    return None


def _is_in(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def undated(rows: Sequence[Work]) -> list[Work]:
    """What is still to be done and has no day."""
    return [row for row in rows if row.due_on is None and row.standing.is_open]


def sheet(rows: Sequence[Work], month: date, today: date) -> list[MonthDay[Work]]:
    """Whole weeks from Monday to Sunday around a month, each day with what is due."""
    first = month.replace(day=1)
    last = beside(first, 1) - timedelta(days=1)
    start, end = first - timedelta(days=first.weekday()), last + timedelta(days=SUNDAY - last.isoweekday())
    by_day: dict[date, list[MonthEntry[Work]]] = {}
    for entry in entries(rows, first):
        by_day.setdefault(entry.day, []).append(entry)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    return [MonthDay(day, _is_in(day, first), day == today, by_day.get(day, [])) for day in days]


def beside(month: date, by: int) -> date:
    """The first day of the month so many months later (or earlier)."""
    months = month.year * 12 + month.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def read_month(text: str, today: date) -> date:
    """The first day of a month written as 2026-06; of today's month where it is none."""
    year, dash, number = text.partition("-")
    is_month = dash and text.isascii() and year.isdigit() and number.isdigit() and len(text) <= len("2026-06")
    if is_month and FIRST_YEAR < int(year) < LAST_YEAR and 1 <= int(number) <= 12:
        return date(int(year), int(number), 1)
    return today.replace(day=1)
