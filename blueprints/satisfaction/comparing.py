"""Counts per level, and a month beside the one before: what the page of figures and the monthly sheet both say."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from models.satisfaction import catalogue, rules, suppression
from models.satisfaction.rules import Mode, Tally
from models.satisfaction.told import OTHERS, ToldDays


class Levels(NamedTuple):
    """Counts per level: a column for each mode that may be told apart, and one for all; the low ones perhaps as one."""

    modes: tuple[Mode | None, ...]
    tallies: tuple[Tally, ...]
    is_merged: bool


def levels(told: ToldDays) -> Levels:
    """The counts of the month per level, of whatever is told of it."""
    modes = tuple(told.modes)
    tallies = tuple(told.tally(mode) for mode in modes)
    policy = catalogue.policy(told.month.until)
    low = [level.value for level in catalogue.scale(told.month.until).levels if not level.is_satisfied]
    cells = [[tally.counts.get(level, 0) for tally in tallies] for level in low]
    return Levels(modes, tallies, suppression.merges(cells, policy.level_group))


@dataclass(frozen=True, slots=True)
class Change:
    """A month beside the one before: the difference with its interval, in points of per cent.

    None for a month of which it is not told, though there are answers.
    """

    mode: Mode | None
    before: Tally | None
    now: Tally | None
    interval: tuple[float, float, float] | None

    @property
    def direction(self) -> int:
        """+1 or -1 where the whole interval lies on one side of nothing, else 0."""
        if self.interval is None:
            return 0
        return 1 if self.interval[1] > 0 else -1 if self.interval[2] < 0 else 0


def change(last: ToldDays, this: ToldDays, mode: Mode | None) -> Change:
    """How a month differs from the one before; groups that are not told are not compared."""
    then, now = (None if one.has_more(mode) else one.tally(mode) for one in (last, this))
    if not (then and now and then.n and now.n):
        return Change(mode, then, now, None)
    return Change(mode, then, now, rules.difference(now.satisfied, now.n, then.satisfied, then.n))


def changes(last: ToldDays, this: ToldDays) -> list[Change]:
    """The online answers and all together; the other ways of handing in where both months tell of each."""
    others = OTHERS if last.sides.each and this.sides.each else ()
    found = [change(last, this, mode) for mode in (Mode.ONLINE, *others, None)]
    return [
        one for one in found if one.mode is None or one.before is None or one.now is None or one.before.n + one.now.n
    ]


def points(share: float) -> str:
    """+0,1: a difference of shares in points of per cent, with its sign."""
    tenths = round(Fraction(share) * 1000)
    return f"{'+' if tenths > 0 else '−' if tenths < 0 else ''}{abs(tenths) // 10},{abs(tenths) % 10}"
