"""In the room: everybody ticked but the exceptions, who is enough, item by item with its vote, the consent block."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import OUTCOME, sentence
from blueprints.pages import answer, go_to, render_page, toast, wants_htmx
from blueprints.transactions import commit, rollback, saved
from models import clock
from models.errors import RuleBroken
from models.meetings import discussing, inviting, queries, seating
from models.meetings.agenda import AgendaItem
from models.meetings.attending import Attendance
from models.meetings.quorum import ItemOutcome
from models.meetings.seats import Presence
from models.meetings.tables import Meeting
from models.text import clean

REASONS = ("Đi công tác", "Ốm", "Nghỉ phép", "Bận việc khác")


def url_of(meeting_id: int, part: str = "") -> str:
    """The page of whoever keeps a meeting while it sits, at one of its parts."""
    return url_for("meetings.during", meeting_id=meeting_id, _anchor=part or None)


def _context(meeting: Meeting, **more: Any) -> dict[str, Any]:
    """What page and piece show of the people in the room."""
    seats = sorted((seat for seat in meeting.attendance if seat.status is not Presence.SUBSTITUTE), key=_order)
    odd = [seat for seat in seats if _is_odd(seat)]
    return {
        "meeting": meeting,
        "odd": odd,
        "plain": [seat for seat in seats if seat not in odd],
        "stands_in": seating.stands_in(meeting),
        "quorum": seating.quorum(meeting),
        "eligible": seating.eligible(meeting),
        "discussed": seating.now_discussed(meeting),
        "reasons": REASONS,
        **more,
    }


def _order(seat: Attendance) -> tuple[int, int, str, str]:
    return seat.order


def _is_odd(seat: Attendance) -> bool:
    """Whether somebody is an exception: absent, represented, late or gone."""
    return seat.status not in (Presence.PRESENT, Presence.EXPECTED) or bool(seat.movements)


@bp.get("/hop/<int:meeting_id>/dieu-hanh")
@requires(Permission.RECORD_MEETING)
def during(meeting_id: int) -> AnyResponse:
    """The secretary in the room: enough people? which item? who is missing?"""
    meeting = queries.meeting(viewer(), meeting_id, *queries.with_agenda())
    block = discussing.consent_block(meeting)
    able = {item.id: seating.eligible(meeting, item.no) for item in meeting.items}
    return render_page("meetings/during.html", **_context(meeting, block=block, able=able, outcomes=OUTCOME))


def _ticked(meeting: Meeting, message: str = "", **more: Any) -> AnyResponse:
    """The changed people for htmx, else the page once more."""
    commit()
    found = queries.meeting(viewer(), meeting.id, *queries.with_agenda())
    return answer(
        "meetings/_seating.html",
        message,
        url_of(meeting.id, "diem-danh"),
        **_context(found, is_piece=wants_htmx(), **more),
    )


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    rollback()
    if not wants_htmx():
        return go_to(url_of(meeting_id), sentence(broken), "bad")
    meeting = queries.meeting(viewer(), meeting_id, *queries.with_agenda())
    piece = render_page("meetings/_seating.html", **_context(meeting, is_piece=True))
    return toast(piece, sentence(broken), "bad")


def _require_fresh(line: Attendance) -> None:
    """Refuse when somebody else has ticked the same seat since the page was drawn."""
    if request.form.get("version", str(line.version)) != str(line.version):
        raise RuleBroken("seat_changed", "attendance")


@bp.post("/hop/<int:meeting_id>/diem-danh")
@requires(Permission.RECORD_MEETING)
def tick_all(meeting_id: int) -> AnyResponse:
    """Everybody who is expected is there."""
    meeting = queries.meeting(viewer(), meeting_id, *queries.with_agenda())
    try:
        seating.tick_all(meeting)
        return _ticked(meeting)
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/hop/nguoi-du/<int:seat_id>/diem-danh")
@requires(Permission.RECORD_MEETING)
def tick(seat_id: int) -> AnyResponse:
    """One person: there, absent with or without leave and why, come late, gone home."""
    line = seating.seat(viewer(), seat_id)
    meeting = line.meeting
    key, said, work = meeting.id, request.form.get("status", ""), request.form.get("viec", "")
    try:
        _require_fresh(line)
        if work == "ra-ve":
            seating.leave(line, clock.now(), seating.now_discussed(meeting))
        elif work == "vao":
            seating.come(line, clock.now(), seating.now_discussed(meeting))
        elif said in {status.value for status in Presence}:
            seating.tick(line, Presence(said), line.reason)
        elif "reason" in request.form:
            seating.tick(line, line.status, request.form["reason"])
        return _ticked(meeting)
    except RuleBroken as broken:
        return _refused(key, broken)


@bp.route("/hop/nguoi-du/<int:seat_id>/thay", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def substitute(seat_id: int) -> AnyResponse:
    """Somebody comes in another's place: some letters of a colleague's name, or whoever is named."""
    eyes = viewer()
    line = seating.seat(eyes, seat_id)
    if request.method == "GET":
        return render_page("meetings/substitute.html", line=line, meeting=line.meeting, found=[], needle="")
    words, title = clean(request.form.get("ten", ""))[:200], request.form.get("chuc-vu", "")
    listed = {one.person_id for one in line.meeting.attendance}
    found = [one for one in inviting.search_people(eyes, words) if one.id not in listed]
    key = line.meeting_id
    try:
        _require_fresh(line)
        if picked := next((one for one in found if str(one.id) == request.form.get("nguoi")), None):
            seating.send(eyes, line, picked.id)
        elif len(found) == 1 and not request.form.get("ngoai"):
            seating.send(eyes, line, found[0].id)
        elif found and not request.form.get("ngoai"):
            return render_page("meetings/substitute.html", line=line, meeting=line.meeting, found=found, needle=words)
        else:
            seating.send(eyes, line, None, words, title)
        return saved(url_of(key, "diem-danh"), "Đã ghi người dự thay.")
    except RuleBroken as broken:
        return _refused(key, broken)


def on_item(item_id: int, work: Any, done: str) -> AnyResponse:
    """Do something with an item and lead back to it; a refusal stands on the page."""
    item = discussing.item(viewer(), item_id)
    key = item.meeting_id
    try:
        if request.form.get("version", str(item.version)) != str(item.version):
            raise RuleBroken("item_changed", "item")
        work(item)
        return saved(url_of(key, f"nd-{item_id}"), done)
    except RuleBroken as broken:
        rollback()
        return go_to(url_of(key, f"nd-{item_id}"), sentence(broken), "bad")


@bp.post("/hop/noi-dung/<int:item_id>/mo")
@requires(Permission.RECORD_MEETING)
def open_item(item_id: int) -> AnyResponse:
    """An item is discussed from now on."""
    return on_item(item_id, lambda item: discussing.open_item(item, clock.now()), "Đang bàn nội dung này.")


@bp.post("/hop/noi-dung/<int:item_id>/ket-qua")
@requires(Permission.RECORD_MEETING)
def settle(item_id: int) -> AnyResponse:
    """What became of an item."""
    said = request.form.get("ket-qua", "")

    def work(item: AgendaItem) -> None:
        if said not in {outcome.value for outcome in ItemOutcome}:
            raise RuleBroken("outcome_missing", "item")
        discussing.settle(item, ItemOutcome(said), clock.now())

    return on_item(item_id, work, "Đã ghi kết quả.")


@bp.post("/hop/noi-dung/<int:item_id>/ghi")
@requires(Permission.RECORD_MEETING)
def note_item(item_id: int) -> AnyResponse:
    """What was said on an item, in the words of the secretary."""

    def work(item: AgendaItem) -> None:
        item.meeting.require_open()
        if item.meeting.is_secret:
            raise RuleBroken("secret_keeps_no_words", "item")
        item.said = clean(request.form.get("said", ""), multiline=True)[:20000]

    return on_item(item_id, work, "Đã lưu ý kiến.")


@bp.post("/hop/noi-dung/<int:item_id>/thao-luan")
@requires(Permission.RECORD_MEETING)
def pull_out(item_id: int) -> AnyResponse:
    """The chair wants an item to be discussed, or puts it back among those that nobody objects to."""

    def work(item: AgendaItem) -> None:
        item.meeting.require_open()
        item.needs_talk = not item.needs_talk

    return on_item(item_id, work, "Đã chuyển nội dung.")
