"""What the office counts of meetings: those of the present ISO week that were held on e-Cabinet."""

from enum import StrEnum

from models.counting import Behind, Counted, Measure, MeasureUnit, ReadOnce, amount, behind, share
from models.meetings import weeks
from models.meetings.rules import MeetingFigure, WeekFigures


class MeetingUnit(StrEnum):
    """What a value counts here."""

    MEETINGS = "meetings"


def week(look: ReadOnce) -> WeekFigures:
    """The meetings of the present ISO week in numbers."""
    return weeks.week_figures(look.viewer, *look.week)


def _list(found: WeekFigures, figure: MeetingFigure) -> Behind:
    return behind("meetings", week=found.code, figure=figure)


def _ecabinet_per_week(look: ReadOnce) -> Counted:
    found = look.once(week)
    return amount(found.ecabinet if found.counted else None, _list(found, MeetingFigure.ECABINET))


def _ecabinet_share(look: ReadOnce) -> Counted:
    found = look.once(week)
    return share(found.ecabinet, found.counted, _list(found, MeetingFigure.ECABINET))


MEASURES = [
    Measure(
        "meetings.ecabinet_per_week",
        MeetingUnit.MEETINGS,
        "Meetings of the present ISO week that were held on e-Cabinet and can prove it.",
        _ecabinet_per_week,
    ),
    Measure(
        "meetings.ecabinet_share",
        MeasureUnit.PERCENT,
        "Those on e-Cabinet with proof among the meetings of the present ISO week that count.",
        _ecabinet_share,
    ),
]
