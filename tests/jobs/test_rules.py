"""When a job is tried again, when it may begin, and what becomes of a lease: with clocks that were wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from models.jobs.rules import JobState, Turn, backoff, is_due, turn

NOW = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAITING, RUNNING = JobState.WAITING, JobState.RUNNING


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(0, 10), (1, 10), (2, 20), (3, 40), (4, 80), (9, 2560), (10, 3600), (13, 3600), (1000, 3600), (-5, 10)],
)
def test_each_failed_try_waits_longer_up_to_an_hour(tries: int, seconds: int) -> None:
    assert backoff(tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("run_after", "tries", "due"),
    [
        (None, 0, True),
        (None, 3, True),
        (NOW, 0, True),
        (NOW - DAY, 0, True),
        (NOW + SECOND, 0, False),
        (NOW + DAY, 0, False),
        (NOW + DAY + SECOND, 0, True),  # nobody can have asked for that: the clock was ahead
        (NOW + 365 * DAY, 0, True),
        (NOW + HOUR, 1, False),
        (NOW + HOUR + SECOND, 1, True),  # no try waits for longer than an hour
        (NOW + DAY, 2, True),
    ],
)
def test_a_job_is_due(run_after: datetime | None, tries: int, due: bool) -> None:
    assert is_due(run_after, tries, NOW) is due


@pytest.mark.parametrize(
    ("state", "lease_until", "tries", "expected"),
    [
        (WAITING, None, 0, Turn.TAKE),
        (RUNNING, NOW + MINUTE, 1, Turn.LEAVE),
        (RUNNING, NOW + 2 * MINUTE, 1, Turn.LEAVE),
        (RUNNING, NOW, 1, Turn.TAKE),
        (RUNNING, NOW - DAY, 4, Turn.TAKE),
        (RUNNING, NOW - DAY, 5, Turn.GIVE_UP),
        (RUNNING, NOW - DAY, 9, Turn.GIVE_UP),
        (RUNNING, None, 1, Turn.TAKE),
        (RUNNING, NOW + 2 * MINUTE + SECOND, 1, Turn.SHORTEN),  # given when the clock was ahead
        (RUNNING, NOW + 365 * DAY, 5, Turn.SHORTEN),
        (JobState.DONE, NOW - DAY, 1, Turn.LEAVE),
        (JobState.FAILED, None, 5, Turn.LEAVE),
        (JobState.CANCELLED, NOW - DAY, 1, Turn.LEAVE),
    ],
)
def test_whose_turn_it_is(state: JobState, lease_until: datetime | None, tries: int, expected: Turn) -> None:
    assert turn(state, None, lease_until, tries, 5, NOW, 2 * MINUTE) is expected
