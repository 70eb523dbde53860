"""The lines of the plan as lists show them, and what can be picked and counted from such lines: pure, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from models.accounts.rules import Viewer
from models.duties.rows import DutyPick, DutyRow, belongs
from models.duties.rules import is_mine
from models.plan.rules import PERCENT, Comparator, Indicator, Source, hand_verdict, is_fresh, is_read_by_hand, points
from models.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading by hand: its value in its unit, the counts behind it, its day, whether something shows it."""

    value: Fraction | None
    numerator: int | None
    denominator: int | None
    complaints: int | None
    as_of: date
    has_proof: bool
    unit_words: str = PERCENT


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
    reading_days: int | None
    hand: Reading | None
    threshold: str = ""
    unit_words: str = "%"
    followed_by: str = ""
    short_title: str = ""
    definition: str = ""  # of what its counts are, as worded

    @property
    def name(self) -> str:
        """What narrow places call it."""
        return self.short_title or self.title

    def hand_verdict(self, today: date) -> Verdict:
        """What the target says today of its newest reading by hand."""
        if self.hand is None:
            return Verdict.NO_DATA
        return hand_verdict(
            self.hand.value,
            self.comparator,
            self.goal,
            self.hand.complaints,
            has_proof=self.hand.has_proof,
            holds=is_fresh(self.hand.as_of, today, self.reading_days),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow(DutyRow):
    """A task of the plan."""

    group: str
    group_title: str
    goal: str
    product: str
    lead: list[str]
    partners: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow(DutyRow):
    """A step of the script, with the contact column of its workstream."""

    group: str
    group_title: str
    result: str
    monthly_before: int | None
    measure: dict[str, Any] | None
    province_contacts: list[str]
    commune_contacts: list[str]
    task_nos: list[int]
    hand: Reading | None = None
    reading_days: int | None = None

    @property
    def is_read_by_hand(self) -> bool:
        """Whether people read how far it is, since nothing counts it."""
        return is_read_by_hand(self.points)

    @property
    def points(self) -> list[Indicator]:
        """What the step is measured by."""
        return points(self.measure)

    @property
    def comes_back(self) -> bool:
        """Whether it is delivered every month: the day it is due by says so, whatever its words are."""
        return self.monthly_before is not None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A figure that the commune follows beside the plan, with its newest reading."""

    id: int
    title: str
    says: str
    unit_words: str
    comparator: Comparator | None
    goal: Decimal | None
    followed_by: str
    reading_days: int
    ended_on: date | None
    hand: Reading | None


Work = TypeVar("Work", TaskRow, StepRow)


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What a list of tasks or steps is narrowed to; an empty one shows all. ``folded`` is already folded.

    ``group`` is a pillar of the plan or a workstream of the script, ``only`` the ids that something else has picked.
    """

    pick: DutyPick | None = None
    group: str = ""
    unit_id: int = 0
    person_id: int = 0
    due_on: date | None = None
    mine: bool = False
    folded: str = ""
    only: frozenset[int] | None = None


def narrowed(rows: Sequence[Work], wish: WorkFilter, eyes: Viewer) -> list[Work]:
    """The tasks or steps that a filter leaves, in the order they came in."""
    return [
        row
        for row in rows
        if (wish.pick is None or belongs(row, wish.pick))
        and (not wish.group or row.group == wish.group)
        and (not wish.unit_id or row.unit_id == wish.unit_id)
        and (not wish.person_id or row.person_id == wish.person_id)
        and (wish.due_on is None or row.due_on == wish.due_on)
        and (not wish.mine or is_mine(row, eyes))
        and (wish.only is None or row.id in wish.only)
        and wish.folded in row.fold
    ]
