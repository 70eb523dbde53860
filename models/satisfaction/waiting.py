"""What waits for somebody in satisfaction, in a few figures: words to answer, answers in doubt, counters gone bad."""

from dataclasses import dataclass

from models import clock
from models.accounts.rules import Permission, Viewer
from models.satisfaction import case_queries, held
from models.satisfaction.alerts import BadWeek, bad_weeks


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases and how many of them are overdue, answers in doubt, and counters that are worse this week."""

    cases: int
    overdue: int
    held: int
    bad_weeks: tuple[BadWeek, ...]

    def __bool__(self) -> bool:
        return bool(self.cases or self.held or self.bad_weeks)


def waiting(viewer: Viewer) -> Waiting:
    """What waits for these eyes."""
    cases, overdue = case_queries.how_many_open(viewer) if viewer.may(Permission.ANSWER_CASES) else (0, 0)
    doubtful = held.how_many(viewer) if viewer.may(Permission.DECIDE_HELD) else 0
    worse = bad_weeks(viewer, clock.today()) if case_queries.may_see_all(viewer) else []
    return Waiting(cases, overdue, doubtful, tuple(worse))
