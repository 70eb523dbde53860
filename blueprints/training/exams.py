"""Exams and surveys: what they ask, every attempt, and whose the doubtful ones are."""

from decimal import Decimal

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.choices import named_people
from blueprints.filters import day
from blueprints.labels import refusal
from blueprints.pages import asked_page, download, go_to, render_page
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.training import bp
from blueprints.training.forms import ExamEditForm, ExamForm, SettleForm, VoidForm
from blueprints.training.labels import REFUSALS, passing
from blueprints.transactions import conflict, created, once, rollback, saved
from models.accounts import queries as accounts
from models.accounts.naming import match
from models.errors import RuleBroken
from models.training import actions, queries
from models.training.tables import Exam

SIZE = 100


@bp.route("/tap-huan/<int:course_id>/ky-thi/moi", methods=["GET", "POST"])
@requires(Permission.RECORD_TRAINING)
@once
def new_exam(course_id: int) -> AnyResponse:
    """An exam beside those of the script."""
    course, form = queries.course(viewer(), course_id), ExamForm()
    if form.validate_on_submit():
        made = actions.add_exam(course, form.name.data, form.pass_points.data, form.is_above.data, form.held_on.data)
        return created(url_for(".exam", exam_id=made.id), "Đã thêm kỳ thi.")
    return render_page("training/exam_form.html", form=form, course=course, exam=None, status=form.status)


@bp.route("/tap-huan/ky-thi/<int:exam_id>/sua", methods=["GET", "POST"])
@requires(Permission.RECORD_TRAINING)
def edit_exam(exam_id: int) -> AnyResponse:
    """The day of an exam, its name, what it asks."""
    row = queries.exam(viewer(), exam_id)
    form = ExamEditForm(obj=row)
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("training/exam_form.html", form=form, row=row, exam=row, course=row.course)
        form.populate_obj(row)
        return saved(url_for(".exam", exam_id=exam_id), "Đã lưu kỳ thi.")
    return render_page("training/exam_form.html", form=form, exam=row, course=row.course, status=form.status)


@bp.get("/tap-huan/ky-thi/<int:exam_id>")
@requires(Permission.SEE_TRAINING_PEOPLE)
def exam(exam_id: int) -> AnyResponse:
    """Every attempt; those of whom nobody knows whose they are stand first, with whom they may be."""
    return _exam(queries.exam(viewer(), exam_id))


def _exam(row: Exam) -> AnyResponse:
    attempts = queries.scores(row.id)
    waiting = [one for one in attempts if one.person_id is None and not one.void_reason]
    people = accounts.candidates(viewer()) if waiting else []
    known = [one for one in attempts if one not in waiting]
    page = asked_page(SIZE)
    page.total = len(known)
    return render_page(
        "training/exam.html",
        exam=row,
        asks=passing(row.passing),
        waiting=[(one, match(one.said_name, people)) for one in waiting],
        people=people,
        rows=page.slice(known),
        page=page,
        passing=row.passing,
    )


@bp.get("/tap-huan/ky-thi/<int:exam_id>.xlsx")
@requires(Permission.SEE_TRAINING_PEOPLE)
def exam_xlsx(exam_id: int) -> AnyResponse:
    """Every attempt as it was entered, and whose it is."""
    row = queries.exam(viewer(), exam_id)
    lines: list[list[Cell]] = [["Tên trong danh sách", "Điểm", "Ngày thi", "Nguồn", "Là của", "Không tính vì"]]
    for one in queries.scores(row.id):
        score = None if one.hundredths is None else Decimal(one.hundredths) / 100
        taken = day(one.taken_on) if one.taken_on else ""
        lines.append([one.said_name, score, taken, one.source, one.full_name or "", one.void_reason])
    return download(workbook("Điểm thi", lines), XLSX, f"ky-thi-{exam_id}.xlsx")


@bp.post("/tap-huan/diem/<int:score_id>/cua-ai")
@requires(Permission.RECORD_TRAINING)
def settle(score_id: int) -> AnyResponse:
    """Say whose a doubtful score is."""
    score, form = queries.score(viewer(), score_id), SettleForm()
    back = url_for(".exam", exam_id=score.exam_id)
    form.person_id.offer(named_people(accounts.people(viewer())))
    if not form.validate_on_submit():
        return go_to(back, "Xin chọn người thi.", "warn")
    try:
        actions.settle(viewer(), score, form.person_id.data)
    except RuleBroken as broken:
        rollback()
        return go_to(back, refusal(broken, REFUSALS), "warn")
    return saved(back, "Đã ghi điểm cho người này.")


@bp.post("/tap-huan/diem/<int:score_id>/khong-tinh")
@requires(Permission.RECORD_TRAINING)
def void(score_id: int) -> AnyResponse:
    """Let a score count no more, and say why; it stays in the list."""
    score, form = queries.score(viewer(), score_id), VoidForm()
    back = url_for(".exam", exam_id=score.exam_id)
    if not form.validate_on_submit():
        return go_to(back, REFUSALS["void_reason_missing"], "warn")
    try:
        score.void(form.reason.data)
    except RuleBroken as broken:
        rollback()
        return go_to(back, refusal(broken, REFUSALS), "warn")
    return saved(back, "Điểm này không được tính nữa.", "idle")
