"""Where the meetings behind a figure are listed."""

from collections.abc import Callable

from flask import url_for

from models.meetings.counting import MeetingMetric
from models.meetings.rules import MeetingFigure
from models.meetings.staff_rules import SkillTerm


def meetings(week: str, figure: MeetingFigure) -> str:
    """The meetings of an ISO week (2026-W14) that a figure counts."""
    return url_for("meetings.index", tuan=week, so=figure.value)


def staff(term: SkillTerm) -> str:
    """The staff and e-Cabinet, where the secretary sees who has not reached something."""
    return url_for("meetings.staff_skills", muc=term.value)


def figure(metric: MeetingMetric, span: str) -> str:
    """The meetings or tasks behind one figure of a week, month or quarter."""
    return url_for("meetings.figure_list", metric=metric.value, ky=span)


LISTS: dict[str, Callable[..., str]] = {"meetings": meetings, "ecabinet_staff": staff, "meeting_figure": figure}
