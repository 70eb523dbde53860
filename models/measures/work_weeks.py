"""Where tasks and steps stood at the end of a week that is over: kept once, so that the next week has it beside."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Viewer
from models.base import read, seen_by, upsert
from models.duties.rules import DutyState, DutyStatus, Standing, standing
from models.duties.tables import Duty
from models.measures.tables import WorkWeek
from models.periods import week_days
from models.plan.queries import main_plans
from models.plan.tables import PlanTask, Step

Week = tuple[int, int]


def standing_at(
    status: DutyStatus,
    due_on: date | None,
    judged_on: date | None,
    reported_at: datetime | None,
    confirmed_at: datetime | None,
    until: date,
) -> Standing:
    """Where a duty stood at the end of a day: what was reported or confirmed later had not happened yet."""
    if reported_at is not None and clock.local(reported_at).date() > until:
        return standing(DutyStatus.DOING, due_on, None, until)
    if status is DutyStatus.DONE and confirmed_at is not None and clock.local(confirmed_at).date() > until:
        return standing(DutyStatus.REPORTED, due_on, judged_on, until)
    return standing(status, due_on, judged_on, until)


def row_of(viewer: Viewer, week: Week) -> list[dict[str, Any]]:
    """What the week that has just ended is to keep of one commune; nothing where it has no plan (one statement)."""
    sunday = week_days(*week)[1]
    plans = main_plans(viewer)
    of_plan = func.coalesce(PlanTask.plan_id, Step.plan_id) == plans.c.id
    query = (
        select(Duty.ref, Duty.status, Duty.due_on, Duty.judged_on, Duty.reported_at, Duty.confirmed_at)
        .outerjoin(PlanTask, PlanTask.duty_id == Duty.id)
        .outerjoin(Step, Step.duty_id == Duty.id)
        .join(plans, of_plan)
        .where(seen_by(viewer, Duty))
    )
    states = {
        row.ref: standing_at(
            row.status, row.due_on, row.judged_on, row.reported_at, row.confirmed_at, sunday
        ).state.value
        for row in read(query)
    }
    told = {"commune_id": viewer.home_id, "year": week[0], "week": week[1], "states": states, "taken_at": clock.now()}
    return [told] if states else []


def keep(rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep a week; one that is there already stays as it is."""
    told = [dict(row) for row in rows]
    if told:
        read(upsert(WorkWeek).values(told).on_conflict_do_nothing())


def states_at(viewer: Viewer, week: Week) -> dict[int, dict[str, DutyState]]:
    """The states at the end of a week, by commune and number (one statement)."""
    w = WorkWeek
    query = select(w.commune_id, w.states).where(seen_by(viewer, w), w.year == week[0], w.week == week[1])
    return {row.commune_id: {ref: DutyState(one) for ref, one in row.states.items()} for row in read(query)}
