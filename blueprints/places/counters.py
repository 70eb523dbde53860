"""Counters: what the office serves people at."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.places import bp
from blueprints.places.forms import CounterEditForm, CounterForm
from blueprints.places.labels import REFUSALS
from blueprints.transactions import conflict, created, once, refuse, saved
from models.errors import RuleBroken
from models.places import actions, queries
from models.satisfaction.links import open_counter


@bp.route("/quay", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def counters() -> AnyResponse:
    """All counters; a new one gets a public address for opinions at once."""
    form = CounterForm()
    if form.validate_on_submit():
        try:
            counter = open_counter(viewer(), form.name.data, form.place.data or "")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            told = f"Đã thêm {counter.name} và liên kết lấy ý kiến của quầy."
            return created(url_for("satisfaction.links"), told)
    return render_page("places/counters.html", form=form, counters=queries.counters(viewer()), status=form.status)


@bp.route("/quay/<int:counter_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def edit_counter(counter_id: int) -> AnyResponse:
    """Rename a counter or switch it off; its answers keep their place."""
    counter = queries.counter(viewer(), counter_id)
    form = CounterEditForm(obj=counter)
    if form.validate_on_submit():
        if form.is_stale(counter):
            return conflict("places/counter.html", form=form, row=counter, counter=counter)
        try:
            actions.change_counter(viewer(), counter, form.name.data, form.place.data or "", form.is_active.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            counter = queries.counter(viewer(), counter_id)
        else:
            return saved(url_for(".counters"), "Đã lưu.")
    return render_page("places/counter.html", form=form, counter=counter, status=form.status)
