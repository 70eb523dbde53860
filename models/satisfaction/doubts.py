"""Which answers wait for a person to look at them: pure decisions, no database. Waiting is never dropping.

The limits are wide enough for an honest crowd: several people a minute at one poster, a queue at one tablet.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import clock
from models.satisfaction.handling import Handling
from models.satisfaction.rules import HoldReason

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How many answers a public link brought within the present hour, and within the present few seconds."""

    hour_at: datetime
    in_hour: int
    burst_at: datetime
    in_burst: int


def now_of(kept: Pulse | None, now: datetime, limits: Handling) -> Pulse:
    """The pulse as it is now: a span that is over begins anew, and so does one that a clock ahead has left."""
    pulse = kept or Pulse(now, 0, now, 0)
    if not timedelta(0) <= now - pulse.hour_at < HOUR:
        pulse = replace(pulse, hour_at=now, in_hour=0)
    if not timedelta(0) <= now - pulse.burst_at < timedelta(seconds=limits.burst_seconds):
        pulse = replace(pulse, burst_at=now, in_burst=0)
    return pulse


def beaten(pulse: Pulse) -> Pulse:
    """The pulse with one answer more."""
    return replace(pulse, in_hour=pulse.in_hour + 1, in_burst=pulse.in_burst + 1)


def of_link(trap: str, pulse: Pulse, limits: Handling) -> HoldReason | None:
    """Whether an answer through a public link waits; ``trap`` is the field that people do not see."""
    if trap:
        return HoldReason.TRAP
    if pulse.in_burst >= limits.burst_answers:
        return HoldReason.BURST
    return HoldReason.CROWD if pulse.in_hour >= limits.hourly_limit else None


@dataclass(frozen=True, slots=True)
class Hours:
    """When the counters are open, as the office says: whole hours, Monday to Friday, perhaps Saturday too."""

    opens: int
    closes: int
    on_saturday: bool = False

    def are_over(self, at: datetime) -> bool:
        """Whether the counters are closed at an instant; half an hour before and after they are not."""
        local = clock.local(at)
        if local.weekday() > (5 if self.on_saturday else 4):
            return True
        minute = local.hour * 60 + local.minute
        return not self.opens * 60 - 30 <= minute <= self.closes * 60 + 30


def too_near(at: datetime, seconds: int) -> tuple[datetime, datetime]:
    """Between which moments (both included) another counted answer of the same tablet makes one wait.

    Moments are known to the second, so ``seconds`` apart is apart enough; a clock that went back holds no more.
    """
    near = timedelta(seconds=seconds - 1)
    return at - near, at + near


def of_tablet(at: datetime, hours: Hours | None, last_file: datetime | None, limits: Handling) -> HoldReason | None:
    """Whether an answer of a tablet waits: outside the hours, or long after the last file of a counter that tells them.

    ``last_file`` is when the counter last told its tablet of a finished file; None where it has not done so that day.
    """
    if hours is not None and hours.are_over(at):
        return HoldReason.HOURS
    told_today = last_file is not None and clock.local(last_file).date() == clock.local(at).date()
    if told_today and last_file is not None and at - last_file > timedelta(minutes=limits.idle_minutes):
        return HoldReason.IDLE
    return None


def surplus(answers: int, visits: int) -> int:
    """How many answers of a day are more than the people who were served; none where nobody has counted these."""
    return max(answers - visits, 0) if visits else 0
