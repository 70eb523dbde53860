"""What a week's report knows: facts as plain values, what changed, and what no sentence may say."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from models.duties.rules import DutyKind, DutyState, DutyStatus, Standing, standing
from models.evidence import Grade
from models.verdicts import Verdict

ABSURD = re.compile(
    r"\b(?:None|nan|undefined|null)\b"  # what a program says of nothing
    r"|—\s*%|\b0 tr\w+n 0\b|/0(?!\d)|(?<!\w)/\d|\(\s*\)"  # a share of nothing, half a share, empty brackets
    r"|[ \t]{2}|,\s*,|;\s*;|,\s*\.(?!\.)|:\s*[;.,]"  # where a word or a number is missing
    r"|\b(\w+ \w+) \1\b",  # the same said twice
    re.IGNORECASE,
)


class ReportState(StrEnum):
    """A report is written until it is sent; then it never changes."""

    DRAFT = "draft"
    SENT = "sent"


class SectionKey(StrEnum):
    """The parts of a report that are read, written and kept by themselves, in their order."""

    TARGETS = "targets"
    TASKS = "tasks"
    WEEK = "week"
    SHORTCOMINGS = "shortcomings"
    NEXT = "next"
    PROPOSALS = "proposals"


RESULTS = (SectionKey.TARGETS, SectionKey.TASKS, SectionKey.WEEK)


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A target as it stood: without a value it has no terms either, so that a hidden group stays hidden."""

    no: int
    title: str
    comparator: str
    goal: str
    verdict: Verdict
    definition: str
    grade: Grade | None = None
    value: str = ""  # exact, as p/q in per cent
    shown: str = ""
    numerator: int | None = None
    denominator: int | None = None
    as_of: str = ""
    is_sample: bool = False  # its terms are answers of people
    is_hidden: bool = False  # too few have answered to say more
    complaints: int | None = None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A task, step, conclusion or finding as it stood; ``days`` late where it is overdue."""

    kind: DutyKind
    ref: str
    title: str
    state: DutyState
    unit: str = ""
    due: str = ""
    days: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The work of one kind, counted: every one stands in exactly one of done, waiting, going on and overdue."""

    total: int
    done: int
    waiting: int
    going: int
    overdue: int
    newly: tuple[str, ...] = ()  # done within the week
    added: int = 0  # came within the week

    @property
    def is_whole(self) -> bool:
        """Whether the counts make up the total."""
        return self.done + self.waiting + self.going + self.overdue == self.total


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The meetings of the week."""

    held: int
    counted: int
    ecabinet: int
    paperless: int
    least: int | None = None
    share_percent: str = ""


@dataclass(frozen=True, slots=True)
class CitizenFacts:
    """The words of citizens that came within the week, and how many of them were answered."""

    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """Everything that a report is written from, until the end of one day."""

    year: int
    week: int
    until: str
    targets: tuple[TargetFact, ...]
    tasks: WorkFacts
    steps: WorkFacts
    conclusions: WorkFacts
    findings: WorkFacts
    meetings: MeetingFacts
    cases: CitizenFacts
    lines: tuple[WorkLine, ...]  # what was overdue, waited, or was due by the end of the week after

    @property
    def code(self) -> str:
        """The week as it is written in addresses: 2026-W14."""
        return code_of(self.year, self.week)


def code_of(year: int, week: int) -> str:
    """2026-W14."""
    return f"{year}-W{week:02d}"


def grades(targets: Iterable[TargetFact]) -> dict[Grade | None, int]:
    """How many targets stand on what; None for those without a reading."""
    found: dict[Grade | None, int] = dict.fromkeys((*Grade, None), 0)
    for target in targets:
        found[target.grade] += 1
    return found


def definition_of(*parts: object) -> str:
    """A short mark of how a figure is defined: other words, another goal or another source give another mark."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def odd_figure(text: str) -> str:
    """The first place of a text where a figure is empty or absurd; nothing where every sentence can be signed."""
    found = ABSURD.search(text)
    return found[0].strip() or found[0] if found else ""


@dataclass(frozen=True, slots=True)
class DutyFact:
    """What the row of a duty tells of its past."""

    status: DutyStatus
    due_on: date | None
    judged_on: date | None
    reported_on: date | None
    confirmed_on: date | None

    @property
    def done_on(self) -> date | None:
        """The day from which on it counted as done."""
        return (self.confirmed_on or self.judged_on) if self.status is DutyStatus.DONE else None


def stood(fact: DutyFact, day: date) -> Standing:
    """Where a duty stood at the end of a day, as far as its row still tells."""
    status, reported = fact.status, fact.reported_on or fact.judged_on
    if fact.done_on is not None and fact.done_on > day:
        status = DutyStatus.REPORTED
    if status in (DutyStatus.REPORTED, DutyStatus.DONE) and reported is not None and reported > day:
        status = DutyStatus.DOING
    return standing(status, fact.due_on, fact.judged_on, day)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of two closed weeks; ``points`` is the exact difference, None where the definition is another one."""

    no: int
    title: str
    before: TargetFact
    after: TargetFact
    points: Fraction | None

    @property
    def is_refused(self) -> bool:
        """Whether the two cannot be compared."""
        return self.points is None


def changes(before: WeekFacts, after: WeekFacts) -> list[FigureChange]:
    """What changed of each target that has a figure in both weeks; another definition is no change of the figure."""
    known = {target.no: target for target in before.targets if target.value}
    found = []
    for target in after.targets:
        earlier = known.get(target.no)
        if earlier is not None and target.value:
            is_same = earlier.definition == target.definition
            points = Fraction(target.value) - Fraction(earlier.value) if is_same else None
            found.append(FigureChange(target.no, target.title, earlier, target, points))
    return found
