"""The script: workstreams with their contacts, steps with what the office counts for them."""

from itertools import groupby

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.plan import bp, wish
from blueprints.plan.codes import step_code
from blueprints.plan.one_commune import in_one_commune
from blueprints.plan.work import page_of
from models.duties.queries import kept_states
from models.duties.rows import DutyPick, count
from models.duties.rules import DutyState
from models.measures.contradictions import flag
from models.measures.queries import Look
from models.measures.targets import read_step
from models.plan import queries


@bp.get("/ke-hoach/kich-ban")
@requires(Permission.READ_PLAN)
@in_one_commune
def script() -> Response:
    """The whole script by workstream, each step with its day, state and computed measure."""
    look = Look(viewer())
    listed = wish.steps(look.steps)
    measured = {step.id: read_step(look, step) for step in look.steps}
    said = kept_states(viewer())
    flags = {step.id: flag(step, measured[step.id], said) for step in look.steps}
    return render_page(
        "plan/script.html",
        fragment="rows",
        listed=listed,
        streams=[(code, list(steps)) for code, steps in groupby(listed.shown, key=lambda step: step.group)],
        measured=measured,
        plan=listed.plan,
        counts={pick.value: count(look.steps, pick) for pick in DutyPick},
        flags=flags,
        unanswered=sum(one is not None and not one.is_answered for one in flags.values()),
        undated=sum(step.standing.state is DutyState.NO_DATE for step in look.steps),
        as_of=look.at,
    )


@bp.get("/ke-hoach/kich-ban/<code>")
@requires(Permission.READ_PLAN)
@in_one_commune
def step(code: str) -> Response:
    """One step of the script, like III-4: facts, contacts, measure, progress notes with evidence."""
    return page_of(queries.step(viewer(), step_code(code)))
