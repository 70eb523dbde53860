"""What the website is judged by: when a section is late, what a check may find, and when a finding is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=7)
FAILURES_BEFORE_PROPOSAL = 2


class Medium(StrEnum):
    """Where a section is written for."""

    WEBSITE = "website"
    ZALO = "zalo"


class Freshness(StrEnum):
    """How a section stands on a day."""

    LATE = "late"
    EMPTY = "empty"  # nothing was ever published in it
    DUE = "due"  # within a week
    FRESH = "fresh"


class SectionPick(StrEnum):
    """A set of sections that a page or a figure speaks of."""

    LATE = "late"
    DUE = "due"
    UNASSIGNED = "unassigned"
    ASSIGNED = "assigned"
    FILLED = "filled"
    ON_TIME = "on_time"


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a section stands on a day, and by how many days (late: since the day it was due; due: until it)."""

    state: Freshness
    days: int = 0
    age: int | None = None

    @property
    def is_late(self) -> bool:
        """Whether something is missing."""
        return self.state in (Freshness.LATE, Freshness.EMPTY)


def standing(last_item_on: date | None, interval_days: int, today: date) -> Timeliness:
    """The newest item may be as old as the interval, that day included; an item of a day to come is one of today."""
    if last_item_on is None:
        return Timeliness(Freshness.EMPTY)
    age = max((today - last_item_on).days, 0)
    left = interval_days - age
    if left < 0:
        return Timeliness(Freshness.LATE, -left, age)
    if left <= min(SOON.days, interval_days // 2):
        return Timeliness(Freshness.DUE, left, age)
    return Timeliness(Freshness.FRESH, left, age)


def belongs(pick: SectionPick, standing: Timeliness, has_owner: bool) -> bool:
    """Whether a section is one of a set; the figure above a list and the list ask the same."""
    return {
        SectionPick.LATE: standing.is_late,
        SectionPick.DUE: standing.state is Freshness.DUE,
        SectionPick.UNASSIGNED: not has_owner,
        SectionPick.ASSIGNED: has_owner,
        SectionPick.FILLED: standing.state is not Freshness.EMPTY,
        SectionPick.ON_TIME: not standing.is_late,
    }[pick]


class Problem(StrEnum):
    """Why an address gave no answer that can be read."""

    UNKNOWN_HOST = "unknown_host"
    REFUSED = "refused"  # by our own guard
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    REDIRECTS = "redirects"
    BAD_ANSWER = "bad_answer"


class CheckOutcome(StrEnum):
    """What a check comes to; only a failure can become a proposal."""

    FAIL = "fail"
    NEEDS_HUMAN = "needs_human"
    PASS = "pass"
    NOT_TESTABLE = "not_testable"
    BLOCKED = "blocked"


class CheckKey(StrEnum):
    """What is checked, in the order of the work."""

    REACHABLE = "reachable"
    CERTIFICATE = "certificate"
    REDIRECT = "redirect"
    HSTS = "hsts"
    NOT_FOUND = "not_found"
    ROBOTS = "robots"
    SITEMAP = "sitemap"
    LINK = "link"
    FILE = "file"
    OUTSIDE = "outside"
    SECTION = "section"
    CONTENT = "content"
    FRESHNESS = "freshness"
    CONTACT = "contact"
    SEARCH = "search"
    LANGUAGE = "language"
    TITLE = "title"
    VIEWPORT = "viewport"
    WEIGHT = "weight"
    GAMBLING = "gambling"
    ACCESSIBILITY = "accessibility"
    NARROW = "narrow"
    PICTURE = "picture"


class RunState(StrEnum):
    """How far a run of the checks is, and how it ended."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"  # a bound was reached before the end
    STOPPED = "stopped"  # by a person
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


class FaultState(StrEnum):
    """What became of something the machine has found."""

    WATCHED = "watched"  # seen once; nobody is asked yet
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    MENDED = "mended"  # not seen any more: somebody looks and closes it
    CLOSED = "closed"
    GONE = "gone"  # was watched or declined and is not there any more


ASKS_SOMEBODY = (FaultState.PROPOSED, FaultState.MENDED)


@dataclass(frozen=True, slots=True)
class Move:
    """The next state of a fault, how many runs have failed in a row, and whether it came back after it was closed."""

    state: FaultState
    failures: int
    is_back: bool = False


def seen_again(state: FaultState | None, failures: int) -> Move:
    """The next state when a run finds the fault: one failure stays in the log, the second in a row is proposed."""
    failures += 1
    if state in (FaultState.PROPOSED, FaultState.ACCEPTED, FaultState.DECLINED):
        return Move(state, failures)
    if state is FaultState.MENDED:  # it was mended for one look only
        return Move(FaultState.ACCEPTED, failures)
    if failures < FAILURES_BEFORE_PROPOSAL:
        return Move(FaultState.CLOSED if state is FaultState.CLOSED else FaultState.WATCHED, failures)
    return Move(FaultState.PROPOSED, failures, is_back=state is FaultState.CLOSED)


def not_seen(state: FaultState) -> Move:
    """The next state when a run has looked and does not find it: what somebody was asked about is looked at again."""
    if state in (FaultState.PROPOSED, FaultState.ACCEPTED, FaultState.MENDED):
        return Move(FaultState.MENDED, 0)
    return Move(FaultState.CLOSED if state is FaultState.CLOSED else FaultState.GONE, 0)


def dates_before(days: Sequence[date], today: date) -> date | None:
    """The newest of some days that lie not in the future; None where there is none."""
    return max((day for day in days if day <= today), default=None)
