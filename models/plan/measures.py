"""What the office counts of its plan: the tasks that are on time, done, overdue."""

from collections.abc import Callable

from models.counting import Counted, Measure, MeasureUnit, ReadOnce, behind, share
from models.duties.rows import DutyPick, count
from models.duties.rules import DutyState
from models.plan import queries
from models.plan.rows import StepRow, TargetRow, TaskRow


def tasks(look: ReadOnce) -> list[TaskRow]:
    """The tasks of the plan."""
    return queries.task_rows(look.viewer) if look.in_full else look.once(_short)[0]


def steps(look: ReadOnce) -> list[StepRow]:
    """The steps of the script."""
    return queries.step_rows(look.viewer) if look.in_full else look.once(_short)[1]


def _short(look: ReadOnce) -> tuple[list[TaskRow], list[StepRow]]:
    return queries.short_rows(look.viewer)


def targets(look: ReadOnce) -> list[TargetRow]:
    """The targets of the plan."""
    return queries.target_rows(look.viewer)


def _tasks_on_time(look: ReadOnce) -> Counted:
    dated = [row for row in look.once(tasks) if row.standing.state is not DutyState.NO_DATE]
    return share(count(dated, DutyPick.ON_TIME), len(dated), behind("tasks", pick=DutyPick.ON_TIME))


def _tasks_that_are(pick: DutyPick) -> Callable[[ReadOnce], Counted]:
    def counted(look: ReadOnce) -> Counted:
        rows = look.once(tasks)
        return share(count(rows, pick), len(rows), behind("tasks", pick=pick))

    return counted


MEASURES = [
    Measure(
        "plan.tasks_done",
        MeasureUnit.PERCENT,
        "Tasks of the plan that were done and confirmed by a second person, among all of them.",
        _tasks_that_are(DutyPick.DONE),
    ),
    Measure(
        "plan.tasks_overdue",
        MeasureUnit.PERCENT,
        "Tasks of the plan that nobody has reported and whose day has passed, among all of them.",
        _tasks_that_are(DutyPick.OVERDUE),
    ),
    Measure(
        "plan.tasks_on_time",
        MeasureUnit.PERCENT,
        "Tasks of the plan that were done in time, or are still in time, among those that have a day.",
        _tasks_on_time,
    ),
]
