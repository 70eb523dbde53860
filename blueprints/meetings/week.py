"""One week of meetings: its figures, its list, and the sentence for the report."""

from functools import partial

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.figures import week_paragraph
from blueprints.meetings.ledger import by_week, read_week
from blueprints.pages import render_page
from models.errors import NotFound
from models.meetings import queries, weeks
from models.meetings.lateness import Lateness
from models.meetings.queries import MeetingFilter
from models.periods import FIRST_YEAR, LAST_YEAR, shift_week, week_days

MOST_LINES = 300


def _address(year: int, week: int) -> str | None:
    return url_for("meetings.week", week=f"{year}-W{week:02d}") if FIRST_YEAR < year < LAST_YEAR else None


@bp.get("/hop/tuan/<week>")
@requires(Permission.READ_MEETINGS)
def week(week: str) -> AnyResponse:
    """The week's figures with the text to copy into a report."""
    found = read_week(week)
    if found is None:
        raise NotFound("week")
    eyes = viewer()
    late = Lateness(eyes)
    lines = queries.lines(eyes, MeetingFilter(week=found), limit=MOST_LINES, late=late)
    return render_page(
        "meetings/week.html",
        figures=weeks.week_figures(eyes, *found, late),
        days=week_days(*found),
        week=found,
        told=partial(week_paragraph, eyes, *found),
        groups=by_week(lines),
        before=_address(*shift_week(*found, -1)) if found[0] > FIRST_YEAR else None,
        after=_address(*shift_week(*found, 1)) if found[0] < LAST_YEAR else None,
    )
