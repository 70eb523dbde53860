"""By when the work of a plan is due that came as a template: one day for many tasks and steps at once."""

from flask import request, url_for
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day as day_words
from blueprints.filters import text_arg
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.forms import DueDaysForm
from blueprints.plan.labels import REFUSALS
from blueprints.transactions import refuse, saved
from models.errors import RuleBroken
from models.plan import days, queries


def _ids(name: str) -> set[int]:
    return {int(one) for one in request.form.getlist(name) if one.isascii() and one.isdigit() and len(one) < 16}


@bp.route("/ke-hoach/dat-han", methods=["GET", "POST"])
@requires(Permission.SET_DUE_DAYS)
def set_days() -> Response:
    """The work that has no day yet, or whose day is not over, and one day for what is ticked."""
    form = DueDaysForm()
    chosen, keys = _ids("viec"), set(request.form.getlist("nhom")[:100])
    if form.validate_on_submit():
        try:
            count = days.set_days(viewer(), chosen, keys, form.day.data)
            return saved(
                url_for("plan.set_days"), f"Đã đặt hạn đến hết ngày {day_words(form.day.data)} cho {count} việc."
            )
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    with_dated = text_arg("tat-ca") == "1" or bool(chosen)
    return render_page(
        "plan/days.html",
        status=form.status,
        form=form,
        groups=days.groups(viewer(), only_undated=not with_dated),
        with_dated=with_dated,
        chosen=chosen,
        keys=keys,
        plan=queries.plan(viewer()),
    )
