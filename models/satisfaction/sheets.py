"""The public sheet of a month: its figures as facts, frozen when it was sent, and what came in afterwards."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.devices import queries as devices
from models.devices.numbers import how_many
from models.errors import RuleBroken
from models.satisfaction import case_queries, figures, queries
from models.satisfaction.figures import Month
from models.satisfaction.rules import Channel, Mode, Status, Tally
from models.satisfaction.steps import sides
from models.satisfaction.tables import CountKind, MonthSheet
from models.satisfaction.told import OTHERS, told_of

EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What became of the month's words: how many came and were closed, in how many days, and what was changed."""

    received: int
    closed: int
    median_days: int | None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the sheet of a month says: counts per level by mode, those served, and what is not in the result."""

    counts: dict[str, dict[str, int]]
    satisfied: dict[str, int]
    visits: dict[str, int | None]
    held: dict[str, int] = field(default_factory=dict)
    excluded: dict[str, int] = field(default_factory=dict)
    taken_back: int = 0
    on_paper: int = 0
    missing: int | None = None  # numbers that tablets gave out until then and that never came
    cases: CaseFacts | None = None
    until: str | None = None  # the last day of the counts in ISO form; None where too few had answered to tell
    online_until: str | None = None  # the same for the online answers, in a month that was not over
    withheld: Sequence[str] = ()  # what was not told although enough had answered: some were taken out at the end

    def told(self, mode: Mode | None, least: int) -> Tally | None:
        """What may be told of one mode or of all; None where it is too few, or would show the few others."""
        of = self.tally
        online, *others = (of(one).n for one in (Mode.ONLINE, *OTHERS))
        if self.online_until != self.until:
            others = [of().n - online]  # a running month, of which the two are told up to different days
        found = sides(online, others, least)
        is_told = {None: found.everyone, Mode.ONLINE: found.online}.get(mode, found.each)
        if (mode or EVERYONE) in self.withheld:
            return None
        return of(mode) if is_told or not of(mode).n else None

    def tally(self, mode: Mode | None = None) -> Tally:
        """The counted answers of one mode or of all, also where they are too few to be told."""
        key = mode.value if mode else EVERYONE
        counts = {int(level): n for level, n in self.counts.get(key, {}).items()}
        return Tally(counts, self.satisfied.get(key, 0))


def facts_now(viewer: Viewer, month: Month, is_live: bool = False) -> SheetFacts:
    """The facts of a month as every page tells them: of one that is over all of them, ``told`` says which may be read.

    ``is_live``: of a month that is over with what came after it, for the difference to what was sent.
    """
    told = told_of(viewer, month, queries.daily(viewer, month.first, month.last, is_live))
    until, online_until = (month.last, month.last) if month.is_closed else (told.until(), told.until(Mode.ONLINE))
    aside = figures.set_aside(viewer, month.first, month.last)
    lines = figures.counts(viewer, {CountKind.CHANNEL: (month.first, month.first)}, is_live)
    channels = figures.by_key(lines, CountKind.CHANNEL)
    read = told.counted if month.is_closed else told.tally
    tallies = {mode.value: read(mode) for mode in Mode} | {EVERYONE: read(None)}
    withheld = [mode or EVERYONE for mode in (*Mode, None) if told.has_shrunk and told.until(mode) is None]
    return SheetFacts(
        counts={key: {str(level): n for level, n in one.counts.items()} for key, one in tallies.items()},
        satisfied={key: one.satisfied for key, one in tallies.items()},
        visits={EVERYONE: told.visits(), Mode.ONLINE.value: told.visits(Mode.ONLINE)},
        until=until.isoformat() if until else None,
        online_until=online_until.isoformat() if online_until else None,
        held={reason: n for (status, reason), n in aside.items() if status is Status.HELD},
        excluded={reason: n for (status, reason), n in aside.items() if status is Status.EXCLUDED},
        taken_back=sum(n for (status, _), n in aside.items() if status is Status.TOMBSTONE),
        missing=_missing(viewer),
        cases=_cases(viewer, month),
        on_paper=figures.tally(channels.get(Channel.PAPER, ())).n,
        withheld=withheld,
    )


def _cases(viewer: Viewer, month: Month) -> CaseFacts | None:
    """What became of the month's words; None where none came."""
    found = case_queries.figures(viewer, month.first, month.last)
    days = None if found.median_days is None else round(found.median_days)
    return CaseFacts(found.received, found.closed, days, found.changed) if found.received else None


def _missing(viewer: Viewer) -> int:
    """How many numbers tablets gave to answers that never came, whether or not somebody knows why."""
    lines = devices.devices(viewer)
    return sum(how_many(line.lost) + sum(gap.last - gap.first + 1 for gap in line.gaps) for line in lines)


@dataclass(frozen=True, slots=True)
class Correction:
    """A later print of a month: what it says beside the first one, and as of when.

    ``levels`` are told only where enough answers came or went since they were told last: else they show single people.
    """

    print_no: int
    frozen_at: datetime
    facts: SheetFacts
    levels: bool


def prints(viewer: Viewer, month: Month) -> list[MonthSheet]:
    """Every print of a month as it was sent, the first one first; none before it was frozen."""
    s = MonthSheet
    query = select(s).where(seen_by(viewer, s), s.month == month.first).order_by(s.print_no)
    return list(db.session.scalars(query))


def corrections(sent: Sequence[MonthSheet], least: int) -> list[Correction]:
    """What the later prints correct; ``least`` answers must have come or gone for levels to be told."""
    found, told = [], facts_of(sent[0]).tally() if sent else Tally()
    for later in sent[1:]:
        facts = facts_of(later)
        has_levels = moved(told, facts.tally()) >= least
        told = facts.tally() if has_levels else told
        found.append(Correction(later.print_no, later.frozen_at, facts, has_levels))
    return found


def moved(before: Tally, after: Tally) -> int:
    """How many answers came or went between two counts, level by level."""
    levels = before.counts.keys() | after.counts.keys()
    return sum(abs(after.counts.get(level, 0) - before.counts.get(level, 0)) for level in levels)


Change = tuple[int | None, int | None]


def changes(before: SheetFacts, after: SheetFacts) -> dict[str, Change]:
    """What two counts of the same month differ in, by name: what it was, and what it is."""
    pairs = {name: (figure(before), figure(after)) for name, figure in FIGURES.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


FIGURES: dict[str, Callable[[SheetFacts], int | None]] = {
    "counted": lambda facts: facts.tally().n,
    "visits": lambda facts: facts.visits.get(EVERYONE),
    "held": lambda facts: sum(facts.held.values()),
    "excluded": lambda facts: sum(facts.excluded.values()),
    "taken_back": lambda facts: facts.taken_back,
    "on_paper": lambda facts: facts.on_paper,
    "cases": lambda facts: facts.cases.received if facts.cases else 0,
    "closed": lambda facts: facts.cases.closed if facts.cases else 0,
}


def freeze(viewer: Viewer, month: Month) -> MonthSheet:
    """Send the sheet of a month that is over: its figures stay from now on; RuleBroken before that, or again."""
    if not month.is_closed:
        raise RuleBroken("month_not_over")
    if prints(viewer, month):
        raise RuleBroken("sheet_frozen")
    return _print(viewer, month, 1, facts_now(viewer, month))


def correct(viewer: Viewer, month: Month) -> MonthSheet:
    """Print a month again because its count has moved: the first print stays, this one tells the difference.

    RuleBroken where nothing was sent yet, or nothing has moved since the last print.
    """
    sent = prints(viewer, month)
    if not sent:
        raise RuleBroken("sheet_not_frozen")
    last, now = facts_of(sent[-1]), facts_now(viewer, month, is_live=True)
    if not changes(last, now) and not moved(last.tally(), now.tally()):
        raise RuleBroken("sheet_same")
    return _print(viewer, month, sent[-1].print_no + 1, now)


def _print(viewer: Viewer, month: Month, number: int, facts: SheetFacts) -> MonthSheet:
    made = MonthSheet(
        commune_id=viewer.home_id,
        month=month.first,
        print_no=number,
        frozen_at=clock.now(),
        frozen_by_id=viewer.account_id,
        facts=json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True),
    )
    db.session.add(made)
    db.session.flush()
    return made


def facts_of(sheet: MonthSheet) -> SheetFacts:
    """The facts that a sheet was sent with."""
    told: dict[str, Any] = json.loads(sheet.facts)
    cases = told.pop("cases", None)
    return SheetFacts(**told, cases=CaseFacts(**cases) if cases else None)
