"""The plan's targets: what is reached, since when, and the readings that are entered by hand."""

from flask import url_for
from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.duties.proof import evidence_of, refuse_at_field
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.forms import FigureForm
from blueprints.plan.labels import REFUSALS
from blueprints.plan.official import of_target
from blueprints.plan.one_commune import in_one_commune
from blueprints.transactions import created, once
from models import clock
from models.errors import RuleBroken
from models.measures.queries import Look
from models.measures.targets import read_targets
from models.plan import actions, queries
from models.plan.rules import hand_verdict, reading


@bp.get("/ke-hoach/chi-tieu")
@requires(Permission.READ_PLAN)
@in_one_commune
def targets() -> Response:
    """All targets of the plan with reading, target and verdict."""
    look = Look(viewer())
    return render_page("plan/targets.html", readings=read_targets(look), plan=queries.plan(viewer()), as_of=look.at)


@bp.get("/ke-hoach/chi-tieu/<int:no>")
@requires(Permission.READ_PLAN)
@in_one_commune
def target(no: int) -> Response:
    """One target: its newest reading and all earlier ones."""
    found = queries.target(viewer(), no)
    look = Look(viewer())
    newest = next(item for item in read_targets(look) if item.target.id == found.id)
    return render_page(
        "plan/target.html",
        newest=newest,
        history=queries.history(viewer(), found.id),
        reading=reading,
        verdict=hand_verdict,
        as_of=look.at,
        **of_target(found),
    )


@bp.route("/ke-hoach/chi-tieu/<int:no>/so-lieu", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@uploads.allowed(20)
@once
def figure(no: int) -> Response:
    """Enter a new reading of a target that is counted elsewhere; earlier readings stay."""
    found = queries.target(viewer(), no)
    if found.measure_key is not None:
        raise RuleBroken("counted_by_system")
    form = FigureForm(found.is_spoiled_by_complaint)
    if not form.is_submitted():
        form.as_of.data = clock.today()
    if form.validate_on_submit():
        complaints = form.complaints.data if found.is_spoiled_by_complaint else None
        try:
            actions.set_figure(
                viewer(),
                found,
                form.as_of.data or clock.today(),
                form.value.data,
                form.numerator.data,
                form.denominator.data,
                complaints,
                form.note.data or "",
                evidence_of(form),
            )
            return created(url_for("plan.target", no=no), "Đã ghi số liệu.")
        except RuleBroken as broken:
            refuse_at_field(form, broken, REFUSALS)
            found = queries.target(viewer(), no)
    return render_page("plan/figure.html", form=form, target=found, status=form.status)
