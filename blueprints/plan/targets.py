"""The plan's targets: what is reached, since when, and on which evidence."""

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.filters import int_arg
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.figures import readings_of
from blueprints.plan.official import of_target
from blueprints.plan.one_commune import in_one_commune
from models.measures.queries import Look
from models.measures.targets import read_targets
from models.plan import queries


@bp.get("/ke-hoach/chi-tieu")
@requires(Permission.READ_PLAN)
@in_one_commune
def targets() -> Response:
    """All targets of the plan with reading, target and verdict."""
    look, asked, plans = Look(viewer()), int_arg("ke-hoach", 0), queries.plans(viewer())
    plan = queries.chosen(plans, asked)
    listed = queries.target_rows(viewer(), plan_id=asked) if asked else None
    return render_page(
        "plan/targets.html",
        readings=read_targets(look, listed),
        plan=plan,
        plans=plans,
        as_of=look.at,
    )


@bp.get("/ke-hoach/chi-tieu/<int:no>")
@requires(Permission.READ_PLAN)
@in_one_commune
def target(no: int) -> Response:
    """One target: its newest reading and all earlier ones."""
    found = queries.target(viewer(), no)
    look = Look(viewer())
    rows = queries.target_rows(viewer(), plan_id=found.plan_id)
    newest = next(item for item in read_targets(look, [row for row in rows if row.id == found.id]))
    return render_page(
        "plan/target.html",
        newest=newest,
        **readings_of(found),
        as_of=look.at,
        **of_target(found),
    )
