"""The staff and e-Cabinet: what was entered of each person, and when the records last saw him work with it."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db, read, seen_by
from models.meetings.attending import Attendance
from models.meetings.paperwork import Receipt
from models.meetings.personal import EcabinetSkill
from models.meetings.rules import HAPPENED, Platform
from models.meetings.seats import Presence
from models.meetings.staff_rules import PastedSkill, StaffSkill
from models.meetings.tables import Meeting
from models.training.records import CourseRecords, records_of

COURSE, SURVEY = "ecabinet", "survey"  # as the script's course and its exam are called
LOOKED_BACK = timedelta(days=400)  # use before that is told by hand alone


def staff(viewer: Viewer, with_records: bool = True) -> list[StaffSkill]:
    """Everybody at work in the order of names; of all communes for eyes that see all.

    Two statements, and two more for when the records last saw each of them.
    """
    s = EcabinetSkill
    query = (
        select(Person.id, Person.commune_id, Person.full_name, Person.title, Unit.name.label("unit"))
        .add_columns(s.has_account, s.since, s.trained_on, s.used_on, s.score, s.scored_on)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(s, s.person_id == Person.id)
        .where(seen_by(viewer, Person), Person.is_active)
        .order_by(Person.sort_key, Person.id)
    )
    rows, seen = read(query).all(), _last_seen(viewer) if with_records else {}
    known = training(viewer)
    return [
        StaffSkill(
            person_id=row.id,
            name=row.full_name,
            title=row.title,
            unit=row.unit or "",
            has_account=bool(row.has_account),
            since=row.since,
            used_on=_used_on(row, seen),
            **_learnt(row, known),
        )
        for row in rows
    ]


def training(viewer: Viewer) -> CourseRecords:
    """What the records of training say of the course on e-Cabinet; where they say something, nothing typed counts."""
    return records_of(viewer, COURSE, SURVEY)


def _learnt(row: Any, known: CourseRecords) -> dict[str, Any]:
    """Training and survey of a person: by the records of training where his commune keeps any, else as typed."""
    trained_on, score, scored_on = row.trained_on, row.score, row.scored_on
    if row.commune_id in known.with_sessions:
        trained_on = known.attended.get(row.id)
    if row.commune_id in known.with_scores:
        hundredths, scored_on = known.best.get(row.id, (None, None))
        score = None if hundredths is None else Decimal(hundredths) / 100
    return {"trained_on": trained_on, "score": score, "scored_on": scored_on}


def _used_on(row: Any, seen: dict[int, date]) -> date | None:
    """The newest day that was typed or that the records tell; without an account nobody has used it."""
    return max(filter(None, (row.used_on, seen.get(row.id) if row.has_account else None)), default=None)


def _last_seen(viewer: Viewer) -> dict[int, date]:
    """When each person last sat in a meeting on e-Cabinet that can prove it, or confirmed a paper."""
    since = clock.today() - LOOKED_BACK
    has_proof = (Meeting.ecabinet_ref != "") | Meeting.evidence_id.is_not(None)
    sat = (
        select(Attendance.person_id, func.max(Meeting.held_on).label("day"))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(seen_by(viewer, Meeting), Meeting.held_on >= since, Meeting.state.in_(HAPPENED))
        .where(Meeting.platform == Platform.ECABINET, has_proof)
        .where(Attendance.person_id.is_not(None), Attendance.status.in_([Presence.PRESENT, Presence.SUBSTITUTE]))
        .group_by(Attendance.person_id)
    )
    confirmed = (
        select(Receipt.person_id, func.max(Receipt.confirmed_at).label("at"))
        .where(seen_by(viewer, Receipt), Receipt.confirmed_at >= clock.at_office(since))
        .group_by(Receipt.person_id)
    )
    found: dict[int, date] = {row.person_id: row.day for row in read(sat)}
    for row in read(confirmed):
        day = clock.local(row.at).date()
        found[row.person_id] = max(day, found.get(row.person_id, day))
    return found


def skill_of(viewer: Viewer, person: Person) -> EcabinetSkill:
    """What is known of a person; a fresh row where nothing is, not yet written."""
    found = db.session.scalar(
        select(EcabinetSkill).where(seen_by(viewer, EcabinetSkill), EcabinetSkill.person_id == person.id)
    )
    return found or EcabinetSkill(commune_id=person.commune_id, person_id=person.id)


def take_over(viewer: Viewer, lines: Iterable[PastedSkill]) -> int:
    """Write what was pasted; what a line leaves empty stays as it is. Returns of how many people.

    Training and scores that the records of training know are left to them.
    """
    told = training(viewer)
    keeps_training, keeps_scores = (viewer.home_id in kept for kept in (told.with_sessions, told.with_scores))
    wanted = {line.person_id: line for line in lines}
    query = select(EcabinetSkill).where(seen_by(viewer, EcabinetSkill), EcabinetSkill.person_id.in_(wanted))
    known = {row.person_id: row for row in db.session.scalars(query)}
    for person_id, line in wanted.items():
        row = known.get(person_id)
        if row is None:
            row = EcabinetSkill(commune_id=viewer.home_id, person_id=person_id)
            db.session.add(row)
        if line.has_account is not None:
            row.has_account = line.has_account
        if not keeps_training:
            row.trained_on = line.trained_on or row.trained_on
        row.used_on = line.used_on or row.used_on
        if line.score is not None and not keeps_scores:
            row.score, row.scored_on = line.score, clock.today()
    db.session.flush()
    return len(wanted)
