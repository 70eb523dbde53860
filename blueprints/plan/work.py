"""The page that a task and a script step share: facts, measure, notes, and the next step to take."""

from typing import Any, TypeGuard

from flask import Response, url_for

from blueprints.access import viewer
from blueprints.duties.desk import Desk
from blueprints.duties.windows import ADDRESSES, ORIGINS, SHOWN, Origin, source
from blueprints.pages import render_page
from blueprints.plan import figures
from blueprints.plan.codes import step_code
from blueprints.plan.official import of_work
from models.duties.queries import kept_states
from models.duties.rules import DutyKind, DutyState
from models.duties.tables import Duty
from models.measures.contradictions import flag
from models.measures.queries import Look
from models.measures.readings import MeasureReading
from models.measures.targets import read_step
from models.plan import queries
from models.plan.rows import StepRow, TaskRow
from models.plan.rules import NUMBERS, is_read_by_hand, points, shown_no
from models.plan.tables import PlanTask, Step

PAGES = {DutyKind.TASK: "plan.task", DutyKind.STEP: "plan.step"}


def load(no: int | None, code: str | None) -> PlanTask | Step:
    """The task or step of an address; NotFound for other eyes."""
    if code is not None:
        return queries.step(viewer(), step_code(code))
    return queries.task(viewer(), no or 0)


def _task_address(verb: str, ref: str) -> str:
    return url_for(PAGES[DutyKind.TASK] if verb == "page" else f"plan.{verb}", no=int(ref))


def _step_address(verb: str, ref: str) -> str:
    return url_for(PAGES[DutyKind.STEP] if verb == "page" else f"plan.{verb}", code=ref.replace(".", "-"))


def _origin(duty: Duty) -> Origin:
    return Origin(source(duty), ADDRESSES[duty.kind]("page", duty.ref))


ADDRESSES |= {DutyKind.TASK: _task_address, DutyKind.STEP: _step_address}
ORIGINS |= {DutyKind.TASK: _origin, DutyKind.STEP: _origin}
SHOWN[DutyKind.TASK] = lambda ref: str(shown_no(int(ref)))


def desk_of(work: PlanTask | Step) -> Desk:
    """The desk of its duty, on the page that its task or step has."""
    return Desk(work.duty, lambda desk, status: _show(work, desk, status))


def _show(work: PlanTask | Step, desk: Desk, status: int) -> Response:
    return render_page("plan/work.html", fragment="main", status=status, **_context(work, desk))


def _context(work: PlanTask | Step, desk: Desk) -> dict[str, Any]:
    """Everything the page shows."""
    look = Look(viewer())
    rows = look.steps if isinstance(work, Step) else queries.task_rows(viewer(), work.plan_id)
    row = queries.work_row(rows, work)
    related = [step for step in look.steps if work.no in step.task_nos] if _is_of_script(work) else []
    measured = read_step(look, row) if isinstance(row, StepRow) else []
    told = measured if isinstance(row, StepRow) else _of_steps(look, row, related)
    return {
        "desk": desk,
        "row": row,
        "measured": measured,
        "flag": flag(row, told, kept_states(viewer()), only_done=bool(related)) if told else None,
        "related": related,
        "as_of": look.at,
        **(figures.readings_of(work) if isinstance(work, Step) and is_read_by_hand(points(work.measure)) else {}),
        **of_work(work),
    }


def _of_steps(look: Look, row: TaskRow, related: list[StepRow]) -> list[MeasureReading]:
    """What the steps of a finished task are measured by; of one that goes on they say nothing yet."""
    is_finished = row.standing.is_done or row.standing.state is DutyState.WAITING
    return [one for step in related for one in read_step(look, step)] if is_finished else []


def _is_of_script(work: PlanTask | Step) -> TypeGuard[PlanTask]:
    """Whether steps of the script may name it: tasks of the plan that counts from one."""
    return isinstance(work, PlanTask) and work.no < NUMBERS


def page_of(work: PlanTask | Step) -> Response:
    """The page itself."""
    return desk_of(work).page()
