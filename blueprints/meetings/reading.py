"""Reminding those who have not read the papers of a meeting."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import sentence
from blueprints.pages import go_to
from blueprints.transactions import rollback, saved
from models import clock
from models.errors import RuleBroken
from models.meetings import nudging, papers_read, queries


@bp.post("/hop/<int:meeting_id>/nhac-doc")
@requires(Permission.RECORD_MEETING)
def nudge(meeting_id: int) -> AnyResponse:
    """The secretary reminds everybody who has not read the papers; pressed twice, nobody is reminded twice."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    url = url_for("meetings.before", meeting_id=meeting_id, _anchor="tai-lieu")
    try:
        many = nudging.nudge(eyes, meeting, papers_read.papers_of(meeting), clock.now())
    except RuleBroken as broken:
        rollback()
        return go_to(url, sentence(broken), "bad")
    return saved(url, f"Đã nhắc {many} người đọc tài liệu." if many else "Ai chưa đọc cũng đã được nhắc rồi.")
