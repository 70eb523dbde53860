"""The calendar: the week as it hangs on the office's wall, and the month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import short_day, weekday
from blueprints.meetings import bp
from blueprints.meetings.ledger import read_week
from blueprints.pages import render_page
from models import clock
from models.meetings import calendar, repeating, weeks
from models.meetings.calendar import CalendarEntry
from models.periods import FIRST_YEAR, LAST_YEAR, month_days, shift_week, week_days, week_of_day

WORKDAYS = 5


@dataclass(slots=True)
class CalendarDay:
    """One day with what stands in its morning and in its afternoon."""

    day: date
    morning: list[CalendarEntry] = field(default_factory=list)
    afternoon: list[CalendarEntry] = field(default_factory=list)

    @property
    def entries(self) -> list[CalendarEntry]:
        """All of the day, by its hours."""
        return [*self.morning, *self.afternoon]


def by_day(entries: Iterable[CalendarEntry], first: date, last: date) -> list[CalendarDay]:
    """Each day of a span with its entries."""
    days = [CalendarDay(first + timedelta(days=number)) for number in range((last - first).days + 1)]
    for entry in entries:
        place = days[min(max((entry.day - first).days, 0), len(days) - 1)]
        (place.morning if entry.is_morning else place.afternoon).append(entry)
    return days


def summary(entries: Iterable[CalendarEntry]) -> str:
    """What is on today, in a few words."""
    today = clock.today()
    left = [entry for entry in entries if entry.day == today and not entry.is_off and entry.moved_to is None]
    said = f"{len(left)} cuộc họp trong ngày" if left else "không có cuộc họp nào"
    return f"Hôm nay {weekday(today)} {short_day(today)} · {said}"


@bp.get("/hop/lich")
@requires(Permission.READ_MEETINGS)
def week_view() -> AnyResponse:
    """The office sees its week: a row a day, morning and afternoon; what eyes may not know is a taken room."""
    eyes = viewer()
    shown = read_week(request.args.get("tuan", "")[:16]) or week_of_day(clock.today())
    first, last = week_days(*shown)
    entries = calendar.entries(eyes, first, last)
    days = by_day(entries, first, last)
    return render_page(
        "meetings/calendar.html",
        days=days[:WORKDAYS],
        weekend=days[WORKDAYS:],
        week=shown,
        span=(first, last),
        today=clock.today(),
        summary=summary(entries),
        figures=weeks.week_figures(eyes, *shown),
        repeats=repeating.repeats(eyes) if eyes.may(Permission.RECORD_MEETING) else [],
        before=_week_url(shown, -1),
        after=_week_url(shown, 1),
    )


def _week_url(shown: tuple[int, int], by: int) -> str | None:
    if not FIRST_YEAR < shown[0] < LAST_YEAR:
        return None
    year, week = shift_week(*shown, by)
    return url_for("meetings.week_view", tuan=f"{year}-W{week:02d}")


@bp.get("/hop/lich/thang")
@requires(Permission.READ_MEETINGS)
def month_view() -> AnyResponse:
    """The office sees a month: a row a week; on a phone a list of the days that have something."""
    eyes, (year, month) = viewer(), _month(request.args.get("thang", ""))
    first, last = month_days(year, month)
    monday = first - timedelta(days=first.weekday())
    sunday = last + timedelta(days=6 - last.weekday())
    days = by_day(calendar.entries(eyes, monday, sunday), monday, sunday)
    return render_page(
        "meetings/month.html",
        weeks=[days[number : number + 7] for number in range(0, len(days), 7)],
        week_of=week_of_day,
        span=(first, last),
        today=clock.today(),
        before=_month_url(first - timedelta(days=1)),
        after=_month_url(last + timedelta(days=1)),
    )


def _month(text: str) -> tuple[int, int]:
    """The month that 2026-12 or 12/2026 means; this one for anything else."""
    try:
        numbers = [int(part) for part in text[:7].replace("/", "-").split("-")]
        year, month = numbers if numbers[0] > 12 else reversed(numbers)
        month_days(year, month)
        if FIRST_YEAR < year < LAST_YEAR:
            return year, month
    except (ValueError, IndexError):
        pass
    today = clock.today()
    return today.year, today.month


def _month_url(day: date) -> str:
    return url_for("meetings.month_view", thang=f"{day.year}-{day.month:02d}")
