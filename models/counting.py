"""What a capability says it can count: each measure has a key, a unit, a sentence, and a way to be read.

A capability lists its own in ``models/<capability>/measures.py``. Nothing here knows how a list is addressed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, Concatenate, ParamSpec, TypeVar

from models import clock, periods
from models.accounts.rules import Viewer
from models.evidence import Grade

Args = ParamSpec("Args")
Found = TypeVar("Found")


class MeasureUnit(StrEnum):
    """What a value counts; a capability that counts things has a closed list of its own for them."""

    PERCENT = "percent"
    WORDED = "worded"  # whoever reads it by hand says what it counts in


class ReadOnce:
    """One viewer at one instant: whatever measures and pages need of it is read when first wanted, and only once."""

    def __init__(self, viewer: Viewer, in_full: bool = True) -> None:
        self.viewer = viewer
        self.in_full = in_full  # else work comes without its long words, for pages that only count and name it
        self.at: datetime = clock.now()
        self.today: date = clock.local(self.at).date()
        self.week = periods.week_of_day(self.today)
        self.seen: dict[tuple[object, ...], Any] = {}

    def once(
        self, read: Callable[Concatenate["ReadOnce", Args], Found], *args: Args.args, **named: Args.kwargs
    ) -> Found:
        """What ``read`` finds; two measures that ask for the same share one reading."""
        key = (read, *args, *named.items())
        if key not in self.seen:
            self.seen[key] = read(self, *args, **named)
        found: Found = self.seen[key]
        return found


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows that a value was counted from: which list, narrowed by what. The window knows its address."""

    kind: str
    filters: Mapping[str, Any]


def behind(kind: str, **filters: Any) -> Behind:
    """``behind("meetings", week="2026-W14", figure=Figure.ECABINET)``."""
    return Behind(kind, filters)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one reading of a measure found: per cent runs 0 to 100; no value while there is nothing to count."""

    value: Fraction | None
    where: Behind
    numerator: int | None = None
    denominator: int | None = None
    as_of: datetime | date | None = None  # when it was not counted at this very instant
    no: int | None = None  # the number of the round or exam it was read from
    is_final: bool = True  # else what it was read from is still going on
    has_proof: bool = True  # else something in it was only said
    is_sample: bool = False  # answers of some stand for all: a verdict on them has a margin
    is_firm: bool = True  # else too few of those asked have answered, or nobody knows how many were: it is not met
    complaints: int | None = None  # substantiated ones, where a single one spoils what is counted


def share(numerator: int, denominator: int, where: Behind) -> Counted:
    """A share in per cent; of an empty set there is no share, neither none nor all."""
    value = Fraction(numerator * 100, denominator) if denominator else None
    return Counted(value, where, numerator, denominator)


def amount(value: int | None, where: Behind) -> Counted:
    """A plain count."""
    return Counted(None if value is None else Fraction(value), where)


@dataclass(frozen=True, slots=True)
class MeasureWord:
    """What the star in a key stands for in a commune: the word, its Vietnamese name, and what is asked beyond it."""

    word: str
    name: str
    suffix: str = ""
    asks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something the office counts by itself.

    ``key`` begins with the name of its capability. A star in it stands for one word (``audits.*.score``), which
    ``read`` is given after the look; what a plan asks beyond that (``round_no``, ``group``) comes by name.
    ``words`` tells which words a star stands for in a commune, each with its Vietnamese name.
    """

    key: str
    unit: StrEnum
    says: str
    read: Callable[..., Counted]
    grade: Grade = Grade.COUNTED
    definition: int = 1  # the next one when it counts another thing: figures of two definitions are not compared
    holds_days: int | None = None  # past so many days a figure with a day of its own gives no verdict
    tells_past: bool = False  # whether it can be read for a week that is over, as it stood then
    words: Callable[[ReadOnce], Sequence[MeasureWord]] | None = None
