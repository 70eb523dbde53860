"""When a job may be taken, how long a worker holds it, and when it is tried again.

All instants are aware. A clock that was ahead and went back leaves instants in the future that it could not have
written now: no lease and no delay blocks a job for longer than its own maximum from the present instant.
"""

from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=2)  # a worker that says nothing for so long is taken for dead
LONGEST_LEASE = timedelta(minutes=10)
FIRST_BACKOFF = timedelta(seconds=10)
LONGEST_BACKOFF = timedelta(hours=1)
LONGEST_DELAY = timedelta(days=1)  # what is due later than that is asked for later
MOST_TRIES = 5
MOST_PAYLOAD = 2000  # characters of JSON: ids and figures; what is large or secret stands in a row of its own


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Turn(StrEnum):
    """What a worker that looks for work does about a job."""

    LEAVE = "leave"
    TAKE = "take"
    SHORTEN = "shorten"  # the lease ends later than any that is given now: it gets the length of a fresh one
    GIVE_UP = "give up"  # its worker died at the last try


def backoff(tries: int) -> timedelta:
    """How long a job waits after its n-th failed try: ten seconds, doubled each time, at most an hour."""
    doublings: int = min(max(tries, 1) - 1, 12)
    return min(FIRST_BACKOFF * (1 << doublings), LONGEST_BACKOFF)


def is_due(run_after: datetime | None, tries: int, now: datetime) -> bool:
    """Whether a waiting job may begin: at once, when its hour has come, or when its hour is one nobody can have set."""
    if run_after is None or run_after <= now:
        return True
    return run_after - now > (LONGEST_BACKOFF if tries else LONGEST_DELAY)


def turn(
    state: JobState,
    run_after: datetime | None,
    lease_until: datetime | None,
    tries: int,
    most_tries: int,
    now: datetime,
    lease: timedelta,
) -> Turn:
    """What to do about a job whose kind is held for ``lease`` at a time."""
    if state is JobState.WAITING:
        return Turn.TAKE if is_due(run_after, tries, now) else Turn.LEAVE
    if state is not JobState.RUNNING:
        return Turn.LEAVE
    if lease_until is None or lease_until <= now:
        return Turn.TAKE if tries < most_tries else Turn.GIVE_UP
    return Turn.SHORTEN if lease_until - now > lease else Turn.LEAVE
