"""The lines of the plan as lists show them, and what can be picked and counted from such lines: pure, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from models.accounts.rules import Viewer
from models.plan.rules import Comparator, Point, Source, Standing, State, Status, Verdict, points, target_verdict


class Pick(StrEnum):
    """The sets of work that a figure counts and a list shows; both ask ``belongs``."""

    ON_TIME = "on_time"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    DONE = "done"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading by hand: its per cent value, the counts behind it and the day it holds for."""

    value: Fraction | None
    numerator: int | None
    denominator: int | None
    complaints: int | None
    as_of: date


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with its newest reading by hand, if any."""

    id: int
    no: int
    title: str
    comparator: Comparator
    goal: Decimal
    source: Source
    measure_key: str | None
    is_spoiled_by_complaint: bool
    near_percent: int
    hand: Reading | None

    def judge(self, value: Fraction | None, complaints: int | None = None) -> Verdict:
        """What the target says of a value."""
        return target_verdict(value, self.comparator, self.goal, self.near_percent, complaints)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """What a task and a step show alike; ``ref`` is the number or code in the address."""

    id: int
    ref: str
    title: str
    group: str
    due_on: date | None
    status: Status
    unit_id: int | None
    person_id: int | None
    unit: str | None
    person: str | None
    percent: int
    standing: Standing
    done_on: date | None

    is_step = False

    @property
    def in_charge(self) -> str:
        """Whoever has it in hand: the person, else the unit; empty while nobody has."""
        return self.person or self.unit or ""

    @property
    def awaits_next(self) -> bool:
        """Whether it comes back, and the next delivery is still to be made; a task never does."""
        return False


@dataclass(frozen=True, slots=True)
class TaskRow(WorkRow):
    """A task of the plan."""

    group_title: str
    goal: str
    product: str
    lead: list[str]
    partners: list[str]
    fold: str


@dataclass(frozen=True, slots=True)
class StepRow(WorkRow):
    """A step of the script, with the contact column of its workstream."""

    group_title: str
    result: str
    recurrence: str
    delivered_on: date | None
    measure: dict[str, Any] | None
    province_contacts: list[str]
    commune_contacts: list[str]
    task_nos: list[int]

    is_step = True

    @property
    def points(self) -> list[Point]:
        """What the step is measured by."""
        return points(self.measure)

    @property
    def awaits_next(self) -> bool:
        """Whether it comes back, and the next delivery is still to be made."""
        return bool(self.recurrence) and self.standing.is_open


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list of tasks is narrowed to; an empty one shows all. ``folded`` is already folded."""

    pick: Pick | None = None
    pillar: str = ""
    unit_id: int = 0
    mine: bool = False
    folded: str = ""


Work = TypeVar("Work", bound=WorkRow)


def belongs(row: WorkRow, pick: Pick) -> bool:
    """Whether a line is one of a set."""
    if pick is Pick.ON_TIME:
        return row.standing.is_on_time
    if pick is Pick.OPEN:
        return row.standing.is_open
    if pick is Pick.DONE:
        return not row.standing.is_open
    return row.standing.state is State(pick.value)


def count(rows: Iterable[WorkRow], pick: Pick) -> int:
    """How many lines belong to a set."""
    return sum(belongs(row, pick) for row in rows)


def is_mine(row: WorkRow, eyes: Viewer) -> bool:
    """Whether somebody has it in hand: named in person, or of the unit in charge while nobody is named."""
    if row.person_id is not None:
        return row.person_id == eyes.person_id
    return row.unit_id is not None and row.unit_id == eyes.unit_id


def mine(rows: Iterable[Work], eyes: Viewer) -> list[Work]:
    """The lines that somebody has in hand."""
    return [row for row in rows if is_mine(row, eyes)]


def urgent_first(rows: Iterable[Work]) -> list[Work]:
    """Open work by its day: what is longest overdue leads, work without a day comes last."""
    return sorted(
        (row for row in rows if row.standing.is_open), key=lambda row: (row.due_on or date.max, row.is_step, row.id)
    )


def narrowed(rows: Sequence[TaskRow], wish: TaskFilter, eyes: Viewer) -> list[TaskRow]:
    """The tasks that a filter leaves, in the order they came in."""
    return [
        row for row in rows
        if (wish.pick is None or belongs(row, wish.pick))
        and (not wish.pillar or row.group == wish.pillar)
        and (not wish.unit_id or row.unit_id == wish.unit_id)
        and (not wish.mine or is_mine(row, eyes))
        and wish.folded in row.fold
    ]  # fmt: skip
