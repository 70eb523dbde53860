"""What the commune follows beside the plan's targets, socio-economic figures above all: read by hand."""

from flask import url_for
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.figures import readings_of
from blueprints.plan.forms import IndicatorEditForm, IndicatorForm
from blueprints.plan.labels import REFUSALS
from blueprints.plan.one_commune import in_one_commune
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.base import db
from models.errors import RuleBroken
from models.measures.queries import Look
from models.measures.targets import read_indicator
from models.plan import figures
from models.plan.tables import LocalIndicator

FIELDS = ("title", "says", "unit_words", "comparator", "value", "followed_by", "reading_days")


@bp.get("/ke-hoach/kinh-te-xa-hoi")
@requires(Permission.READ_PLAN)
@in_one_commune
def indicators() -> Response:
    """All indicators with their newest reading; those that nobody follows any longer on demand."""
    look, with_ended = Look(viewer()), text_arg("thoi") == "1"
    rows = figures.indicators(viewer(), with_ended)
    readings = [(row, read_indicator(look, row)) for row in rows]
    return render_page("plan/indicators.html", readings=readings, with_ended=with_ended, as_of=look.at)


@bp.get("/ke-hoach/kinh-te-xa-hoi/<int:indicator_id>")
@requires(Permission.READ_PLAN)
@in_one_commune
def indicator(indicator_id: int) -> Response:
    """One indicator: how it is counted, its newest reading and all earlier ones."""
    found, look = figures.indicator(viewer(), indicator_id), Look(viewer())
    row = next(one for one in figures.indicators(viewer(), with_ended=True) if one.id == indicator_id)
    return render_page(
        "plan/indicator.html", row=row, measure=read_indicator(look, row), as_of=look.at, **readings_of(found)
    )


@bp.route("/ke-hoach/kinh-te-xa-hoi/moi", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@once
def new_indicator() -> Response:
    """Follow something more."""
    form = IndicatorForm()
    if form.validate_on_submit():
        row = LocalIndicator(commune_id=viewer().home_id)
        try:
            _write(row, form)
            db.session.add(row)
            db.session.flush()
            return created(url_for("plan.indicator", indicator_id=row.id), "Đã thêm chỉ số.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    return render_page("plan/indicator_form.html", form=form, indicator=None, status=form.status)


@bp.route("/ke-hoach/kinh-te-xa-hoi/<int:indicator_id>/sua", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
def edit_indicator(indicator_id: int) -> Response:
    """Change how it is called and counted, or follow it no longer."""
    row = figures.indicator(viewer(), indicator_id)
    form = IndicatorEditForm(obj=row, data={"is_ended": row.ended_on is not None})
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("plan/indicator_form.html", form=form, row=row, indicator=row)
        try:
            _write(row, form)
            row.end(bool(form.is_ended.data), clock.today())
            return saved(url_for("plan.indicator", indicator_id=indicator_id), "Đã lưu chỉ số.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            row = figures.indicator(viewer(), indicator_id)
    return render_page("plan/indicator_form.html", form=form, indicator=row, status=form.status)


def _write(row: LocalIndicator, form: IndicatorForm | IndicatorEditForm) -> None:
    for name in FIELDS:
        value = form[name].data
        setattr(row, name, value or "" if name == "followed_by" else value)
    row.require_whole_goal()
