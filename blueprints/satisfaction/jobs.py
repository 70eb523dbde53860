"""What satisfaction does every night: let go of what was promised to be kept no longer."""

from models import clock, journal
from models.jobs.queue import Claimed
from models.jobs.trusting import PUT_OFF
from models.jobs.worker import JobContext, Work
from models.satisfaction import retention
from models.satisfaction.retention import Purged

KIND = "retention"


def purge(_job: Claimed, step: JobContext) -> str:
    """Delete contacts and words whose term is over, piece by piece; what was done, in a word and two numbers."""
    with step.reading():
        day = journal.day_to_judge_by()
    if day is None:
        with step.writing(1, 1):
            journal.note("purge_put_off", "citizen_contact", clock.today().isoformat(), None)
        return PUT_OFF
    gone, found = Purged(0, 0), Purged(1, 0)
    while any(found):
        with step.writing(step.done + 1, step.done + 2):
            found = retention.purge_piece(day)
        gone += found
    return f"by {day}: {gone.contacts} contacts, {gone.comments} comments"


WORKS = {KIND: Work(purge, nightly=True)}
