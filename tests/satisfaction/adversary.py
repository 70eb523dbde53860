"""What an adversary knows of a crowd, and what follows from the numbers that he has written down."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from models.satisfaction.rules import Mode

MODES = tuple(Mode)


class Told(NamedTuple):
    """A number of satisfied answers that somebody reads: of these days, both included, and these modes."""

    where: str
    since: date
    until: date
    modes: tuple[Mode, ...]
    satisfied: int
    printed: date | None = None  # of a corrected sheet: all that came to its month until this day is in it


class Move(NamedTuple):
    """Answers that began to count on a day, of that or an earlier one; or one of them that was taken out on a day."""

    day: date  # of the answers
    booked: date
    mode: Mode
    levels: tuple[int, ...]
    gone: date | None = None

    def shares(self, since: date, until: date, printed: date | None) -> int:
        """How often they are in a number of these days: as one that went they may be the other way round in it."""
        month = self.day.replace(day=1)

        def is_in(at: date | None) -> bool:
            if at is None or (printed and month == since.replace(day=1)):
                return at is not None and printed is not None and at <= printed
            return since <= at <= until and at.replace(day=1) == month

        return is_in(self.booked) - is_in(self.gone)


Crowd = list[Move]


def make(chance: random.Random) -> Crowd:
    """Three small months: some days busy, some with one or two; few who did not hand in online, or few who did.

    Of some days a few answers come later, and one or the other is taken out again.
    """
    crowd: Crowd = []
    for month in (1, 2, 3):
        shares = chance.choice([(30, 1, 0), (30, 4, 3), (2, 30, 0), (14, 14, 1), (20, 20, 20)])
        for at in range(1, 29):
            day = date(2026, month, at)
            for mode, share in zip(MODES, shares, strict=True) if day.weekday() < 5 else ():
                n = chance.choice((0, 0, 1, 2, 3, 6)) if chance.random() < share / 30 else 0
                levels = tuple(chance.choice((1, 2, 3, 4, 5, 5)) for _ in range(n))
                if n:
                    late = chance.choice((0, 0, 0, 0, 2, 5, 12))
                    crowd.append(Move(day, day + timedelta(days=late), mode, levels))
                if n and chance.random() < 0.15:
                    later = day + timedelta(days=chance.choice((1, 2, 9)))
                    crowd.append(Move(day, day, mode, (chance.choice((1, 5)),), later))
    return crowd


Row = dict[int, Fraction]


class Known:
    """What follows from some sums by adding and subtracting: their rows, each without the first place of the others."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}

    def left(self, row: Row) -> Row:
        """What remains of a sum that does not follow; nothing where it does."""
        while row and (at := next((one for one in sorted(row) if one in self.rows), None)) is not None:
            by = row[at]
            for place, value in self.rows[at].items():
                row[place] = row.get(place, Fraction(0)) - by * value
            row = {place: value for place, value in row.items() if value}
        return row

    def learn(self, row: Row) -> None:
        """One sum more."""
        if row := self.left(row):
            head = min(row)
            self.rows[head] = {place: value / row[head] for place, value in row.items()}


GROUPS = ((Mode.ONLINE,), (Mode.IN_PERSON,), (Mode.UNKNOWN,), MODES[1:], MODES)


def leaks(told: list[Told], crowd: Crowd) -> list[str]:
    """The groups of fewer than ten whose satisfied ones follow from the numbers by adding and subtracting."""

    def row_of(since: date, until: date, modes: tuple[Mode, ...], printed: date | None = None) -> Row:
        row = {at: Fraction(move.shares(since, until, printed)) for at, move in enumerate(crowd) if move.mode in modes}
        return {at: share for at, share in row.items() if share}

    def size(row: Row) -> int:
        return sum(len(crowd[at].levels) for at in row)

    known, found = Known(), []
    for one in {(one.since, one.until, one.modes, one.printed) for one in told}:
        known.learn(row_of(*one))
    for group in (*single(crowd), *apart(crowd)):
        row = {at: Fraction(1) for at in group}
        if size(row) < 10 and not known.left(dict(row)):
            found.append(f"{size(row)} of {[crowd[at] for at in group]}")
    for modes, since, until in spans(crowd):
        row = row_of(since, until, modes)
        if row and size(row) < 10 and not known.left(dict(row)):
            found.append(f"{size(row)} of {'+'.join(modes)}, {since} to {until}")
    return found


def spans(crowd: Crowd) -> Iterator[tuple[tuple[Mode, ...], date, date]]:
    """Every span of days on which something moved, of each group."""
    days = sorted({at for move in crowd for at in (move.booked, move.gone) if at})
    for modes in GROUPS:
        for place, since in enumerate(days):
            for until in days[place : place + 12]:
                yield modes, since, until


def single(crowd: Crowd) -> Iterator[list[int]]:
    """Each move by itself."""
    yield from ([at] for at in range(len(crowd)))


def apart(crowd: Crowd) -> Iterator[list[int]]:
    """What came to each month after its end, over any days in a row; and those taken out then."""
    for month in (1, 2, 3):
        came = [at for at, move in enumerate(crowd) if move.day.month == month < move.booked.month]
        went = [at for at, move in enumerate(crowd) if move.gone and move.day.month == month < move.gone.month]
        for group in (came, went):
            for first in range(len(group)):
                for after in range(first + 1, len(group) + 1):
                    yield group[first:after]
