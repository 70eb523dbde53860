"""What is done about accounts every night: those that nobody uses are closed."""

from datetime import date

from models.accounts import disuse
from models.jobs.trusting import by_trusted_day
from models.jobs.worker import Work


def _disuse(day: date) -> str:
    """Warn of unused accounts and close them."""
    return ", ".join(f"{number} {kind}" for kind, number in disuse.night(day).items())


WORKS = {disuse.KIND: Work(by_trusted_day(_disuse), nightly=True)}
