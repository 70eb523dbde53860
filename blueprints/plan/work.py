"""The page that a task and a script step share: facts, measure, notes, and the next note to write."""

import re
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from blueprints.access import viewer
from blueprints.htmx import render_page
from blueprints.plan.forms import NoteForm
from models.errors import NotFound
from models.measures.queries import Look
from models.plan import queries
from models.plan.tables import PlanTask, Step


def step_code(code: str) -> str:
    """III-4 of an address is III.4 in the script; NotFound for what can be no code."""
    if not re.fullmatch(r"[A-Z]{1,8}[-.][0-9]{1,3}", code):
        raise NotFound
    return code.replace("-", ".")


def found(no: int | None, code: str | None) -> PlanTask | Step:
    """The task or step of an address; NotFound for other eyes."""
    if code is not None:
        return queries.step(viewer(), step_code(code))
    return queries.task(viewer(), no or 0)


def address(endpoint: str, work: PlanTask | Step) -> str:
    """The address of a page about a task or a step."""
    if isinstance(work, Step):
        return url_for(endpoint, code=work.code.replace(".", "-"))
    return url_for(endpoint, no=work.no)


def home_of(work: PlanTask | Step) -> str:
    """The address of the task's or step's own page."""
    return address("plan.step" if isinstance(work, Step) else "plan.task", work)


def context_of(work: PlanTask | Step, form: NoteForm | None = None) -> dict[str, Any]:
    """Everything the page shows."""
    look = Look(viewer())
    rows = look.steps if isinstance(work, Step) else look.tasks
    row = queries.work_row(rows, work)
    measured = [look.measure(point.key).against(point) for point in getattr(row, "points", [])]
    related = [step for step in look.steps if not row.is_step and work.no in step.task_nos]
    links = {name: address(f"plan.{name}", work) for name in ("note", "finish", "reopen", "assign")}
    return {
        "work": work,
        "row": row,
        "measured": measured,
        "related": related,
        "links": links,
        "home": home_of(work),
        "notes": queries.notes(viewer(), work),
        "form": form or NoteForm(formdata=None),
        "as_of": look.at,
    }


def page_of(work: PlanTask | Step, form: NoteForm | None = None) -> Response:
    """The page itself; with a refused form it says so."""
    status = form.status if form is not None else 200
    return render_page("plan/work.html", fragment="main", status=status, **context_of(work, form))
