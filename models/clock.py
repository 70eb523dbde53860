"""The one clock: every instant of the product comes from ``now``, so that a test or a demo can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_held: ContextVar[datetime | None] = ContextVar("held_instant", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _held.get() or datetime.now(UTC)


def today() -> date:
    """The present day of the office (Asia/Ho_Chi_Minh)."""
    return local(now()).date()


def age(instant: datetime) -> timedelta:
    """How long ago an instant was; nothing for one in the future, which a clock that was ahead has left behind."""
    return max(now() - instant, timedelta(0))


def local(instant: datetime) -> datetime:
    """An aware instant in office time; ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its zone")
    return instant.astimezone(OFFICE_ZONE)


def at_office(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The UTC instant of a wall-clock time at the office."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE_ZONE).astimezone(UTC)


@contextmanager
def held_at(instant: datetime) -> Iterator[None]:
    """Hold the clock of this context at an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its zone")
    token = _held.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
