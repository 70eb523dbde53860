"""What both terms of the goal say of a week, a month or a quarter, each by its own days; the worse of them holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.meetings.goals import GOALS
from models.meetings.rules import Facts, MeetingGoal, WeekFigures, goal_on, week_of
from models.periods import week_days, week_of_day
from models.spans import Period, SpanKind
from models.verdicts import Verdict, compare, worst


@dataclass(frozen=True, slots=True)
class TermReading:
    """One term in a span: so many out of so many, beside what was asked for from its first day on."""

    goal: MeetingGoal
    numerator: int
    denominator: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SpanVerdict:
    """Both terms in a span, where they are in force."""

    number: TermReading | None
    share: TermReading | None

    @property
    def verdict(self) -> Verdict | None:
        """The worse of both; None where neither is in force."""
        both = [term.verdict for term in (self.number, self.share) if term is not None]
        return worst(both) if both else None


def weeks_of(span: Period, facts: Iterable[Facts], goals: Sequence[MeetingGoal] = GOALS) -> list[WeekFigures]:
    """The ISO weeks that end in a span, each in numbers; its meetings come from all days that were read."""
    by_week: dict[tuple[int, int], list[Facts]] = {}
    for one in facts:
        by_week.setdefault(week_of_day(one.held_on), []).append(one)
    return [
        week_of(year, week, by_week.get((year, week), ()), goal_on(goals, week_days(year, week)[1]))
        for year, week in span.weeks
    ]


def judged(span: Period, weeks: Sequence[WeekFigures]) -> SpanVerdict:
    """A week by its meetings; a longer span by how many of its weeks had enough, and by the share over those bound.

    A week without any meeting that counts says nothing, neither for nor against.
    """
    bound = [week for week in weeks if week.goal is not None]
    numbered = [(week, week.goal.number) for week in bound if week.goal and week.goal.number]
    shared = [(week, week.goal.share) for week in bound if week.goal and week.goal.share]
    return SpanVerdict(
        _number(span, [week for week, _ in numbered], numbered[-1][1]) if numbered else None,
        _share([week for week, _ in shared], shared[-1][1]) if shared else None,
    )


def _number(span: Period, weeks: Sequence[WeekFigures], goal: MeetingGoal) -> TermReading:
    if span.kind is SpanKind.WEEK:
        return TermReading(goal, weeks[0].ecabinet, int(goal.value), weeks[0].number_verdict or Verdict.NO_DATA)
    told = [week.number_verdict for week in weeks if week.number_verdict not in (None, Verdict.NO_DATA)]
    reached = told.count(Verdict.MET)
    verdict = compare(Fraction(reached), len(told)) if told else Verdict.NO_DATA
    return TermReading(goal, reached, len(told), verdict)


def _share(weeks: Sequence[WeekFigures], goal: MeetingGoal) -> TermReading:
    ecabinet, counted = sum(week.ecabinet for week in weeks), sum(week.counted for week in weeks)
    share = Fraction(100 * ecabinet, counted) if counted else None
    return TermReading(goal, ecabinet, counted, compare(share, goal.value))
