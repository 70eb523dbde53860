"""Pairing codes, and what the office is told about a device. Instants are aware; a negative age counts as none."""

from datetime import datetime, timedelta
from enum import StrEnum

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 of them: no 0 and O, no 1 and I
CODE_LENGTH = 8
CODE_HEAD = 3  # the letters by which a code is found; the other five are the secret that is guessed at
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
NOTED_EVERY = timedelta(minutes=1)
SILENT_AFTER = timedelta(minutes=30)
STUCK_AFTER = timedelta(hours=24)
CONTEXT_LIFE = timedelta(minutes=10)
CLOCK_TOLERANCE = timedelta(minutes=10)


class DeviceStanding(StrEnum):
    """What a clerk must know about a device, the worst first."""

    LOSING = "losing"
    STUCK = "stuck"
    SILENT = "silent"
    HOLDING = "holding"
    UNPAIRED = "unpaired"
    READY = "ready"
    REVOKED = "revoked"


def plain_code(typed: str) -> str | None:
    """A code as it is kept, however it was typed (small letters, blanks, hyphens); None when it can be none."""
    code = "".join(letter for letter in typed[:40].upper() if letter not in " -–\u00a0")
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else None


def shown_code(code: str) -> tuple[str, str]:
    """A code in two halves, as people read it."""
    return code[: CODE_LENGTH // 2], code[CODE_LENGTH // 2 :]


def is_code_live(expires_at: datetime | None, tries: int, now: datetime) -> bool:
    """Whether a code may still be used: not run out, not worn out, and not given by a clock that was ahead."""
    return expires_at is not None and tries < CODE_TRIES and timedelta(0) < expires_at - now <= CODE_LIFE


def is_to_be_noted(seen_at: datetime | None, now: datetime) -> bool:
    """Whether it is written down that a device was heard just now: at most once a minute, whatever the clock did."""
    return seen_at is None or not timedelta(0) <= now - seen_at < NOTED_EVERY


def is_heard(seen_at: datetime | None, now: datetime) -> bool:
    """Whether a device was heard within the last half hour."""
    return seen_at is not None and now - seen_at <= SILENT_AFTER


def standing(
    is_active: bool,
    is_paired: bool,
    seen_at: datetime | None,
    waiting: int,
    now: datetime,
    oldest_at: datetime | None = None,
    lost: int = 0,
) -> DeviceStanding:
    """Where a device stands; one that is not heard for half an hour is silent, one that waits for a day is stuck.

    ``lost`` are the numbers that are missing and that nobody has given a cause for.
    """
    if lost:
        return DeviceStanding.LOSING
    if not is_active:
        return DeviceStanding.REVOKED
    if not is_paired:
        return DeviceStanding.UNPAIRED
    if waiting and oldest_at is not None and now - oldest_at > STUCK_AFTER:
        return DeviceStanding.STUCK
    if not is_heard(seen_at, now):
        return DeviceStanding.SILENT
    return DeviceStanding.HOLDING if waiting else DeviceStanding.READY
