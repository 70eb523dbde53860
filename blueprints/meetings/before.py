"""Before a meeting: what is on the agenda, its papers, who comes, what people think of each item."""

from pathlib import PurePath
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import REPLY, STANCE, sentence
from blueprints.pages import go_to, render_page
from blueprints.transactions import rollback, saved
from models import clock
from models.accounts.rules import Viewer
from models.errors import RuleBroken
from models.files import StoredFile
from models.meetings import discussing, nudging, papers_read, planning, queries, seating
from models.meetings.agenda import Stance
from models.meetings.seats import Reply
from models.meetings.tables import Meeting
from models.text import clean

MOST_MEGABYTES = 20
MOST_PAGES = 100_000


def _url(meeting_id: int, part: str = "") -> str:
    return url_for("meetings.before", meeting_id=meeting_id, _anchor=part or None)


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(_url(meeting_id), sentence(broken), "bad")


@bp.get("/hop/<int:meeting_id>/truoc-hop")
@requires(Permission.READ_MEETINGS)
def before(meeting_id: int) -> AnyResponse:
    """Who is invited reads and answers; chair and secretary see what needs talk and what nobody objects to."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id, *queries.with_agenda())
    seat, block = seating.own_seat(eyes, meeting), discussing.consent_block(meeting)
    invited = [one for one in meeting.attendance if one.person_id and one.substitute_for_id is None]
    papers = papers_read.papers_of(meeting)
    keeps = eyes.may(Permission.RECORD_MEETING) or eyes.person_id in (meeting.chair_id, meeting.secretary_id)
    return render_page(
        "meetings/before.html",
        meeting=meeting,
        paper_kinds=",".join(uploads.DOCUMENT + uploads.PHOTO),
        seat=seat,
        block=block,
        keeps=keeps,
        invited=len(invited),
        papers=papers,
        unread=nudging.unread(meeting, papers) if keeps else {},
        own={item.id: discussing.own_position(eyes, item) for item in meeting.items},
        counts={item.id: discussing.stances(item, len(invited)) for item in meeting.items},
        coming=sum(one.reply is Reply.COMING for one in invited),
        receipt_of=lambda version: papers_read.receipt_of(eyes, version),
        has_read_older=lambda paper: papers_read.has_read_older(eyes, paper),
        stances=STANCE,
        replies={reply: said for reply, said in REPLY.items() if reply is not Reply.NONE},
    )


@bp.post("/hop/<int:meeting_id>/tra-loi")
@requires(Permission.ANSWER_MEETING)
def reply(meeting_id: int) -> AnyResponse:
    """Somebody who is invited says whether he comes."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    said = request.form.get("reply", "")
    try:
        seat = seating.own_seat(eyes, meeting)
        if seat is None or said not in {one.value for one in REPLY}:
            raise RuleBroken("not_invited", "reply")
        seating.answer(seat, Reply(said), request.form.get("text", ""), clock.now())
        return saved(_url(meeting_id), "Đã trả lời giấy mời.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/hop/noi-dung/<int:item_id>/y-kien")
@requires(Permission.ANSWER_MEETING)
def take_position(item_id: int) -> AnyResponse:
    """Somebody who is invited says what he thinks of an item."""
    eyes, item = viewer(), discussing.item(viewer(), item_id)
    key, said = item.meeting_id, request.form.get("stance", "")
    try:
        if said not in {one.value for one in STANCE}:
            raise RuleBroken("not_invited", "stance")
        discussing.take_position(eyes, item, Stance(said), request.form.get("text", ""), clock.now())
        return saved(_url(key, f"nd-{item_id}"), "Đã ghi ý kiến.")
    except RuleBroken as broken:
        return _refused(key, broken)


@bp.post("/hop/<int:meeting_id>/khong-y-kien")
@requires(Permission.ANSWER_MEETING)
def agree_to_rest(meeting_id: int) -> AnyResponse:
    """No remark on all that one has not answered yet, in one press."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id, *queries.with_agenda())
    try:
        many = discussing.agree_to_rest(eyes, meeting, clock.now())
        return saved(_url(meeting_id), f"Đã ghi không ý kiến với {many} nội dung.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/hop/<int:meeting_id>/da-doc")
@requires(Permission.ANSWER_MEETING)
def confirm_read(meeting_id: int) -> AnyResponse:
    """Somebody says that he has read what he opened; what he did not open stays as it is."""
    eyes = viewer()
    many = papers_read.confirm_opened(eyes, queries.meeting(eyes, meeting_id), clock.now())
    return saved(_url(meeting_id), f"Đã xác nhận đọc {many} tài liệu.")


@bp.post("/hop/tai-lieu/<int:version_id>/mo")
@requires(Permission.ANSWER_MEETING)
def open_paper(version_id: int) -> AnyResponse:
    """A paper is opened: that is kept, and the way leads to the file or to where it lies."""
    eyes = viewer()
    found = papers_read.version(eyes, version_id)
    if seating.own_seat(eyes, found.paper.meeting) is not None:
        papers_read.open_version(eyes, found, clock.now())
    return saved(url_for("files.open", file_id=found.file_id) if found.file_id else found.link)


def _published(meeting: Meeting, work: Any, done: str) -> AnyResponse:
    """Keep a file or a link as a paper or as a further version of one."""
    eyes, key = viewer(), meeting.id
    given = request.files.get("file")
    try:
        if meeting.is_secret:
            raise RuleBroken("secret_has_no_papers", "title")
        if meeting.is_closed and given is not None and given.filename:
            given.filename = f"tai-lieu{PurePath(given.filename).suffix}"  # names of files stand in the journal
        file = uploads.save(given, eyes) if uploads.is_given(given) and given is not None else None
        work(eyes, file, request.form.get("link", "").strip()[:500])
        return saved(_url(key, "tai-lieu"), done)
    except RuleBroken as broken:
        return _refused(key, broken)


@bp.post("/hop/<int:meeting_id>/tai-lieu")
@requires(Permission.RECORD_MEETING)
@uploads.allowed(MOST_MEGABYTES)
def add_paper(meeting_id: int) -> AnyResponse:
    """The secretary publishes a paper; the server stamps whether it is in time."""
    meeting = queries.meeting(viewer(), meeting_id)
    title = clean(request.form.get("title", ""))[:300] or "Tài liệu"
    number, pages = request.form.get("item", ""), _pages(request.form.get("pages", ""))
    item = next((one for one in meeting.items if str(one.id) == number), None)

    def work(eyes: Viewer, file: StoredFile | None, link: str) -> None:
        made = papers_read.publish(eyes, meeting, title, item, file, link)
        made.current.pages = pages

    return _published(meeting, work, "Đã đăng tài liệu.")


def _pages(text: str) -> int | None:
    """How many pages a paper has, where somebody knows; anything but a number says nothing."""
    plain = text.strip()
    is_number = plain.isascii() and plain.isdecimal() and len(plain) <= 6
    return int(plain) if is_number and 0 < int(plain) <= MOST_PAGES else None


@bp.post("/hop/tai-lieu/<int:paper_id>/ban-moi")
@requires(Permission.RECORD_MEETING)
@uploads.allowed(MOST_MEGABYTES)
def replace_paper(paper_id: int) -> AnyResponse:
    """The secretary replaces a paper: earlier readers are told, the older version stays."""
    paper = papers_read.paper(viewer(), paper_id)
    return _published(
        paper.meeting,
        lambda eyes, file, link: papers_read.add_version(eyes, paper, paper.meeting, file, link),
        "Đã thay tài liệu. Người đã đọc bản cũ sẽ thấy “bản mới, chưa mở”.",
    )


@bp.post("/hop/<int:meeting_id>/chuong-trinh")
@requires(Permission.RECORD_MEETING)
def add_items(meeting_id: int) -> AnyResponse:
    """The secretary puts items behind the agenda, a line each."""
    meeting = queries.meeting(viewer(), meeting_id)
    try:
        meeting.require_open()
        planning.add_topics(meeting, list(planning.topics(request.form.get("agenda", "")[:20000])))
        return saved(_url(meeting_id), "Đã thêm vào chương trình.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)
