"""Reviewing earlier conclusions at the beginning of a meeting: what is late or done first, the rest needs no talk."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import sentence
from blueprints.pages import go_to, render_page
from blueprints.transactions import rollback, saved
from models import clock
from models.duties import actions as duties
from models.duties.rules import DutyState
from models.errors import RuleBroken
from models.meetings import queries, reviewing
from models.meetings.paper_rules import ReviewOutcome
from models.meetings.reviewing import ReviewItem

TALK = frozenset({DutyState.OVERDUE, DutyState.WAITING})


def _confirmed(found: Sequence[ReviewItem]) -> dict[int, ReviewOutcome]:
    """The second person's word, spoken in the meeting: whoever reported it cannot say it."""
    for item in found:
        if item.line.duty is not None:
            duties.confirm(viewer(), item.line.duty)
    return {item.line.id: ReviewOutcome.DONE for item in found}


def _needs_talk(item: ReviewItem) -> bool:
    """Whether somebody has to say something about it today: it is late, or waits to be confirmed."""
    duty = item.line.duty
    return duty is not None and duty.standing_on(clock.today()).state in TALK


@bp.get("/hop/<int:meeting_id>/ra-soat")
@requires(Permission.READ_MEETINGS)
def review(meeting_id: int) -> AnyResponse:
    """What earlier meetings of the same body decided and is not finished."""
    meeting = queries.meeting(viewer(), meeting_id)
    found = reviewing.items(viewer(), meeting)
    open_items = [item for item in found if item.decided is None]
    return render_page(
        "meetings/review.html",
        meeting=meeting,
        talk=[item for item in open_items if _needs_talk(item)],
        calm=[item for item in open_items if not _needs_talk(item)],
        decided=[item for item in found if item.decided is not None],
        today=clock.today(),
    )


@bp.post("/hop/<int:meeting_id>/ra-soat/ghi")
@requires(Permission.RECORD_MEETING)
def decide_review(meeting_id: int) -> AnyResponse:
    """Each conclusion is written into the minutes once: carried on, or only noted."""
    meeting = queries.meeting(viewer(), meeting_id)
    home = url_for(".review", meeting_id=meeting_id)
    found = reviewing.items(viewer(), meeting)
    outcomes = {item.line.id: ReviewOutcome.NOTED for item in found if not _needs_talk(item)}
    one, wish = request.form.get("ket-luan", ""), request.form.get("viec", "")
    if one:
        found = [item for item in found if str(item.line.id) == one and item.decided is None]
    try:
        if wish == "xong":
            outcomes = _confirmed(found)
        made = reviewing.decide(viewer(), meeting, found, {} if wish == "chuyen" else outcomes)
        return saved(home, f"Đã ghi {len(made)} kết luận vào biên bản.")
    except RuleBroken as broken:
        rollback()
        return go_to(home, sentence(broken), "bad")
