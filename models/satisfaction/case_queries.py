"""Reading the cases: those these eyes may see, the figures of a month, and what was changed."""

from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from models import clock
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Account, Person
from models.base import db, read, seen_by
from models.duties.rules import UNFINISHED, DutyStatus, Standing, standing
from models.duties.tables import Duty
from models.errors import NotFound
from models.holidays.queries import work_calendar
from models.places.tables import Counter
from models.satisfaction.case_tables import CaseOutcome, CitizenCase, CitizenContact
from models.satisfaction.handling import handling
from models.satisfaction.tables import Response, ResponseReason

AnySelect = Select[*tuple[Any, ...]]
MOST = 100


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a list shows it; ``by_day`` is the day by which it has to be given to somebody."""

    facts: Any
    standing: Standing
    by_day: date

    @property
    def is_unassigned(self) -> bool:
        """Whether nobody has it in hand yet."""
        return self.facts.person_id is None and self.facts.unit_id is None

    @property
    def is_late_to_assign(self) -> bool:
        """Whether it should have been given to somebody by now."""
        return self.is_unassigned and self.standing.is_open and clock.today() > self.by_day


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """What became of the words of a span of days; ``median_days`` from their coming to their end, None for none."""

    received: int
    closed: int
    median_days: float | None
    changed: tuple[str, ...]


def may_see_all(viewer: Viewer) -> bool:
    """Whether somebody reads all words of citizens; everybody else reads those that he has in hand."""
    return viewer.may(Permission.READ_COMMENTS)


def is_in_sight(viewer: Viewer, unit_id: int | None, person_id: int | None) -> bool:
    """Whether somebody reads the words for which this unit or person is in charge: ``_visible`` for a line at hand."""
    if may_see_all(viewer):
        return True
    if person_id is not None:
        return person_id == viewer.person_id
    return unit_id is not None and unit_id == viewer.unit_id


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    own = seen_by(viewer, CitizenCase)
    if may_see_all(viewer):
        return own
    in_person = and_(Duty.person_id.is_not(None), Duty.person_id == viewer.person_id)
    in_unit = and_(Duty.person_id.is_(None), Duty.unit_id.is_not(None), Duty.unit_id == viewer.unit_id)
    return and_(own, or_(in_person, in_unit))


def _rows(viewer: Viewer, *conditions: ColumnElement[bool]) -> AnySelect:
    c, r = CitizenCase, Response
    columns = (
        *(c.id, c.received_on, c.wants_reply, c.outcome, c.sentence, c.closed_at),
        *(r.level, r.comment, r.local_date, r.local_hour, r.mode, r.channel, r.stage),
        *(Duty.status, Duty.due_on, Duty.judged_on, Duty.person_id, Duty.unit_id),
        Counter.name.label("counter"),
        Person.full_name.label("person"),
    )
    query: AnySelect = select(*columns).join(r, r.id == c.id).join(Duty, Duty.id == c.duty_id)
    query = query.outerjoin(Counter, Counter.id == r.counter_id).outerjoin(Person, Person.id == Duty.person_id)
    return query.where(_visible(viewer), *conditions)


def _told(viewer: Viewer, query: AnySelect) -> list[CaseRow]:
    rows = read(query.limit(MOST)).all()
    if not rows:
        return []
    today, days, known = clock.today(), handling(clock.today()).assign_days, work_calendar(viewer)
    return [
        CaseRow(row, standing(row.status, row.due_on, row.judged_on, today), known.after(row.received_on, days))
        for row in rows
    ]


def open_cases(viewer: Viewer) -> list[CaseRow]:
    """The cases that wait for a sentence, the longest overdue first."""
    query = _rows(viewer, Duty.status.in_(UNFINISHED))
    return _told(viewer, query.order_by(Duty.due_on, CitizenCase.id))


def closed_cases(viewer: Viewer, since: date, until: date) -> list[CaseRow]:
    """The cases that were closed in a span of days, the newest first."""
    query = _rows(viewer, Duty.status == DutyStatus.DONE, Duty.done_on.between(since, until))
    return _told(viewer, query.order_by(CitizenCase.closed_at.desc(), CitizenCase.id.desc()))


def case(viewer: Viewer, case_id: int) -> CitizenCase:
    """One case; NotFound for other eyes."""
    c = CitizenCase
    query = select(c).join(Duty, Duty.id == c.duty_id).where(_visible(viewer), c.id == case_id)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound("case")
    return found


def case_row(viewer: Viewer, case_id: int) -> CaseRow:
    """One case as a list shows it; NotFound for other eyes."""
    found = _told(viewer, _rows(viewer, CitizenCase.id == case_id))
    if not found:
        raise NotFound("case")
    return found[0]


def duty_id(case_id: int) -> int:
    """The duty of a case."""
    return int(read(select(CitizenCase.duty_id).where(CitizenCase.id == case_id)).scalar_one())


def reasons_of(case_id: int) -> list[str]:
    """The reasons that the citizen touched."""
    query = select(ResponseReason.code).where(ResponseReason.response_id == case_id)
    return list(read(query.order_by(ResponseReason.code)).scalars())


def contact_until(case_id: int) -> date | None:
    """Until which day a contact is kept; None where there is none any more."""
    query = select(CitizenContact.purge_on).where(CitizenContact.id == case_id)
    found: date | None = read(query.where(CitizenContact.purge_on >= clock.today())).scalar()
    return found


def closer(case: CitizenCase) -> str:
    """Who has closed it."""
    query = select(Account.display_name).where(Account.id == case.closed_by_id)
    return read(query).scalar() or ""


def same_again(case_id: int, days: int = 30) -> tuple[str, int] | None:
    """The reason that came most often beside this one's at the same counter lately, and how often; None for none."""
    r, reason = Response, ResponseReason
    this = read(select(r.counter_id, r.local_date, r.commune_id).where(r.id == case_id)).one()
    codes = reasons_of(case_id)
    if not codes or this.counter_id is None:
        return None
    query = select(reason.code, func.count().label("n")).join(r, r.id == reason.response_id)
    near = r.local_date > date.fromordinal(this.local_date.toordinal() - days)
    mine = (r.commune_id == this.commune_id, r.counter_id == this.counter_id, reason.code.in_(codes), near)
    unhappy = r.level <= handling(clock.today()).case_level
    found = read(query.where(*mine, unhappy).group_by(reason.code).order_by(func.count().desc())).first()
    return (found.code, found.n) if found else None


def figures(viewer: Viewer, since: date, until: date) -> CaseFigures:
    """What became of the words that came in a span of days (both included), and what was changed in it."""
    c, d = CitizenCase, Duty
    came_in = c.received_on.between(since, until)
    was_mended = and_(d.status == DutyStatus.DONE, d.done_on.between(since, until), c.outcome == CaseOutcome.FIXED)
    query = (
        select(c.received_on, c.sentence, d.status, d.done_on, came_in.label("came_in"), was_mended.label("was_mended"))
        .join(d, d.id == c.duty_id)
        .where(seen_by(viewer, c), d.status != DutyStatus.VOID, or_(came_in, was_mended))
        .order_by(c.closed_at, c.id)
    )
    rows = read(query).all()
    new = [row for row in rows if row.came_in]
    took = [(row.done_on - row.received_on).days for row in new if row.status is DutyStatus.DONE]
    changed = tuple(row.sentence for row in rows if row.was_mended)
    return CaseFigures(len(new), len(took), median(took) if took else None, changed)


def how_many_open(viewer: Viewer) -> tuple[int, int]:
    """How many cases of the office wait for a sentence, whoever has them, and how many of them are overdue."""
    query = select(Duty.due_on).join(CitizenCase, CitizenCase.duty_id == Duty.id)
    days = list(read(query.where(seen_by(viewer, CitizenCase), Duty.status.in_(UNFINISHED))).scalars())
    return len(days), sum(day is not None and day < clock.today() for day in days)
