"""The steps of a record after it was written: cancel it, close it, open it again; each with who, when and why."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.forms import ReasonForm
from blueprints.meetings.labels import sentence
from blueprints.pages import go_to, render_page
from blueprints.transactions import conflict, saved
from models.base import db
from models.errors import RuleBroken
from models.meetings import queries
from models.meetings.tables import Meeting


def blank_reason(meeting: Meeting) -> ReasonForm:
    """The little form that asks for a reason."""
    return ReasonForm(formdata=None, data={"version": meeting.version})


def _with_reason(meeting_id: int, verb: str, template: str, done: str) -> AnyResponse:
    """Take a step that needs a reason, or show the form that asks for it."""
    meeting = queries.meeting(viewer(), meeting_id)
    form = ReasonForm()
    if not form.is_submitted():
        form.version.data = str(meeting.version)
    if form.validate_on_submit():
        if form.is_stale(meeting):
            return conflict(template, form=form, row=meeting, meeting=meeting, key=meeting_id)
        try:
            getattr(meeting, verb)(form.reason.data)
            return saved(url_for("meetings.page", meeting_id=meeting_id), done)
        except RuleBroken as broken:
            return _refused(meeting_id, broken)
    return render_page(template, form=form, meeting=meeting, key=meeting_id, status=form.status)


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    db.session.rollback()
    return go_to(url_for("meetings.page", meeting_id=meeting_id), sentence(broken), "bad")


@bp.route("/hop/<int:meeting_id>/huy", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def cancel(meeting_id: int) -> AnyResponse:
    """The secretary takes a meeting out of every count, and says why."""
    return _with_reason(meeting_id, "cancel", "meetings/cancel.html", "Đã hủy cuộc họp. Cuộc họp này không được tính.")


@bp.route("/hop/<int:meeting_id>/mo-lai", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def reopen(meeting_id: int) -> AnyResponse:
    """The secretary opens a closed record again, and says why."""
    return _with_reason(meeting_id, "reopen", "meetings/reopen.html", "Đã mở lại hồ sơ cuộc họp.")


@bp.post("/hop/<int:meeting_id>/khoa")
@requires(Permission.RECORD_MEETING)
def conclude(meeting_id: int) -> AnyResponse:
    """The secretary closes a record: from here on it is only read."""
    meeting = queries.meeting(viewer(), meeting_id)
    try:
        meeting.conclude()
        return saved(url_for("meetings.page", meeting_id=meeting_id), "Đã khóa hồ sơ cuộc họp.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)
