"""What the place does by itself every night: a copy that is tried, a look through everything, its certificate."""

from datetime import date, timedelta
from pathlib import Path

from flask import current_app

from blueprints import uploads
from models import clock, journal
from models.accounts.queries import sole_office
from models.base import db
from models.files import aside
from models.jobs.queue import Claimed
from models.jobs.trusting import PUT_OFF, by_trusted_day
from models.jobs.worker import JobContext, Work
from models.office import actions, certificates, copies, interfaces, queries, retaining
from models.office.rules import RunKind

KINDS = {RunKind.BACKUP: "office.backup", RunKind.CHECK: "office.check"}
LEASE = timedelta(minutes=10)


def _backup(job: Claimed, step: JobContext) -> None:
    """Copies into all places; nothing where nobody has chosen one."""
    del job
    with step.reading():
        places = [Path(place.path) for place in queries.places()]
    if not places:
        return
    facts = copies.run(db.engine, uploads.store(), Path(current_app.config["INSTANCE_DIR"]), places)
    with step.writing(1, 1):
        actions.note_run(RunKind.BACKUP, copies.is_good(facts), facts)


def _check(job: Claimed, step: JobContext) -> None:
    """Everything that is kept, looked through; what no row speaks of is put aside first."""
    del job
    with step.reading():
        aside.sweep(uploads.store())
        faults = actions.check(db.engine, uploads.store())
    with step.writing(1, 1):
        actions.note_run(RunKind.CHECK, not faults, faults)


def _purge(day: date) -> str:
    """Let go of what was kept long enough about accounts."""
    return f"by {day}: " + ", ".join(f"{number} {kind}" for kind, number in retaining.purge(day).items())


def _renew(job: Claimed, step: JobContext) -> str:
    """The place's certificate, renewed before it ends or when the machine has another address; not by a wrong clock."""
    del job
    with step.reading():
        office = sole_office() or "UBND"
    if clock.today() < queries.RELEASED:
        return PUT_OFF
    made = certificates.renew(Path(current_app.config["INSTANCE_DIR"]), office, interfaces.own_addresses())
    if made is None:
        return "not due"
    with step.writing(1, 1):
        journal.note("renewed", "certificate", "1", None, until=made.not_valid_after_utc.date().isoformat())
    return "renewed"


WORKS = {
    "office.certificate": Work(_renew, lease=LEASE, nightly=True),
    retaining.KINDS["office"]: Work(by_trusted_day(_purge), lease=LEASE, nightly=True),
    KINDS[RunKind.BACKUP]: Work(_backup, lease=LEASE, nightly=True),
    KINDS[RunKind.CHECK]: Work(_check, lease=LEASE, nightly=True),
}
