"""Work of a night that cannot be taken back, and so trusts no clock."""

from collections.abc import Callable
from datetime import date

from models import journal
from models.jobs.queue import Claimed
from models.jobs.worker import JobContext

PUT_OFF = "put off: the clock is in doubt"


def by_trusted_day(do: Callable[[date], str]) -> Callable[[Claimed, JobContext], str]:
    """A handler that does ``do`` in one transaction, told the day it may go by; put off while there is none."""

    def work(_job: Claimed, step: JobContext) -> str:
        with step.reading():
            day = journal.day_to_judge_by()
        if day is None:
            return PUT_OFF
        with step.writing(1, 1):
            return do(day)

    return work
