"""What the tiles and the line of the dashboard say."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from blueprints.dashboard import bp
from blueprints.filters import number, short_day, short_days
from blueprints.labels import Badge, verdict_badge
from models import clock
from models.audits.queries import RoundFigures
from models.measures.weeks import WeekChange
from models.percent import show


class WeekPoint(NamedTuple):
    """One week of the line: its days, the rate in per cent, and the same in words."""

    label: str
    value: float
    text: str


class Moves(NamedTuple):
    """How many figures grew, fell or stayed between the last two weeks that are over."""

    up: int = 0
    down: int = 0
    same: int = 0
    refused: int = 0


def moves(changes: Iterable[WeekChange | None]) -> Moves:
    """The changes of several figures, counted; of another definition they are refused."""
    told = [one for one in changes if one is not None]
    grew = [one.difference for one in told if one.difference is not None]
    return Moves(
        sum(one > 0 for one in grew),
        sum(one < 0 for one in grew),
        sum(one == 0 for one in grew),
        sum(one.is_refused for one in told),
    )


@bp.app_template_filter()
def age_words(as_of: date | datetime | None, today: date) -> str:
    """How old a figure is: hôm nay; 25/6 · 1 ngày."""
    if as_of is None:
        return ""
    day = clock.local(as_of).date() if isinstance(as_of, datetime) else as_of
    days = (today - day).days
    return "hôm nay" if days <= 0 else f"{short_day(day)} · {days} ngày"


def week_point(since: date, until: date, satisfied: int, answers: int, target: Decimal | None = None) -> WeekPoint:
    """The answers of a week as a point; weeks with too few are told together with their neighbours."""
    text = f"{show(satisfied, answers, target)} ({number(satisfied)}/{number(answers)})"
    return WeekPoint(short_days(since, until), satisfied * 100 / answers, text)


@bp.app_template_filter()
def website_badge(website: RoundFigures) -> Badge:
    """The criteria of the website: what is mandatory comes before the rest."""
    if website.mandatory_missing:
        return Badge("bad", f"{website.mandatory_missing} tiêu chí bắt buộc chưa đạt")
    return verdict_badge(website.verdict)


@bp.app_template_global()
def tasks_badge(tasks: int, dated: int, overdue: int, due_soon: int) -> Badge:
    """The tasks of the plan: what is late comes before what is due soon; of tasks without a day nothing is said."""
    if not dated:
        return Badge("idle", "Chưa đặt hạn" if tasks else "Chưa có kế hoạch")
    if overdue:
        return Badge("bad", f"{overdue} quá hạn")
    return Badge("warn", f"{due_soon} sắp đến hạn") if due_soon else Badge("ok", "Không có việc quá hạn")
