"""The queue on the database: asked for once, held by one, ended once; a clock that jumps skips and doubles nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from models import clock
from models.accounts.tables import Commune
from models.base import db
from models.jobs import queue
from models.jobs.queue import LeaseLost
from models.jobs.rules import JobState
from models.jobs.tables import Job
from models.journal import JournalEntry, broken_links
from tests.factories import Office
from tests.jobs.conftest import KIND, LEASES, look

Ask = Callable[..., int]
HOUR = timedelta(hours=1)


def claim(worker: str = "w", job_id: int | None = None) -> queue.Claimed | None:
    return queue.claim(worker, LEASES, job_id)


def taken(worker: str = "w") -> queue.Claimed:
    job = claim(worker)
    assert job is not None
    return job


def test_asked_for_twice_it_is_one_job(ask: Ask) -> None:
    first = ask("a", period="2026-W14")
    assert ask("a", period="2026-W14") == first
    assert len({first, ask("a", period="2026-W15"), ask("b", period="2026-W14"), ask("a")}) == 4
    assert db.session.scalar(select(func.count(Job.id))) == 4


def test_two_communes_may_use_the_same_key(office: Office, other_office: Office, ask: Ask) -> None:
    ids = [commune.id for commune in db.session.scalars(select(Commune).where(Commune.joined_on.is_not(None)))]
    db.session.rollback()
    assert len({ask("a", commune_id=commune_id) for commune_id in [*ids, None]}) == 3


def test_what_is_done_is_not_asked_for_again(ask: Ask) -> None:
    ask("a", period="2026-03-30")
    queue.finish(taken())
    ask("a", period="2026-03-30")
    assert claim() is None


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"payload": {"text": "a" * 2000}}, "payload"),
        ({"run_after": clock.now() + timedelta(days=2)}, "day"),
    ],
)
def test_what_is_no_job_is_refused(ask: Ask, more: dict, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ask("a", **more)


def test_a_job_is_held_by_one_and_done_once(ask: Ask) -> None:
    job_id = ask("a", payload={"meeting": 7}, total=3)
    job = taken("first")
    assert (job.id, job.key, job.payload, job.tries, job.total) == (job_id, "0:a", {"meeting": 7}, 1, 3)
    assert claim("second") is None
    queue.renew(job, timedelta(minutes=2), 2, 3)
    queue.finish(job, "thing/7")
    row = look(job_id)
    assert (row.state, row.done, row.result, row.lease_until) == (JobState.DONE, 2, "thing/7", None)
    for late in (
        lambda: queue.finish(job),
        lambda: queue.fail(job, "x"),
        lambda: queue.release(job),
        lambda: queue.renew(job, timedelta(minutes=1), 1, 3),
    ):
        with pytest.raises(LeaseLost):
            late()
    assert look(job_id).done == 2


def test_what_may_begin_at_once_comes_before_what_was_due_later(ask: Ask) -> None:
    later = ask("a", run_after=clock.now() - timedelta(seconds=1))
    assert [ask("b"), ask("c"), later] == [taken().id for _ in range(3)]


def test_only_kinds_that_the_worker_knows_are_taken(ask: Ask) -> None:
    ask("a", kind="unknown")
    assert claim() is None


def test_one_job_may_be_asked_for_by_its_id(ask: Ask) -> None:
    ask("a")
    second = ask("b")
    job = claim(job_id=second)
    assert job is not None and job.id == second
    assert claim(job_id=second) is None


def test_the_job_of_a_dead_worker_is_taken_again_and_the_dead_one_writes_nothing(ask: Ask) -> None:
    job_id = ask("a")
    dead = taken("dead")
    with clock.held_at(clock.now() + timedelta(minutes=3)):
        again = taken("alive")
        assert (again.id, again.tries) == (job_id, 2)
        with pytest.raises(LeaseLost):
            queue.finish(dead)
        queue.finish(again)
    assert look(job_id).state is JobState.DONE


def test_a_job_that_kills_its_workers_is_given_up(ask: Ask) -> None:
    job_id = ask("a", most_tries=3)
    for minutes in (0, 3, 6):
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            assert taken().id == job_id
    with clock.held_at(clock.now() + timedelta(minutes=9)):
        assert claim() is None
    assert (look(job_id).state, look(job_id).message) == (JobState.FAILED, "worker_died")


def test_a_failed_try_waits_longer_each_time_and_then_it_is_over(ask: Ask) -> None:
    job_id, now, waits = ask("a", most_tries=4), clock.now(), []
    for _ in range(4):
        with clock.held_at(now):
            queue.fail(taken(), "OperationalError")
            row = look(job_id)
            assert claim() is None
        if row.run_after is not None and row.state is JobState.WAITING:
            waits.append((row.run_after - now).total_seconds())
            now = row.run_after
    assert waits == [10, 20, 40]
    assert (row.state, row.message) == (JobState.FAILED, "OperationalError")
    with clock.held_at(now + timedelta(days=365)):
        assert claim() is None


def test_what_a_rule_refuses_is_not_tried_again(ask: Ask) -> None:
    job_id = ask("a")
    queue.fail(taken(), "poster_withdrawn", for_good=True)
    assert look(job_id).state is JobState.FAILED


def test_a_job_that_is_given_back_goes_on_where_it_stands(ask: Ask) -> None:
    job_id = ask("a", total=30)
    for done in (10, 20):
        job = taken()
        queue.renew(job, timedelta(minutes=2), done, 30)
        queue.release(job)
    job = taken()
    assert (job.id, job.done, job.tries) == (job_id, 20, 1)  # giving back is no failure


def test_a_job_that_is_called_off_is_neither_begun_nor_gone_on_with(ask: Ask) -> None:
    waiting, running = ask("a"), ask("b")
    job = claim(job_id=running)
    assert job is not None
    with queue.transaction():
        assert queue.cancel(waiting) and queue.cancel(running)
    with pytest.raises(LeaseLost):
        queue.renew(job, timedelta(minutes=2), 1, 2)
    assert claim() is None
    with queue.transaction():
        assert not queue.cancel(running)
    assert {look(waiting).state, look(running).state} == {JobState.CANCELLED}


def test_a_clock_that_was_ahead_holds_nothing_for_longer_than_a_lease(ask: Ask) -> None:
    job_id, now = ask("a"), clock.now()
    with clock.held_at(now + 24 * 365 * HOUR):
        dead = taken("dead")
    with clock.held_at(now):
        assert claim() is None  # its worker may be alive: it gets the time of a fresh lease, no more
    with clock.held_at(now + timedelta(minutes=2, seconds=1)):
        job = taken("alive")
        queue.finish(job)
    with pytest.raises(LeaseLost):
        queue.finish(dead)
    assert look(job_id).state is JobState.DONE


def test_a_try_that_failed_while_the_clock_was_ahead_is_not_put_off(ask: Ask) -> None:
    ask("a")
    with clock.held_at(clock.now() + 24 * 365 * HOUR):
        queue.fail(taken(), "x")
    assert claim() is not None


@pytest.mark.slow
def test_an_hour_forward_and_back_skips_and_doubles_nothing(ask: Ask) -> None:
    """Forty jobs of forty hours; between any two the clock jumps an hour ahead or back."""
    now, done = clock.now(), []
    jobs = [ask("due", period=str(hour), run_after=now - hour * timedelta(minutes=1)) for hour in range(40)]
    for at in range(200):
        jump = (HOUR, timedelta(0), -HOUR)[at % 3]
        with clock.held_at(now + at * timedelta(seconds=1) + jump):
            job = claim(f"worker {at % 4}")
            if job is None:
                continue
            if at % 5 == 0:
                continue  # this worker dies
            queue.finish(job)
            done.append(job.id)
    for _ in range(5):  # what the dead held is taken when its lease is over, whatever the clock said then
        now += HOUR
        with clock.held_at(now):
            while job := claim():
                queue.finish(job)
                done.append(job.id)
    assert sorted(done) == sorted(jobs)


def test_the_journal_says_that_it_was_asked_for_and_how_it_ended(office: Office, ask: Ask) -> None:
    commune_id = db.session.scalars(select(Commune.id).where(Commune.name == "Xã Thử Nghiệm")).one()
    db.session.rollback()
    ids = [ask(key, commune_id=commune_id) for key in ("a", "b", "c")]
    queue.renew(first := taken(), timedelta(minutes=1), 1, 2)
    queue.finish(first)
    queue.fail(taken(), "KeyMissing", for_good=True)
    with queue.transaction():
        queue.cancel(ids[2])
    lines = select(JournalEntry.entity_id, JournalEntry.action, JournalEntry.changes, JournalEntry.commune_id)
    found = [tuple(row) for row in db.session.execute(lines.where(JournalEntry.entity == "job").order_by(text("id")))]
    asked = [(str(job_id), "created", '{"job_kind": "trial"}', commune_id) for job_id in ids]
    assert found == [
        *asked,
        (str(ids[0]), "finished", "{}", commune_id),
        (str(ids[1]), "failed", '{"message": "KeyMissing"}', commune_id),
        (str(ids[2]), "cancelled", "{}", commune_id),
    ]
    assert list(broken_links()) == []


def test_an_idle_worker_only_looks(quiet: Flask, ask: Ask, statements: Callable) -> None:
    ask("a", run_after=clock.now() + HOUR)
    with statements() as seen:
        assert claim() is None
    assert [line.split()[0] for line in seen] == ["SELECT"]


def test_the_queue_does_not_lengthen_somebodys_transaction(ask: Ask) -> None:
    ask("a")
    db.session.execute(select(Job.id))
    with pytest.raises(RuntimeError, match="end the transaction"), queue.transaction():
        pass


def test_kind_key_and_period_are_unique_in_the_database_too(ask: Ask) -> None:
    ask("a")
    with pytest.raises(Exception, match=r"(?i)unique"), queue.transaction():
        db.session.add(Job(kind=KIND, key="0:a"))
        db.session.flush()
