"""The spans of days that the office tells of: an ISO week, a month, a quarter."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.periods import FIRST_YEAR, LAST_YEAR, month_days, shift_week, week_days, week_of_day

_CODE = re.compile(r"(?P<year>\d{4})-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2}))", re.ASCII)


class SpanKind(StrEnum):
    """What a span is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


PER_YEAR = {SpanKind.MONTH: 12, SpanKind.QUARTER: 4}
TREND = {SpanKind.WEEK: 8, SpanKind.MONTH: 6, SpanKind.QUARTER: 4}  # how many stand side by side


@dataclass(frozen=True, slots=True)
class Period:
    """One week, month or quarter of a year, by its number."""

    kind: SpanKind
    year: int
    number: int

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        if self.kind is SpanKind.WEEK:
            return week_days(self.year, self.number)
        if self.kind is SpanKind.MONTH:
            return month_days(self.year, self.number)
        return month_days(self.year, self.number * 3 - 2)[0], month_days(self.year, self.number * 3)[1]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.days[0]

    @property
    def last(self) -> date:
        """Its last day."""
        return self.days[1]

    @property
    def code(self) -> str:
        """As addresses say it: 2026-W14, 2026-03, 2026-Q1."""
        sign, width = {SpanKind.WEEK: ("W", 2), SpanKind.MONTH: ("", 2), SpanKind.QUARTER: ("Q", 1)}[self.kind]
        return f"{self.year}-{sign}{self.number:0{width}d}"

    @property
    def weeks(self) -> list[tuple[int, int]]:
        """The ISO weeks that end in it."""
        first, last = self.days
        sunday = first + timedelta(days=6 - first.weekday())
        return [week_of_day(sunday + timedelta(weeks=n)) for n in range((last - sunday).days // 7 + 1)]

    def shifted(self, by: int) -> "Period":
        """The span so many later, or earlier."""
        if self.kind is SpanKind.WEEK:
            return Period(self.kind, *shift_week(self.year, self.number, by))
        year, number = divmod(self.year * PER_YEAR[self.kind] + self.number - 1 + by, PER_YEAR[self.kind])
        return Period(self.kind, year, number + 1)

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        first, last = self.days
        return first <= day <= last


def span_on(kind: SpanKind, day: date) -> Period:
    """The span of a kind that a day lies in."""
    if kind is SpanKind.WEEK:
        return Period(kind, *week_of_day(day))
    return Period(kind, day.year, day.month if kind is SpanKind.MONTH else (day.month + 2) // 3)


def read_span(text: str) -> Period | None:
    """What 2026-W14, 2026-03 or 2026-Q1 means; None for anything else, also for a week that a year does not have."""
    found = _CODE.fullmatch(text.strip().upper())
    if found is None or not FIRST_YEAR + 2 < int(found["year"]) < LAST_YEAR - 1:
        return None
    words = {SpanKind.WEEK: "week", SpanKind.MONTH: "month", SpanKind.QUARTER: "quarter"}
    kind = next(kind for kind, word in words.items() if found[word])
    span = Period(kind, int(found["year"]), int(found[words[kind]]))
    try:
        _ = span.days
    except ValueError:
        return None
    return span
