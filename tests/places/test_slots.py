"""Where a room is free next: working hours, what is taken, time to tidy, never in the past."""

from datetime import date, datetime, timedelta

import pytest

from models import clock
from models.places.rules import Span, gaps, nearest, overlap

MONDAY = date(2026, 3, 30)


def at(text: str, days: int = 0) -> datetime:
    """8:30 of the Monday, or of a day so many days later."""
    hour, minute = text.split(":")
    return clock.at_office(MONDAY + timedelta(days=days), int(hour), int(minute))


def span(text: str, days: int = 0) -> Span:
    start, end = text.split("-")
    return at(start, days), at(end, days)


HALVES = [span("7:00-11:30"), span("13:00-17:30")]


@pytest.mark.parametrize(
    ("one", "other", "do_they"),
    [
        ("8:00-9:00", "9:00-10:00", False),
        ("8:00-9:00", "8:59-10:00", True),
        ("8:00-9:00", "7:00-8:00", False),
        ("8:00-9:00", "8:15-8:30", True),
        ("8:00-9:00", "7:00-12:00", True),
    ],
)
def test_half_open_spans(one: str, other: str, do_they: bool) -> None:
    assert overlap(span(one), span(other)) is overlap(span(other), span(one)) is do_they


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], ["7:00-11:30"]),
        (["8:00-9:00"], ["7:00-7:45", "9:15-11:30"]),
        (["7:00-9:00"], ["9:15-11:30"]),
        (["6:00-12:00"], []),
        (["11:00-12:00"], ["7:00-10:45"]),
        (["8:00-9:00", "9:00-10:00"], ["7:00-7:45", "10:15-11:30"]),
        (["9:00-10:00", "8:00-9:00"], ["7:00-7:45", "10:15-11:30"]),
    ],
)
def test_what_is_left_of_a_morning(taken: list[str], free: list[str]) -> None:
    found = gaps([span(one) for one in taken], HALVES[0], timedelta(minutes=15))
    assert [one for one in found if one[0] < one[1]] == [span(one) for one in free]


@pytest.mark.parametrize(
    ("wanted", "taken", "now", "found"),
    [
        # the last hours before and the first after, with a quarter to tidy
        ("9:00-10:00", ["9:00-10:00"], "6:00", ["7:45-8:45", "10:15-11:15"]),
        # nothing before now, and the next whole quarter
        ("9:00-10:00", ["9:00-10:00"], "8:10", ["10:15-11:15"]),
        # what does not fit before noon comes after it
        ("9:00-11:00", ["8:30-10:00"], "8:00", ["13:00-15:00"]),
        # between two bookings there must be room to tidy on both sides
        ("9:00-10:00", ["9:00-10:00", "11:15-11:30"], "8:55", ["13:00-14:00"]),
        # hours that begin at no quarter are asked for, whole quarters are proposed
        ("9:10-10:10", ["9:00-10:00"], "6:00", ["7:45-8:45", "10:15-11:15"]),
        # longer than half a day: nothing
        ("8:00-13:30", ["8:00-9:00"], "6:00", []),
        # free as asked: just that
        ("9:00-10:00", [], "6:00", ["9:00-10:00"]),
        # all taken
        ("9:00-10:00", ["7:00-17:30"], "6:00", []),
    ],
)
def test_the_nearest_hours(wanted: str, taken: list[str], now: str, found: list[str]) -> None:
    there = [span(one) for one in taken]
    assert nearest(span(wanted), there, HALVES, at(now)) == [span(one) for one in found]


def test_the_next_day_when_this_one_is_full() -> None:
    tuesday = [span("7:00-11:30", 1), span("13:00-17:30", 1)]
    there = [span("7:00-11:30"), span("13:00-17:30"), span("7:00-8:00", 1)]
    assert nearest(span("14:00-16:00"), there, [*HALVES, *tuesday], at("6:00")) == [span("8:15-10:15", 1)]
