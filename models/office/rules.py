"""Which copies stay, and what each light shows: decided from figures alone, with the standard library only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

DAYS, WEEKS, MONTHS = 7, 4, 12  # copies that stay: one of each of the last days, weeks, months that have one
MOST_PLACES = 2
FRESH = timedelta(hours=48)  # a night may be missed when the PC is off
SILENT = timedelta(hours=26)  # a tablet that has not spoken since yesterday
STUCK = timedelta(hours=1)
AHEAD = timedelta(minutes=2)  # clocks of several machines differ by less
GIB = 1024**3
LOW_SHARE = 0.05  # of a disk
MANY_FAILURES = 50  # wrong passwords in a day
LEAF_SOON, DAY = 30, timedelta(days=1)
MOST_NAMES = 40  # of a certificate: an office whose router gives out addresses anew gathers a few in a year


class RunKind(StrEnum):
    """What is done every night."""

    BACKUP = "backup"
    CHECK = "check"


class Signal(IntEnum):
    """How something stands; NONE is not measured here, and says so."""

    NONE = 0
    GREEN = 1
    AMBER = 2
    RED = 3


@dataclass(frozen=True, slots=True)
class SystemLamp:
    """One light: what it is about, how it stands, by which ``code`` its sentence is found, and the figures in it."""

    name: str
    light: Signal
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def staying(made: Iterable[datetime]) -> set[datetime]:
    """Which copies stay, by the office's own days: the newest of each of the last 7 days, 4 ISO weeks, 12 months.

    The copies' own order decides and never the clock, so that a clock which ran ahead deletes nothing by itself.
    """
    newest_first = sorted(set(made), reverse=True)
    stay: set[datetime] = set()
    for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: dict[tuple[int, ...], datetime] = {}
        for instant in newest_first:
            seen.setdefault(period(instant), instant)
        stay |= set(list(seen.values())[:most])
    return stay


def _day(instant: datetime) -> tuple[int, ...]:
    return instant.year, instant.month, instant.day


def _week(instant: datetime) -> tuple[int, ...]:
    return instant.isocalendar()[:2]


def _month(instant: datetime) -> tuple[int, ...]:
    return instant.year, instant.month


def disk(trouble: str | None, free: int, total: int) -> SystemLamp:
    """The disk of the database; ``trouble`` is what keeps it from taking a line, in bytes the rest."""
    facts = {"free": free, "total": total}
    if trouble:
        return SystemLamp("disk", Signal.RED, f"disk_{trouble}", facts)
    is_low = free < max(GIB, int(total * LOW_SHARE))
    return SystemLamp("disk", Signal.AMBER if is_low else Signal.GREEN, "disk_low" if is_low else "disk_ok", facts)


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place for copies: its newest copy there, if it can be looked at, and what the last run said of it."""

    path: str
    newest_at: datetime | None
    size: int
    fault: str


def backup(places: Collection[PlaceFacts], has_code: bool, now: datetime) -> SystemLamp:
    """Whether there is a copy of last night in each place, and somebody can open it on another machine."""
    if not places:
        return SystemLamp("backup", Signal.RED, "backup_no_place")
    newest = max((place.newest_at for place in places if place.newest_at), default=None)
    if newest is None:
        return SystemLamp("backup", Signal.RED, "backup_never", {"path": next(iter(places)).path})
    if faulty := [place for place in places if place.fault]:
        return SystemLamp("backup", Signal.RED, "backup_fault", {"path": faulty[0].path, "fault": faulty[0].fault})
    if now - newest > FRESH:
        return SystemLamp("backup", Signal.RED, "backup_old", {"at": newest})
    facts = {"at": newest, "size": max(place.size for place in places if place.newest_at == newest)}
    if not has_code:
        return SystemLamp("backup", Signal.AMBER, "backup_no_code", facts)
    if len(places) < MOST_PLACES:
        return SystemLamp("backup", Signal.AMBER, "backup_one_place", facts)
    return SystemLamp("backup", Signal.GREEN, "backup_ok", facts)


def trial(at: datetime | None, fault: str, rows: int | None, now: datetime) -> SystemLamp:
    """Whether the last copy could be opened as a restore would do it."""
    if at is None:
        return SystemLamp("trial", Signal.AMBER, "trial_never")
    facts = {"at": at, "rows": rows, "fault": fault}
    if fault:
        return SystemLamp("trial", Signal.RED, "trial_fault", facts)
    is_old = now - at > FRESH
    return SystemLamp("trial", Signal.AMBER if is_old else Signal.GREEN, "trial_old" if is_old else "trial_ok", facts)


def certificate(days: int | None, is_https: bool) -> SystemLamp:
    """How long tablets and phones will still trust this place; ``days`` is None without a certificate of our own."""
    if days is None:
        code = "certificate_proxy" if is_https else "certificate_none"
        return SystemLamp("certificate", Signal.NONE if is_https else Signal.AMBER, code)
    light = Signal.RED if days < 0 else Signal.AMBER if days < LEAF_SOON else Signal.GREEN
    code = {Signal.RED: "certificate_over", Signal.AMBER: "certificate_soon", Signal.GREEN: "certificate_ok"}[light]
    return SystemLamp("certificate", light, code, {"days": days})


@dataclass(frozen=True, slots=True)
class LeafSpan:
    """From when until when the place's certificate stands, and the authority over it."""

    begins: datetime
    ends: datetime
    authority_ends: datetime


def leaf_is_due(span: LeafSpan, now: datetime, is_lacking: bool) -> bool:
    """Whether the place's certificate is renewed tonight.

    When fewer than 30 days are left and a new one would stand longer, when a name or address ``is_lacking``, or when it
    was made by a clock that was ahead, so that devices do not take it yet. Never under an authority that is over.
    """
    if span.authority_ends - now < DAY:
        return False
    is_short = span.ends - now < LEAF_SOON * DAY and span.authority_ends > span.ends
    return is_short or is_lacking or span.begins > now


def leaf_names(present: Iterable[str], own: Iterable[str]) -> list[str]:
    """What the next certificate stands for: what it stands for now, and the addresses that the machine has today.

    An address that went is kept: a network card that is off at night must not lock devices out in the morning.
    """
    return list(dict.fromkeys((*present, *own)))[:MOST_NAMES]


def clock(newest: datetime | None, now: datetime, is_before_release: bool) -> SystemLamp:
    """Whether the clock can be right: never before what was written last, nor before this program was made."""
    if newest is not None and newest - now > AHEAD:
        return SystemLamp("clock", Signal.RED, "clock_behind", {"at": newest, "now": now})
    if is_before_release:
        return SystemLamp("clock", Signal.RED, "clock_past", {"now": now})
    return SystemLamp("clock", Signal.GREEN, "clock_ok", {"now": now})


def jobs(waiting: int, oldest: timedelta | None, failed: int) -> SystemLamp:
    """Whether somebody does the work that waits; ``failed`` are the jobs given up in the last day."""
    facts = {"waiting": waiting, "failed": failed}
    if oldest is not None and oldest > STUCK:
        return SystemLamp("jobs", Signal.RED, "jobs_stuck", facts)
    return SystemLamp("jobs", Signal.AMBER if failed else Signal.GREEN, "jobs_failed" if failed else "jobs_ok", facts)


def sign_ins(failed: int) -> SystemLamp:
    """How many wrong passwords there were in the last day."""
    is_much = failed > MANY_FAILURES
    code = "sign_ins_many" if is_much else "sign_ins_ok"
    return SystemLamp("sign_ins", Signal.AMBER if is_much else Signal.GREEN, code, {"failed": failed})


NIGHTLY: Mapping[str, tuple[str, ...]] = {
    "database": ("database", "count", "seal"),
    "files": ("missing", "changed"),
    "journal": ("chain",),
}


def nightly(name: str, faults: Mapping[str, int] | None, at: datetime | None) -> SystemLamp:
    """What the nightly check has found of one kind; ``faults`` counts them by kind, None before the first night."""
    if faults is None:
        return SystemLamp(name, Signal.AMBER, f"{name}_never")
    count = sum(faults.get(kind, 0) for kind in NIGHTLY[name])
    facts = {"count": count, "at": at}
    return SystemLamp(name, Signal.RED if count else Signal.GREEN, f"{name}_fault" if count else f"{name}_ok", facts)


def tablets(seen: Mapping[str, datetime | None], now: datetime) -> SystemLamp:
    """Whether all paired tablets have spoken lately, by their names."""
    if not seen:
        return SystemLamp("tablets", Signal.NONE, "tablets_none")
    silent = sorted(name for name, at in seen.items() if at is None or now - at > SILENT)
    facts = {"count": len(silent), "total": len(seen), "names": silent}
    return SystemLamp(
        "tablets", Signal.AMBER if silent else Signal.GREEN, "tablets_silent" if silent else "tablets_ok", facts
    )


def version(running: str, schema: str | None, newest: str | None) -> SystemLamp:
    """Whether the program and its database are of one version."""
    facts = {"version": running}
    is_one = schema == newest
    return SystemLamp(
        "version", Signal.GREEN if is_one else Signal.RED, "version_ok" if is_one else "version_schema", facts
    )
