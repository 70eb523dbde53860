"""The plan's tasks: the list with its filters, and one task with its notes."""

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.duties.labels import PICK
from blueprints.filters import int_arg, text_arg
from blueprints.pages import asked_page, render_page
from blueprints.plan import bp
from blueprints.plan.one_commune import in_one_commune
from blueprints.plan.work import page_of
from models import clock
from models.accounts import queries as accounts
from models.duties import queries as duties
from models.duties.rows import DutyPick, count, mine
from models.duties.rules import DutyState
from models.plan import queries
from models.plan.rows import TaskFilter, narrowed
from models.text import fold

PER_PAGE = 50


def _wish() -> TaskFilter:
    pick = text_arg("trang-thai")
    return TaskFilter(
        pick=DutyPick(pick) if pick in set(DutyPick) else None,
        pillar=text_arg("tru-cot", 8),
        unit_id=int_arg("don-vi", 0),
        mine=text_arg("cua-toi") == "1",
        folded=fold(text_arg("q")),
    )


@bp.get("/ke-hoach/nhiem-vu")
@requires(Permission.READ_PLAN)
@in_one_commune
def tasks() -> Response:
    """The tasks of the plan, narrowed by state, pillar, unit, words, or to one's own."""
    asked, plans = int_arg("ke-hoach", 0), queries.plans(viewer())
    plan = queries.chosen(plans, asked)
    rows = queries.task_rows(viewer(), asked or None)
    wish = _wish()
    return render_page(
        "plan/tasks.html",
        fragment="rows",
        rows=narrowed(rows, wish, viewer()),
        wish=wish,
        words=text_arg("q"),
        total=len(rows),
        picks=[(pick, PICK[pick], count(rows, pick)) for pick in DutyPick],
        pillars=queries.pillars(viewer(), asked or None),
        units=accounts.units(viewer()),
        plan=plan,
        asked=asked,
        plans=plans,
        undated=len([row for row in rows if row.standing.state is DutyState.NO_DATE]),
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
