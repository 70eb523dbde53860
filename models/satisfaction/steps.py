"""How far a month is told, and of whom: online and all stand side by side, and their difference is a group as well.

Whoever knows what online answers said and what all said knows what the rest said. So both are told over the same
days only where the rest is nobody or at least ``least``; and successive looks, weeks and the closed month differ by
whole groups, since all of them end on the same days.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from models.satisfaction.suppression import LEAST


class Sides(NamedTuple):
    """What is told of a whole group: the online answers, all of them, and each way of handing in by itself."""

    online: bool
    everyone: bool
    each: bool

    def both(self, other: "Sides") -> "Sides":
        """What two rules allow."""
        return Sides(*(one and two for one, two in zip(self, other, strict=True)))


def sides(online: int, others: Sequence[int], least: int = LEAST) -> Sides:
    """What may be told where ``online`` and ``others`` (one count for each other mode) are all answers of a span.

    The online rate is an official target and comes first: where few others remain, all together are not told.
    """
    rest = sum(others)
    tells_online = online >= least
    tells_all = online + rest >= least and not (tells_online and 0 < rest < least)
    return Sides(tells_online, tells_all, tells_all and all(n == 0 or n >= least for n in (online, *others)))


class DayParts(NamedTuple):
    """How many answers came on a day less those taken out on it, online and otherwise."""

    day: date
    online: int
    rest: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The days on which a telling may end: of all answers, and of the online ones, which are fewer of the same days."""

    everyone: tuple[date, ...]
    online: tuple[date, ...]


def steps(days: Iterable[DayParts], least: int = LEAST) -> Steps:
    """The steps of a month as its days went by; later days never move an earlier step.

    A step of all adds at least ``least`` answers; one of the online ones adds as many of these, and of the rest as
    many too, unless none of the rest has come yet.
    """
    everyone: list[date] = []
    online: list[date] = []
    n = of_online = of_rest = rest_so_far = 0
    for day in sorted(days):
        n, of_online, of_rest = n + day.online + day.rest, of_online + day.online, of_rest + day.rest
        rest_so_far += day.rest
        if n < least:
            continue
        everyone.append(day.day)
        n = 0
        if of_online >= least and (of_rest >= least or not rest_so_far):
            online.append(day.day)
            of_online = of_rest = 0
    return Steps(tuple(everyone), tuple(online))


def running(ends: Sequence[date]) -> tuple[date, ...]:
    """The steps that a month still running tells: the last one waits for a next one.

    Else the closed month would differ from what was told last by the few who came at its end.
    """
    return tuple(ends[:-1])


def closed(ends: Sequence[date], last: date) -> tuple[date, ...]:
    """The same steps of a month that is over; its last step takes in whoever came after it."""
    return (*ends[:-1], last)


def standing(days: Sequence[DayParts], ends: Steps, least: int = LEAST) -> Sides:
    """What may still be told of a month that is over, where answers were taken out of it after its last step.

    What was told while it ran, subtracted from the whole, must not leave few; without such answers it never does.
    """

    def left(told: Sequence[date]) -> tuple[int, int]:
        after = [day for day in days if len(told) < 2 or day.day > told[-2]]
        return sum(day.online for day in after), sum(day.rest for day in after)

    (online, rest), rest_of_all = left(ends.online), sum(day.rest for day in days)
    tells_online = len(ends.online) < 2 or online >= least
    tells_all = len(ends.everyone) < 2 or sum(left(ends.everyone)) >= least
    shows_few = len(ends.online) > 1 and rest < least and rest_of_all > 0
    return Sides(tells_online, tells_all and not (tells_online and shows_few), tells_all and tells_online)


class Span(NamedTuple):
    """Some days in a row, both included."""

    since: date
    until: date


def weeks(first: date, ends: Sequence[date]) -> list[Span]:
    """The told days in pieces that end in different weeks: a week each where there are answers enough, else more."""
    found, since = [], first
    for place, end in enumerate(ends):
        following = ends[place + 1] if place + 1 < len(ends) else None
        if following is None or _monday(following) != _monday(end):
            found.append(Span(since, end))
            since = end + timedelta(days=1)
    return found


def whole(spans: Sequence[Span], is_whole: Callable[[Span], bool]) -> list[Span]:
    """The same spans, each that is not whole joined with the one before it: an answer that was taken out of the
    counts goes on a later day than it came.
    """
    found: list[Span] = []
    for span in spans:
        while found and not is_whole(span):
            span = Span(found.pop().since, span.until)
        found.append(span)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
