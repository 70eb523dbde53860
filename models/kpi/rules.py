"""What a sheet counts, line by line: never one figure for a person, never a person beside another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.duties.rules import DutyKind, DutyState, DutyStatus, standing
from models.spans import Period, SpanKind, read_span, span_on

LEAST = 5  # fewer than that give a count and no share


class KpiGrade(StrEnum):
    """The four grades that the head chooses from; nothing computes them."""

    EXCELLENT = "excellent"
    GOOD = "good"
    DONE = "done"
    NOT_DONE = "not_done"


class KpiTopic(StrEnum):
    """The lines of a sheet, in their order."""

    WORK = "work"
    CONCLUSIONS = "conclusions"
    FINDINGS = "findings"
    CASES = "cases"
    MEETINGS = "meetings"
    TRAINING = "training"


TOPIC_OF = {
    DutyKind.CONCLUSION: KpiTopic.CONCLUSIONS,
    DutyKind.FINDING: KpiTopic.FINDINGS,
    DutyKind.CASE: KpiTopic.CASES,
}  # everything else that somebody owes is plain work


def quarter(year: int, number: int) -> Period:
    """A quarter of a year, 1 to 4."""
    return Period(SpanKind.QUARTER, year, number)


def read_quarter(text: str, today: date) -> Period:
    """2026-Q2; the present quarter for anything else, and for one that has not begun."""
    present, wanted = span_on(SpanKind.QUARTER, today), read_span(text)
    if wanted is None or wanted.kind is not SpanKind.QUARTER:
        return present
    return min(wanted, present, key=lambda one: one.first)


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One line: so many of so many; what waits for somebody else's word is in neither, and told beside."""

    topic: KpiTopic
    done: int
    total: int
    waiting: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there are enough for a share; what training asks for is always told as a count."""
        return self.total >= LEAST and self.topic is not KpiTopic.TRAINING


@dataclass(frozen=True, slots=True)
class OwedFact:
    """What a line needs to know of a duty."""

    kind: DutyKind
    status: DutyStatus
    due_on: date
    judged_on: date | None


def duty_lines(owed: Iterable[OwedFact], today: date) -> list[KpiLine]:
    """Of what fell due: done and confirmed in time among all of it; reported work that waits counts on neither side."""
    counts: dict[KpiTopic, list[int]] = {
        topic: [0, 0, 0] for topic in KpiTopic if topic not in (KpiTopic.MEETINGS, KpiTopic.TRAINING)
    }
    for one in owed:
        state = standing(one.status, one.due_on, one.judged_on, today).state
        count = counts[TOPIC_OF.get(one.kind, KpiTopic.WORK)]
        if state is DutyState.WAITING:
            count[2] += 1
        elif state in (DutyState.DONE, DutyState.DONE_LATE, DutyState.OVERDUE):
            count[0] += state is DutyState.DONE
            count[1] += 1
    return [KpiLine(topic, *count) for topic, count in counts.items()]


def kept(lines: Iterable[KpiLine]) -> list[list[object]]:
    """Lines as a confirmed sheet keeps them."""
    return [[line.topic.value, line.done, line.total, line.waiting] for line in lines]


def kept_lines(facts: Iterable[Iterable[object]]) -> list[KpiLine]:
    """The lines that were kept."""
    return [
        KpiLine(KpiTopic(str(topic)), int(str(done)), int(str(total)), int(str(waiting)))
        for topic, done, total, waiting in facts
    ]
