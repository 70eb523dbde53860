"""How the place is: every light from what was written, what lies on the disk, and what the last night has found."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from models import clock, journal, migrate
from models.accounts.rules import Viewer
from models.backup import recovery
from models.base import db, read, seen_by
from models.devices.tables import Device, DeviceState
from models.errors import NotFound
from models.jobs.rules import JobState
from models.jobs.tables import Job
from models.office import certificates, copies, rules
from models.office.rules import PlaceFacts, RunKind, SystemLamp
from models.office.tables import BackupPlace, NightRun

RELEASED = date(2026, 11, 1)  # a clock before it is wrong


@dataclass(frozen=True, slots=True)
class Machine:
    """What the lights need of the machine: where the database lies and what the server in front of it knows."""

    instance: Path
    trouble: str | None
    is_https: bool
    version: str
    failed_sign_ins: int


def places() -> Sequence[BackupPlace]:
    """The places for copies in the order in which they were entered."""
    return db.session.scalars(select(BackupPlace).order_by(BackupPlace.id)).all()


def place(place_id: int) -> BackupPlace:
    """One place; NotFound for an unknown one."""
    found = db.session.get(BackupPlace, place_id)
    if found is None:
        raise NotFound("backup_place")
    return found


def newest_run(kind: RunKind) -> NightRun | None:
    """What the last run of a kind has found; None before the first."""
    query = select(NightRun).where(NightRun.kind == kind).order_by(NightRun.id.desc()).limit(1)
    return db.session.scalars(query).first()


def place_facts(faults: Mapping[str, str]) -> list[PlaceFacts]:
    """Each place with its newest copy, as it lies there now, and what the last run said of it."""
    found = []
    for one in places():
        fault = faults.get(one.path, "")
        try:
            there = copies.copies(Path(one.path))
        except OSError:
            found.append(PlaceFacts(one.path, None, 0, fault or "missing"))
            continue
        made_at, size = (there[0].made_at, there[0].size) if there else (None, 0)
        found.append(PlaceFacts(one.path, made_at, size, fault))
    return found


def lamps(viewer: Viewer, machine: Machine) -> list[SystemLamp]:
    """All lights in their fixed order."""
    now, usage = clock.now(), shutil.disk_usage(machine.instance)
    last, check = newest_run(RunKind.BACKUP), newest_run(RunKind.CHECK)
    facts = last.facts if last else {}
    tried_at = last.ended_at if last and facts.get("name") else None
    faults, checked_at = (check.facts, check.ended_at) if check else (None, None)
    return [
        rules.disk(machine.trouble, usage.free, usage.total),
        rules.backup(place_facts(facts.get("places", {})), recovery.is_ready(machine.instance), now),
        rules.trial(tried_at, facts.get("trial_fault", ""), facts.get("rows"), now),
        rules.certificate(certificates.days_left(machine.instance), machine.is_https),
        rules.clock(journal.ahead(), now, clock.today() < RELEASED),
        _jobs(),
        rules.sign_ins(machine.failed_sign_ins),
        *(rules.nightly(name, faults, checked_at) for name in ("database", "files", "journal")),
        rules.tablets(_tablets(viewer), now),
        rules.version(machine.version, migrate.version(db.engine), migrate.newest_version()),
    ]


def _jobs() -> SystemLamp:
    now = clock.now()
    is_due = (Job.state == JobState.WAITING) & (Job.run_after.is_(None) | (Job.run_after <= now))
    row = read(
        select(func.count(Job.id).label("waiting"), func.min(Job.created_at).label("oldest")).where(is_due)
    ).one()
    since = now - timedelta(days=1)
    failed = read(select(func.count(Job.id)).where(Job.state == JobState.FAILED, Job.finished_at >= since)).scalar_one()
    return rules.jobs(row.waiting, clock.age(row.oldest) if row.oldest else None, failed)


def _tablets(viewer: Viewer) -> dict[str, datetime | None]:
    paired = seen_by(viewer, Device), Device.is_active.is_(True), Device.token_hash.is_not(None)
    query = select(Device.name, DeviceState.seen_at).outerjoin(DeviceState, DeviceState.device_id == Device.id)
    return {row.name: row.seen_at for row in read(query.where(*paired))}
