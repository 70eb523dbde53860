"""The page that a task and a script step share: facts, measure, notes, and the next step to take."""

import re
from typing import Any

from flask import Response, url_for

from blueprints.access import viewer
from blueprints.duties.desk import Desk
from blueprints.duties.windows import ADDRESSES, ORIGINS, Origin, source
from blueprints.pages import render_page
from blueprints.plan.official import of_work
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.errors import NotFound
from models.measures.queries import Look
from models.plan import queries
from models.plan.tables import PlanTask, Step

PAGES = {DutyKind.TASK: "plan.task", DutyKind.STEP: "plan.step"}


def step_code(code: str) -> str:
    """III-4 of an address is III.4 in the script; NotFound for what can be no code."""
    if not re.fullmatch(r"[A-Z]{1,8}[-.][0-9]{1,3}", code):
        raise NotFound
    return code.replace("-", ".")


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


def desk_of(work: PlanTask | Step) -> Desk:
    """The desk of its duty, on the page that its task or step has."""
    return Desk(work.duty, lambda desk, status: _show(work, desk, status))


def _show(work: PlanTask | Step, desk: Desk, status: int) -> Response:
    return render_page("plan/work.html", fragment="main", status=status, **_context(work, desk))


def _context(work: PlanTask | Step, desk: Desk) -> dict[str, Any]:
    """Everything the page shows."""
    look = Look(viewer())
    rows = look.steps if isinstance(work, Step) else look.tasks
    row = queries.work_row(rows, work)
    return {
        "desk": desk,
        "row": row,
        "measured": [look.asked(point) for point in getattr(row, "points", [])],
        "related": [] if isinstance(work, Step) else [step for step in look.steps if work.no in step.task_nos],
        "as_of": look.at,
        **of_work(work),
    }


def page_of(work: PlanTask | Step) -> Response:
    """The page itself."""
    return desk_of(work).page()
