"""Minutes and notices of a meeting: their states, who signs in which capacity, and by when a notice is due."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.periods import add_workdays, workdays_between


class PaperState(StrEnum):
    """Where minutes or a notice stand: written, laid before whoever signs, signed, or replaced by a later one."""

    DRAFT = "draft"
    WAITING = "waiting"
    ISSUED = "issued"
    REPLACED = "replaced"


SETTLED = frozenset({PaperState.ISSUED, PaperState.REPLACED})


class Capacity(StrEnum):
    """In which capacity somebody signs: as head, for the committee, for the head, by order, by order for another."""

    HEAD = "head"
    FOR_COMMITTEE = "for_committee"
    FOR_HEAD = "for_head"
    BY_ORDER = "by_order"
    BY_ORDER_FOR = "by_order_for"
    AUTHORISED = "authorised"


class ReviewOutcome(StrEnum):
    """What a meeting did with an earlier conclusion: it goes on, was done, or was only noted."""

    CARRIED = "carried"
    DONE = "done"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class NoticeClock:
    """By which day a notice has to be out, and how many working days that is from today (negative once it is late)."""

    due_on: date
    left: int

    @property
    def is_late(self) -> bool:
        """Whether the day is over."""
        return self.left < 0


def notice_clock(
    held_on: date,
    workdays: int,
    today: date,
    days_off: AbstractSet[date] = frozenset(),
    make_up_days: AbstractSet[date] = frozenset(),
) -> NoticeClock:
    """The clock of a notice that is due so many working days after its meeting."""
    due = add_workdays(held_on, workdays, days_off, make_up_days)
    return NoticeClock(due, workdays_between(today, due, days_off, make_up_days) if today != due else 0)


def delay(
    held_on: date,
    issued_on: date,
    days_off: AbstractSet[date] = frozenset(),
    make_up_days: AbstractSet[date] = frozenset(),
) -> int:
    """How many working days passed between a meeting and its notice."""
    return max(workdays_between(held_on, issued_on, days_off, make_up_days), 0)
