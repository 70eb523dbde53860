"""Many tasks and steps given to somebody at once: what would change for each, what is refused, and then the writing.

The rights are those of the single acts: who gives work gives many; a day where there is none is set by who may set
days; a later one is asked for by who may report the work, with a reason, and the leader decides.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from models import clock, journal
from models.accounts.rules import Permission, Viewer
from models.base import db, seen_by
from models.duties import queries as duties
from models.duties.rows import DutyRow
from models.duties.rules import DutyKind, DutyStatus, may_report
from models.duties.tables import Duty, DutyExtension, DutyUnit
from models.errors import RuleBroken
from models.plan.rules import monthly_due
from models.plan.tables import Step

MOST_AT_ONCE = 200
KINDS = frozenset({DutyKind.TASK, DutyKind.STEP})


@dataclass(frozen=True, slots=True)
class ManyWish:
    """What many get; what is None, or empty, stays as it is with each."""

    unit_id: int | None = None
    person_id: int | None = None
    joining: frozenset[int] = frozenset()
    due_on: date | None = None
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self.unit_id is None and self.person_id is None and not self.joining and self.due_on is None


class ManyChange(StrEnum):
    """What changes with one of them."""

    UNIT = "unit"
    PERSON = "person"
    NO_PERSON = "no_person"
    JOINING = "joining"
    DUE = "due"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class ManyLine:
    """One piece of work: what would change, or why all of it is refused; neither where it is so already."""

    row: DutyRow
    changes: frozenset[ManyChange] = frozenset()
    joining: tuple[int, ...] = ()  # that come to those who join in already
    due_on: date | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a line: who joins in, where its person works, by when a monthly one is owed."""

    joining: Collection[int] = ()
    person_unit_id: int | None = None
    monthly_before: int | None = None


def line(row: DutyRow, wish: ManyWish, known: Beside, eyes: Viewer, today: date) -> ManyLine:
    """What a wish changes with one piece of work: pure."""
    found = ManyLine(row)
    if row.status is DutyStatus.VOID:
        return replace(found, refusal="duty_void")
    changes = _of_charge(row, wish, known)
    lead = wish.unit_id if wish.unit_id is not None else row.unit_id
    joining = tuple(sorted(wish.joining - set(known.joining) - {lead}))
    if joining:
        changes.add(ManyChange.JOINING)
    due = wish.due_on
    if due is not None and row.due_on is None and known.monthly_before is not None:
        due = monthly_due(known.monthly_before, due)
    if due is not None and due != row.due_on:
        refusal = _refused_day(row, due, eyes, today)
        if refusal:
            return replace(found, refusal=refusal)
        changes.add(ManyChange.DUE if row.due_on is None else ManyChange.EXTENSION)
    return replace(found, changes=frozenset(changes), joining=joining, due_on=due)


def _of_charge(row: DutyRow, wish: ManyWish, known: Beside) -> set[ManyChange]:
    changes: set[ManyChange] = set()
    is_moved = wish.unit_id is not None and wish.unit_id != row.unit_id
    if is_moved:
        changes.add(ManyChange.UNIT)
    if wish.person_id is not None and wish.person_id != row.person_id:
        changes.add(ManyChange.PERSON)
    elif is_moved and wish.person_id is None and row.person_id is not None and known.person_unit_id != wish.unit_id:
        changes.add(ManyChange.NO_PERSON)  # whoever works elsewhere does not keep it
    return changes


def _refused_day(row: DutyRow, due: date, eyes: Viewer, today: date) -> str:
    """Why a day cannot be set or asked for with this one; nothing where it can."""
    if not row.standing.is_open:
        return f"duty_{row.status.value}"
    if row.due_on is None:
        if not eyes.may(Permission.SET_DUE_DAYS):
            return "day_not_yours"
        return "day_passed" if due < today else ""
    if due < row.due_on:
        return "extension_no_later"
    if row.extension is not None:
        return "extension_pending"
    return "" if may_report(row, eyes) else "extension_not_yours"


def planned(viewer: Viewer, duty_ids: Collection[int], wish: ManyWish) -> list[ManyLine]:
    """What a wish changes with each of these tasks and steps, as far as these eyes see them (four statements)."""
    rows = [row for row in duties.lines(viewer, duty_ids) if row.kind in KINDS]
    known = _known(viewer, rows)
    return [line(row, wish, known[row.id], viewer, clock.today()) for row in rows]


def _known(viewer: Viewer, rows: Sequence[DutyRow]) -> dict[int, Beside]:
    ids = [row.id for row in rows]
    joining = duties.joining(viewer, ids)
    steps = select(Step.duty_id, Step.monthly_before).where(Step.duty_id.in_(ids), Step.monthly_before.is_not(None))
    monthly = {row.duty_id: row.monthly_before for row in db.session.execute(steps)}
    units = duties.units_of(viewer, {row.person_id for row in rows if row.person_id is not None})
    return {
        row.id: Beside(tuple(joining.get(row.id, ())), units.get(row.person_id or 0), monthly.get(row.id))
        for row in rows
    }


def seal(lines: Sequence[ManyLine], wish: ManyWish) -> str:
    """What names a preview: another wish, or work that moved on meanwhile, gives another one."""
    rows = [(one.row.id, one.row.status, one.row.unit_id, one.row.person_id, one.row.due_on) for one in lines]
    facts = [(row, sorted(one.changes), one.joining, one.refusal) for row, one in zip(rows, lines, strict=True)]
    told = (facts, wish.unit_id, wish.person_id, sorted(wish.joining), wish.due_on, wish.reason)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def assign_many(viewer: Viewer, duty_ids: Collection[int], wish: ManyWish, seen: str) -> int:
    """Write what the preview ``seen`` showed, in one transaction; how many changed.

    RuleBroken many_moved where somebody wrote meanwhile or the wish is another one, reason_missing, many_unchanged.
    """
    ids = sorted(duty_ids)
    held = select(Duty).where(seen_by(viewer, Duty), Duty.id.in_(ids)).order_by(Duty.id).with_for_update()
    found: Mapping[int, Duty] = {
        duty.id: duty for duty in db.session.scalars(held.execution_options(populate_existing=True))
    }
    lines = planned(viewer, ids, wish)
    if seal(lines, wish) != seen:
        raise RuleBroken("many_moved")
    changed = [one for one in lines if one.changes and not one.refusal]
    if not changed:
        raise RuleBroken("many_unchanged")
    if not wish.reason.strip() and any(ManyChange.EXTENSION in one.changes for one in changed):
        raise RuleBroken("reason_missing", field="reason")
    for one in changed:
        _write(found[one.row.id], one, wish)
    db.session.flush()
    journal.insert_many(
        [
            DutyUnit(commune_id=viewer.home_id, duty_id=one.row.id, unit_id=unit)
            for one in changed
            for unit in one.joining
        ]
    )
    journal.insert_many([_asked(viewer, one, wish) for one in changed if ManyChange.EXTENSION in one.changes])
    return len(changed)


def _write(duty: Duty, one: ManyLine, wish: ManyWish) -> None:
    if ManyChange.UNIT in one.changes:
        duty.unit_id = wish.unit_id
    if ManyChange.PERSON in one.changes:
        duty.person_id = wish.person_id
    if ManyChange.NO_PERSON in one.changes:
        duty.person_id = None
    if ManyChange.DUE in one.changes:
        duty.promise(one.due_on)


def _asked(viewer: Viewer, one: ManyLine, wish: ManyWish) -> DutyExtension:
    return DutyExtension(
        commune_id=viewer.home_id,
        duty_id=one.row.id,
        old_due=one.row.due_on,
        new_due=one.due_on,
        reason=wish.reason.strip(),
        asked_by=viewer.account_id,
        created_at=clock.now(),
    )
