"""What the page of a duty says of the conclusion that it comes from."""

from flask import url_for

from blueprints.access import viewer
from blueprints.duties.windows import ORIGINS, Origin, source
from blueprints.filters import day
from blueprints.labels import word
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.meetings import queries


def _origin(duty: Duty) -> Origin:
    """The meeting, and what its paper asks for; eyes that may not know of the meeting get the duty's own words."""
    line = queries.conclusion_of(viewer(), duty.id)
    if line is None:
        return Origin(source(duty))
    return Origin(
        source(duty),
        url_for("meetings.page", meeting_id=line.meeting_id),
        [
            ("Nội dung kết luận", line.text),
            ("Sản phẩm", line.product),
            ("Thẩm quyền", line.authority),
            ("Thời hạn trong kết luận", f"{word(line.due_rule)} {day(line.printed_due)}"),
        ],
    )


ORIGINS[DutyKind.CONCLUSION] = _origin
