"""Which answers wait for review: the patterns that do, and the honest crowds that do not."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from blueprints.satisfaction.kiosk_page import TIMES
from models import clock
from models.satisfaction import doubts
from models.satisfaction.catalogue import policy
from models.satisfaction.doubts import Hours, Pulse
from models.satisfaction.handling import handling
from models.satisfaction.rules import HoldReason

LIMITS = handling(date(2026, 11, 25))
NINE = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # nine o'clock at the office, a Wednesday


def through_a_link(moments: list[datetime]) -> list[HoldReason | None]:
    """What is said of answers through one link, at these moments."""
    kept: Pulse | None = None
    said = []
    for at in moments:
        pulse = doubts.now_of(kept, at, LIMITS)
        said.append(doubts.of_link("", pulse, LIMITS))
        kept = doubts.beaten(pulse)
    return said


def at_a_tablet(chance: random.Random, at: datetime, last_file: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When a queue taps one after another, each with the last file of the counter: now one, now a family of four.

    The page itself lets nobody be faster: whoever is done sees the thanks for some seconds, whoever walks away leaves
    his reasons there until the page is idle.
    """
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        yield at, last_file
        is_done = chance.random() < 0.7
        stays = 1.5 + chance.expovariate(1 / 4) + TIMES["thanks"] / 1000 if is_done else TIMES["idle"] / 1000
        at += timedelta(seconds=stays + 1.5 + chance.expovariate(1 / 3))  # the next one reads the question, and taps


def crowd(chance: random.Random, a_minute: float, n: int) -> list[datetime]:
    """Moments at which people come as they like, so many a minute; a rush lasts half an hour, then it is quiet."""
    at, found, begun = NINE, [], NINE
    for _ in range(n):
        at += timedelta(seconds=chance.expovariate(a_minute / 60))
        if at - begun > timedelta(minutes=30):
            at = begun = at + timedelta(minutes=60)
        found.append(at)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_honest_crowds_are_not_held(seed: int) -> None:
    """Ten thousand answers: quiet hours, several people a minute at one poster, queues at tablets."""
    chance = random.Random(seed)
    held = 0
    for a_minute in (0.2, 1, 3, 5, 6):
        held += sum(reason is not None for reason in through_a_link(crowd(chance, a_minute, 1600)))
    hours, at, n, before = Hours(7, 17), NINE, 0, NINE - timedelta(days=1)
    while n < 2000:  # a tablet beside a counter that tells its files: each queue follows one
        at += timedelta(minutes=chance.expovariate(1 / 4))
        local = clock.local(at)
        if local.hour >= 17:
            at = clock.at_office(local.date() + timedelta(days=1 if local.weekday() < 4 else 7 - local.weekday()), 7)
        last_file = at - timedelta(minutes=min(chance.expovariate(1 / 3), 25))
        queue = list(at_a_tablet(chance, at, last_file))
        for tap, told in queue:
            first, last = doubts.too_near(tap, policy(NINE.date()).burst_seconds)
            is_held = first <= before <= last or doubts.of_tablet(tap, hours, told, LIMITS) is not None
            held, n, before = held + is_held, n + 1, before if is_held else tap
        at = queue[-1][0]
    assert held <= 10_000 * 0.005


def test_twenty_taps_in_twenty_seconds_are_held_after_the_first_ones() -> None:
    said = through_a_link([NINE + timedelta(seconds=second) for second in range(20)])
    assert said == [None] * LIMITS.burst_answers + [HoldReason.BURST] * (20 - LIMITS.burst_answers)


def test_too_many_within_an_hour_wait() -> None:
    said = through_a_link([NINE + timedelta(seconds=10 * step) for step in range(300)])
    assert said == [None] * LIMITS.hourly_limit + [HoldReason.CROWD] * (300 - LIMITS.hourly_limit)
    assert through_a_link([NINE, NINE + timedelta(hours=1)]) == [None, None]


def test_a_clock_that_was_ahead_holds_nothing_back() -> None:
    ahead = Pulse(NINE + timedelta(days=400), 10_000, NINE + timedelta(days=400), 50)
    pulse = doubts.now_of(ahead, NINE, LIMITS)
    assert (pulse.in_hour, pulse.in_burst) == (0, 0)


def test_the_field_that_people_do_not_see() -> None:
    assert doubts.of_link("http://x", doubts.now_of(None, NINE, LIMITS), LIMITS) is HoldReason.TRAP


@pytest.mark.parametrize(
    ("moment", "on_saturday", "are_over"),
    [
        ((25, 7, 0), False, False),
        ((25, 6, 30), False, False),
        ((25, 6, 29), False, True),
        ((25, 17, 30), False, False),
        ((25, 17, 31), False, True),
        ((28, 9, 0), False, True),
        ((28, 9, 0), True, False),
        ((29, 9, 0), True, True),
    ],
)
def test_outside_the_hours(moment: tuple[int, int, int], on_saturday: bool, are_over: bool) -> None:
    day, hour, minute = moment
    at = clock.at_office(date(2026, 11, day), hour, minute)
    assert Hours(7, 17, on_saturday).are_over(at) is are_over
    said = doubts.of_tablet(at, Hours(7, 17, on_saturday), None, LIMITS)
    assert said is (HoldReason.HOURS if are_over else None)
    assert doubts.of_tablet(at, None, None, LIMITS) is None, "an office that has said no hours is not judged by any"


@pytest.mark.parametrize(
    ("minutes", "reason"), [(None, None), (5, None), (30, None), (31, HoldReason.IDLE), (60 * 24, None)]
)
def test_no_file_was_finished_lately(minutes: int | None, reason: HoldReason | None) -> None:
    last = None if minutes is None else NINE - timedelta(minutes=minutes)
    assert doubts.of_tablet(NINE, None, last, LIMITS) is reason


@pytest.mark.parametrize(("answers", "visits", "more"), [(10, 10, 0), (12, 10, 2), (3, 10, 0), (5, 0, 0)])
def test_more_answers_than_people_served(answers: int, visits: int, more: int) -> None:
    assert doubts.surplus(answers, visits) == more
