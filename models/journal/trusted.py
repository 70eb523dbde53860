"""The newest day that can be trusted, for what cannot be taken back: deleting, closing, letting a term end.

It is one that people have worked on, and that does not stand alone. A clock further ahead of it than an office is ever
closed ends nothing until people have worked by it for some days.
"""

from collections.abc import Collection
from datetime import date, timedelta

from models import clock
from models.journal.newest import days_of_work

CLOSED = timedelta(days=14)  # no office is closed for longer, at Tết neither
ENOUGH = 5  # days of work within that time: by a wrong clock nobody works for so long unnoticed


def trusted_day(worked: Collection[date], today: date) -> date | None:
    """The newest day that can be trusted, never after ``today``; None while the clock is in doubt.

    ``worked`` are the days on which people worked, by the clock of the time. The newest of them is trusted that has
    ``ENOUGH`` of them in the ``CLOSED`` days that end with it; ``today`` is in doubt where that is longer ago.
    """
    known = sorted({day for day in worked if day <= today}, reverse=True)
    for at, day in enumerate(known):
        if sum(day - other < CLOSED for other in known[at:]) >= ENOUGH:
            return day if today - day <= CLOSED else None
    return None


def day_to_judge_by() -> date | None:
    """The day by which terms are judged now; None while the clock is in doubt."""
    today = clock.today()
    return trusted_day(days_of_work(today - 2 * CLOSED, today), today)
