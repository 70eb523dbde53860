"""The queue: asking for a job, and the short transactions in which a worker takes, holds and ends it.

Whoever works on a job proves at each step that it is still his: ``worker`` is a new word at each claim, and a job that
was taken over, cancelled or ended answers LeaseLost. So each job has its effect once, however often a worker died.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from models import clock, journal
from models.base import db, writing
from models.errors import NotFound
from models.jobs import rules
from models.jobs.rules import JobState, Turn
from models.jobs.tables import Job

UNIQUE = ("kind", "key", "period")


class LeaseLost(Exception):
    """The job is not this worker's any more: it was taken over, cancelled or ended."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of a worker, as it was when he took it."""

    id: int
    kind: str
    key: str
    period: str
    commune_id: int | None
    payload: Mapping[str, Any]
    worker: str
    tries: int
    done: int
    total: int


@contextmanager
def transaction() -> Iterator[None]:
    """One short writing transaction that stands alone; RuntimeError inside another one, which would be lengthened."""
    if db.session().in_transaction():
        raise RuntimeError("end the transaction before the queue begins its own")
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def enqueue(
    kind: str,
    key: str,
    period: str = "",
    *,
    commune_id: int | None,
    payload: Mapping[str, Any] | None = None,
    total: int = 0,
    run_after: datetime | None = None,
    most_tries: int = rules.MOST_TRIES,
) -> int:
    """Ask for a job and return its id; asked for again, it is the same job. The caller commits.

    A key is a commune's own: two communes may use the same. ``run_after`` lies at most a day ahead (ValueError).
    """
    if len(json.dumps(payload or {})) > rules.MOST_PAYLOAD:
        raise ValueError("a payload is small: what is large stands in a row of its own")
    if run_after is not None and run_after - clock.now() > rules.LONGEST_DELAY:
        raise ValueError("a job that is due later than in a day is asked for later")
    name = {"kind": kind, "key": f"{commune_id or 0}:{key}", "period": period}
    more = {"payload": dict(payload or {}), "total": total, "run_after": run_after, "most_tries": most_tries}
    made = _insert_new({**name, **more, "commune_id": commune_id})
    if made is None:
        return db.session.execute(select(Job.id).filter_by(**name)).scalar_one()
    journal.note("created", "job", made, commune_id, job_kind=kind, **({"period": period} if period else {}))
    return made


def _insert_new(values: dict[str, Any]) -> int | None:
    """The id of the new row; None when the job is there already."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Job).values(values).on_conflict_do_nothing(index_elements=UNIQUE)
    return db.session.execute(statement.returning(Job.id)).scalar()


def find(job_id: int) -> Job:
    """A job as it stands; NotFound for an unknown one."""
    found = db.session.get(Job, job_id)
    if found is None:
        raise NotFound
    return found


_LOOK = (Job.id, Job.kind, Job.state, Job.run_after, Job.lease_until, Job.tries, Job.most_tries)
_LIVE = Job.state.in_((JobState.WAITING, JobState.RUNNING))


def claim(worker: str, leases: Mapping[str, timedelta], job_id: int | None = None) -> Claimed | None:
    """Take one job of the kinds in ``leases`` (or this very one); None when there is nothing to do.

    The first look takes no lock, so that an idle worker never stands in a clerk's way.
    """
    wanted = select(*_LOOK).where(_LIVE, Job.kind.in_(list(leases)))
    if job_id is not None:
        wanted = wanted.where(Job.id == job_id)
    found = db.session.execute(wanted).all()
    db.session.rollback()
    now = clock.now()
    open_ids = [row.id for row in sorted(found, key=_order) if _turn(row, leases, now) is not Turn.LEAVE]
    if not open_ids:
        return None
    with transaction():
        return _first_free(worker, leases, open_ids)


def _order(row: Any) -> tuple[bool, int]:
    """What may begin at once comes first: somebody may be looking at its progress."""
    return row.run_after is not None, row.id


def _turn(row: Any, leases: Mapping[str, timedelta], now: datetime) -> Turn:
    lease = leases[row.kind]
    return rules.turn(row.state, row.run_after, row.lease_until, row.tries, row.most_tries, now, lease)


def _first_free(worker: str, leases: Mapping[str, timedelta], ids: Sequence[int]) -> Claimed | None:
    now = clock.now()
    for job_id in ids:
        locked = select(*_LOOK, Job.commune_id).where(Job.id == job_id, _LIVE).with_for_update(skip_locked=True)
        row = db.session.execute(locked).one_or_none()
        turn = Turn.LEAVE if row is None else _turn(row, leases, now)
        if row is None or turn is Turn.LEAVE:
            continue
        if turn is Turn.TAKE:
            return _claim(row, f"{worker[:64]}:{secrets.token_hex(6)}", now, leases[row.kind])
        if turn is Turn.SHORTEN:
            _change(job_id, lease_until=now + leases[row.kind])
        else:
            _end(job_id, row.commune_id, JobState.FAILED, message="worker_died")
    return None


def _claim(row: Any, worker: str, now: datetime, lease: timedelta) -> Claimed:
    _change(
        row.id,
        state=JobState.RUNNING,
        worker=worker,
        tries=row.tries + 1,
        lease_until=now + lease,
        run_after=None,
        started_at=now,
    )
    columns = (
        Job.id,
        Job.kind,
        Job.key,
        Job.period,
        Job.commune_id,
        Job.payload,
        Job.worker,
        Job.tries,
        Job.done,
        Job.total,
    )
    return Claimed(**db.session.execute(select(*columns).where(Job.id == row.id)).one()._mapping)


def _change(job_id: int, *conditions: Any, **values: Any) -> bool:
    """Whether the row was there, as the conditions want it, and got these values."""
    statement = update(Job).where(Job.id == job_id, *conditions).values(values)
    return bool(db.session.connection().execute(statement).rowcount)


def _end(job_id: int, commune_id: int | None, state: JobState, *conditions: Any, **values: Any) -> bool:
    ended = {"state": state, "lease_until": None, "finished_at": clock.now(), **values}
    if not _change(job_id, *conditions, **ended):
        return False
    act = {JobState.DONE: "finished", JobState.FAILED: "failed", JobState.CANCELLED: "cancelled"}[state]
    journal.note(act, "job", job_id, commune_id, **({"message": values["message"]} if values.get("message") else {}))
    return True


def _mine(job: Claimed) -> tuple[Any, ...]:
    return Job.worker == job.worker, Job.state == JobState.RUNNING


def hold(job: Claimed, lease: timedelta, done: int, total: int) -> None:
    """Inside a writing transaction: the lease begins anew and the progress is this; LeaseLost when it is not mine."""
    if not _change(job.id, *_mine(job), lease_until=clock.now() + lease, done=done, total=total):
        raise LeaseLost(job.id)


def renew(job: Claimed, lease: timedelta, done: int, total: int) -> None:
    """Hold a job for another lease, in a transaction of its own."""
    with transaction():
        hold(job, lease, done, total)


def finish(job: Claimed, result: str = "") -> None:
    """The job is done; ``result`` names the row that came of it. LeaseLost when it is not mine any more."""
    with transaction():
        if not _end(job.id, job.commune_id, JobState.DONE, *_mine(job), result=result[:200], message=""):
            raise LeaseLost(job.id)


def fail(job: Claimed, message: str, for_good: bool = False) -> None:
    """A try failed: the job waits longer each time, and is over after its last try (or ``for_good``)."""
    with transaction():
        most_tries = db.session.execute(select(Job.most_tries).where(Job.id == job.id)).scalar_one()
        if for_good or job.tries >= most_tries:
            is_mine = _end(job.id, job.commune_id, JobState.FAILED, *_mine(job), message=message[:200])
        else:
            again = clock.now() + rules.backoff(job.tries)
            is_mine = _change(job.id, *_mine(job), **_BACK, run_after=again, message=message[:200])
        if not is_mine:
            raise LeaseLost(job.id)


_BACK: dict[str, Any] = {"state": JobState.WAITING, "worker": "", "lease_until": None}


def release(job: Claimed) -> None:
    """Give back a job that is not finished; another worker goes on at once, and no try is counted."""
    with transaction():
        if not _change(job.id, *_mine(job), **_BACK, tries=job.tries - 1):
            raise LeaseLost(job.id)


def cancel(job_id: int) -> bool:
    """Call a job off (the caller commits); whoever works on it notices at the next step. False when it was over."""
    commune_id = db.session.execute(select(Job.commune_id).where(Job.id == job_id)).scalar()
    return _end(job_id, commune_id, JobState.CANCELLED, _LIVE)
