"""What the office counts of meetings: those of the present ISO week that were held on e-Cabinet."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from models import periods
from models.counting import Behind, Counted, Measure, MeasureUnit, ReadOnce, amount, behind, share
from models.evidence import Grade
from models.meetings import figures, staff, weeks
from models.meetings.counting import MeetingMetric
from models.meetings.rules import MeetingFigure, WeekFigures
from models.meetings.staff_rules import SkillTerm, StaffSkill, reached
from models.spans import SpanKind, span_on

SUNDAY = 7


class MeetingUnit(StrEnum):
    """What a value counts here."""

    MEETINGS = "meetings"


def week(look: ReadOnce) -> WeekFigures:
    """The meetings of the present ISO week in numbers."""
    return weeks.week_figures(look.viewer, *look.week)


def _list(found: WeekFigures, figure: MeetingFigure) -> Behind:
    return behind("meetings", week=found.code, figure=figure)


def _is_over(look: ReadOnce) -> bool:
    """Whether the week of a look has come to its end, so that nothing is added to it."""
    return look.week < periods.week_of_day(look.today) or look.today.isoweekday() == SUNDAY


def _ecabinet_per_week(look: ReadOnce) -> Counted:
    found = look.once(week)
    counted = amount(found.ecabinet if found.counted else None, _list(found, MeetingFigure.ECABINET))
    return replace(counted, is_final=_is_over(look))


def _ecabinet_share(look: ReadOnce) -> Counted:
    found = look.once(week)
    counted = share(found.ecabinet, found.counted, _list(found, MeetingFigure.ECABINET))
    return replace(counted, is_final=_is_over(look))


def _paperless_share(look: ReadOnce) -> Counted:
    found = look.once(week)
    counted = share(found.paperless, found.counted, _list(found, MeetingFigure.PAPERLESS))
    return replace(counted, is_final=_is_over(look))


def _staff(look: ReadOnce) -> list[StaffSkill]:
    return staff.staff(look.viewer, with_records=False)


def _reached(term: SkillTerm) -> Callable[[ReadOnce], Counted]:
    def counted(look: ReadOnce) -> Counted:
        people = look.once(_staff)
        return share(reached(people, term, look.today), len(people), behind("ecabinet_staff", term=term))

    return counted


def _conclusions_on_time(look: ReadOnce) -> Counted:
    """Of the present quarter, as far as it has come."""
    span = span_on(SpanKind.QUARTER, look.today)
    in_time, owed = figures.tasks_in_time(look.viewer, span, look.today)
    where = behind("meeting_figure", metric=MeetingMetric.TASKS, span=span.code)
    return replace(share(in_time, owed, where), is_final=look.today >= span.days[1])


MEASURES = [
    Measure(
        "meetings.conclusions_on_time",
        MeasureUnit.PERCENT,
        "Tasks of conclusions confirmed by the day first asked for, among those whose day this quarter has come.",
        _conclusions_on_time,
    ),
    Measure(
        "meetings.accounts",
        MeasureUnit.PERCENT,
        "People at work who have an account of e-Cabinet.",
        _reached(SkillTerm.ACCOUNT),
        grade=Grade.IMPORTED,
    ),
    Measure(
        "meetings.trained",
        MeasureUnit.PERCENT,
        "People at work who were trained on e-Cabinet.",
        _reached(SkillTerm.TRAINED),
        grade=Grade.IMPORTED,
    ),
    Measure(
        "meetings.survey_passed",
        MeasureUnit.PERCENT,
        "People at work who scored more than eighty in the survey on e-Cabinet, each for himself.",
        _reached(SkillTerm.SURVEY),
        grade=Grade.IMPORTED,
    ),
    Measure(
        "meetings.ecabinet_per_week",
        MeetingUnit.MEETINGS,
        "Meetings of the present ISO week that were held on e-Cabinet and can prove it.",
        _ecabinet_per_week,
        tells_past=True,
    ),
    Measure(
        "meetings.ecabinet_share",
        MeasureUnit.PERCENT,
        "Those on e-Cabinet with proof among the meetings of the present ISO week that count.",
        _ecabinet_share,
        tells_past=True,
    ),
    Measure(
        "meetings.paperless_share",
        MeasureUnit.PERCENT,
        "Those on e-Cabinet that printed no page among the meetings of the present ISO week that count.",
        _paperless_share,
        tells_past=True,
    ),
]
