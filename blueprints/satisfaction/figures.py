"""The figures of satisfaction for a month: the verdict first, then what it is made of; each table with its files."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import short_days
from blueprints.one_commune import in_one_commune
from blueprints.pages import render_page
from blueprints.satisfaction import bp, findings
from blueprints.satisfaction.breakdowns import BREAKDOWNS, breakdown, reasons, wanted
from blueprints.satisfaction.comparing import change, changes, levels, points
from blueprints.satisfaction.few import few_or_number
from blueprints.satisfaction.periods import asked_month, month_arg, month_word, offered_months
from blueprints.satisfaction.reading import SatisfactionGoal, SatisfactionRow, goal, reader
from blueprints.satisfaction.tabled import after_of, days_of, files_of, may_see
from models import clock
from models.accounts.rules import Viewer
from models.satisfaction import catalogue, queries
from models.satisfaction import figures as reading
from models.satisfaction.evidence import ResponseRate
from models.satisfaction.figures import Month, this_month
from models.satisfaction.queries import DayCount, ResponseFilter
from models.satisfaction.rules import Mode, Status, Tally
from models.satisfaction.steps import Span
from models.satisfaction.tables import CountKind
from models.satisfaction.told import ToldMonth, told_days, told_of

WEEKS = 8
MODES = (Mode.ONLINE, None)
MORE = ("tuan", "khau", "kenh", "thu-tuc", "ly-do", "can-bo")


@bp.get("/hai-long")
@requires(Permission.READ_SATISFACTION)
@in_one_commune("số liệu hài lòng")
def figures() -> AnyResponse:
    """Both official rates with verdict, interval, response rate and change; counters, hours, reasons and levels."""
    eyes, month, today = viewer(), asked_month(), clock.today()
    since = min(month.before.first, month.closed.first, (today - timedelta(weeks=WEEKS)).replace(day=1))
    days = queries.daily(eyes, since, max(month.until, today))
    told, closed, before = told_of(eyes, month, days), told_days(eyes, month.closed, days), month.before
    aim, policy = goal(eyes), catalogue.policy(month.until)
    lines = reading.counts(eyes, _wanted(closed.month))
    compared = told_days(eyes, before, days), told
    return render_page(
        "satisfaction/figures.html",
        month=month,
        month_name=month_word(month),
        month_arg=month_arg(month),
        files_of=files_of,
        reading=reader(month.until, aim),
        points=points,
        months=offered_months(),
        told=told,
        until=told.until(),
        goal=aim,
        policy=policy,
        after=after_of(eyes, month),
        headlines=[_headline(told, mode, aim) for mode in MODES],
        today_n=few_or_number(queries.total(days, today, today).n, policy.min_group),
        closed_name=month_word(closed.month),
        counters=breakdown(eyes, "quay", closed, lines),
        hours=breakdown(eyes, "gio", closed, lines),
        hours_days=days_of("gio", month),
        says=findings,
        reasons=reasons(closed, lines, policy.level_group),
        levels=levels(told),
        moved=[change(*compared, mode) for mode in MODES],
        changes=changes(*compared),
        before=month_word(before),
        before_arg=month_arg(before),
        others=queries.other_series(eyes, closed.month.first, closed.month.last),
        weeks=_weeks(eyes, days, since, aim),
        scale=catalogue.scale(month.until),
        held=queries.how_many(eyes, ResponseFilter(status=Status.HELD)),
        more=[(name, BREAKDOWNS[name].title) for name in MORE if may_see(eyes, name)],
    )


def _wanted(closed: Month) -> dict[CountKind, tuple[date, date]]:
    return wanted(closed, "quay", "gio") | {CountKind.REASON: (closed.before.first, closed.first)}


class Headline(NamedTuple):
    """One of the official rates with what it rests on."""

    row: SatisfactionRow
    answered: ResponseRate | None  # None where too few have answered to tell
    has_more: bool  # there are answers, too few to be told


def _headline(told: ToldMonth, mode: Mode | None, aim: SatisfactionGoal | None) -> Headline:
    month, until = told.month, told.until(mode)
    answered = told.answered(mode)
    row = SatisfactionRow(month_word(month), month.first, until or month.until, mode, told.tally(mode), aim, answered)
    return Headline(row, answered, told.has_more(mode))


def _weeks(eyes: Viewer, days: Sequence[DayCount], since: date, aim: SatisfactionGoal | None) -> list[SatisfactionRow]:
    """The last weeks of which the online answers are told, this month's too."""
    month = this_month()
    found: list[tuple[Span, Tally]] = []
    while len(found) < WEEKS and month.first >= since:
        one = told_days(eyes, month, days)
        found = [(span, one.of(span, Mode.ONLINE)) for span in one.weeks(Mode.ONLINE)] + found
        month = month.before
    return [SatisfactionRow(short_days(*span), *span, Mode.ONLINE, tally, aim) for span, tally in found[-WEEKS:]]
