"""What is done with the duties of tasks and steps at their own addresses."""

from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.duties import acts
from blueprints.duties.desk import Desk
from blueprints.duties.forms import ReportForm
from blueprints.duties.proof import evidence_of
from blueprints.filters import day as day_words
from blueprints.plan import bp
from blueprints.plan.forms import DeliverForm
from blueprints.plan.work import desk_of, load
from blueprints.transactions import not_taken, once
from models import clock
from models.plan import actions
from models.plan.tables import Step

MOVED = "Kết quả của kỳ này đã có người ghi trước đó; nội dung vừa gửi chưa được lưu."
TASK, STEP = "/ke-hoach/nhiem-vu/<int:no>", "/ke-hoach/kich-ban/<code>"


def _desk(no: int | None, code: str | None) -> Desk:
    return desk_of(load(no, code))


@bp.post(f"{STEP}/tien-do")
@bp.post(f"{TASK}/tien-do")
@requires(Permission.RECORD_PROGRESS)
@uploads.allowed(20)
@once
def note(no: int | None = None, code: str | None = None) -> Response:
    """Add a progress note with its evidence."""
    return acts.note(_desk(no, code))


@bp.route(f"{STEP}/hoan-thanh", methods=["GET", "POST"])
@bp.route(f"{TASK}/hoan-thanh", methods=["GET", "POST"])
@requires(Permission.RECORD_PROGRESS)
@uploads.allowed(20)
@once
def finish(no: int | None = None, code: str | None = None) -> Response:
    """Report a task or step with its product, or hand in this month's delivery of one that comes back."""
    work = load(no, code)
    desk = desk_of(work)
    if not isinstance(work, Step):
        return acts.report(desk, work.product)
    if work.monthly_before is None:
        return acts.report(desk, work.result)
    form = DeliverForm(obj=desk.duty, data={"owed_on": desk.duty.first_due_on})
    if form.is_submitted() and not form.is_of(desk.duty.first_due_on):
        return _month_moved(desk)
    return acts.report(desk, work.result, form, lambda form: _deliver(desk, work, form))


def _month_moved(desk: Desk) -> Response:
    """Somebody handed this month's in meanwhile: the form of the next one says so, and nothing is sent twice."""
    acts.require_reporter(desk)
    due = f" Hạn tiếp theo là {day_words(desk.duty.due_on)}." if desk.duty.due_on else ""
    return not_taken(desk.address("finish"), f"{MOVED}{due} Nếu cần ghi thêm, xin xem lại rồi lưu lần nữa.")


def _deliver(desk: Desk, step: Step, form: ReportForm) -> str:
    if isinstance(form, DeliverForm) and form.is_over.data:
        return acts.finish(desk, form)
    day = form.done_on.data or clock.today()
    actions.deliver(viewer(), step, day, form.text.data or "", evidence_of(form))
    return f"Đã ghi kết quả. Hạn tiếp theo: {day_words(desk.duty.due_on)}."


@bp.post(f"{STEP}/xac-nhan")
@bp.post(f"{TASK}/xac-nhan")
@requires(Permission.CONFIRM_WORK)
def confirm(no: int | None = None, code: str | None = None) -> Response:
    """A second person confirms what was reported."""
    return acts.confirm(_desk(no, code))


@bp.post(f"{STEP}/tra-lai")
@bp.post(f"{TASK}/tra-lai")
@requires(Permission.CONFIRM_WORK)
def send_back(no: int | None = None, code: str | None = None) -> Response:
    """A second person sends it back and says what is missing."""
    return acts.send_back(_desk(no, code))


@bp.post(f"{STEP}/mo-lai")
@bp.post(f"{TASK}/mo-lai")
@requires(Permission.RECORD_PROGRESS)
def reopen(no: int | None = None, code: str | None = None) -> Response:
    """Take it up again, with the reason; its notes and evidence stay."""
    return acts.reopen(_desk(no, code))


@bp.post(f"{STEP}/giu-trang-thai")
@bp.post(f"{TASK}/giu-trang-thai")
@requires(Permission.RECORD_PROGRESS)
def keep_state(no: int | None = None, code: str | None = None) -> Response:
    """Say why its state stays although what is counted says another thing."""
    return acts.keep_state(_desk(no, code))


@bp.post(f"{STEP}/gia-han")
@bp.post(f"{TASK}/gia-han")
@requires(Permission.RECORD_PROGRESS)
def extend(no: int | None = None, code: str | None = None) -> Response:
    """Ask for a later day."""
    return acts.extend(_desk(no, code))


@bp.post(f"{STEP}/gia-han/dong-y")
@bp.post(f"{TASK}/gia-han/dong-y")
@requires(Permission.GRANT_EXTENSION)
def grant(no: int | None = None, code: str | None = None) -> Response:
    """The leader grants the later day."""
    return acts.grant_extension(_desk(no, code), True)


@bp.post(f"{STEP}/gia-han/tu-choi")
@bp.post(f"{TASK}/gia-han/tu-choi")
@requires(Permission.GRANT_EXTENSION)
def refuse(no: int | None = None, code: str | None = None) -> Response:
    """The leader refuses the later day."""
    return acts.grant_extension(_desk(no, code), False)


@bp.route(f"{STEP}/phan-cong", methods=["GET", "POST"])
@bp.route(f"{TASK}/phan-cong", methods=["GET", "POST"])
@requires(Permission.ASSIGN_WORK)
def assign(no: int | None = None, code: str | None = None) -> Response:
    """Give a task or step to a unit of the office and, where wanted, to one person."""
    return acts.assign(_desk(no, code))
