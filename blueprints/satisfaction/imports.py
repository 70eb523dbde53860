"""Tables of others taken over from Excel: what was read stands beside what was in the file before anything is kept."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.forms import CreateForm
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.labels import COLUMN, WORDS
from blueprints.satisfaction.service_forms import ComplaintsFileForm, ComplaintsForm, ScoresFileForm, ScoresForm
from blueprints.transactions import created, once, refuse
from models.errors import RuleBroken
from models.satisfaction import outside, service
from models.satisfaction.outside_import import as_score_lines, complaints_understood, scores_understood
from models.satisfaction.service_import import as_lines, read_sheet
from models.satisfaction.tables import ScoreSource

NOTHING_NEW = "Tất cả các dòng đã có từ trước, không có gì thay đổi."


def told(fresh: int, changed: int) -> str:
    """What became of the lines."""
    return f"Đã nhập {fresh} dòng mới, sửa {changed} dòng đã có." if fresh or changed else NOTHING_NEW


@bp.route("/hai-long/diem-ngoai", methods=["GET", "POST"])
@requires(Permission.MANAGE_SERVICE)
@once
def scores() -> AnyResponse:
    """The service index and SIPAS as others publish them, apart from the office's own answers."""
    form = ScoresForm()
    if form.validate_on_submit() and form.first_day is not None:
        try:
            lines = scores_understood(form.lines.data)
            done = outside.keep_scores(viewer(), form.source.data, form.first_day, lines, form.document.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".scores"), told(*done))
    return _scores(form, ScoresFileForm(None), form.status)


@bp.post("/hai-long/diem-ngoai/xem-truoc")
@requires(Permission.MANAGE_SERVICE)
@uploads.allowed(2, check=read_sheet)
def scores_preview() -> AnyResponse:
    """What was read of a sheet with the parts of a score."""
    file_form, form = ScoresFileForm(), ScoresForm(None)
    lines = _lines_of(file_form)
    if lines is None:
        return _scores(form, file_form, 422)
    found = scores_understood(lines)
    form.lines.data = lines if any(line.problem for line in found) else as_score_lines(found)
    return _scores(form, file_form, 200, found=found)


def _scores(form: ScoresForm, file_form: ScoresFileForm, status: int, **more: Any) -> AnyResponse:
    tables = [(source, outside.scores(viewer(), source)) for source in ScoreSource]
    return render_page(
        "satisfaction/scores.html",
        form=form,
        file_form=file_form,
        tables=tables,
        columns=COLUMN,
        status=status,
        **more,
    )


@bp.get("/hai-long/phan-anh/nhap")
@requires(Permission.MANAGE_SERVICE)
def complaints_import() -> AnyResponse:
    """Where complaints are taken over from a table."""
    return _complaints(ComplaintsForm(), ComplaintsFileForm(), 200)


@bp.post("/hai-long/phan-anh/nhap/xem-truoc")
@requires(Permission.MANAGE_SERVICE)
@uploads.allowed(2, check=read_sheet)
def complaints_preview() -> AnyResponse:
    """What was read of a sheet with complaints."""
    file_form, form = ComplaintsFileForm(), ComplaintsForm(None)
    lines = _lines_of(file_form)
    if lines is None:
        return _complaints(form, file_form, 422)
    form.lines.data = lines
    return _complaints(form, file_form, 200, found=complaints_understood(lines))


@bp.post("/hai-long/phan-anh/nhap/ghi")
@requires(Permission.MANAGE_SERVICE)
@once
def complaints_keep() -> AnyResponse:
    """Keep the lines that were read and looked at: all of them or none."""
    form = ComplaintsForm()
    if form.validate_on_submit():
        try:
            done = service.keep_complaints(viewer(), complaints_understood(form.lines.data))
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".complaints"), told(*done))
    return _complaints(form, ComplaintsFileForm(None), form.status)


def _complaints(form: CreateForm, file_form: ComplaintsFileForm, status: int, **more: Any) -> AnyResponse:
    return render_page(
        "satisfaction/complaints_import.html", form=form, file_form=file_form, columns=COLUMN, status=status, **more
    )


def _lines_of(file_form: ScoresFileForm | ComplaintsFileForm) -> str | None:
    """The rows of the handed-in sheet as lines; None, with the reason in the form, where there are none."""
    try:
        if not uploads.is_given(file_form.file.data):
            raise RuleBroken("no_lines")
        lines = as_lines(uploads.checked(file_form.file.data))
        if not lines:
            raise RuleBroken("no_lines")
    except RuleBroken as broken:
        refuse(file_form, broken, WORDS, field="file")
        return None
    return lines
