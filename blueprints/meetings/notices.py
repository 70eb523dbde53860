"""The notice of conclusions: drafted from them, laid before whoever signs, issued with number and day, replaced."""

from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.document_kept import keep, kept
from blueprints.documents import Document, as_docx, as_page, as_print
from blueprints.filters import int_arg
from blueprints.labels import word
from blueprints.meetings import bp, notice_paper
from blueprints.meetings.labels import REFUSALS, sentence
from blueprints.meetings.minutes_forms import AmendForm
from blueprints.meetings.minutes_writing import commune_of, room_of
from blueprints.meetings.notice_forms import IssueForm, NoticeForm
from blueprints.pages import go_to, render_page
from blueprints.transactions import conflict, created, once, refuse, rollback, saved
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.meetings import notice_papers, queries
from models.meetings.paper_tables import MeetingNotice
from models.meetings.tables import Meeting


def _home(meeting_id: int) -> str:
    return url_for("meetings.write_notice", meeting_id=meeting_id)


def _back(meeting_id: int) -> tuple[str, str]:
    return url_for("meetings.page", meeting_id=meeting_id), "Cuộc họp"


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(_home(meeting_id), sentence(broken), "bad")


def _document(meeting_id: int) -> tuple[Document, str]:
    """The notice that these eyes read, and what it is: the version asked for, the newest, or a first draft.

    Before it is issued only those read it who may write it.
    """
    meeting = queries.meeting(viewer(), meeting_id, for_papers=True)
    if meeting.is_secret:
        raise RuleBroken("secret_has_no_file")
    writes = viewer().may(Permission.RECORD_MEETING)
    rows = [row for row in notice_papers.versions(viewer(), meeting_id) if writes or row.paper]
    asked = int_arg("ban", 0, high=9999)
    row = next((row for row in rows if row.number == asked), None) if asked else next(iter(rows), None)
    if row is None and (asked or not writes or not meeting.has_happened):
        abort(404)
    commune = commune_of(meeting)
    if row is None:
        with db.session.no_autoflush:
            row = notice_paper.first_draft(meeting, room_of(meeting), commune)
        return notice_paper.notice(meeting, row, commune), "Dự thảo"
    said = f"{word(row.state)}" + (f", bản {row.number}" if row.number > 1 else "")
    return (kept(row.paper) if row.paper else notice_paper.notice(meeting, row, commune)), said


@bp.get("/hop/<int:meeting_id>/thong-bao")
@requires(Permission.READ_MEETINGS)
def notice(meeting_id: int) -> AnyResponse:
    """The notice as it stands on paper, read inside the site."""
    document, said = _document(meeting_id)
    docx, paper = (url_for(f".{way}", meeting_id=meeting_id) for way in ("notice_docx", "notice_sheet"))
    return as_page(document, _back(meeting_id), docx, paper, said)


@bp.get("/hop/<int:meeting_id>/thong-bao/in")
@requires(Permission.READ_MEETINGS)
def notice_sheet(meeting_id: int) -> AnyResponse:
    """The notice on A4."""
    return as_print(_document(meeting_id)[0], _back(meeting_id), url_for(".notice_docx", meeting_id=meeting_id))


@bp.get("/hop/<int:meeting_id>/thong-bao.docx")
@requires(Permission.READ_MEETINGS)
def notice_docx(meeting_id: int) -> AnyResponse:
    """The notice as a file, to be signed in the document system."""
    return as_docx(_document(meeting_id)[0])


@bp.route("/hop/<int:meeting_id>/thong-bao/soan", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def write_notice(meeting_id: int) -> AnyResponse:
    """The secretary goes over the sentences of a notice; the first save keeps the draft."""
    meeting = queries.meeting(viewer(), meeting_id)
    rows = notice_papers.versions(viewer(), meeting_id)
    row = rows[0] if rows else None
    form = NoticeForm(obj=row or _proposed(meeting))
    if form.validate_on_submit():
        if row is not None and form.is_stale(row):
            return conflict("meetings/notice.html", form=form, row=row, **_around(meeting, rows))
        try:
            _save(meeting, row, form)
            return saved(_home(meeting_id), "Đã lưu dự thảo thông báo.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    if form.is_submitted():
        meeting = queries.meeting(viewer(), meeting_id)  # what was begun was taken back
    return render_page("meetings/notice.html", form=form, row=row, status=form.status, **_around(meeting, rows))


def _proposed(meeting: Meeting) -> MeetingNotice | None:
    if meeting.is_secret or not meeting.has_happened:
        return None
    return notice_paper.first_draft(meeting, room_of(meeting), commune_of(meeting))


def _save(meeting: Meeting, row: MeetingNotice | None, form: NoticeForm) -> None:
    if row is None:
        row = MeetingNotice()
        form.populate_obj(row)
        notice_papers.draft(meeting, row)
        return
    notice_papers.require_draft(row)
    form.populate_obj(row)
    db.session.flush()


def _around(meeting: Meeting, rows: object) -> dict[str, Any]:
    return {"meeting": meeting, "rows": rows, "due": notice_papers.clock_of(viewer(), meeting)}


@bp.post("/thong-bao/<int:notice_id>/trinh")
@requires(Permission.RECORD_MEETING)
def submit_notice(notice_id: int) -> AnyResponse:
    """The draft is laid before whoever signs."""
    row, found = notice_papers.notice(viewer(), notice_id)
    meeting = queries.meeting(viewer(), found.id)
    try:
        notice_papers.submit(row, len(meeting.conclusions))
        return saved(_home(meeting.id), "Đã trình ký. Khi có số và ngày, xin ghi ở “Ghi ban hành”.")
    except RuleBroken as broken:
        return _refused(found.id, broken)


@bp.post("/thong-bao/<int:notice_id>/sua-tiep")
@requires(Permission.RECORD_MEETING)
def take_back_notice(notice_id: int) -> AnyResponse:
    """A notice that is not issued yet is a draft again."""
    row, meeting = notice_papers.notice(viewer(), notice_id)
    meeting_id = meeting.id
    try:
        notice_papers.take_back(row)
        return saved(_home(meeting_id), "Thông báo trở lại dự thảo để sửa tiếp.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.route("/thong-bao/<int:notice_id>/ban-hanh", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@uploads.allowed(20)
def issue_notice(notice_id: int) -> AnyResponse:
    """Number, day and signer come back from the document system; from here on the notice never changes."""
    row, found = notice_papers.notice(viewer(), notice_id)
    form = IssueForm(obj=row)
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("meetings/issue.html", form=form, row=row, meeting=found)
        try:
            _issue(row, queries.meeting(viewer(), found.id, for_papers=True), form)
            return saved(_home(found.id), "Đã ghi ban hành. Thông báo này không sửa được nữa.")
        except RulesBroken as refused:
            rollback()
            form.was_refused = True
            for broken in refused.broken:
                field = form[broken.field or "symbol"]
                field.errors = [*field.errors, sentence(broken)]
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    row, found = notice_papers.notice(viewer(), notice_id)
    return render_page("meetings/issue.html", form=form, row=row, meeting=found, status=form.status)


def _issue(row: MeetingNotice, meeting: Meeting, form: IssueForm) -> None:
    given = notice_papers.Issue(form.symbol.data or "", form.issued_on.data, form.signer_name.data or "")
    notice_papers.fill_in(row, given, meeting.held_on)
    row.capacity, row.signer_post = form.capacity.data, form.signer_post.data
    file = uploads.save(form.file.data, viewer()) if uploads.is_given(form.file.data) else None
    row.evidence_id = file.id if file else row.evidence_id
    notice_papers.issue(viewer(), row, keep(notice_paper.notice(meeting, row, commune_of(meeting))))


@bp.route("/hop/<int:meeting_id>/thong-bao/thay-the", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@once
def replace_notice(meeting_id: int) -> AnyResponse:
    """An issued notice is replaced by a later version, with the reason."""
    meeting, form = queries.meeting(viewer(), meeting_id), AmendForm()
    if form.validate_on_submit():
        try:
            row = notice_papers.replace(viewer(), meeting, form.reason.data)
            told = f"Đã mở bản {row.number}; bản đã ban hành vẫn có hiệu lực đến khi bản mới được ban hành."
            return created(_home(meeting_id), told)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    return render_page("meetings/amend.html", form=form, meeting=meeting, paper="thong-bao", status=form.status)
