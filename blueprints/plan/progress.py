"""Progress on tasks and steps: notes with evidence, finished work with its product, who has it in hand."""

from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.htmx import answer, render_page
from blueprints.plan import bp
from blueprints.plan.evidence import evidence_of, say_no
from blueprints.plan.forms import AssignForm, DeliverForm, FinishForm, NoteForm, ReopenForm
from blueprints.plan.work import context_of, found, home_of, page_of
from blueprints.saving import conflict, created, once, saved
from models import clock
from models.accounts import queries as accounts
from models.errors import RuleBroken, Stale
from models.plan import actions, queries
from models.plan.tables import PlanTask, Step

TASK, STEP = "/ke-hoach/nhiem-vu/<int:no>", "/ke-hoach/kich-ban/<code>"


@bp.post(f"{STEP}/tien-do")
@bp.post(f"{TASK}/tien-do")
@requires(Permission.RECORD_PROGRESS)
@uploads.allowed(20)
@once
def note(no: int | None = None, code: str | None = None) -> Response:
    """Add a progress note with its evidence; notes are never changed afterwards."""
    work = found(no, code)
    form = NoteForm()
    if not form.validate_on_submit():
        return page_of(work, form)
    before = next((one.percent for one in queries.notes(viewer(), work) if one.percent is not None), 0)
    try:
        actions.report(viewer(), work, form.text.data, form.percent.data, evidence_of(form))
    except RuleBroken as broken:
        say_no(form, broken)
        return page_of(found(no, code), form)
    home = home_of(work)
    created(home)
    return answer("plan/_work.html", _recorded(form.percent.data, before), back=home, **context_of(found(no, code)))


def _recorded(percent: int | None, before: int) -> str:
    """What the writer reads; work that seems to go backwards may be a slip of the finger."""
    if percent is None or percent >= before:
        return "Đã ghi tiến độ."
    return f"Đã ghi tiến độ: giảm từ {before} % xuống {percent} %. Nếu gõ nhầm, xin ghi thêm một dòng cho đúng."


@bp.route(f"{STEP}/hoan-thanh", methods=["GET", "POST"])
@bp.route(f"{TASK}/hoan-thanh", methods=["GET", "POST"])
@requires(Permission.RECORD_PROGRESS)
@uploads.allowed(20)
@once
def finish(no: int | None = None, code: str | None = None) -> Response:
    """Close a task or step with its product, or hand in this month's delivery of one that comes back."""
    work = found(no, code)
    form = _finish_form(work)
    if form.validate_on_submit():
        if form.is_stale(work):
            return conflict("plan/finish.html", form, work, work=work, home=home_of(work))
        try:
            _finish(work, form)
            return created(home_of(work), "Đã ghi kết quả.")
        except RuleBroken as broken:
            say_no(form, broken)
            work = found(no, code)
    return render_page("plan/finish.html", form=form, work=work, home=home_of(work), status=form.status)


def _finish_form(work: PlanTask | Step) -> FinishForm:
    kind = DeliverForm if isinstance(work, Step) and work.monthly_before is not None else FinishForm
    form: FinishForm = kind(obj=work)
    if not form.is_submitted():
        form.done_on.data = clock.today()
        form.text.data = getattr(work, "product", "") or getattr(work, "result", "")
    return form


def _finish(work: PlanTask | Step, form: FinishForm) -> None:
    day, text = form.done_on.data or clock.today(), form.text.data or ""
    goes_on = isinstance(form, DeliverForm) and not form.is_over.data
    if goes_on and isinstance(work, Step):
        actions.deliver(viewer(), work, day, text, evidence_of(form))
    else:
        actions.finish(viewer(), work, day, text, evidence_of(form))


@bp.post(f"{STEP}/mo-lai")
@bp.post(f"{TASK}/mo-lai")
@requires(Permission.RECORD_PROGRESS)
def reopen(no: int | None = None, code: str | None = None) -> Response:
    """Take finished work up again; its notes and evidence stay."""
    work = found(no, code)
    if ReopenForm().is_stale(work):
        raise Stale
    work.reopen()
    return saved(home_of(work), "Đã mở lại để làm tiếp.")


@bp.route(f"{STEP}/phan-cong", methods=["GET", "POST"])
@bp.route(f"{TASK}/phan-cong", methods=["GET", "POST"])
@requires(Permission.ASSIGN_WORK)
def assign(no: int | None = None, code: str | None = None) -> Response:
    """Give a task or step to a unit of the office and, where wanted, to one person."""
    work = found(no, code)
    form = AssignForm(obj=work)
    people = accounts.people(viewer())
    form.unit_id.offer((unit.id, unit.name) for unit in accounts.units(viewer()))
    form.person_id.offer((one.id, f"{one.full_name} – {one.unit_name}" if one.unit_name else one.full_name)
                         for one in people)  # fmt: skip
    if form.validate_on_submit():
        if form.is_stale(work):
            return conflict("plan/assign.html", form, work, work=work, home=home_of(work))
        form.populate_obj(work)
        return saved(home_of(work), "Đã phân công.")
    return render_page("plan/assign.html", form=form, work=work, home=home_of(work), status=form.status)
