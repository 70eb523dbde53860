"""Scores from a list: a file or pasted lines, the preview of what was understood, and the press that keeps them."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.training import bp
from blueprints.training.forms import ExamScoresFileForm, ExamScoresForm
from blueprints.training.labels import PROBLEM, REFUSALS, passing
from blueprints.transactions import created, once, refuse
from models.accounts import queries as accounts
from models.errors import RuleBroken
from models.training import actions, queries
from models.training.rules import ScoreEntry
from models.training.scores import as_lines, read_scores, understood
from models.training.tables import Exam


@bp.get("/tap-huan/ky-thi/<int:exam_id>/nhap")
@requires(Permission.RECORD_TRAINING)
def enter_scores(exam_id: int) -> AnyResponse:
    """Where scores are typed, pasted or taken from a file."""
    return _page(queries.exam(viewer(), exam_id), ExamScoresForm(), ExamScoresFileForm(), 200)


@bp.post("/tap-huan/ky-thi/<int:exam_id>/xem-truoc")
@requires(Permission.RECORD_TRAINING)
@uploads.allowed(20, check=read_scores)
def preview_scores(exam_id: int) -> AnyResponse:
    """What was read of a file, or of pasted lines: nothing is written yet."""
    row, file_form = queries.exam(viewer(), exam_id), ExamScoresFileForm()
    form = ExamScoresForm()
    form.renew()
    out_of = form.out_of.data or 100
    try:
        lines = form.lines.data or ""
        if uploads.is_given(file_form.file.data):
            lines = as_lines(uploads.checked(file_form.file.data))
        found = understood(lines, out_of, accounts.candidates(viewer()))
        if not found:
            raise RuleBroken("scores_empty")
    except RuleBroken as broken:
        refuse(file_form, broken, REFUSALS, "file")
        return _page(queries.exam(viewer(), exam_id), form, file_form, 422)
    form.lines.data, form.out_of.data = lines, out_of
    return _page(row, form, file_form, 200, found=found)


@bp.post("/tap-huan/ky-thi/<int:exam_id>/nhap")
@requires(Permission.RECORD_TRAINING)
@once
def keep_scores(exam_id: int) -> AnyResponse:
    """Keep the lines that were looked at: all of them or none; whose a doubtful one is, is said afterwards."""
    row, form = queries.exam(viewer(), exam_id), ExamScoresForm()
    found = None
    if form.validate_on_submit():
        try:
            found = understood(form.lines.data, form.out_of.data, accounts.candidates(viewer()))
            done = actions.take(viewer(), row, found, ScoreEntry.IMPORTED)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            row = queries.exam(viewer(), exam_id)
        else:
            more = f", {done.waiting} dòng chưa rõ là của ai" if done.waiting else ""
            again = f", {done.known} dòng đã có từ trước" if done.known else ""
            return created(url_for(".exam", exam_id=exam_id), f"Đã ghi điểm của {done.sure} người{more}{again}.")
    return _page(row, form, ExamScoresFileForm(None), form.status, found=found)


def _page(row: Exam, form: ExamScoresForm, file_form: ExamScoresFileForm, status: int, **more: Any) -> AnyResponse:
    return render_page(
        "training/scores.html",
        exam=row,
        form=form,
        file_form=file_form,
        asks=passing(row.passing),
        problem=PROBLEM,
        status=status,
        **more,
    )
