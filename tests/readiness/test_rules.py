"""The light of a meeting's room: tables of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from models.readiness.rules import Lamp, LampReason, RoomLine, is_ready, light

START = datetime(2026, 12, 9, 7, 0, tzinfo=UTC)  # 14:00 at the office


def before(minutes: int) -> datetime:
    return START - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("checks", "faults", "lamp", "reason"),
    [
        ([], [], Lamp.YELLOW, LampReason.UNCHECKED),
        ([before(60)], [], Lamp.GREEN, LampReason.READY),
        ([before(61)], [], Lamp.GREEN, LampReason.READY),
        ([before(59)], [], Lamp.YELLOW, LampReason.LATE),
        ([before(0)], [], Lamp.YELLOW, LampReason.LATE),
        ([before(-1)], [], Lamp.YELLOW, LampReason.UNCHECKED),  # after the beginning it says nothing
        ([before(300), before(10)], [], Lamp.GREEN, LampReason.READY),
        ([before(90)], [RoomLine.SOUND], Lamp.RED, LampReason.FAULT),
        ([], [RoomLine.BACKUP], Lamp.RED, LampReason.FAULT),  # from a look on another day
    ],
)
def test_the_light(checks, faults, lamp, reason) -> None:
    found = light(START, checks, faults)
    assert (found.lamp, found.reason) == (lamp, reason)


@pytest.mark.parametrize(
    ("checks", "faults", "expected"),
    [
        ([before(60)], [], True),
        ([before(59)], [], False),
        ([], [], False),
        ([before(90)], [(before(90), None)], False),
        ([before(90)], [(before(90), before(20))], True),  # mended before it began
        ([before(90)], [(before(90), START)], True),
        ([before(90)], [(before(90), before(-5))], False),
        ([before(90)], [(before(-5), None)], True),  # found only afterwards
    ],
)
def test_a_past_meeting_stood_in_a_ready_room(checks, faults, expected) -> None:
    assert is_ready(START, checks, faults) is expected
