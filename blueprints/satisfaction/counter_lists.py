"""The counters' own lists: which procedures each serves, so that a clerk chooses by name and never types a code."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.labels import WORDS
from blueprints.satisfaction.service_forms import CounterProcedureForm, EndForm
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.errors import RuleBroken
from models.places import queries as places
from models.satisfaction import counter_list
from models.satisfaction.rules import Mode


@bp.route("/hai-long/thu-tuc-quay", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def counter_procedures() -> AnyResponse:
    """The lists of all counters, and a form for a further line."""
    form = CounterProcedureForm()
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    form.procedure_id.offer((row.id, row.title) for row in counter_list.every(viewer()))
    if form.validate_on_submit():
        try:
            _add(form)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".counter_procedures"), "Đã thêm thủ tục vào danh mục của quầy.")
    lists = [(name, list(rows)) for name, rows in groupby(counter_list.lines(viewer()), lambda row: row.counter)]
    return render_page(
        "satisfaction/counter_procedures.html", form=form, lists=lists, today=clock.today(), status=form.status
    )


def _add(form: CounterProcedureForm) -> None:
    procedure_id = form.procedure_id.data
    if form.title.data:
        procedure_id = counter_list.procedure(viewer(), form.title.data)
    if procedure_id is None:
        raise RuleBroken("procedure_unnamed", field="procedure_id")
    mode = None if form.mode.data is Mode.UNKNOWN else form.mode.data
    counter_list.add(
        viewer(), form.counter_id.data, procedure_id, mode, form.valid_from.data or clock.today(), form.valid_to.data
    )


@bp.route("/hai-long/thu-tuc-quay/<int:line_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def counter_procedure(line_id: int) -> AnyResponse:
    """Say until when a line holds; answers that were given under it stay as they are."""
    row = counter_list.line(viewer(), line_id)
    shown: Sequence[Any] = [line for line in counter_list.lines(viewer()) if line.id == line_id]
    form = EndForm(obj=row)
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("satisfaction/counter_procedure.html", form=form, row=row, line=shown[0])
        if form.valid_to.data and form.valid_to.data < row.valid_from:
            refuse(form, RuleBroken("ends_before", field="valid_to"), WORDS)
        else:
            row.valid_to = form.valid_to.data
            return saved(url_for(".counter_procedures"), "Đã ghi thời hạn của dòng này.")
    return render_page("satisfaction/counter_procedure.html", form=form, row=row, line=shown[0], status=form.status)
