"""A worker: takes one job after another and does it by the handler of its kind."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from models.base import db
from models.errors import OfficeError
from models.jobs import nightly, queue
from models.jobs.queue import Claimed, LeaseLost
from models.jobs.rules import LEASE, LONGEST_LEASE

log = logging.getLogger("office.jobs")
IDLE = 1.0  # seconds between two looks of a worker that has nothing to do; a look is one short SELECT


class Paused(Exception):
    """The worker stops between two pieces; somebody else goes on."""


class JobContext:
    """What a handler works with: looks at records, computes in between, and writes piece after piece.

    ``done`` of ``total`` are written together with each piece, so whoever takes over after a power cut knows where to
    begin.
    """

    def __init__(self, job: Claimed, lease: timedelta = LEASE, pause: Callable[[], bool] = lambda: False) -> None:
        self.job, self.done, self.total = job, job.done, job.total
        self._lease, self._pause = lease, pause

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A look at the records that ends before the computing begins; take values away, not rows."""
        try:
            yield
        finally:
            db.session.rollback()

    @contextmanager
    def writing(self, done: int, total: int | None = None) -> Iterator[None]:
        """A short transaction in which the job is still mine; LeaseLost otherwise, and nothing of it is kept."""
        total = self.total if total is None else total
        with queue.transaction():
            queue.hold(self.job, self._lease, done, total)
            yield
        self.done, self.total = done, total
        if done < total and self._pause():
            raise Paused


@dataclass(frozen=True, slots=True)
class Work:
    """How the jobs of a kind are done, and for how long a worker may compute without a word (at most ten minutes).

    The handler returns the name of what came of it, or nothing. It may be begun again at any piece. What is ``nightly``
    is asked for once a day by the workers themselves, ``weekly`` once an ISO week.
    """

    do: Callable[[Claimed, JobContext], str | None]
    lease: timedelta = LEASE
    nightly: bool = False
    weekly: bool = False

    def __post_init__(self) -> None:
        if self.lease > LONGEST_LEASE:
            raise ValueError("a lease is at most ten minutes: say something in between")


Works = Mapping[str, Work]


def run_one(works: Works, name: str, pause: Callable[[], bool], job_id: int | None = None) -> bool:
    """Take one job (or this very one) and do it, or a part of it; False when there was none to take."""
    job = queue.claim(name, {kind: work.lease for kind, work in works.items()}, job_id)
    if job is None:
        return False
    work = works[job.kind]
    with suppress(LeaseLost):  # somebody else has it now
        _perform(job, work, JobContext(job, work.lease, pause))
    return True


def _perform(job: Claimed, work: Work, step: JobContext) -> None:
    try:
        result = work.do(job, step)
        db.session.rollback()
    except LeaseLost:
        db.session.rollback()
        raise
    except Paused:
        queue.release(job)
    except OfficeError as refusal:  # a rule says no: it would say so again
        db.session.rollback()
        queue.fail(job, getattr(refusal, "code", type(refusal).__name__), for_good=True)
    except Exception as problem:
        db.session.rollback()
        log.exception("job %s (%s) failed", job.id, job.kind)
        queue.fail(job, type(problem).__name__)
    else:
        queue.finish(job, result or "")


def run(
    works: Works, name: str, stop: Event, around: Callable[[], AbstractContextManager[object]], once: bool = False
) -> None:
    """Work until ``stop`` is set, or (``once``) until nothing is due; each job in a context of its own."""
    due = {
        nightly.night: [kind for kind, work in works.items() if work.nightly],
        nightly.week: [kind for kind, work in works.items() if work.weekly],
    }
    asked: dict[object, str] = {}
    while not stop.is_set():
        try:
            with around():
                for period, kinds in due.items():
                    if kinds and asked.get(period) != period():
                        nightly.ask(kinds, period())
                        asked[period] = period()
                found = run_one(works, name, stop.is_set)
        except Exception:  # the database may be away for a while; a worker that dies would not come back by itself
            if once:
                raise
            log.exception("no job could be taken; the work waits")
            found = False
        if found:
            continue
        if once:
            return
        stop.wait(IDLE)
