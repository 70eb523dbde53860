"""Which month a page of figures is about, and how it is written."""

import re
from datetime import date

from blueprints.filters import text_arg
from models import clock
from models.satisfaction.figures import Month, this_month

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
