"""The courses: what the script asks of each, how far it is, and who still owes what."""

from dataclasses import dataclass
from decimal import Decimal

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.choices import named_people
from blueprints.filters import text_arg
from blueprints.pages import asked_page, download, go_to, render_page
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.training import bp
from blueprints.training.forms import CourseEditForm, CourseForm, ExemptionForm
from blueprints.training.labels import PICK_WORD, PICKS, REFUSALS, lacks, passing, points
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.accounts import queries as accounts
from models.errors import RuleBroken
from models.training import actions, queries
from models.training.queries import CourseState, Learner
from models.training.rules import CoursePick, Passing, passed

bp.add_app_template_filter(points, "points_of_100")
bp.add_app_template_filter(lacks, "lacks")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a course asks of everybody, with how many have done it; no number before it has begun."""

    label: str
    reads: str
    done: int | None
    people: int
    missing: int = 0  # of those not done, how many have not sat the exam at all
    exam_id: int | None = None


def demands(state: CourseState) -> list[Demand]:
    """What the course asks, in the order of its work."""
    everybody = len(state.learners)
    came = state.attended if state.sessions else None
    found = [Demand("Dự tập huấn", "có mặt ít nhất một buổi", came, everybody)]
    if state.products_wanted:
        made = state.with_products if state.fewest_products is not None else None
        found.append(Demand("Sản phẩm", f"từ {state.products_wanted} sản phẩm, có liên kết hoặc tệp", made, everybody))
    for exam in state.exams:
        asks, sat = Passing(exam.pass_points, exam.is_above), state.sat[exam.id]
        enough = passed((one.progress for one in state.learners), exam.id, asks) if sat else None
        found.append(Demand(exam.name, passing(asks), enough, everybody, everybody - sat if sat else 0, exam.id))
    return found


@bp.get("/tap-huan")
@requires(Permission.READ_TRAINING)
def index() -> AnyResponse:
    """All courses, each with how far it is; the province's eyes see which there are."""
    eyes = viewer()
    page = asked_page(SIZE)
    rows = queries.courses(eyes)
    page.total = len(rows)
    states = [] if eyes.commune_id is None else queries.states(eyes.commune_id, today=clock.today())
    return render_page(
        "training/index.html",
        rows=page.slice(rows),
        page=page,
        states={state.id: (state, demands(state)) for state in states},
        names_communes=eyes.commune_id is None,
    )


@bp.get("/tap-huan/<int:course_id>")
@requires(Permission.READ_TRAINING)
def course(course_id: int) -> AnyResponse:
    """One course: what it asks, and the people that the viewer may see, who still owes something first of all."""
    eyes = viewer()
    row = queries.course(eyes, course_id)
    state = queries.states(row.commune_id, [row.id], clock.today())[0]
    sight = queries.sight(eyes)
    seen = [one for one in state.learners if sight.sees(one.id, one.unit_id)]
    pick, unit = PICKS.get(text_arg("loc"), CoursePick.OWING), text_arg("don-vi")
    listed = [one for one in seen if one.belongs(pick) and (not unit or str(one.unit_id) == unit)]
    page = asked_page(SIZE)
    page.total = len(listed)
    return render_page(
        "training/course.html",
        fragment="people",
        course=row,
        state=state,
        demands=demands(state),
        rows=page.slice(listed),
        page=page,
        pick=pick,
        pick_word=PICK_WORD,
        unit=unit,
        units=_units(seen),
        counts={one: sum(learner.belongs(one) for learner in seen) for one in CoursePick},
        sight=sight,
        sessions=queries.sessions(row.id),
        exemptions=queries.exemptions(row.id) if sight.everybody else [],
        waiting=actions.waiting([exam.id for exam in state.exams]) if eyes.may(Permission.RECORD_TRAINING) else 0,
    )


@bp.get("/tap-huan/<int:course_id>.xlsx")
@requires(Permission.READ_TRAINING)
def course_xlsx(course_id: int) -> AnyResponse:
    """The people of a course as far as the viewer may see them: what each has done, and what is still owed."""
    row, sight = queries.course(viewer(), course_id), queries.sight(viewer())
    state = queries.states(row.commune_id, [row.id], clock.today())[0]
    lines: list[list[Cell]] = [["Họ và tên", "Đơn vị", "Số buổi dự", "Số sản phẩm"]]
    lines[0] += [exam.name for exam in state.exams] + ["Còn thiếu"]
    for one in state.learners:
        if sight.sees(one.id, one.unit_id):
            best = [one.progress.best.get(exam.id) for exam in state.exams]
            scores: list[Cell] = [None if score is None else Decimal(score) / 100 for score in best]
            told: list[Cell] = [one.full_name, one.unit, one.progress.attended, one.progress.products]
            lines.append([*told, *scores, lacks(one.owes)])
    return download(workbook("Tập huấn", lines), XLSX, f"tap-huan-{course_id}.xlsx")


def _units(seen: list[Learner]) -> list[tuple[str, str]]:
    return sorted({(str(one.unit_id), one.unit) for one in seen if one.unit_id}, key=lambda pair: pair[1])


@bp.route("/tap-huan/moi", methods=["GET", "POST"])
@requires(Permission.RECORD_TRAINING)
@once
def new_course() -> AnyResponse:
    """A course beside those of the script."""
    form = CourseForm()
    if form.validate_on_submit():
        try:
            made = actions.add_course(viewer(), form.name.data, form.products_wanted.data, form.platform.data or "")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            return created(url_for(".course", course_id=made.id), "Đã thêm khóa tập huấn.")
    return render_page("training/course_form.html", form=form, course=None, status=form.status)


@bp.route("/tap-huan/<int:course_id>/sua", methods=["GET", "POST"])
@requires(Permission.RECORD_TRAINING)
def edit_course(course_id: int) -> AnyResponse:
    """Rename a course, say how many products it asks for, or put it aside."""
    row = queries.course(viewer(), course_id)
    form = CourseEditForm(obj=row)
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("training/course_form.html", form=form, row=row, course=row)
        wish = (form.name.data, form.products_wanted.data, form.platform.data or "", form.is_active.data)
        try:
            actions.change_course(viewer(), row, *wish)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            row = queries.course(viewer(), course_id)
        else:
            return saved(url_for(".course", course_id=course_id), "Đã lưu khóa tập huấn.")
    return render_page("training/course_form.html", form=form, course=row, status=form.status)


@bp.route("/tap-huan/<int:course_id>/mien", methods=["GET", "POST"])
@requires(Permission.RECORD_TRAINING)
@once
def exempt(course_id: int) -> AnyResponse:
    """Say that somebody need not attend, and why."""
    row, form = queries.course(viewer(), course_id), ExemptionForm()
    form.person_id.offer(named_people(accounts.people(viewer())))
    if form.validate_on_submit():
        try:
            actions.exempt(row, form.person_id.data, form.reason.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            row = queries.course(viewer(), course_id)
        else:
            return created(url_for(".course", course_id=course_id), "Đã ghi người không phải dự.")
    return render_page("training/exempt.html", form=form, course=row, status=form.status)


@bp.post("/tap-huan/<int:course_id>/phai-du")
@requires(Permission.RECORD_TRAINING)
def include(course_id: int) -> AnyResponse:
    """Somebody must attend after all."""
    row = queries.course(viewer(), course_id)
    person = request.form.get("person_id", "")
    if not (person.isascii() and person.isdigit() and len(person) < 10):
        return go_to(url_for(".course", course_id=course_id), "Xin chọn người.", "warn")
    actions.include(row, int(person))
    return saved(url_for(".course", course_id=course_id), "Người này lại phải dự khóa tập huấn.")
