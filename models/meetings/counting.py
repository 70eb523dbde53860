"""What each figure of meetings counts: every meeting and every task puts its part in, a figure is their sum.

The figure and the list behind it ask for the same parts. A part of a meeting that eyes may not know of is counted, and
says nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from models.duties.rules import DutyState, Standing
from models.meetings.rules import Convenor, Facts, MeetingFigure, Platform, Urgency, belongs
from models.meetings.staff_rules import SkillTerm, StaffSkill
from models.meetings.states import HAPPENED, State


class MeetingMetric(StrEnum):
    """The figures that an office reads of its meetings."""

    HELD = "held"
    ECABINET = "ecabinet"
    SHARE = "share"
    PAPERLESS = "paperless"
    PRESENT = "present"
    REPRESENTED = "represented"
    PAPERS = "papers"
    URGENT_PAPERS = "urgent_papers"
    READ = "read"
    POSITIONS = "positions"
    BLOCK = "block"
    DURATION = "duration"
    NOTICES = "notices"
    TASKS = "tasks"
    OVERDUE = "overdue"
    ROOMS = "rooms"
    FAULTS = "faults"
    ACCOUNTS = "accounts"
    USED = "used"
    TRAINED = "trained"
    SURVEY = "survey"
    EVIDENCE = "evidence"
    LOGGED = "logged"
    CLEAR = "clear"
    SAVED = "saved"


PLAIN = frozenset({MeetingMetric.HELD, MeetingMetric.ECABINET, MeetingMetric.SAVED})  # counts of what there is
OF_STAFF = {  # what each person has reached by now
    MeetingMetric.ACCOUNTS: SkillTerm.ACCOUNT,
    MeetingMetric.USED: SkillTerm.USED,
    MeetingMetric.TRAINED: SkillTerm.TRAINED,
    MeetingMetric.SURVEY: SkillTerm.SURVEY,
}
OF_NOW = frozenset({MeetingMetric.OVERDUE, *OF_STAFF})  # as it stands now, whatever span is looked at


class AsideKind(StrEnum):
    """Why something does not count for the goal, and is told beside it."""

    SECRET = "secret"
    HIGHER = "higher"
    BODY = "body"
    CANCELLED = "cancelled"
    NO_QUORUM = "no_quorum"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class CountedPart:
    """What one meeting, one task or one person adds to a figure; a hidden one has no words."""

    day: date
    numerator: int = 1
    denominator: int = 0
    meeting_id: int | None = None
    duty_id: int | None = None
    person_id: int | None = None
    title: str = ""
    body: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MetricFigure:
    """One figure of a span of days; without a denominator there is nothing to share."""

    metric: MeetingMetric
    parts: tuple[CountedPart, ...] = ()

    @property
    def numerator(self) -> int:
        """What was reached."""
        return sum(part.numerator for part in self.parts)

    @property
    def denominator(self) -> int:
        """Out of how many."""
        return sum(part.denominator for part in self.parts)

    @property
    def is_plain(self) -> bool:
        """Whether it is a count and no share."""
        return self.metric in PLAIN

    @property
    def per_ten(self) -> float | None:
        """How many on every ten, of what may come more than once; None of what is a share."""
        is_rate = self.metric is MeetingMetric.FAULTS and self.denominator
        return round(10 * self.numerator / self.denominator, 1) if is_rate else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count; a plain count is then none."""
        return not self.is_plain and not self.denominator


def parts_of(row: Any, facts: Facts, notice_due: date, today: date) -> Iterator[tuple[MeetingMetric, int, int]]:
    """What one meeting that took place adds: metric, numerator, denominator; nothing where it has nothing to add."""
    m = MeetingMetric
    counts, proven = belongs(facts, MeetingFigure.COUNTED), belongs(facts, MeetingFigure.ECABINET)
    yield m.HELD, 1, 0
    yield m.LOGGED, not facts.is_late, 1
    if counts:
        yield m.SHARE, proven, 1
        yield m.PAPERLESS, belongs(facts, MeetingFigure.PAPERLESS), 1
        if proven:
            yield m.ECABINET, 1, 0
        if facts.platform is Platform.ECABINET:
            yield m.EVIDENCE, proven, 1
    if row.planned_start is not None and row.planned_end is not None:
        yield m.DURATION, minutes(row.ends_at - row.starts_at), minutes(row.planned_end - row.planned_start)
    shares = (
        (m.PRESENT, row.present, row.required),
        (m.REPRESENTED, row.present + row.substitutes, row.required),
        (m.URGENT_PAPERS if row.urgency is Urgency.URGENT else m.PAPERS, row.papers_in_time, row.papers),
        (m.READ, row.confirmed, row.papers_before * row.people),
        (m.POSITIONS, row.positions, row.items * row.people if row.invited_at is not None else 0),
        (m.BLOCK, row.in_block, row.items),
        (m.CLEAR, row.clear_tasks, row.tasks),
    )
    yield from (share for share in shares if share[2])
    if row.pages:
        yield m.SAVED, row.pages * row.people, 0
    if (is_due := notice_in_time(row, facts, notice_due, today)) is not None:
        yield m.NOTICES, is_due, 1


def parts_of_staff(
    people: Iterable[StaffSkill], today: date, with_names: bool
) -> Iterator[tuple[MeetingMetric, CountedPart]]:
    """What each person adds: what he has and what he still lacks; nobody is named to eyes that may not know."""
    for one in people:
        for metric, term in OF_STAFF.items():
            part = CountedPart(today, int(one.has(term, today)), 1, is_hidden=not with_names)
            if with_names:
                part = replace(part, person_id=one.person_id, title=one.name, body=one.unit)
            yield metric, part


def minutes(span: Any) -> int:
    """A span of time in whole minutes."""
    return int(span.total_seconds() // 60)


def notice_in_time(row: Any, facts: Facts, due: date, today: date) -> bool | None:
    """Whether the notice of a meeting came in time; None where none is asked for, or its day is still to come."""
    if facts.platform is Platform.SECRET or facts.convenor is Convenor.HIGHER:
        return None
    if row.notice_on is not None:
        return bool(row.notice_on <= due)
    return False if row.conclusions and today > due else None


def aside_of(state: State, facts: Facts) -> AsideKind | None:
    """Why a meeting does not count for the goal; None where it does."""
    if state not in HAPPENED:
        return AsideKind.CANCELLED if state is State.CANCELLED else AsideKind.NO_QUORUM
    if facts.platform is Platform.SECRET:
        return AsideKind.SECRET
    if facts.convenor is Convenor.HIGHER:
        return AsideKind.HIGHER
    return None if facts.counts_for_kpi else AsideKind.BODY


def task_in_time(standing: Standing) -> bool | None:
    """Whether a task was confirmed by the day that was asked for first; None while that day is still to come."""
    if standing.state in (DutyState.DUE_SOON, DutyState.LATER, DutyState.NO_DATE, DutyState.VOID):
        return None
    return standing.state is DutyState.DONE


AGES = ((1, 7), (8, 30), (31, 10**6))  # days that a task is overdue


def by_age(days: Iterable[int]) -> tuple[int, ...]:
    """How many tasks are overdue for up to a week, for up to a month, for longer."""
    late = list(days)
    return tuple(sum(low <= one <= high for one in late) for low, high in AGES)
