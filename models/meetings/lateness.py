"""Which records were made later than the next working day, by the office's own calendar of working days."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

from models import clock
from models.accounts.rules import Viewer
from models.holidays.queries import work_calendar
from models.holidays.rules import WorkCalendar
from models.meetings.rules import is_late_entry


class Lateness:
    """One look at records; the calendar is read once, and only where a record is older than a day.

    One that was made on the same or on the next day is never late.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The office's working days."""
        return work_calendar(self.viewer)

    def of(self, rows: Iterable[Any]) -> set[int]:
        """The ids of those rows (id, held_on, logged_at) that were recorded late."""
        logged = {row.id: (row.held_on, clock.local(row.logged_at).date()) for row in rows}
        doubtful = {key: days for key, days in logged.items() if days[1] > days[0] + timedelta(days=1)}
        if not doubtful:
            return set()
        off, make_up = self.calendar.days_off, self.calendar.make_up_days
        return {key for key, days in doubtful.items() if is_late_entry(*days, off, make_up)}
