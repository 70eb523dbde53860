"""What people do with duties: write notes, report with evidence, confirm or send back, reopen, ask for a later day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.duties.rules import PROVEN, DutyAct, may_keep, may_report
from models.duties.tables import Duty, DutyExtension, DutyNote, DutyUnit
from models.errors import NotAllowed, NotFound, RuleBroken


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a report: a stored file, an address, or both."""

    file_id: int | None = None
    link: str = ""

    def __bool__(self) -> bool:
        return self.file_id is not None or bool(self.link)

    def require(self) -> None:
        """Refuse a report that has nothing to show."""
        if not self:
            raise RuleBroken("evidence_missing", field="evidence_link")


NOTHING = Evidence()


def hold(duty: Duty) -> None:
    """Let nobody else write to a duty until this transaction ends, and see what was written to it meanwhile."""
    db.session.refresh(duty, ["status", "version"], with_for_update=True)


def write_note(
    viewer: Viewer,
    duty: Duty,
    text: str,
    percent: int | None = None,
    evidence: Evidence = NOTHING,
    at: datetime | None = None,
) -> DutyNote:
    """Add a note on progress; the first one shows that work has begun."""
    if not may_report(duty, viewer):
        raise NotAllowed
    duty.require_owed()
    duty.begin()
    return _new_note(viewer, duty, DutyAct.PROGRESS, text, at, percent, evidence)


def report_done(
    viewer: Viewer, duty: Duty, day: date, text: str, evidence: Evidence, at: datetime | None = None
) -> DutyNote:
    """Report that work is finished; without a file or an address there is nothing to show for it."""
    _require_reporter(viewer, duty)
    evidence.require()
    duty.report_done(viewer, day, at or clock.now())
    return _new_note(viewer, duty, DutyAct.REPORTED, text, at, None, evidence)


def deliver(viewer: Viewer, duty: Duty, text: str, evidence: Evidence, at: datetime | None = None) -> DutyNote:
    """Hand in one product of work that goes on."""
    _require_reporter(viewer, duty)
    evidence.require()
    duty.begin()
    return _new_note(viewer, duty, DutyAct.DELIVERED, text, at, None, evidence)


def confirm(
    viewer: Viewer, duty: Duty, text: str = "", at: datetime | None = None, evidence: Evidence = NOTHING
) -> DutyNote:
    """Agree, as a second person, that it is done; RuleBroken evidence_missing where its kind has to be shown."""
    duty.confirm(viewer, at or clock.now())
    if duty.kind in PROVEN:
        evidence.require()
    return _new_note(viewer, duty, DutyAct.CONFIRMED, text, at, None, evidence)


def send_back(
    viewer: Viewer, duty: Duty, reason: str, at: datetime | None = None, evidence: Evidence = NOTHING
) -> DutyNote:
    """Say, as a second person, what is missing, and show it where there is something to show."""
    duty.send_back(viewer, reason, at or clock.now())
    return _new_note(viewer, duty, DutyAct.SENT_BACK, reason, at, None, evidence)


def reopen(viewer: Viewer, duty: Duty, reason: str, at: datetime | None = None) -> DutyNote:
    """Take up again what was reported or done, and say why."""
    duty.reopen(viewer, reason, at or clock.now())
    return _new_note(viewer, duty, DutyAct.REOPENED, reason, at)


def keep_state(viewer: Viewer, duty: Duty, reason: str, at: datetime | None = None) -> DutyNote:
    """Say why its state stays although what is counted says another thing."""
    if not may_keep(duty, duty.is_finished, viewer):
        raise NotAllowed
    duty.require_owed()
    if not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
    last = select(DutyNote).where(DutyNote.duty_id == duty.id).order_by(DutyNote.id.desc()).limit(1)
    newest = db.session.scalars(last).first()
    if newest is not None and (newest.act, newest.text) == (DutyAct.KEPT, reason.strip()):
        return newest  # pressed twice
    return _new_note(viewer, duty, DutyAct.KEPT, reason.strip(), at)


def ask_extension(viewer: Viewer, duty: Duty, new_due: date, reason: str, at: datetime | None = None) -> DutyExtension:
    """Ask for a later day; one wish at a time."""
    _require_reporter(viewer, duty)
    duty.require_extendable(new_due)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
    if undecided(duty) is not None:
        raise RuleBroken("extension_pending", field="new_due")
    wish = DutyExtension(
        commune_id=viewer.home_id,
        duty_id=duty.id,
        old_due=duty.due_on,
        new_due=new_due,
        reason=reason.strip(),
        asked_by=viewer.account_id,
        created_at=at or clock.now(),
    )
    db.session.add(wish)
    db.session.flush()
    return wish


def join_units(viewer: Viewer, duty: Duty, unit_ids: Collection[int]) -> None:
    """Say which units join in; the one that leads is none of them."""
    wanted = set(unit_ids) - {duty.unit_id}
    there = db.session.scalars(select(DutyUnit).where(seen_by(viewer, DutyUnit), DutyUnit.duty_id == duty.id)).all()
    for one in there:
        if one.unit_id not in wanted:
            db.session.delete(one)
    known = {one.unit_id for one in there}
    db.session.add_all(
        DutyUnit(commune_id=duty.commune_id, duty_id=duty.id, unit_id=unit) for unit in sorted(wanted - known)
    )
    db.session.flush()


def decide_extension(viewer: Viewer, duty: Duty, is_granted: bool, at: datetime | None = None) -> DutyExtension:
    """Grant or refuse the later day that was asked for; NotFound when nobody asks for one."""
    wish = undecided(duty)
    if wish is None:
        raise NotFound("duty_extension")
    wish.decide(viewer, is_granted, at or clock.now())
    if is_granted:
        duty.extend(wish.new_due)
    db.session.flush()
    return wish


def undecided(duty: Duty) -> DutyExtension | None:
    """The wish for a later day that nobody has decided yet, if there is one."""
    query = select(DutyExtension).where(DutyExtension.duty_id == duty.id, DutyExtension.decided_at.is_(None))
    return db.session.scalar(query)


def _require_reporter(viewer: Viewer, duty: Duty) -> None:
    """Only those who may report it, and only while it is open."""
    if not may_report(duty, viewer):
        raise NotAllowed
    duty.require_open()


def _new_note(
    viewer: Viewer,
    duty: Duty,
    act: DutyAct,
    text: str,
    at: datetime | None,
    percent: int | None = None,
    evidence: Evidence = NOTHING,
) -> DutyNote:
    note = DutyNote(
        commune_id=viewer.home_id,
        duty_id=duty.id,
        act=act,
        text=text,
        percent=percent,
        evidence_file_id=evidence.file_id,
        evidence_link=evidence.link,
        written_by=viewer.account_id,
        created_at=at or clock.now(),
    )
    db.session.add(note)
    db.session.flush()
    return note
