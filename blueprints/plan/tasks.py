"""The plan's tasks: the list with its filters, and one task with its notes."""

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import asked_page, render_page
from blueprints.plan import bp, wish
from blueprints.plan.one_commune import in_one_commune
from blueprints.plan.work import page_of
from models import clock
from models.duties import queries as duties
from models.duties.rows import mine
from models.duties.rules import DutyState
from models.plan import queries

PER_PAGE = 50


@bp.get("/ke-hoach/nhiem-vu")
@requires(Permission.READ_PLAN)
@in_one_commune
def tasks() -> Response:
    """The tasks of the plan, narrowed by state, pillar, unit, person, day, words, or to one's own."""
    listed = wish.tasks()
    return render_page(
        "plan/tasks.html",
        fragment="rows",
        listed=listed,
        plan=listed.plan,
        plans=listed.plans,
        undated=sum(row.standing.state is DutyState.NO_DATE for row in listed.rows),
        as_of=clock.now(),
    )


@bp.get("/ke-hoach/viec")
@requires(Permission.READ_PLAN)
@in_one_commune
def worklist() -> Response:
    """Everything that the office has to do, by its day; or only what the person signed in has in hand."""
    is_mine, page = text_arg("cua-toi") == "1", asked_page(PER_PAGE)
    if is_mine:
        own = mine(duties.mine(viewer()), viewer())
        page.total = len(own)
        rows = page.slice(own)
    else:
        rows, page.total = duties.unfinished(viewer(), page.size, page.offset)
    return render_page("plan/worklist.html", rows=rows, page=page, is_mine=is_mine, as_of=clock.now())


@bp.get("/ke-hoach/nhiem-vu/<int:no>")
@requires(Permission.READ_PLAN)
@in_one_commune
def task(no: int) -> Response:
    """One task: facts, who has it in hand, progress notes with evidence."""
    return page_of(queries.task(viewer(), no))
