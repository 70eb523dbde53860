"""Pairing codes as they are typed, how long they live, and what a clerk is told; with clocks that were wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from models.devices.rules import (
    CODE_LETTERS,
    DeviceStanding,
    is_code_live,
    is_to_be_noted,
    plain_code,
    shown_code,
    standing,
)

NOW = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_no_letter_is_taken_for_another() -> None:
    assert len(set(CODE_LETTERS)) == 32 and not set("01IO") & set(CODE_LETTERS)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("WL9YK7HC", "WL9YK7HC"),
        ("wl9y k7hc", "WL9YK7HC"),
        (" WL9Y-K7HC ", "WL9YK7HC"),
        ("w l 9 y k 7 h c", "WL9YK7HC"),
        ("WL9YK7H", None),
        ("WL9YK7HCC", None),
        ("WL0YK7HC", None),
        ("WLOYK7HC", None),
        ("", None),
        ("Ｗl9yk7hc", None),
        ("ßßßßssss", None),
        ("WL9YK7HC" * 1000, None),
        ("WL9Y\x00K7HC", None),
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str, code: str | None) -> None:
    assert plain_code(typed) == code


def test_a_code_is_shown_in_halves() -> None:
    assert shown_code("WL9YK7HC") == ("WL9Y", "K7HC")


@pytest.mark.parametrize(
    ("expires_at", "tries", "live"),
    [
        (NOW + 10 * MINUTE, 0, True),
        (NOW + SECOND, 4, True),
        (NOW, 0, False),
        (NOW - HOUR, 0, False),
        (NOW + MINUTE, 5, False),
        (NOW + 10 * MINUTE + SECOND, 0, False),  # the clock was ahead when it was given
        (None, 0, False),
    ],
)
def test_a_code_lives_ten_minutes_and_five_tries(expires_at: datetime | None, tries: int, live: bool) -> None:
    assert is_code_live(expires_at, tries, NOW) is live


@pytest.mark.parametrize(
    ("seen_at", "noted"),
    [
        (None, True),
        (NOW, False),
        (NOW - 59 * SECOND, False),
        (NOW - MINUTE, True),
        (NOW + SECOND, True),
        (NOW + HOUR, True),
    ],
)
def test_a_device_is_noted_at_most_once_a_minute(seen_at: datetime | None, noted: bool) -> None:
    assert is_to_be_noted(seen_at, NOW) is noted


@pytest.mark.parametrize(
    ("is_active", "is_paired", "seen_at", "waiting", "expected"),
    [
        (True, False, None, 0, DeviceStanding.UNPAIRED),
        (True, True, NOW, 0, DeviceStanding.READY),
        (True, True, NOW, 7, DeviceStanding.HOLDING),
        (True, True, NOW - 30 * MINUTE, 0, DeviceStanding.READY),
        (True, True, NOW - 31 * MINUTE, 7, DeviceStanding.SILENT),
        (True, True, NOW + HOUR, 0, DeviceStanding.READY),  # its age counts as none
        (True, True, None, 0, DeviceStanding.SILENT),
        (False, False, NOW, 7, DeviceStanding.REVOKED),
    ],
)
def test_where_a_device_stands(
    is_active: bool, is_paired: bool, seen_at: datetime | None, waiting: int, expected: DeviceStanding
) -> None:
    assert standing(is_active, is_paired, seen_at, waiting, NOW) is expected
