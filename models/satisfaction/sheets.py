"""The public sheet of a month: its figures as facts, frozen when it was sent, and what came in afterwards."""

import json
from dataclasses import asdict, dataclass, field
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
from models.satisfaction.tables import CountKind, MonthSheet
from models.satisfaction.told import told_of

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

    def tally(self, mode: Mode | None = None) -> Tally:
        """The counted answers of one mode or of all."""
        key = mode.value if mode else EVERYONE
        counts = {int(level): n for level, n in self.counts.get(key, {}).items()}
        return Tally(counts, self.satisfied.get(key, 0))


def facts_now(viewer: Viewer, month: Month) -> SheetFacts:
    """The facts of a month as they are now."""
    told = told_of(viewer, month, queries.daily(viewer, month.first, month.last))
    aside = figures.set_aside(viewer, month.first, month.last)
    lines = figures.counts(viewer, {CountKind.CHANNEL: (month.first, month.first)})
    channels = figures.by_key(lines, CountKind.CHANNEL)
    tallies = {mode.value: told.tally(mode) for mode in Mode} | {EVERYONE: told.tally()}
    return SheetFacts(
        counts={key: {str(level): n for level, n in one.counts.items()} for key, one in tallies.items()},
        satisfied={key: one.satisfied for key, one in tallies.items()},
        visits={EVERYONE: told.visits(), Mode.ONLINE.value: told.visits(Mode.ONLINE)},
        until=told.until.isoformat() if told.until else None,
        held={reason: n for (status, reason), n in aside.items() if status is Status.HELD},
        excluded={reason: n for (status, reason), n in aside.items() if status is Status.EXCLUDED},
        taken_back=sum(n for (status, _), n in aside.items() if status is Status.TOMBSTONE),
        missing=_missing(viewer),
        cases=_cases(viewer, month),
        on_paper=figures.tally(channels.get(Channel.PAPER, ())).n,
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


def frozen(viewer: Viewer, month: Month) -> MonthSheet | None:
    """The sheet of a month as it was sent, None before."""
    s = MonthSheet
    query = select(s).where(seen_by(viewer, s), s.month == month.first).order_by(s.print_no.desc()).limit(1)
    return db.session.scalars(query).first()


def freeze(viewer: Viewer, month: Month) -> MonthSheet:
    """Send the sheet of a month that is over: its figures stay from now on; RuleBroken before that, or again."""
    if not month.is_closed:
        raise RuleBroken("month_not_over")
    if frozen(viewer, month) is not None:
        raise RuleBroken("sheet_frozen")
    made = MonthSheet(
        commune_id=viewer.home_id,
        month=month.first,
        print_no=1,
        frozen_at=clock.now(),
        frozen_by_id=viewer.account_id,
        facts=json.dumps(asdict(facts_now(viewer, month)), ensure_ascii=False, sort_keys=True),
    )
    db.session.add(made)
    db.session.flush()
    return made


def facts_of(sheet: MonthSheet) -> SheetFacts:
    """The facts that a sheet was sent with."""
    told: dict[str, Any] = json.loads(sheet.facts)
    cases = told.pop("cases", None)
    return SheetFacts(**told, cases=CaseFacts(**cases) if cases else None)
