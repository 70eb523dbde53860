"""The calendar for a phone: its address is made, renewed and withdrawn by its owner, and needs no sign-in."""

from datetime import timedelta

from flask import make_response, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, public, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.feed_lines import calendar_text
from blueprints.pace import Pace
from blueprints.pages import render_page
from blueprints.serving import seen_from_outside
from blueprints.transactions import saved
from models import clock
from models.base import db
from models.errors import NotFound
from models.meetings import feed

pace = Pace(60, timedelta(minutes=10))
MOST_KEY = 80


def _page(meeting_id: int) -> str:
    return url_for("meetings.page", meeting_id=meeting_id, _external=True)


@bp.get("/hop/lich.ics")
@public
def calendar_feed() -> AnyResponse:
    """The meetings of whoever owns the key; a wrong key is no page, and one caller asks only so often."""
    key = request.args.get("khoa", "")[:MOST_KEY]
    if not key:
        raise NotFound("calendar_key")
    if seconds := pace.wait(request.remote_addr):
        raise TooManyRequests(retry_after=seconds)
    eyes = feed.viewer_by_key(key)
    answer = make_response(calendar_text(feed.events(eyes), _page))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="lich-hop.ics"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/hop/lich/dien-thoai")
@requires(Permission.ANSWER_MEETING)
def feed_key() -> AnyResponse:
    """Somebody sees whether a phone may ask for his meetings, and from when."""
    return render_page("meetings/feed.html", key=feed.key_of(viewer()), address="")


@bp.post("/hop/lich/dien-thoai/tao")
@requires(Permission.ANSWER_MEETING)
def make_feed_key() -> AnyResponse:
    """A new address for the phone, shown once; the one before it opens nothing any more."""
    eyes = viewer()
    key = feed.new_key(eyes)
    db.session.commit()
    address = seen_from_outside(url_for(".calendar_feed", khoa=key, _external=True))
    return render_page("meetings/feed.html", key=feed.key_of(eyes), address=address)


@bp.post("/hop/lich/dien-thoai/thu-hoi")
@requires(Permission.ANSWER_MEETING)
def withdraw_feed_key() -> AnyResponse:
    """No phone may ask any more."""
    feed.withdraw_key(viewer())
    return saved(url_for(".feed_key"), f"Đã thu hồi địa chỉ lịch lúc {clock.local(clock.now()):%H:%M}.")
