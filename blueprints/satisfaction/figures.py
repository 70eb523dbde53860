"""The figures of satisfaction: today, this week, this month and any period, each with its base and its interval."""

from collections.abc import Sequence
from datetime import date, timedelta

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day_arg, odd_day
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.reading import SatisfactionGoal, SatisfactionRow, Span, chosen, goal, previous_month, spans
from models import clock, periods
from models.satisfaction import catalogue, queries, rules
from models.satisfaction.queries import DayCount, ResponseFilter
from models.satisfaction.rules import Mode, Status

WEEKS = 8


@bp.get("/hai-long")
@requires(Permission.READ_SATISFACTION)
def figures() -> AnyResponse:
    """The two official rates (online, all) with counts, interval and verdict; every number opens its list."""
    today = clock.today()
    first_week, _ = periods.week_days(*periods.week_of_day(today - timedelta(weeks=WEEKS - 1)))
    before = previous_month(today)
    asked = chosen(day_arg("tu"), day_arg("den"))
    since = min(first_week, before.since, asked.since if asked else today)
    until = max(periods.week_days(*periods.week_of_day(today))[1], asked.until if asked else today)
    counts = queries.daily(viewer(), since, until)
    aim = goal(viewer())
    usual = spans(today)
    month, shown = usual[-1], [*usual, *([asked] if asked else [])]
    period = shown[-1]
    return render_page(
        "satisfaction/figures.html",
        as_of=clock.now(),
        goal=aim,
        asked=asked,
        period=period,
        online=[_read(counts, span, Mode.ONLINE, aim) for span in shown],
        everyone=[_read(counts, span, None, aim) for span in shown],
        by_mode=[_read(counts, period, mode, aim) for mode in (Mode.ONLINE, Mode.IN_PERSON, None)],
        weeks=_weeks(counts, today, aim),
        change=_change(counts, month, before),
        scale=catalogue.scale(today),
        policy=catalogue.policy(today),
        month_at=len(usual) - 1,
        odd_day=odd_day("tu", "den"),
        held=queries.how_many(viewer(), ResponseFilter(status=Status.HELD)),
    )


def _read(counts: Sequence[DayCount], span: Span, mode: Mode | None, aim: SatisfactionGoal | None) -> SatisfactionRow:
    tally = queries.total(counts, span.since, span.until, mode)
    return SatisfactionRow(span.label, span.since, span.until, mode, tally, goal=aim)


def _weeks(counts: Sequence[DayCount], today: date, aim: SatisfactionGoal | None) -> list[SatisfactionRow]:
    return [
        SatisfactionRow(f"Tuần {week}", *periods.week_days(year, week), Mode.ONLINE, tally, aim)
        for year, week, tally in queries.weekly(counts, today, WEEKS, Mode.ONLINE)
    ]


def _change(counts: Sequence[DayCount], month: Span, before: Span) -> int:
    """+1 or -1 where this month differs from the last one by more than chance explains."""
    now, then = (queries.total(counts, span.since, span.until, Mode.ONLINE) for span in (month, before))
    return rules.trend(now, then, catalogue.policy(month.since))
