"""Counts per level, and a month beside the one before: what the page of figures and the monthly sheet both say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.satisfaction import catalogue, queries, rules, suppression
from models.satisfaction.figures import Month
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode, Tally


class Levels(NamedTuple):
    """Counts per level: a column for each mode that may be told apart, and one for all; the low ones perhaps as one."""

    modes: tuple[Mode | None, ...]
    tallies: tuple[Tally, ...]
    is_merged: bool


def levels(days: Sequence[DayCount], month: Month, until: date | None) -> Levels:
    """The counts of the month per level; of modes too small to be told apart only all together."""
    if until is None:
        return Levels((), (), False)
    policy = catalogue.policy(month.until)
    by_mode = {mode: queries.total(days, month.first, until, mode) for mode in Mode}
    known = {mode: tally for mode, tally in by_mode.items() if tally.n}
    everyone = queries.total(days, month.first, until)
    if everyone.n < policy.min_group:
        return Levels((), (), False)
    mask = suppression.hidden([[tally.n for tally in known.values()]], policy.min_group)[0]
    shown: list[tuple[Mode | None, Tally]] = [] if any(mask) else list(known.items())
    shown.append((None, everyone))
    low = [level.value for level in catalogue.scale(month.until).levels if not level.is_satisfied]
    cells = [[tally.counts.get(level, 0) for _, tally in shown] for level in low]
    modes, tallies = tuple(mode for mode, _ in shown), tuple(tally for _, tally in shown)
    return Levels(modes, tallies, suppression.merges(cells, policy.level_group))


@dataclass(frozen=True, slots=True)
class Change:
    """A month beside the one before: the difference with its interval, in points of per cent."""

    mode: Mode | None
    before: Tally
    now: Tally
    interval: tuple[float, float, float] | None

    @property
    def direction(self) -> int:
        """+1 or -1 where the whole interval lies on one side of nothing, else 0."""
        if self.interval is None:
            return 0
        return 1 if self.interval[1] > 0 else -1 if self.interval[2] < 0 else 0


def change(days: Sequence[DayCount], month: Month, until: date | None, mode: Mode | None) -> Change:
    """How a month differs from the one before; groups too small for a rate are not compared."""
    last = month.before
    then = queries.total(days, last.first, last.last, mode)
    now = queries.total(days, month.first, until, mode) if until else Tally()
    enough = min(then.n, now.n) >= catalogue.policy(month.until).min_group
    interval = rules.difference(now.satisfied, now.n, then.satisfied, then.n) if enough else None
    return Change(mode, then, now, interval)


def points(share: float) -> str:
    """+0,1: a difference of shares in points of per cent, with its sign."""
    tenths = round(Fraction(share) * 1000)
    return f"{'+' if tenths > 0 else '−' if tenths < 0 else ''}{abs(tenths) // 10},{abs(tenths) % 10}"
