"""What is done with a duty at any window that it has: each act takes the duty's desk and answers for it."""

from collections.abc import Callable

from werkzeug.wrappers import Response

from blueprints.access import viewer
from blueprints.choices import named_people
from blueprints.duties.desk import Desk
from blueprints.duties.forms import AssignForm, ExtendForm, KeepForm, NoteForm, ReopenForm, ReportForm
from blueprints.duties.labels import REFUSALS, sentence
from blueprints.duties.proof import evidence_of, refuse_at_field
from blueprints.forms import EditForm, OfficeForm
from blueprints.pages import go_to, render_page, toast, wants_htmx
from blueprints.transactions import commit_once, conflict, created, saved
from models import clock
from models.accounts import queries as accounts
from models.base import db
from models.duties import actions
from models.duties.actions import NOTHING, Evidence
from models.duties.rules import DutyKind, may_keep, may_reopen, may_report
from models.errors import NotAllowed, RuleBroken

CHANGED = "Người khác vừa thay đổi việc này. Xin xem lại rồi gửi lần nữa."


def note(desk: Desk) -> Response:
    """Add a note on progress with its evidence; notes are never changed afterwards."""
    require_reporter(desk)
    form = NoteForm()
    if not form.validate_on_submit():
        return desk.page(form)
    actions.hold(desk.duty)  # the first note begins the work: the second of two waits here
    before = next((one.percent for one in desk.notes if one.percent is not None), 0)
    try:
        actions.write_note(viewer(), desk.duty, form.text.data, form.percent.data, evidence_of(form))
    except RuleBroken as broken:
        refuse_at_field(form, broken, REFUSALS)
        return desk.page(form)
    commit_once(desk.home)
    message = _recorded(form.percent.data, before)
    if wants_htmx():
        del desk.notes
        return toast(desk.page(), message)
    return go_to(desk.home, message)


def _recorded(percent: int | None, before: int) -> str:
    """What the writer reads; work that seems to go backwards may be a slip of the finger."""
    if percent is None or percent >= before:
        return "Đã ghi tiến độ."
    return f"Đã ghi tiến độ: giảm từ {before}% xuống {percent}%. Nếu gõ nhầm, xin ghi thêm một dòng cho đúng."


def report(
    desk: Desk,
    product: str = "",
    form: ReportForm | None = None,
    act: Callable[[ReportForm], str] | None = None,
) -> Response:
    """Report work as finished, with its product; ``act`` is what else the form of its source may mean."""
    require_reporter(desk)
    form = form or ReportForm(obj=desk.duty)
    if not form.is_submitted():
        if not desk.may_finish:
            return _back(desk)
        form.done_on.data, form.text.data = clock.today(), product
    if form.validate_on_submit():
        if form.is_stale(desk.duty):
            return conflict("duties/report.html", form, desk.duty, desk=desk)
        try:
            message = (act or (lambda form: finish(desk, form)))(form)
            return created(desk.home, message)
        except RuleBroken as broken:
            refuse_at_field(form, broken, REFUSALS)
    return render_page("duties/report.html", form=form, desk=desk, status=form.status)


def finish(desk: Desk, form: ReportForm) -> str:
    """Keep the report of a form; what the person who sent it reads."""
    day = form.done_on.data or clock.today()
    actions.report_done(viewer(), desk.duty, day, form.text.data or "", evidence_of(form))
    return "Đã gửi báo cáo, đang chờ người khác xác nhận."


def confirm(
    desk: Desk,
    act: Callable[[str, Evidence], object] | None = None,
    done: str = "Đã xác nhận hoàn thành.",
) -> Response:
    """A second person confirms what was reported.

    ``act`` is what its source does instead with the word of the note and with what the second person shows.
    """
    form = desk.decide_kind()
    text = form.reason.data or ""
    act = act or (lambda said, shown: actions.confirm(viewer(), desk.duty, said, evidence=shown))
    return _do(desk, form, lambda: act(text, _shown(form)), done)


def _shown(form: OfficeForm) -> Evidence:
    """What the second person shows, where its form asks for that."""
    return evidence_of(form) if "evidence_file" in form else NOTHING


def send_back(desk: Desk) -> Response:
    """A second person sends back what was reported, and says what is missing."""
    form = desk.decide_kind()
    text, done = form.reason.data or "", "Đã trả lại để bổ sung."
    return _do(desk, form, lambda: actions.send_back(viewer(), desk.duty, text, evidence=_shown(form)), done)


def reopen(desk: Desk) -> Response:
    """Take up again what was reported or done; its notes and evidence stay."""
    if not may_reopen(desk.duty, viewer()):
        raise NotAllowed
    form = ReopenForm()
    text = form.reason.data or ""
    return _do(desk, form, lambda: actions.reopen(viewer(), desk.duty, text), "Đã mở lại để làm tiếp.")


def keep_state(desk: Desk) -> Response:
    """Say why the state stays although what is counted says another thing."""
    if not may_keep(desk.duty, desk.duty.is_finished, viewer()):
        raise NotAllowed
    form = KeepForm()
    text = form.reason.data or ""
    return _do(desk, form, lambda: actions.keep_state(viewer(), desk.duty, text), "Đã ghi lý do.")


def extend(desk: Desk) -> Response:
    """Ask for a later day; the leader decides."""
    require_reporter(desk)
    form = ExtendForm()

    def ask() -> object:
        return actions.ask_extension(viewer(), desk.duty, form.new_due.data, form.reason.data or "")

    return _do(desk, form, ask, "Đã gửi đề nghị gia hạn, chờ lãnh đạo quyết định.")


def grant_extension(desk: Desk, is_granted: bool) -> Response:
    """The leader grants or refuses the later day."""
    message = "Đã đồng ý gia hạn." if is_granted else "Đã ghi: không đồng ý gia hạn."
    act = actions.decide_extension
    return _do(desk, EditForm(), lambda: act(viewer(), desk.duty, is_granted), message)


def assign(desk: Desk) -> Response:
    """Give it to a unit of the office, to one person, and to units that join in.

    Who leads a conclusion, and who joins in there, its meeting says.
    """
    form = AssignForm(obj=desk.duty, data={"joining": list(desk.joining)})
    try:
        desk.duty.require_owed()
    except RuleBroken as broken:
        return _refused(desk, form, broken)
    _offer(desk, form)
    if form.validate_on_submit():
        if form.is_stale(desk.duty):
            return conflict("duties/assign.html", form, desk.duty, desk=desk)
        joining = form.joining.data if "joining" in form else None
        if joining is not None:
            del form.joining
        form.populate_obj(desk.duty)
        if joining is not None:
            actions.join_units(viewer(), desk.duty, {one for one in joining if one in desk.units})
        return saved(desk.home, "Đã phân công.")
    return render_page("duties/assign.html", form=form, desk=desk, status=form.status)


def _offer(desk: Desk, form: AssignForm) -> None:
    form.person_id.offer(named_people(accounts.people(viewer())))
    if desk.duty.kind is DutyKind.CONCLUSION:
        del form.unit_id, form.joining
        return
    desk.units = {unit.id: unit.name for unit in accounts.units(viewer())}
    form.unit_id.offer(desk.units.items())
    form.joining.offer(desk.units.items())


def _do(desk: Desk, form: EditForm, act: Callable[[], object], done: str) -> Response:
    """Take the step that a form asks for, or show the page again with what keeps it from being taken."""
    if form.is_stale(desk.duty):  # before its fields: the page that shows them may have no such form any more
        desk.refusal, form.version.data = CHANGED, str(desk.duty.version)
        return desk.page(form, 409)
    if not form.validate_on_submit():
        return desk.page(form)
    try:
        act()
    except RuleBroken as broken:
        return _refused(desk, form, broken)
    return saved(desk.home, done)


def _refused(desk: Desk, form: OfficeForm, broken: RuleBroken) -> Response:
    if broken.field in form:
        refuse_at_field(form, broken, REFUSALS)
        return desk.page(form)
    db.session.rollback()
    desk.refusal = sentence(broken)
    return desk.page(form, 409)


def _back(desk: Desk) -> Response:
    """The page of the duty says why there is nothing to report."""
    return go_to(desk.home, sentence(RuleBroken(f"duty_{desk.duty.status.value}")), "bad")


def require_reporter(desk: Desk) -> None:
    """Everybody else only reads it."""
    if not may_report(desk.duty, viewer()):
        raise NotAllowed
