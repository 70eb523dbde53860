"""What the plan does every week: keep what all figures were at the end of the week that is over."""

from models import clock
from models.accounts import queries as accounts
from models.jobs.queue import Claimed
from models.jobs.worker import JobContext, Work
from models.measures import weeks, work_weeks

KIND = "measure_weeks"


def keep_week(_job: Claimed, step: JobContext) -> str:
    """Count each commune by itself, and keep its figures; whoever takes over goes on with the next commune."""
    with step.reading():
        communes = sorted(one.id for one in accounts.joined_communes())
        week = weeks.last_closed(clock.today())
    while step.done < len(communes):
        with step.reading():
            eyes = weeks.office_eyes(communes[step.done])
            rows, work = weeks.rows_of(eyes, week), work_weeks.row_of(eyes, week)
        with step.writing(step.done + 1, len(communes)):
            weeks.keep(rows)
            work_weeks.keep(work)
    return f"{week[0]}-W{week[1]:02d}: {len(communes)}"


WORKS = {KIND: Work(keep_week, weekly=True)}
