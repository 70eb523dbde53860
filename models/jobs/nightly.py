"""Work that is due once a day or a week, asked for by the first worker that looks after one in the morning.

An office switches its PC off at night: then the work begins with the PC. A day has one job of a kind, however many
workers look; a day that nobody looked in has none, and nothing is made up for, since each run does all that is due.
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.base import db
from models.jobs import queue
from models.jobs.tables import Job

BEGINS = timedelta(hours=1)  # after midnight at the office, so that the day before is over everywhere
KEY = "night"


def night() -> str:
    """The name of the present night, by the day that follows it."""
    return clock.local(clock.now() - BEGINS).date().isoformat()


def week() -> str:
    """The name of the present ISO week, which begins when its first night is over."""
    year, number, _ = clock.local(clock.now() - BEGINS).date().isocalendar()
    return f"{year}-W{number:02d}"


def ask(kinds: Collection[str], period: str) -> None:
    """Ask for the jobs of these kinds that a period has not seen yet; who finds them there takes no lock."""
    known = select(Job.kind).where(Job.kind.in_(kinds), Job.key == f"0:{KEY}", Job.period == period)
    there = set(db.session.execute(known).scalars())
    db.session.rollback()
    wanted = sorted(set(kinds) - there)
    if wanted:
        with queue.transaction():
            for kind in wanted:
                queue.enqueue(kind, KEY, period, commune_id=None)
