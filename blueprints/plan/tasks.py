"""The plan's tasks: the list with its filters, and one task with its notes."""

from collections.abc import Sequence

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import asked_page, render_page
from blueprints.plan import bp, wish
from blueprints.plan.one_commune import in_one_commune
from blueprints.plan.work import page_of
from models import clock
from models.duties import queries as duties
from models.duties.rows import DutyRow, mine
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
    page = asked_page(PER_PAGE)
    rows, page.total = work(page.size, page.offset)
    return render_page("plan/worklist.html", rows=rows, page=page, is_mine=wants_own(), as_of=clock.now())


def wants_own() -> bool:
    """Whether the address asks for what the person signed in has in hand."""
    return text_arg("cua-toi") == "1"


def work(limit: int, offset: int = 0) -> tuple[Sequence[DutyRow], int]:
    """So many lines of the work that the address asks for, and how many there are."""
    if not wants_own():
        return duties.unfinished(viewer(), limit, offset)
    own = mine(duties.mine(viewer()), viewer())
    return own[offset : offset + limit], len(own)


@bp.get("/ke-hoach/nhiem-vu/<int:no>")
@requires(Permission.READ_PLAN)
@in_one_commune
def task(no: int) -> Response:
    """One task: facts, who has it in hand, progress notes with evidence."""
    return page_of(queries.task(viewer(), no))
