"""Rooms by the hour: tables of cases."""

from datetime import UTC, datetime

import pytest

from models.places.rules import Stretch, free_until, lanes, taken_until


def at(clock: str) -> datetime:
    """A time of one day."""
    hour, minute = clock.split(":")
    return datetime(2026, 12, 9, int(hour), int(minute), tzinfo=UTC)


def spans(text: str) -> list[tuple[datetime, datetime]]:
    """8:00-9:00 10:00-11:00."""
    return [(at(start), at(end)) for start, end in (span.split("-") for span in text.split())]


CASES = [
    ("", "9:00", None, None),
    ("8:00-9:00", "7:59", None, "8:00"),
    ("8:00-9:00", "8:00", "9:00", None),
    ("8:00-9:00", "8:59", "9:00", None),
    ("8:00-9:00", "9:00", None, None),  # an end is free already
    ("9:00-10:00 8:00-9:00", "8:30", "10:00", "9:00"),  # two that touch are one stay
    ("8:00-10:00 9:00-11:00 14:00-15:00", "8:30", "11:00", "9:00"),  # overlapping, and one that does not follow
    ("8:00-12:00 9:00-10:00", "8:30", "12:00", "9:00"),  # one inside the other
    ("8:00-9:00 14:00-15:00", "10:00", None, "14:00"),
]


@pytest.mark.parametrize(("taken", "now", "until", "following"), CASES)
def test_when_a_room_is_taken(taken: str, now: str, until: str | None, following: str | None) -> None:
    assert taken_until(spans(taken), at(now)) == (at(until) if until else None)
    assert free_until(spans(taken), at(now)) == (at(following) if following else None)


@pytest.mark.parametrize(
    ("given", "laid"),
    [
        ([], [[Stretch(8)]]),
        ([(0, 8)], [[Stretch(8, 0)]]),
        ([(2, 4)], [[Stretch(2), Stretch(2, 0), Stretch(4)]]),
        ([(4, 8), (0, 4)], [[Stretch(4, 1), Stretch(4, 0)]]),
        ([(0, 5), (3, 6)], [[Stretch(5, 0), Stretch(3)], [Stretch(3), Stretch(3, 1), Stretch(2)]]),
        ([(3, 3)], [[Stretch(3), Stretch(1, 0), Stretch(4)]]),  # shorter than a cell: one all the same
        ([(-5, 2), (7, 30)], [[Stretch(2, 0), Stretch(5), Stretch(1, 1)]]),  # cut off at both ends
        ([(-9, -5), (12, 15)], [[Stretch(1, 0), Stretch(6), Stretch(1, 1)]]),  # wholly outside: still there
    ],
)
def test_spans_lie_beside_each_other(given: list[tuple[int, int]], laid: list[list[Stretch]]) -> None:
    assert lanes(given, 8) == laid
    assert all(sum(run.cells for run in lane) == 8 for lane in lanes(given, 8))
