"""Tasks and steps as bars from the day somebody began to the day they are due: pure days and shares of a line.

A bar begins where the first word on the work was written; before that only its day is drawn. It ends with the work,
or with the day it is due, or, once that is over, today. An extension is a stretch of its own behind the first day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.duties.rows import DutyRow
from models.duties.rules import DutyState
from models.plan.month import beside

MOST_BEFORE, MOST_AFTER = 12, 12  # months around today: a day far away would make all others too small to see
DAY = timedelta(days=1)


class BarKind(StrEnum):
    """How a bar is drawn and called."""

    DONE = "done"
    WAITING = "waiting"
    GOING = "going"
    OVERDUE = "overdue"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of work in time; ``until`` is the end of an extension that is still running."""

    kind: BarKind
    start: date | None = None
    end: date | None = None
    due: date | None = None  # that was asked for first
    until: date | None = None


def bar(row: DutyRow, begun_on: date | None, today: date) -> Bar:
    """The bar of one line; ``begun_on`` is when somebody first wrote about it."""
    due, state = row.first_due_on, row.standing.state
    if state is DutyState.WAITING or row.standing.is_done:
        kind = BarKind.WAITING if state is DutyState.WAITING else BarKind.DONE
        end = row.done_on
        return Bar(kind, min(filter(None, (begun_on, end)), default=None), end, due)
    if state is DutyState.OVERDUE:
        return Bar(BarKind.OVERDUE, begun_on or row.due_on, today, due)
    if begun_on is None:
        return Bar(BarKind.NOT_BEGUN, due=due, until=_later(row))
    return Bar(BarKind.GOING, begun_on, max(due or today, begun_on), due, _later(row))


def _later(row: DutyRow) -> date | None:
    is_extended = row.due_on is not None and row.first_due_on is not None and row.due_on > row.first_due_on
    return row.due_on if is_extended else None


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole months from ``first`` up to ``last``, which is the first day behind them."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day begins, in per cent of the line; what lies outside stands at its end."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(min(max(share, 0), 1) * 100, 2)

    def stretch(self, start: date, end: date) -> tuple[float, float]:
        """Where a stretch of days begins and how long it is, both days included."""
        left = self.place(start)
        return left, round(self.place(end + DAY) - left, 2)

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        found = [self.first]
        while (following := beside(found[-1], 1)) < self.last:
            found.append(following)
        return found


def axis(bars: Iterable[Bar], today: date) -> Axis:
    """The months that all bars and today lie in, at most a year to either side of today."""
    days: Sequence[date] = [
        day for one in bars for day in (one.start, one.end, one.due, one.until) if day is not None
    ] or [today]
    first = max(min(*days, today), beside(today, -MOST_BEFORE)).replace(day=1)
    last = min(max(*days, today), beside(today, MOST_AFTER))
    return Axis(first, beside(last, 1))
