"""A worker and its handlers: computing holds no lock, pieces are kept, what fails or stops goes on later."""

import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from blueprints import workers
from models import clock
from models.accounts.tables import FormKey
from models.base import db, is_writing
from models.errors import RuleBroken
from models.jobs import queue, worker
from models.jobs.queue import Claimed
from models.jobs.rules import JobState
from models.jobs.worker import JobContext, Work, run, run_one
from tests.jobs.conftest import KIND, look
from tests.one_writer import only_sqlite, write_beside

Ask = Callable[..., int]


def write(job: Claimed, piece: int) -> None:
    db.session.add(FormKey(key=f"{job.id}/{piece}", body_hash="", used_at=clock.now()))


def written() -> int:
    db.session.remove()
    found = db.session.scalar(select(func.count(FormKey.key))) or 0
    db.session.rollback()
    return found


def pieces(job: Claimed, step: JobContext) -> str:
    while step.done < step.total:
        with step.writing(step.done + 1):
            write(job, step.done)
    return "thing/1"


def one(do: Callable[[Claimed, JobContext], str | None], pause: Callable[[], bool] = lambda: False) -> bool:
    return run_one({KIND: Work(do)}, "test", pause)


def test_a_handler_does_its_pieces_and_names_what_came_of_them(ask: Ask) -> None:
    job_id = ask(total=3)
    assert one(pieces)
    row = look(job_id)
    assert (row.state, row.done, row.result, written()) == (JobState.DONE, 3, "thing/1", 3)
    assert not one(pieces)


@only_sqlite
def test_others_may_write_while_a_handler_computes(quiet: Flask, ask: Ask) -> None:
    seen = []

    def handler(job: Claimed, step: JobContext) -> None:
        for piece in range(2):
            with step.reading():
                db.session.execute(select(FormKey.key)).all()
            write_beside(quiet)
            seen.append(is_writing() or db.session().in_transaction())
            with step.writing(piece + 1, 2):
                write(job, piece)

    ask()
    assert one(handler)
    assert seen == [False, False] and written() == 2


def test_what_a_handler_writes_is_kept_whole_or_not_at_all(ask: Ask) -> None:
    def handler(job: Claimed, step: JobContext) -> None:
        with step.writing(1, 3):
            write(job, 0)
        with step.writing(2, 3):
            write(job, 1)
            raise ZeroDivisionError

    job_id = ask()
    assert one(handler)
    row = look(job_id)
    assert (row.state, row.done, row.message, written()) == (JobState.WAITING, 1, "ZeroDivisionError", 1)
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        assert one(pieces)
    assert (look(job_id).state, written()) == (JobState.DONE, 3)


def test_a_refusal_of_a_rule_ends_the_job(ask: Ask) -> None:
    def handler(_job: Claimed, _step: JobContext) -> None:
        raise RuleBroken("poster_withdrawn")

    job_id = ask()
    assert one(handler)
    assert (look(job_id).state, look(job_id).message) == (JobState.FAILED, "poster_withdrawn")


def test_a_worker_that_is_told_to_stop_lays_the_work_down_between_two_pieces(ask: Ask) -> None:
    job_id = ask(total=3)
    assert one(pieces, pause=lambda: True)
    row = look(job_id)
    assert (row.state, row.done, row.tries) == (JobState.WAITING, 1, 0)
    assert one(pieces, pause=lambda: True) and one(pieces, pause=lambda: True)
    assert (look(job_id).state, written()) == (JobState.DONE, 3)  # after the last piece there is nothing to lay down


def test_a_worker_whose_job_was_taken_over_writes_nothing_more(ask: Ask) -> None:
    job_id = ask(total=2)

    def slow(job: Claimed, step: JobContext) -> str:
        with clock.held_at(clock.now() + timedelta(minutes=3)):
            assert one(pieces)
        return pieces(job, step)

    assert one(slow)
    assert (look(job_id).state, written()) == (JobState.DONE, 2)


def test_a_lease_is_at_most_ten_minutes() -> None:
    with pytest.raises(ValueError, match="ten minutes"):
        Work(pieces, timedelta(minutes=11))


def test_once_means_until_nothing_is_due(quiet: Flask, ask: Ask) -> None:
    jobs = [ask(str(number), total=1) for number in range(5)]
    later = ask("later", run_after=clock.now() + timedelta(hours=1))
    run({KIND: Work(pieces)}, "test", Event(), quiet.app_context, once=True)
    assert {look(job_id).state for job_id in jobs} == {JobState.DONE}
    assert look(later).state is JobState.WAITING


def test_a_thread_beside_the_server_works_and_stops(quiet: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    done = Event()

    def handler(job: Claimed, step: JobContext) -> str:
        done.set()
        return pieces(job, step)

    monkeypatch.setitem(quiet.extensions, "works", {KIND: Work(handler)})
    job_id = ask(total=2)
    finish = workers.start(quiet)
    assert done.wait(10)
    finish()
    is_laid_down = look(job_id).state is JobState.WAITING  # between the two pieces; else it was done by then
    assert one(pieces) is is_laid_down
    assert (look(job_id).state, written()) == (JobState.DONE, 2)


def test_a_worker_outlives_a_database_that_is_away(quiet: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, claim, looks = Event(), queue.claim, []

    def away(*args: Any) -> queue.Claimed | None:
        looks.append("")
        if len(looks) == 1:
            raise OperationalError("SELECT", None, Exception("the server closed the connection"))
        stop.set()
        return claim(*args)

    job_id = ask(total=1)
    monkeypatch.setattr(queue, "claim", away)
    monkeypatch.setattr(worker, "IDLE", 0.01)
    run({KIND: Work(pieces)}, "test", stop, quiet.app_context)
    assert look(job_id).state is JobState.DONE
    looks.clear()
    with pytest.raises(OperationalError):
        run({KIND: Work(pieces)}, "test", Event(), quiet.app_context, once=True)


def test_the_site_never_works_by_itself(app: Flask) -> None:
    assert "jobs" not in {thread.name for thread in threading.enumerate()}


def test_the_command_does_what_is_due(quiet: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(quiet.extensions, "works", {KIND: Work(pieces)})
    job_id, before = ask(total=2), signal.getsignal(signal.SIGTERM)
    answer = quiet.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    assert answer.exit_code == 0, answer.output
    assert look(job_id).state is JobState.DONE
    assert signal.getsignal(signal.SIGTERM) is before
