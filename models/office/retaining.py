"""What is kept about whom, for how long, and what the last nights have let go of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from models import clock, journal
from models.accounts import requests
from models.accounts.tables import Account, AccountRequest, KnownDevice
from models.base import db, read
from models.catalogue import read_yaml
from models.jobs.rules import JobState
from models.jobs.tables import Job
from models.satisfaction import catalogue
from models.satisfaction.handling import handling

PIECE = 500  # rows of a night, so that nobody waits for it
DEVICE_DAYS = 400  # as long as the browser itself remembers
KINDS = {"satisfaction": "retention", "office": "office.purge"}  # the work of the night, by who lets go


@dataclass(frozen=True, slots=True)
class KeptKind:
    """One kind of what is kept: of whom, for how long, and who lets go of it."""

    what: str
    whose: str
    term: str
    by: str


@dataclass(frozen=True, slots=True)
class LastPurge:
    """The last night that let go of something: when it ended, and what it said of itself."""

    ended_at: datetime
    said: str


def shown() -> list[KeptKind]:
    """Everything in the order of the catalogue, with the figures in force today."""
    today = clock.today()
    figures = {
        "contact_days": handling(today).contact_days,
        "comment_days": catalogue.policy(today).comment_days,
        "device_days": DEVICE_DAYS,
        "request_days": requests.LIFE.days,
    }
    rows: list[dict[str, Any]] = read_yaml("retention")
    return [KeptKind(row["what"], row["whose"], row["term"].format(**figures), row["by"]) for row in rows]


def last() -> Mapping[str, LastPurge]:
    """The last finished night of each work, by who lets go."""
    found = {}
    for by, kind in KINDS.items():
        done = select(Job.finished_at, Job.result).where(Job.kind == kind, Job.state == JobState.DONE)
        row = read(done.order_by(Job.id.desc()).limit(1)).one_or_none()
        if row is not None and row.finished_at is not None:
            found[by] = LastPurge(row.finished_at, row.result)
    return found


def purge(day: date) -> dict[str, int]:
    """Let go of what was to be kept until before a day; how many of each, with one line in the journal."""
    begins = clock.at_office(day)
    is_over = Account.code_hash.is_not(None) & (Account.code_expires_at < begins)
    accounts = db.session.scalars(select(Account).where(is_over).order_by(Account.id).limit(PIECE)).all()
    for account in accounts:
        account.code_hash = account.code_expires_at = None
    old = select(AccountRequest).where(AccountRequest.asked_at < begins - requests.LIFE)
    asked = db.session.scalars(old.order_by(AccountRequest.id).limit(PIECE)).all()
    for one in asked:
        db.session.delete(one)
    db.session.flush()
    devices = KnownDevice.first_seen_at < begins - timedelta(days=DEVICE_DAYS)
    gone = {"codes": len(accounts), "devices": _rows(delete(KnownDevice).where(devices)), "requests": len(asked)}
    if any(gone.values()):
        journal.note("let_go", "retention", day.isoformat(), None, **gone)
    return gone


def _rows(statement: Any) -> int:
    return int(db.session.execute(statement, execution_options={"synchronize_session": False}).rowcount)  # type: ignore[attr-defined]
