"""The office's calendar as working-day sums take it, and the public holidays that have the same day each year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.errors import RuleBroken
from models.periods import add_workdays, is_workday, workdays_between

LONGEST = 31  # days that are entered in one go
FIXED = {"new_year": [(1, 1)], "reunification": [(4, 30)], "labour": [(5, 1)], "independence": [(9, 2)]}


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days off and the days worked to make up, and what follows from them."""

    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    def after(self, day: date, workdays: int) -> date:
        """The day so many working days later (earlier for a negative number)."""
        return add_workdays(day, workdays, self.days_off, self.make_up_days)

    def between(self, start: date, end: date) -> int:
        """How many working days lie behind ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        return workdays_between(start, end, self.days_off, self.make_up_days)

    def works_on(self, day: date) -> bool:
        """Whether the office works that day."""
        return is_workday(day, self.days_off, self.make_up_days)


def each_day(first: date, last: date | None) -> list[date]:
    """The days from one to another, both included; RuleBroken for a span that ends before it begins, or is too long."""
    end = last or first
    if end < first:
        raise RuleBroken("span_backwards", "last")
    if (end - first).days >= LONGEST:
        raise RuleBroken("span_too_long", "last", most=LONGEST)
    return [first + timedelta(days=number) for number in range((end - first).days + 1)]


def fixed_days(year: int, known: Iterable[date] = ()) -> Iterator[tuple[date, str]]:
    """The public holidays of a year that have the same day each year, without those that are known already."""
    there = set(known)
    for name, days in FIXED.items():
        for month, day in days:
            if (found := date(year, month, day)) not in there:
                yield found, name
