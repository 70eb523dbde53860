"""The steps of a record after it was written: invite, open, close it, open it again; each with who, when and why."""

from collections.abc import Callable

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import sentence
from blueprints.meetings.step_forms import ReasonForm
from blueprints.pages import go_to, render_page
from blueprints.transactions import conflict, saved
from models import clock, journal
from models.base import db
from models.errors import RuleBroken
from models.meetings import queries, reminding
from models.meetings.tables import Meeting


def blank_reason(meeting: Meeting) -> ReasonForm:
    """The little form that asks for a reason."""
    return ReasonForm(formdata=None, data={"version": meeting.version})


def _with_reason(meeting_id: int, take: Callable[[Meeting, str], None], template: str, done: str) -> AnyResponse:
    """Take a step that needs a reason, or show the form that asks for it."""
    meeting = queries.meeting(viewer(), meeting_id)
    form = ReasonForm()
    if not form.is_submitted():
        form.version.data = str(meeting.version)
    if form.validate_on_submit():
        if form.is_stale(meeting):
            return conflict(template, form=form, row=meeting, meeting=meeting, key=meeting_id)
        try:
            take(meeting, form.reason.data or "")
            return saved(url_for("meetings.page", meeting_id=meeting_id), done)
        except RuleBroken as broken:
            return _refused(meeting_id, broken)
    return render_page(template, form=form, meeting=meeting, key=meeting_id, status=form.status)


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    db.session.rollback()
    return go_to(url_for("meetings.page", meeting_id=meeting_id), sentence(broken), "bad")


@bp.route("/hop/<int:meeting_id>/mo-lai", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def reopen(meeting_id: int) -> AnyResponse:
    """The secretary opens a closed record again, and says why."""
    return _with_reason(meeting_id, Meeting.reopen, "meetings/reopen.html", "Đã mở lại hồ sơ cuộc họp.")


@bp.route("/hop/<int:meeting_id>/bo-kin", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def open_up(meeting_id: int) -> AnyResponse:
    """Chair or secretary let the whole office know of a closed meeting, and say why; the journal keeps both."""

    def take(meeting: Meeting, why: str) -> None:
        meeting.open_up(viewer().person_id, why)
        journal.note("opened_up", "meeting", str(meeting.id), meeting.commune_id, reason=why)

    return _with_reason(meeting_id, take, "meetings/open_up.html", "Đã bỏ chế độ họp kín. Mọi người đều xem được.")


@bp.route("/hop/<int:meeting_id>/khong-to-chuc", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def give_up(meeting_id: int) -> AnyResponse:
    """The secretary writes down that too few people came."""
    done = "Đã ghi: không tổ chức được. Cuộc họp này không được tính."
    return _with_reason(meeting_id, Meeting.give_up, "meetings/give_up.html", done)


def _step(meeting_id: int, take: Callable[[Meeting], None], done: str, page: str = "page") -> AnyResponse:
    """Take a step that needs no more than a press; a refusal stands on the meeting's page."""
    meeting = queries.meeting(viewer(), meeting_id)
    try:
        take(meeting)
        return saved(url_for(f"meetings.{page}", meeting_id=meeting_id), done)
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/hop/<int:meeting_id>/gui-giay-moi")
@requires(Permission.RECORD_MEETING)
def invite(meeting_id: int) -> AnyResponse:
    """The secretary lets those who are invited know."""

    def take(meeting: Meeting) -> None:
        meeting.invite(clock.now())
        reminding.ask_soon(meeting)

    return _step(meeting_id, take, "Đã gửi giấy mời.")


@bp.post("/hop/<int:meeting_id>/khai-mac")
@requires(Permission.RECORD_MEETING)
def begin(meeting_id: int) -> AnyResponse:
    """The meeting is opened: from here on its hours are what happened."""
    return _step(meeting_id, lambda meeting: meeting.begin(clock.now()), "Đã khai mạc.", page="during")


@bp.post("/hop/<int:meeting_id>/be-mac")
@requires(Permission.RECORD_MEETING)
def close(meeting_id: int) -> AnyResponse:
    """The meeting is closed."""
    return _step(meeting_id, lambda meeting: meeting.close(clock.now()), "Đã bế mạc cuộc họp.")


@bp.post("/hop/<int:meeting_id>/da-hop")
@requires(Permission.RECORD_MEETING)
def hold(meeting_id: int) -> AnyResponse:
    """The secretary writes down afterwards that a planned meeting took place."""
    return _step(meeting_id, lambda meeting: meeting.hold(clock.now()), "Đã ghi là đã họp. Xin kiểm tra điểm danh.")


@bp.post("/hop/<int:meeting_id>/khoa")
@requires(Permission.RECORD_MEETING)
def conclude(meeting_id: int) -> AnyResponse:
    """The secretary closes a record: from here on it is only read."""
    return _step(meeting_id, Meeting.conclude, "Đã khóa hồ sơ cuộc họp.")


@bp.post("/hop/<int:meeting_id>/luu-ho-so")
@requires(Permission.RECORD_MEETING)
def file(meeting_id: int) -> AnyResponse:
    """The record of a concluded meeting goes into the archive."""
    return _step(meeting_id, Meeting.file, "Đã lưu hồ sơ cuộc họp.")
