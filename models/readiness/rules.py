"""Whether a room is ready: nine lines that are looked at before a meeting, and the light that follows from it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AHEAD = timedelta(minutes=60)  # how long before the beginning a room has to be looked at


class RoomLine(StrEnum):
    """What an online meeting room has to have, always in this order."""

    CONNECTION = "connection"
    SOUND = "sound"
    LIGHTING = "lighting"
    CAMERA = "camera"
    SCREEN = "screen"
    CASTING = "casting"
    WIFI_SIGN = "wifi_sign"
    SOLEMNITY = "solemnity"
    BACKUP = "backup"


class Equipped(StrEnum):
    """How what a room has stands against the standard."""

    MEETS = "meets"
    LACKING = "lacking"
    MISSING = "missing"


class Lamp(StrEnum):
    """The light of a meeting that stands in a room, red first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class LampReason(StrEnum):
    """Why a light is what it is."""

    FAULT = "fault"
    UNCHECKED = "unchecked"
    LATE = "late"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Light:
    """A light with its reason; ``checked_at`` is when the room was looked at last before the beginning."""

    lamp: Lamp
    reason: LampReason
    checked_at: datetime | None = None


def light(starts_at: datetime, checks: Iterable[datetime], open_faults: Collection[RoomLine]) -> Light:
    """The light of one meeting from the looks at its room on that day and the faults nobody has mended yet.

    Red while a fault is open, whenever it was found. Green when somebody looked at least an hour before the beginning:
    the last minute of that hour counts. A later look is better than none and stays yellow; one after the beginning
    says nothing about it.
    """
    before = [at for at in checks if at <= starts_at]
    last = max(before, default=None)
    if open_faults:
        return Light(Lamp.RED, LampReason.FAULT, last)
    in_time = [at for at in before if at <= starts_at - AHEAD]
    if in_time:
        return Light(Lamp.GREEN, LampReason.READY, last)
    return Light(Lamp.YELLOW, LampReason.LATE if last else LampReason.UNCHECKED, last)


def is_ready(
    starts_at: datetime, checks: Iterable[datetime], faults: Iterable[tuple[datetime, datetime | None]]
) -> bool:
    """Whether a past meeting stood in a room that was looked at in time and had no open fault when it began.

    ``faults`` are spans from when each was found to when it was mended, None for not yet.
    """
    was_open = any(found <= starts_at and (mended is None or mended > starts_at) for found, mended in faults)
    return not was_open and any(at <= starts_at - AHEAD for at in checks if at <= starts_at)
