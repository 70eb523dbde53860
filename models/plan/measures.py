"""What the office counts of its plan: the tasks that are on time."""

from models.counting import Counted, Measure, ReadOnce, Unit, behind, share
from models.plan import queries
from models.plan.rows import Pick, StepRow, TargetRow, TaskRow, count


def tasks(look: ReadOnce) -> list[TaskRow]:
    """The tasks of the plan."""
    return queries.task_rows(look.viewer, look.in_full)


def steps(look: ReadOnce) -> list[StepRow]:
    """The steps of the script."""
    return queries.step_rows(look.viewer, look.in_full)


def targets(look: ReadOnce) -> list[TargetRow]:
    """The targets of the plan."""
    return queries.target_rows(look.viewer)


def _tasks_on_time(look: ReadOnce) -> Counted:
    rows = look.once(tasks)
    return share(count(rows, Pick.ON_TIME), len(rows), behind("tasks", pick=Pick.ON_TIME))


MEASURES = [
    Measure(
        "plan.tasks_on_time",
        Unit.PERCENT,
        "Tasks of the plan that were done in time, or are still in time, among all of them.",
        _tasks_on_time,
    ),
]
