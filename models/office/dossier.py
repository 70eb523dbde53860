"""What this place can say of its own security: measured where it can be, stated where not, and what is not there.

The lines are those of the house's own criteria of infrastructure and security; each is said once, by one function of
figures. Nothing here judges: whoever approves reads what is required beside what there is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.accounts.rules import PAST_PASSWORDS

DAY = timedelta(days=1)


class Footing(StrEnum):
    """What a line stands on."""

    MEASURED = "measured"  # read from the records and settings of this place just now
    STATED = "stated"  # how the program is built, or what the office writes in by hand
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """How the accounts of a commune are: all that are open, and of them those that concern a line."""

    active: int
    closed: int
    without_person: int
    waiting: int
    admins: int
    admins_with_factor: int
    leaders: int
    leaders_with_factor: int
    with_factor: int
    is_ruled: bool
    closed_unused: int
    admins_beside: int  # administrators who have another role too
    overdue: int  # open, though nobody has used them for longer than the rule says


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """How long the passwords of administrators stay (0: for ever), and how many of them are not over it."""

    days: int
    in_time: int
    admins: int


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """Everything that the lines are said from."""

    now: datetime
    version: str
    is_same_schema: bool
    takes_updates: bool
    password_least: int
    free_tries: int
    longest_wait: timedelta
    idle: timedelta
    admin_idle: timedelta
    longest_session: timedelta
    is_https: bool
    certificate_days: int | None
    accounts: AccountFacts
    passwords: PasswordFacts
    failed_sign_ins: int
    first_entry: datetime | None
    checked_at: datetime | None
    check_faults: int
    places: int
    backed_up_at: datetime | None
    backup_is_good: bool
    tried_rows: int | None
    has_code: bool
    purged_at: datetime | None
    accounts_seen_at: datetime | None  # when somebody has looked through the accounts, and through the log
    log_seen_at: datetime | None
    are_accounts_due: bool
    is_log_due: bool
    disused_at: datetime | None  # when the last night looked for accounts that nobody uses
    is_clock_right: bool
    disk_free: int
    disk_total: int


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One line: the criterion it answers, what it stands on, by which ``say`` it is worded, and the figures in it."""

    code: str
    ground: Footing
    say: str
    figures: Mapping[str, object]


def _line(code: str, ground: Footing, say: str = "", **figures: object) -> DossierLine:
    return DossierLine(code, ground, say or code, figures)


def lines(facts: DossierFacts) -> list[DossierLine]:
    """All lines in the order of the criteria."""
    return [*_sign_in(facts), *_accounts(facts), *_records(facts), *_copies(facts), *_place(facts), *_by_hand()]


def _sign_in(facts: DossierFacts) -> Iterator[DossierLine]:
    own, measured = facts.accounts, Footing.MEASURED
    yield _line("AT-01", measured, least=facts.password_least)
    yield _line("AT-02", measured, waiting=own.waiting)
    kept = facts.passwords
    if kept.days:
        yield _line("AT-03", measured, days=kept.days, fresh=f"{kept.in_time}/{kept.admins}", past=PAST_PASSWORDS)
    else:
        yield _line("AT-03", Footing.MISSING, "AT-03-free", past=PAST_PASSWORDS)
    yield _line("AT-04", measured, tries=facts.free_tries, minutes=_minutes(facts.longest_wait))
    yield _line("AT-05", Footing.STATED)
    idle, admin, whole = facts.idle, facts.admin_idle, facts.longest_session
    yield _line("AT-06", measured, idle=_minutes(idle), admin=_minutes(admin), hours=_minutes(whole) // 60)
    yield _line(
        "AT-07",
        measured,
        "AT-07" if own.is_ruled else "AT-07-free",
        admins=f"{own.admins_with_factor}/{own.admins}",
        leaders=f"{own.leaders_with_factor}/{own.leaders}",
        all=f"{own.with_factor}/{own.active}",
    )


def _accounts(facts: DossierFacts) -> Iterator[DossierLine]:
    own = facts.accounts
    named = f"{own.active - own.without_person}/{own.active}"
    yield _line("AT-08", Footing.MEASURED, named=named, beside=own.admins_beside)
    if facts.disused_at is None:
        yield _line("AT-09", Footing.MISSING)
    else:
        closed, overdue = own.closed_unused, own.overdue
        yield _line("AT-09", Footing.MEASURED, "AT-09-nightly", at=facts.disused_at, closed=closed, overdue=overdue)
    say = "AT-10-due" if facts.are_accounts_due else "AT-10"
    yield _line("AT-10", Footing.MEASURED, say, active=own.active, closed=own.closed, at=facts.accounts_seen_at)
    yield _line("AT-11", Footing.MEASURED, admins=own.admins, leaders=own.leaders, active=own.active)


def _records(facts: DossierFacts) -> Iterator[DossierLine]:
    yield _line("AT-12", Footing.MEASURED, failed=facts.failed_sign_ins)
    yield _line("AT-13", Footing.STATED)
    if facts.first_entry is None:
        yield _line("AT-14", Footing.MISSING, "AT-14-none")
    elif facts.checked_at is None:
        yield _line("AT-14", Footing.MEASURED, "AT-14-unchecked", since=facts.first_entry)
    else:
        say = "AT-14" if not facts.check_faults else "AT-14-faults"
        figures = {"since": facts.first_entry, "at": facts.checked_at, "faults": facts.check_faults}
        yield DossierLine("AT-14", Footing.MEASURED, say, figures)
    say = "AT-15-due" if facts.is_log_due else "AT-15"
    figures = {"free": facts.disk_free, "total": facts.disk_total, "at": facts.log_seen_at}
    yield DossierLine("AT-15", Footing.MEASURED, say, figures)
    yield _line("AT-16", Footing.MEASURED, "AT-16" if facts.is_clock_right else "AT-16-wrong")


def _copies(facts: DossierFacts) -> Iterator[DossierLine]:
    if facts.backed_up_at is None:
        yield _line("AT-17", Footing.MISSING, places=facts.places)
        yield _line("AT-18", Footing.MISSING)
        return
    say = "AT-17-made" if facts.backup_is_good else "AT-17-faults"
    yield _line("AT-17", Footing.MEASURED, say, at=facts.backed_up_at, places=facts.places)
    if facts.tried_rows is None:
        yield _line("AT-18", Footing.MISSING)
    else:
        say = "AT-18-tried" if facts.has_code else "AT-18-no-code"
        yield _line("AT-18", Footing.MEASURED, say, at=facts.backed_up_at, rows=facts.tried_rows)


def _place(facts: DossierFacts) -> Iterator[DossierLine]:
    if not facts.is_https:
        yield _line("AT-19", Footing.MEASURED, "AT-19-plain")
    elif facts.certificate_days is None:
        yield _line("AT-19", Footing.MEASURED, "AT-19-proxy")
    else:
        yield _line("AT-19", Footing.MEASURED, days=facts.certificate_days)
    say = "PM" if facts.is_same_schema else "PM-differs"
    yield _line("PM", Footing.MEASURED, say, version=facts.version)
    yield (
        _line("PM", Footing.MEASURED, "PM-key") if facts.takes_updates else _line("PM", Footing.MISSING, "PM-no-key")
    )
    if facts.purged_at is None:
        yield _line("DL", Footing.MISSING)
    else:
        yield _line("DL", Footing.MEASURED, "DL-purged", at=facts.purged_at)


BY_HAND = ("AT-20", "AT-21", "AT-22", "AT-23", "AT-24", "AT-25", "AT-26", "AT-27", "AT-28", "AT-29", "AT-30")


def _by_hand() -> Iterator[DossierLine]:
    """What no program can see: the office writes it in, with its papers."""
    for code in BY_HAND:
        yield _line(code, Footing.STATED, f"by_hand_{code}")


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))
