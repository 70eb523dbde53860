"""The figures of satisfaction for a month: the verdict first, then what it is made of; each table with its files."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp, findings
from blueprints.satisfaction.breakdowns import BREAKDOWNS, breakdown, reasons
from blueprints.satisfaction.comparing import change, levels, points
from blueprints.satisfaction.periods import asked_month, month_arg, month_word, offered_months
from blueprints.satisfaction.reading import SatisfactionGoal, SatisfactionRow, goal, reader
from blueprints.satisfaction.tabled import files_of, may_see
from models import clock, periods
from models.satisfaction import catalogue, queries
from models.satisfaction import figures as reading
from models.satisfaction.evidence import ResponseRate
from models.satisfaction.figures import Month
from models.satisfaction.queries import DayCount, ResponseFilter
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import CountKind
from models.satisfaction.told import ToldMonth, told_of

WEEKS = 8
MODES = (Mode.ONLINE, None)
MORE = ("tuan", "khau", "kenh", "thu-tuc", "can-bo")


@bp.get("/hai-long")
@requires(Permission.READ_SATISFACTION)
def figures() -> AnyResponse:
    """Both official rates with verdict, interval, response rate and change; counters, hours, reasons and levels."""
    eyes, month, today = viewer(), asked_month(), clock.today()
    since = min(month.before.first, periods.week_days(*periods.week_of_day(today - timedelta(weeks=WEEKS - 1)))[0])
    days = queries.daily(eyes, since, max(month.until, today))
    told = told_of(eyes, month, days)
    aim, policy = goal(eyes), catalogue.policy(month.until)
    lines = reading.counts(eyes, _wanted(month))
    return render_page(
        "satisfaction/figures.html",
        month=month,
        month_name=month_word(month),
        month_arg=month_arg(month),
        files_of=files_of,
        reading=reader(month.until, aim),
        points=points,
        months=offered_months(),
        until=told.until,
        goal=aim,
        policy=policy,
        headlines=[_headline(told, mode, aim) for mode in MODES],
        month_n=queries.total(days, month.first, month.until).n,
        today_n=queries.total(days, today, today).n,
        counters=breakdown(eyes, "quay", month, lines),
        hours=breakdown(eyes, "gio", month, lines),
        says=findings,
        reasons=reasons(lines, month, policy.level_group),
        levels=levels(days, month, told.until),
        changes=[change(days, month, told.until, mode) for mode in (*Mode, None)],
        before=month_word(month.before),
        weeks=_weeks(days, today, aim),
        scale=catalogue.scale(month.until),
        held=queries.how_many(eyes, ResponseFilter(status=Status.HELD)),
        more=[(name, BREAKDOWNS[name].title) for name in MORE if may_see(eyes, name)],
    )


def _wanted(month: Month) -> dict[CountKind, tuple[date, date]]:
    spans = {BREAKDOWNS[name].kind: BREAKDOWNS[name].span(month) for name in ("quay", "gio")}
    return spans | {CountKind.REASON: (month.before.first, month.first)}


class Headline(NamedTuple):
    """One of the official rates with what it rests on."""

    row: SatisfactionRow
    answered: ResponseRate | None  # None where too few have answered to tell


def _headline(told: ToldMonth, mode: Mode | None, aim: SatisfactionGoal | None) -> Headline:
    month, answered = told.month, told.answered(mode)
    until = told.until or month.until
    row = SatisfactionRow(month_word(month), month.first, until, mode, told.tally(mode), aim, answered)
    return Headline(row, answered)


def _weeks(days: Sequence[DayCount], today: date, aim: SatisfactionGoal | None) -> list[SatisfactionRow]:
    return [
        SatisfactionRow(f"T{week}", *periods.week_days(year, week), Mode.ONLINE, tally, aim)
        for year, week, tally in queries.weekly(days, today - timedelta(weeks=1), WEEKS - 1, Mode.ONLINE)
    ]
