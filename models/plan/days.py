"""The days of a plan that came as a template: what has none yet, and how the office sets many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models import clock
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.duties.rows import DutyRow
from models.duties.tables import Duty
from models.errors import RuleBroken
from models.plan import queries
from models.plan.rows import StepRow, TaskRow
from models.plan.rules import may_set_day, monthly_due
from models.plan.tables import Step


@dataclass(frozen=True, slots=True)
class DayGroup:
    """A pillar or a workstream with its work whose day may be set."""

    key: str
    title: str
    rows: Sequence[DutyRow]

    @property
    def undated(self) -> int:
        """How many have no day yet."""
        return sum(row.due_on is None for row in self.rows)


def groups(viewer: Viewer, only_undated: bool = True) -> list[DayGroup]:
    """The open work of the main plan whose day the office may set, by pillar and workstream (three statements)."""
    plan = queries.plan(viewer)
    if plan is None:
        return []
    today, joined_on = clock.today(), accounts.commune(plan.commune_id).joined_on
    tasks, steps = queries.short_rows(viewer)
    found: dict[tuple[str, str], list[DutyRow]] = {}
    rows: list[TaskRow | StepRow] = [*tasks, *steps]
    for row in rows:
        is_free = row.standing.is_open and may_set_day(
            row.due_on, row.due_on != row.first_due_on, bool(plan.decision), joined_on, today
        )
        if is_free and not (only_undated and row.due_on is not None):
            found.setdefault((f"{row.kind}:{row.group}", _title(row)), []).append(row)
    return [DayGroup(key, title, rows) for (key, title), rows in found.items()]


def _title(row: TaskRow | StepRow) -> str:
    return ". ".join(filter(None, (row.group, row.group_title)))


def set_days(viewer: Viewer, duty_ids: Collection[int], keys: Collection[str], day: date) -> int:
    """Set one day for the chosen work, and for all of the groups that has none yet; how many there were.

    RuleBroken day_passed, nothing_chosen; what may not get a day here is left as it is.
    """
    if day < clock.today():
        raise RuleBroken("day_passed", field="day")
    wanted = {
        row.id
        for group in groups(viewer, only_undated=False)
        for row in group.rows
        if row.id in duty_ids or (group.key in keys and row.due_on is None)
    }
    if not wanted:
        raise RuleBroken("nothing_chosen", field="day")
    steps = select(Step.duty_id, Step.monthly_before).where(Step.duty_id.in_(sorted(wanted)))
    monthly = {row.duty_id: row.monthly_before for row in db.session.execute(steps)}
    query = select(Duty).where(seen_by(viewer, Duty), Duty.id.in_(sorted(wanted))).order_by(Duty.id)
    for duty in db.session.scalars(query.with_for_update()):
        before = monthly.get(duty.id)
        duty.promise(day if before is None else monthly_due(before, day))
    db.session.flush()
    return len(wanted)
