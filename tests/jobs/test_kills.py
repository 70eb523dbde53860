"""Four worker processes, forty jobs, and kill -9 amid the work: each piece is written once, none is lost."""

import hashlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from blueprints import workers
from models.base import db
from models.jobs.queue import Claimed
from models.jobs.rules import JobState
from models.jobs.tables import Job
from models.jobs.worker import JobContext, Work
from tests.jobs.conftest import KIND

JOBS, PIECES, WORKERS, KILLS, PATIENCE = 40, 3, 4, 8, 60
EFFECT = text("INSERT INTO effect (job_id, piece) VALUES (:job_id, :piece)")


def handler(job: Claimed, step: JobContext) -> str:
    while step.done < PIECES:
        hashlib.pbkdf2_hmac("sha256", b"work", b"salt", 60_000)
        with step.writing(step.done + 1, PIECES):
            db.session.execute(EFFECT, {"job_id": job.id, "piece": step.done})
    return "effect"


def worker(app: Flask) -> None:
    """What each process does until it is killed."""
    app.extensions["works"] = {KIND: Work(handler, lease=timedelta(seconds=1))}
    workers.run(app, Event())


@pytest.fixture
def effects(quiet: Flask) -> Iterator[None]:
    """A table of what the work left behind; it refuses nothing, so that a piece written twice shows."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE effect (job_id BIGINT, piece INTEGER)"))
    yield
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE effect"))


@pytest.fixture
def start(quiet: Flask) -> Iterator[Callable[[], BaseProcess]]:
    """Start a worker process; none is left behind."""
    started: list[BaseProcess] = []

    def begin() -> BaseProcess:
        db.engine.dispose()  # no connection goes into the new process
        process = multiprocessing.get_context("fork").Process(target=worker, args=(quiet,), daemon=True)
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.join()


def at_work() -> list[int]:
    """The processes that hold a job just now."""
    with db.engine.connect() as connection:
        names = connection.execute(select(Job.worker).where(Job.state == JobState.RUNNING)).scalars()
        return [int(name.split(":")[1]) for name in names]


def live() -> int:
    with db.engine.connect() as connection:
        unfinished = Job.state.in_((JobState.WAITING, JobState.RUNNING))
        return connection.execute(select(func.count(Job.id)).where(unfinished)).scalar_one()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # newer Pythons warn; the children touch no thread
@pytest.mark.usefixtures("effects")
def test_each_job_is_done_once_whoever_dies(ask: Callable[..., int], start: Callable[[], BaseProcess]) -> None:
    jobs = [ask(str(number), most_tries=50) for number in range(JOBS)]
    processes = {process.pid: process for process in (start() for _ in range(WORKERS))}
    killed, until = 0, time.monotonic() + PATIENCE
    while live() and time.monotonic() < until:
        wait([process.sentinel for process in processes.values()], timeout=0.02)
        victim = next((pid for pid in at_work() if pid in processes), None) if killed < KILLS else None
        if victim is not None:
            os.kill(victim, signal.SIGKILL)
            processes.pop(victim).join()
            killed += 1
            another = start()
            processes[another.pid] = another
    assert (live(), killed) == (0, KILLS)
    with db.engine.connect() as connection:
        pieces = [tuple(row) for row in connection.execute(text("SELECT job_id, piece FROM effect"))]
        states = set(connection.execute(select(Job.state)).scalars())
    assert sorted(pieces) == [(job_id, piece) for job_id in jobs for piece in range(PIECES)]
    assert states == {JobState.DONE}
