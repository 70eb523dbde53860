"""What counts as a meeting on e-Cabinet, as a paperless one, as a good week.

The figures follow the script's step on e-Cabinet meetings: a share and a weekly number, both over one and the same set.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.meetings.states import HAPPENED, State
from models.periods import add_workdays
from models.verdicts import Verdict, compare, worst

__all__ = [
    "HAPPENED",
    "MOST_PAGES",
    "Confidentiality",
    "Convenor",
    "Facts",
    "GoalTerm",
    "MeetingFigure",
    "MeetingGoal",
    "MeetingMode",
    "Platform",
    "State",
    "WeekFigures",
    "WeekGoal",
    "belongs",
    "counts_as_ecabinet",
    "goal_on",
    "is_late_entry",
    "truly_paperless",
    "week_of",
]
MOST_PAGES = 1_000_000


class MeetingMode(StrEnum):
    """How people came together."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Urgency(StrEnum):
    """Whether a meeting was called in good time, or at once; the days for its papers are then told apart."""

    REGULAR = "regular"
    URGENT = "urgent"


class Platform(StrEnum):
    """What carried the documents; SECRET means that no platform may be used."""

    ECABINET = "ecabinet"
    MIXED = "mixed"
    PAPER = "paper"
    SECRET = "secret"


class Confidentiality(StrEnum):
    """Who may know of a meeting: the whole office, or whoever is invited alone."""

    OPEN = "open"
    CLOSED = "closed"


class Convenor(StrEnum):
    """Who called the meeting: the commune itself, or a level above it (then it is none of the commune's own)."""

    OWN = "own"
    HIGHER = "higher"


class MeetingFigure(StrEnum):
    """The sets of meetings that the week's numbers count, each with its list."""

    HELD = "held"
    COUNTED = "counted"
    ECABINET = "ecabinet"
    PAPERLESS = "paperless"
    UNPROVEN = "unproven"
    SECRET = "secret"
    HIGHER = "higher"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the figures need to know about one meeting."""

    state: State
    platform: Platform
    convenor: Convenor
    counts_for_kpi: bool
    ecabinet_ref: str
    has_evidence: bool
    printed_pages: int | None
    held_on: date
    is_late: bool = False


def counts_as_ecabinet(state: State, platform: Platform, ecabinet_ref: str, has_evidence: bool) -> bool:
    """Whether a meeting was held on e-Cabinet and can prove it; a tick without a reference or a file does not count."""
    return state in HAPPENED and platform is Platform.ECABINET and (bool(ecabinet_ref.strip()) or has_evidence)


def truly_paperless(
    state: State, platform: Platform, ecabinet_ref: str, has_evidence: bool, printed_pages: int | None
) -> bool:
    """Whether nothing at all was printed for a proven e-Cabinet meeting; an unknown number of pages is not none."""
    return counts_as_ecabinet(state, platform, ecabinet_ref, has_evidence) and printed_pages == 0


def is_late_entry(
    held_on: date,
    logged_on: date,
    days_off: AbstractSet[date] = frozenset(),
    make_up_days: AbstractSet[date] = frozenset(),
) -> bool:
    """Whether the record was made later than the next working day after the meeting."""
    return logged_on > add_workdays(held_on, 1, days_off, make_up_days)


def belongs(facts: Facts, figure: MeetingFigure) -> bool:
    """Whether a meeting is one of those that a figure counts; the figure and its list both ask here."""
    if facts.state not in HAPPENED:
        return False
    secret, higher = facts.platform is Platform.SECRET, facts.convenor is Convenor.HIGHER
    counted = facts.counts_for_kpi and not secret and not higher
    proven = counts_as_ecabinet(facts.state, facts.platform, facts.ecabinet_ref, facts.has_evidence)
    return {
        MeetingFigure.HELD: True,
        MeetingFigure.COUNTED: counted,
        MeetingFigure.ECABINET: counted and proven,
        MeetingFigure.PAPERLESS: counted and proven and facts.printed_pages == 0,
        MeetingFigure.UNPROVEN: counted and facts.platform is Platform.ECABINET and not proven,
        MeetingFigure.SECRET: secret,
        MeetingFigure.HIGHER: higher and not secret,
        MeetingFigure.LATE: facts.is_late,
    }[figure]


class GoalTerm(StrEnum):
    """The two things that a week is asked for, each from a day of its own."""

    NUMBER = "weekly_minimum"
    SHARE = "share_percent"


@dataclass(frozen=True, slots=True)
class MeetingGoal:
    """One term: what a week must reach, from a day on (and to a day, where it ends), and who says so."""

    term: GoalTerm
    value: Decimal
    valid_from: date
    valid_to: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the term is in force that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class WeekGoal:
    """What is asked of one week: a number of meetings, a share of them, or both."""

    number: MeetingGoal | None = None
    share: MeetingGoal | None = None

    @property
    def weekly_minimum(self) -> int | None:
        """How many meetings on e-Cabinet are asked for."""
        return None if self.number is None else int(self.number.value)

    @property
    def share_percent(self) -> Decimal | None:
        """Which share of them, in per cent."""
        return None if self.share is None else self.share.value

    @property
    def source(self) -> str:
        """Who asks, each once."""
        return "; ".join(dict.fromkeys(term.source for term in (self.number, self.share) if term and term.source))


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """One ISO week of meetings in numbers; ``counted`` is the set that ``ecabinet`` and ``paperless`` are shares of."""

    year: int
    week: int
    held: int = 0
    counted: int = 0
    ecabinet: int = 0
    paperless: int = 0
    unproven: int = 0
    secret: int = 0
    higher: int = 0
    late: int = 0
    goal: WeekGoal | None = None

    @property
    def code(self) -> str:
        """The week as it is written in addresses: 2026-W14."""
        return f"{self.year}-W{self.week:02d}"

    @property
    def number_verdict(self) -> Verdict | None:
        """Whether the week has the least number of e-Cabinet meetings; None where no goal is in force."""
        if self.goal is None or self.goal.weekly_minimum is None:
            return None
        return compare(Fraction(self.ecabinet) if self.counted else None, self.goal.weekly_minimum)

    @property
    def share_verdict(self) -> Verdict | None:
        """Whether the share on e-Cabinet reaches the goal; None where no goal is in force."""
        if self.goal is None or self.goal.share_percent is None:
            return None
        share = Fraction(100 * self.ecabinet, self.counted) if self.counted else None
        return compare(share, self.goal.share_percent)

    @property
    def verdict(self) -> Verdict | None:
        """The worse of both: a week asks for enough meetings and for all of them on e-Cabinet."""
        both = [one for one in (self.number_verdict, self.share_verdict) if one is not None]
        return worst(both) if both else None

    @property
    def missing(self) -> int:
        """How many e-Cabinet meetings the week still lacks."""
        return max(0, ((self.goal and self.goal.weekly_minimum) or 0) - self.ecabinet)


def week_of(year: int, week: int, meetings: Iterable[Facts], goal: WeekGoal | None) -> WeekFigures:
    """The figures of a week from the meetings that took place in it."""
    rows = list(meetings)
    counts = {figure.value: sum(belongs(row, figure) for row in rows) for figure in MeetingFigure}
    return WeekFigures(year, week, **counts, goal=goal)


def goal_on(goals: Sequence[MeetingGoal], day: date) -> WeekGoal | None:
    """What is in force on a day: of each term the youngest; None where neither is."""
    known = sorted((goal for goal in goals if goal.holds_on(day)), key=lambda goal: goal.valid_from)
    terms = {goal.term: goal for goal in known}
    return WeekGoal(terms.get(GoalTerm.NUMBER), terms.get(GoalTerm.SHARE)) if terms else None
