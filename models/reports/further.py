"""What further reports say: the lines of a correction, and the facts of a month of working with AI. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.errors import RuleBroken
from models.plan.rules import last_day_before
from models.reports.rules import WeekFacts
from models.text import fold

BEFORE_DAY = 25  # of each month, as the script words it
MOST_CHANGES = 60
_LINE = re.compile(r"(?P<what>.+?)\s*:\s*(?P<old>[^:\s→][^:]*?)\s*(?:→|->|=>)\s*(?P<new>.+)")


class FurtherKind(StrEnum):
    """What an office reports beside its weeks."""

    CORRECTION = "correction"
    AI_MONTH = "ai_month"


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that a report told otherwise than it should have."""

    what: str
    old: str
    new: str


def read_changes(text: str) -> list[Changed]:
    """What was wrong, one a line: "name: old → new"; RuleBroken change_unreadable with the line that is none.

    RuleBroken change_same where both say the same, changes_missing without any.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        told = _LINE.fullmatch(line.strip())
        if told is None:
            raise RuleBroken("change_unreadable", field="text", line=number)
        if fold(told["old"]) == fold(told["new"]):
            raise RuleBroken("change_same", field="text", line=number)
        found.append(Changed(told["what"].strip(), told["old"].strip(), told["new"].strip()))
    if not found:
        raise RuleBroken("changes_missing", field="text")
    if len(found) > MOST_CHANGES:
        raise RuleBroken("changes_many", field="text", most=MOST_CHANGES)
    return found


def moved(sent: WeekFacts, now: WeekFacts) -> list[tuple[int, str, str, str]]:
    """The targets whose figure is another one now than in the report that was sent: number, title, old, new."""
    known = {one.no: one for one in now.targets}
    return [
        (one.no, one.title, one.shown, known[one.no].shown)
        for one in sent.targets
        if one.no in known and one.shown and known[one.no].shown and known[one.no].shown != one.shown
    ]


@dataclass(frozen=True, slots=True)
class AiFact:
    """One figure of working with AI: which, how many of how many; nothing where nobody has counted it."""

    key: str
    numerator: int | None = None
    denominator: int | None = None
    shown: str = ""
    asks: int | None = None  # the score that it asks for


@dataclass(frozen=True, slots=True)
class AiFacts:
    """Everything that a month's report on AI is written from."""

    year: int
    month: int
    until: str
    figures: tuple[AiFact, ...]


def kept_facts(facts: AiFacts) -> dict[str, Any]:
    """The facts as JSON keeps them."""
    return asdict(facts)


def read_facts(told: Mapping[str, Any]) -> AiFacts:
    """The facts that were kept."""
    return AiFacts(told["year"], told["month"], told["until"], tuple(AiFact(**one) for one in told["figures"]))


def due_day(year: int, month: int) -> date:
    """The last good day of a month's report: before the 25th is until the 24th."""
    return last_day_before(BEFORE_DAY, date(year, month, 1))


def months_back(today: date, since: date, most: int = 24) -> Sequence[tuple[int, int]]:
    """The months from that of ``since`` to that of ``today``, newest first."""
    newest, oldest = today.year * 12 + today.month - 1, since.year * 12 + since.month - 1
    return [(at // 12, at % 12 + 1) for at in range(newest, max(oldest, newest - most + 1) - 1, -1)]
