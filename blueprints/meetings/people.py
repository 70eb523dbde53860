"""The people of a meeting that is written down already: invited by body, unit and name, each seat by itself."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.meetings import bp
from blueprints.meetings.labels import sentence
from blueprints.pages import asked_page, go_to, render_page
from blueprints.transactions import rollback, saved
from models.errors import RuleBroken
from models.meetings import inviting, queries, reminding, seating
from models.meetings.tables import Meeting

PER_PAGE = 60


def _url(meeting_id: int) -> str:
    return url_for("meetings.people", meeting_id=meeting_id)


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(_url(meeting_id), sentence(broken), "bad")


@bp.get("/hop/<int:meeting_id>/nguoi-du")
@requires(Permission.RECORD_MEETING)
def people(meeting_id: int) -> AnyResponse:
    """The secretary sees who is invited, in pages, and invites more: a body, a unit, a person, a guest."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    seats = sorted((seat for seat in meeting.attendance if seat.substitute_for_id is None), key=lambda seat: seat.order)
    page = asked_page(PER_PAGE)
    page.total = len(seats)
    listed = {seat.person_id for seat in seats}
    return render_page(
        "meetings/people.html",
        meeting=meeting,
        seats=page.slice(seats),
        page=page,
        groups=inviting.groups(eyes, meeting.held_on),
        needle=text_arg("q"),
        found=[(one, one.id in listed) for one in inviting.search_people(eyes, text_arg("q"))],
    )


def _invited(meeting: Meeting, ids: list[int]) -> AnyResponse:
    made = seating.invite_people(viewer(), meeting, ids)
    if made and meeting.is_told:
        reminding.ask_soon(meeting)
    said = f"Đã mời thêm {made} người." if made else "Những người này đã được mời."
    return saved(_url(meeting.id), said, "ok" if made else "idle")


@bp.post("/hop/<int:meeting_id>/nguoi-du")
@requires(Permission.RECORD_MEETING)
def invite_more(meeting_id: int) -> AnyResponse:
    """The secretary invites a whole body or unit, one person, or a guest by name."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    try:
        if group := request.form.get("nhom", ""):
            return _invited(meeting, inviting.group_people(eyes, group, meeting.held_on))
        if (person := request.form.get("nguoi", "")).isascii() and person.isdigit() and len(person) < 10:
            return _invited(meeting, [int(person)])
        if name := request.form.get("khach", "").strip()[:200]:
            seating.invite_guest(meeting, name, request.form.get("chuc-vu", "")[:120])
            return saved(_url(meeting_id), "Đã mời khách.")
        return go_to(_url(meeting_id), "Xin chọn nhóm, người hoặc ghi tên khách.", "warn")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/hop/nguoi-du/<int:seat_id>/bo")
@requires(Permission.RECORD_MEETING)
def withdraw(seat_id: int) -> AnyResponse:
    """The secretary invites somebody no longer."""
    line = seating.seat(viewer(), seat_id)
    meeting_id = line.meeting_id
    try:
        seating.withdraw(line)
        return saved(_url(meeting_id), "Đã bỏ khỏi danh sách mời.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)
