"""What a month tells: the answers and the files of the same days, for every page that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.accounts.rules import Role, Viewer
from models.satisfaction import catalogue, figures, queries, steps
from models.satisfaction.evidence import ResponseRate, response_rate
from models.satisfaction.figures import Month, Served
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode, Policy, Tally
from models.satisfaction.steps import DayParts, Sides, Span
from models.satisfaction.suppression import LEAST

OTHERS = (Mode.IN_PERSON, Mode.UNKNOWN)


@dataclass(frozen=True, slots=True)
class ToldDays:
    """A month up to the days it may be told; ``everyone`` and ``online`` are the ends of its steps, none for nothing.

    Of a closed month the last end is its last day, also where it tells nothing (``sides`` says that).
    """

    month: Month
    days: Sequence[DayCount]
    everyone: tuple[date, ...]
    online: tuple[date, ...]
    sides: Sides
    has_shrunk: bool = False  # answers were taken out after its last step, and what is left of that would show few

    def until(self, mode: Mode | None = None) -> date | None:
        """The last day that is told of a mode, or of all; None where nothing is."""
        is_told, ends = {
            None: (self.sides.everyone, self.everyone),
            Mode.ONLINE: (self.sides.online, self.online),
        }.get(mode, (self.sides.each and self.month.is_closed, self.everyone))
        return ends[-1] if is_told and ends else None

    def tally(self, mode: Mode | None = None) -> Tally:
        """The answers of one mode or of all that may be told; empty where none may."""
        until = self.until(mode)
        return queries.total(self.days, self.month.first, until, mode) if until else Tally()

    def has_more(self, mode: Mode | None = None) -> bool:
        """Whether there are answers of which nothing is told."""
        return self.until(mode) is None and self.counted(mode).n > 0

    def counted(self, mode: Mode | None = None) -> Tally:
        """All answers of a mode or of all, whether or not they may be told."""
        return queries.total(self.days, self.month.first, self.month.until, mode)

    @property
    def withholds(self) -> bool:
        """Whether a month that is over has answers enough, and yet all together must not be told or divided."""
        return self.month.is_closed and not self.sides.everyone and self.counted().n >= LEAST

    @property
    def hides_few_others(self) -> bool:
        """Whether all together are not told since they would show the few who did not hand in online."""
        return self.month.is_closed and self.sides.online and not self.sides.everyone

    @property
    def modes(self) -> list[Mode | None]:
        """The columns of a table of the month: the ways of handing in that are told by themselves, then all."""
        found: list[Mode | None] = [mode for mode in Mode if self.until(mode) and self.tally(mode).n]
        return [*found, None] if self.until() else found

    def weeks(self, mode: Mode | None = None) -> list[Span]:
        """The told days in pieces of about a week, each with answers enough of its own."""
        if self.until(mode) is None:
            return []
        found = steps.weeks(self.month.first, self.online if mode is Mode.ONLINE else self.everyone)
        return steps.whole(found, lambda span: self._is_whole(span, mode))

    def _is_whole(self, span: Span, mode: Mode | None) -> bool:
        """Whether a piece has answers enough, and none is taken out of it that came before it."""
        parts = (self.of(span, one).counts.values() for one in Mode)
        return self.of(span, mode).n >= LEAST and all(n >= 0 for part in parts for n in part)

    def of(self, span: Span, mode: Mode | None = None) -> Tally:
        """The answers of such a piece."""
        return queries.total(self.days, span.since, span.until, mode)

    def tells(self, since: date, until: date, mode: Mode | None) -> bool:
        """Whether a span of days within the month begins and ends where a telling may."""
        ends = self.online if mode is Mode.ONLINE else self.everyone
        if self.until(mode) is None or (mode in OTHERS and until != self.month.last):
            return False
        begins = {self.month.first} if mode in OTHERS else {self.month.first, *(end + _DAY for end in ends)}
        return since in begins and until in ends and since <= until


_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ToldMonth(ToldDays):
    """The same with the files of these days."""

    served: Served = field(kw_only=True)

    def visits(self, mode: Mode | None = None) -> int | None:
        """How many were served on the same days; None where nobody entered any."""
        return self.served.visits(mode)

    def answered(self, mode: Mode | None = None) -> ResponseRate | None:
        """How many of those who were served have answered; None where nothing is told."""
        if self.until(mode) is None:
            return None
        least = catalogue.policy(self.month.until).least_response_percent
        return response_rate(self.tally(mode).n, self.visits(mode), least)


def told_days(viewer: Viewer, month: Month, days: Sequence[DayCount]) -> ToldDays:
    """How far a viewer is told of a month; ``days`` are the daily counts with all of it, ordered by day.

    A closed month is told whole, a running one in steps that nobody can take apart; at the counter never the same day.
    """
    last = month.until if not viewer.is_a(Role.COUNTER) else min(month.until, month.today - _DAY)
    policy, parts = catalogue.policy(month.until), _parts(days, month.first, last)
    found = steps.steps(parts, policy.min_group)
    if month.is_closed:
        ends = (steps.closed(found.everyone, month.last), steps.closed(found.online, month.last))
        stands = steps.standing(parts, found, policy.min_group)
        return ToldDays(month, days, *ends, _sides(days, month, policy).both(stands), not all(stands))
    everyone, online = steps.running(found.everyone), steps.running(found.online)
    return ToldDays(month, days, everyone, online, Sides(bool(online), bool(everyone), False))


def told_of(viewer: Viewer, month: Month, days: Sequence[DayCount]) -> ToldMonth:
    """What a viewer is told of a month, with its files."""
    told = told_days(viewer, month, days)
    nothing = month.last if month.is_closed else month.first - _DAY
    served = figures.served(viewer, month.first, told.until() or nothing, told.until(Mode.ONLINE) or nothing)
    return ToldMonth(told.month, told.days, told.everyone, told.online, told.sides, told.has_shrunk, served=served)


def _sides(days: Sequence[DayCount], month: Month, policy: Policy) -> Sides:
    online, *others = (queries.total(days, month.first, month.last, mode).n for mode in (Mode.ONLINE, *OTHERS))
    return steps.sides(online, others, policy.min_group)


def _parts(days: Sequence[DayCount], first: date, last: date) -> list[DayParts]:
    """How many answers came on each day, less those that were taken out on it."""
    of_day: dict[date, list[int]] = {}
    for count in days:
        if first <= count.local_date <= last:
            of_day.setdefault(count.local_date, [0, 0])[count.mode is not Mode.ONLINE] += count.n
    return [DayParts(day, *parts) for day, parts in of_day.items()]
