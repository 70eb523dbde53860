"""Reading the sheet of one officer: who may see it, and what the records of a quarter say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select

from models.accounts.queries import headed_unit
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Person, Unit
from models.base import db, read, seen_by
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.errors import NotFound
from models.kpi.rules import KpiLine, KpiTopic, OwedFact, duty_lines
from models.kpi.tables import KpiSheet
from models.meetings.rules import HAPPENED, Confidentiality, Platform
from models.meetings.seats import Presence
from models.meetings.tables import Attendance, Conclusion, Meeting
from models.spans import Period
from models.training import queries as training

CAME = (Presence.PRESENT, Presence.SUBSTITUTE)
MISSED = (Presence.ABSENT,)


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody with a sheet, and what the viewer is to him."""

    id: int
    commune_id: int
    full_name: str
    title: str
    unit: str
    is_self: bool
    may_confirm: bool  # as the head of his unit, or as the leader of the office; never for oneself


def officers(viewer: Viewer, person_id: int | None = None) -> list[Officer]:
    """Those whose sheets the viewer may see, by name: his own, those of the unit he heads, for the leader all.

    Nobody else sees any; two statements, or one with ``person_id``.
    """
    if viewer.commune_id is None:
        return []
    query = (
        select(Person.id, Person.commune_id, Person.full_name, Person.title, Person.unit_id, Unit.name.label("unit"))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(seen_by(viewer, Person), Person.is_active)
    )
    if not viewer.is_a(Role.LEADER):
        query = query.where(or_(Person.id == (viewer.person_id or 0), Person.unit_id == (headed_unit(viewer) or 0)))
    if person_id is not None:
        query = query.where(Person.id == person_id)
    return [_officer(viewer, row) for row in read(query.order_by(Person.sort_key, Person.id))]


def _officer(viewer: Viewer, row: Row[Any]) -> Officer:
    is_self = row.id == viewer.person_id
    return Officer(row.id, row.commune_id, row.full_name, row.title, row.unit or "", is_self, not is_self)


def officer(viewer: Viewer, person_id: int) -> Officer:
    """One of them; NotFound for everybody else's eyes."""
    found = officers(viewer, person_id)
    if not found:
        raise NotFound("person")
    return found[0]


def sheet(person: Officer, quarter: Period) -> KpiSheet | None:
    """What was written on a sheet; None while nothing was."""
    own = (KpiSheet.person_id == person.id, KpiSheet.year == quarter.year, KpiSheet.quarter == quarter.number)
    return db.session.scalars(select(KpiSheet).where(KpiSheet.commune_id == person.commune_id, *own)).one_or_none()


def sheet_to_write(person: Officer, quarter: Period) -> KpiSheet:
    """The same to be written on; a new one where there was none."""
    found = sheet(person, quarter)
    if found is None:
        found = KpiSheet(commune_id=person.commune_id, person_id=person.id, year=quarter.year, quarter=quarter.number)
        found.own_note = found.head_note = ""
        found.facts = []
        db.session.add(found)
    return found


def confirmed(viewer: Viewer, quarter: Period) -> set[int]:
    """Of which people a quarter's sheet is confirmed."""
    query = select(KpiSheet.person_id).where(
        seen_by(viewer, KpiSheet), KpiSheet.year == quarter.year, KpiSheet.quarter == quarter.number
    )
    return set(db.session.scalars(query.where(KpiSheet.confirmed_at.is_not(None))))


def account_name(account_id: int | None) -> str:
    """Who confirmed."""
    return db.session.scalar(select(Account.display_name).where(Account.id == account_id)) or ""


def owed(person: Officer, quarter: Period, today: date) -> Sequence[Row[Any]]:
    """What fell due in a quarter until today, by its day; nothing that a closed meeting asked for."""
    closed = (
        select(Conclusion.duty_id)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .where(
            Conclusion.duty_id.is_not(None),
            or_(Meeting.confidentiality != Confidentiality.OPEN, Meeting.platform == Platform.SECRET),
        )
    )
    names = ("id", "kind", "ref", "title", "origin", "origin_on", "due_on", "status", "judged_on")
    query: Select[Any] = select(*(getattr(Duty, name) for name in names)).where(
        Duty.commune_id == person.commune_id,
        Duty.person_id == person.id,
        Duty.status != DutyStatus.VOID,
        Duty.due_on.between(quarter.first, min(quarter.last, today)),
        Duty.id.not_in(closed),
    )
    return read(query.order_by(Duty.due_on, Duty.id)).all()


def lines(person: Officer, quarter: Period, rows: Sequence[Row[Any]], today: date) -> list[KpiLine]:
    """Every line of a sheet as the records say it now."""
    facts = [OwedFact(row.kind, row.status, row.due_on, row.judged_on) for row in rows]
    return [*duty_lines(facts, today), _meetings(person, quarter), _training(person, today)]


def _meetings(person: Officer, quarter: Period) -> KpiLine:
    """Open meetings alone; who was excused or sent somebody is counted on neither side."""
    query = (
        select(Attendance.status)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Meeting.commune_id == person.commune_id,
            Attendance.person_id == person.id,
            Meeting.state.in_(HAPPENED),
            Meeting.confidentiality == Confidentiality.OPEN,
            Meeting.platform != Platform.SECRET,
            Meeting.held_on.between(quarter.first, quarter.last),
            Attendance.status.in_((*CAME, *MISSED)),
        )
    )
    found = list(db.session.scalars(query))
    return KpiLine(KpiTopic.MEETINGS, sum(one in CAME for one in found), len(found))


def _training(person: Officer, today: date) -> KpiLine:
    """What the courses have asked for until today, and how much of it is done."""
    asked = missing = 0
    for state in training.states(person.commune_id, today=today):
        asks = training.asked_of(state)
        for learner in state.learners:
            if learner.id == person.id:
                asked += asks.has_sessions + bool(asks.products) + len(asks.exams)
                missing += len(learner.owes)
    return KpiLine(KpiTopic.TRAINING, asked - missing, asked)
