"""Whether something was sent in time: pure decisions over days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FilingState(StrEnum):
    """Where somebody stands who has to send something by a day."""

    MISSING_LATE = "missing_late"
    MISSING = "missing"
    LATE = "late"
    ON_TIME = "on_time"


@dataclass(frozen=True, slots=True)
class FilingStanding:
    """A state with the days behind the last good one; none where nothing is late."""

    state: FilingState
    days: int = 0

    @property
    def is_sent(self) -> bool:
        """Whether anything has come."""
        return self.state in (FilingState.ON_TIME, FilingState.LATE)


def filing_standing(received_on: date | None, last_day: date | None, today: date) -> FilingStanding:
    """Judged by the day of the first one; the last day itself is in time, and without one nothing is late."""
    behind = 0 if last_day is None else max(((received_on or today) - last_day).days, 0)
    if received_on is None:
        return FilingStanding(FilingState.MISSING_LATE if behind else FilingState.MISSING, behind)
    return FilingStanding(FilingState.LATE if behind else FilingState.ON_TIME, behind)
