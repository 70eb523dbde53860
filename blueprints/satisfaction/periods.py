"""Which month a page of figures is about, and up to which day a running one may be told."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from blueprints.filters import text_arg
from models import clock
from models.accounts.rules import Role, Viewer
from models.satisfaction.figures import Month, this_month
from models.satisfaction.queries import DayCount
from models.satisfaction.suppression import shown_upto

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
OFFERED = 13


def asked_month() -> Month:
    """The month of the address (?ky=2026-11), at the latest the present one; that one where none is asked for."""
    found, now = MONTH.fullmatch(text_arg("ky", 7)), this_month()
    return Month(min(date(int(found[1]), int(found[2]), 1), now.first), clock.today()) if found else now


def month_word(month: Month) -> str:
    """Tháng 11/2026."""
    return f"Tháng {month.first.month}/{month.first.year}"


def month_arg(month: Month) -> str:
    """2026-11, as addresses say it."""
    return f"{month.first:%Y-%m}"


def offered_months() -> list[tuple[str, str]]:
    """The months one can look at, the newest first."""
    found = [this_month()]
    while len(found) < OFFERED:
        found.append(found[-1].before)
    return [(month_arg(month), month_word(month)) for month in found]


def told_until(counts: Sequence[DayCount], month: Month, viewer: Viewer) -> date | None:
    """The last day that the figures of a month tell of; None where too few have answered yet.

    A closed month is told whole, a running one in steps that nobody can take apart; at the counter never the same day.
    """
    last = month.until if viewer.role is not Role.COUNTER else min(month.until, month.today - timedelta(days=1))
    if month.is_closed:
        return month.last
    modes = sorted({count.mode for count in counts})
    of_day: dict[date, list[int]] = {}
    for count in counts:
        if month.first <= count.local_date <= last:
            of_day.setdefault(count.local_date, [0] * len(modes))[modes.index(count.mode)] += count.n
    days = sorted(of_day)
    told = shown_upto([of_day[day] for day in days])
    return days[told - 1] if told else None
