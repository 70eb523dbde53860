"""What is done about accounts every night: those that nobody uses are closed."""

from models.accounts import disuse
from models.jobs.queue import Claimed
from models.jobs.worker import JobContext, Work
from models.satisfaction.retention import day_of_purge


def _disuse(job: Claimed, step: JobContext) -> str:
    """Warn of unused accounts and close them; put off while the clock is in doubt."""
    del job
    with step.reading():
        day = day_of_purge()
    if day is None:
        return "put off: the clock is in doubt"
    with step.writing(1, 1):
        done = disuse.night(day)
    return ", ".join(f"{number} {kind}" for kind, number in done.items())


WORKS = {disuse.KIND: Work(_disuse, nightly=True)}
