"""Duties as lists show them, and what can be picked and counted from such lines: pure, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from models.accounts.rules import Viewer
from models.duties.rules import (
    DutyKind,
    DutyState,
    DutyStatus,
    Standing,
    is_mine,
    may_confirm,
    may_grant_extension,
    may_report,
)


class DutyPick(StrEnum):
    """The sets of duties that a figure counts and a list shows; both ask ``belongs``."""

    ON_TIME = "on_time"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    LATER = "later"
    NO_DATE = "no_date"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    DONE_LATE = "done_late"


class DutyPart(StrEnum):
    """The parts of somebody's own list, in the order in which they want to be done."""

    OVERDUE = "overdue"
    TODAY = "today"
    DUE_SOON = "due_soon"
    LATER = "later"
    NO_DATE = "no_date"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Extension:
    """A wish for a later day that nobody has decided yet."""

    new_due: date
    reason: str
    asked_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One duty with today's standing; ``ref`` and ``origin`` are what its source calls it."""

    id: int
    kind: DutyKind
    ref: str
    title: str
    origin: str
    origin_on: date | None
    fold: str
    due_on: date | None
    first_due_on: date | None
    status: DutyStatus
    done_on: date | None
    judged_on: date | None
    unit_id: int | None
    person_id: int | None
    unit: str | None
    person: str | None
    reported_by: int | None
    reported_at: datetime | None
    return_reason: str
    returned_at: datetime | None
    percent: int
    standing: Standing
    reporter: str | None = None
    extension: Extension | None = None
    recurrence: str = ""
    delivered_on: date | None = None

    @property
    def comes_back(self) -> bool:
        """Whether it is delivered again and again; most duties never are."""
        return False

    @property
    def awaits_next(self) -> bool:
        """Whether it comes back, and the next delivery is still to be made."""
        return self.comes_back and self.standing.is_open

    @property
    def is_backdated(self) -> bool:
        """Whether its report was written later than the day the work was finished."""
        return self.judged_on is not None and self.done_on is not None and self.judged_on > self.done_on

    @property
    def part(self) -> DutyPart:
        """Which part of somebody's own list it stands in."""
        if self.standing.state is DutyState.DUE_SOON and self.standing.days == 0:
            return DutyPart.TODAY
        return DutyPart(self.standing.state.value)


Row = TypeVar("Row", bound=DutyRow)


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """What a list of duties is narrowed to; an empty one shows all. ``folded`` is already folded."""

    pick: DutyPick | None = None
    kind: DutyKind | None = None
    folded: str = ""


def belongs(row: DutyRow, pick: DutyPick) -> bool:
    """Whether a line is one of a set; done is what a second person has confirmed."""
    if pick is DutyPick.ON_TIME:
        return row.standing.is_on_time
    if pick is DutyPick.OPEN:
        return row.standing.is_open
    if pick is DutyPick.DONE:
        return row.standing.is_done
    return row.standing.state is DutyState(pick.value)


def count(rows: Iterable[DutyRow], pick: DutyPick) -> int:
    """How many lines belong to a set."""
    return sum(belongs(row, pick) for row in rows)


def in_hand(row: DutyRow, viewer: Viewer) -> bool:
    """Whether somebody has to do it, or has reported it and waits for somebody else."""
    return is_mine(row, viewer) or (row.standing.state is DutyState.WAITING and viewer.acted_as(row.reported_by))


def waits_for(row: DutyRow, viewer: Viewer) -> bool:
    """Whether it waits for these eyes to confirm it, or to decide about a later day."""
    if row.extension is not None and may_grant_extension(row.extension.asked_by, viewer):
        return True
    return row.standing.state is DutyState.WAITING and may_confirm(row, viewer)


def can_report(row: DutyRow, viewer: Viewer) -> bool:
    """Whether these eyes may report it now."""
    return row.standing.is_open and may_report(row, viewer)


def mine(rows: Iterable[Row], viewer: Viewer) -> list[Row]:
    """The lines that somebody has in hand."""
    return [row for row in rows if in_hand(row, viewer)]


def urgent_first(rows: Iterable[Row]) -> list[Row]:
    """Open work by its day: what is longest overdue leads, work without a day comes last."""
    still_open = (row for row in rows if row.standing.is_open)
    return sorted(still_open, key=lambda row: (row.due_on or date.max, row.kind.value, row.id))


def narrowed(rows: Iterable[Row], wish: DutyFilter) -> list[Row]:
    """The lines that a filter leaves, in the order they came in."""
    return [
        row
        for row in rows
        if (wish.pick is None or belongs(row, wish.pick))
        and (wish.kind is None or row.kind is wish.kind)
        and wish.folded in row.fold
    ]


def in_parts(rows: Sequence[Row]) -> list[tuple[DutyPart, list[Row]]]:
    """The lines of somebody's own list in its parts; empty parts are left out."""
    parts: dict[DutyPart, list[Row]] = {part: [] for part in DutyPart}
    for row in rows:
        parts[row.part].append(row)
    return [(part, lines) for part, lines in parts.items() if lines]
