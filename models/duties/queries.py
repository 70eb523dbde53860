"""Reading duties for the eyes that look: one of them, somebody's own, what is urgent, the notes and extensions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from models import clock
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Account, Person, Unit
from models.base import db, read, seen_by
from models.duties.rows import DutyFilter, DutyRow, Extension
from models.duties.rules import DUE_SOON_DAYS, UNFINISHED, DutyAct, DutyKind, DutyStatus, standing
from models.duties.tables import Duty, DutyExtension, DutyNote, DutyUnit
from models.errors import NotFound
from models.files import StoredFile

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
MOST_NOTES = 200
MOST_LEFT = 20
_LIVE = (*UNFINISHED, DutyStatus.REPORTED)


def duty(viewer: Viewer, duty_id: int) -> Duty:
    """One duty with who has it in hand; NotFound for other eyes."""
    query = select(Duty).where(Duty.id == duty_id, seen_by(viewer, Duty))
    found = db.session.scalar(query.options(joinedload(Duty.unit), joinedload(Duty.person)))
    if found is None:
        raise NotFound("duty")
    return found


def columns() -> tuple[Any, ...]:
    """What every list shows of a duty; for a query that is joined by ``joined``."""
    percent = (
        select(DutyNote.percent)
        .where(DutyNote.duty_id == Duty.id, DutyNote.percent.is_not(None))
        .order_by(DutyNote.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        *(getattr(Duty, name) for name in _COPIED),
        Unit.name.label("unit"),
        Person.full_name.label("person"),
        percent.label("percent"),
    )


_COPIED = (
    "id",
    "kind",
    "ref",
    "title",
    "origin",
    "origin_on",
    "fold",
    "due_on",
    "first_due_on",
    "status",
    "done_on",
    "judged_on",
    "unit_id",
    "person_id",
    "reported_by",
    "reported_at",
    "return_reason",
    "returned_at",
)


def joined(query: AnySelect) -> AnySelect:
    """A query with the names of who has the duty in hand."""
    return query.outerjoin(Unit, Unit.id == Duty.unit_id).outerjoin(Person, Person.id == Duty.person_id)


def facts(row: AnyRow, today: date) -> dict[str, Any]:
    """The fields of a line from the ``columns`` of a row."""
    found = {name: getattr(row, name) for name in _COPIED}
    return {
        **found,
        "unit": row.unit,
        "person": row.person,
        "percent": (row.percent or 0) if row.status in UNFINISHED else 100,
        "standing": standing(row.status, row.due_on, row.judged_on, today),
    }


def line(viewer: Viewer, duty_id: int) -> DutyRow:
    """The line of one duty; NotFound for other eyes."""
    found = _rows(_lines(viewer).where(Duty.id == duty_id))
    if not found:
        raise NotFound("duty")
    return found[0]


def lines(viewer: Viewer, duty_ids: Collection[int]) -> list[DutyRow]:
    """The lines of these duties as far as these eyes see them, in the order of their ids (one statement)."""
    return _rows(_lines(_one_commune(viewer)).where(Duty.id.in_(sorted(duty_ids))).order_by(Duty.id))


def joining(viewer: Viewer, duty_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """The units that join in, by duty: their ids and names in the office's order (one statement)."""
    query = select(DutyUnit.duty_id, DutyUnit.unit_id, Unit.name).join(Unit, Unit.id == DutyUnit.unit_id)
    query = query.where(seen_by(viewer, DutyUnit), DutyUnit.duty_id.in_(sorted(duty_ids)))
    found: dict[int, dict[int, str]] = {}
    for row in db.session.execute(query.order_by(Unit.position, Unit.id)):
        found.setdefault(row.duty_id, {})[row.unit_id] = row.name
    return found


def units_of(viewer: Viewer, person_ids: Collection[int]) -> dict[int, int | None]:
    """Where people work (one statement)."""
    query = select(Person.id, Person.unit_id).where(seen_by(viewer, Person), Person.id.in_(sorted(person_ids)))
    return {row.id: row.unit_id for row in db.session.execute(query)}


def unfinished(viewer: Viewer, limit: int, offset: int = 0) -> tuple[list[DutyRow], int]:
    """A page of what the commune has still to do or to confirm, by its day, and how many there are (one statement)."""
    return _page(_by_day(_lines(_one_commune(viewer)).where(Duty.status.in_(_LIVE))), limit, offset)


def mine(viewer: Viewer, and_urgent: bool = False) -> list[DutyRow]:
    """What somebody has in hand and what waits for him to be confirmed or decided, by its day (one statement).

    ``and_urgent``: also what the rest of the commune has overdue or due within a week.
    """
    wanted = _concerns(viewer)
    if and_urgent:
        last = clock.today() + timedelta(days=DUE_SOON_DAYS)
        wanted = or_(wanted, and_(Duty.status.in_(UNFINISHED), Duty.due_on <= last))
    return _rows(_by_day(_lines(_one_commune(viewer)).where(Duty.status.in_(_LIVE), wanted)))


def left_behind(viewer: Viewer) -> list[DutyRow]:
    """Unfinished work of people and units that are no longer of the office, the most urgent (one statement)."""
    gone = or_(Person.is_active.is_(False), Unit.is_active.is_(False))
    query = _lines(_one_commune(viewer)).where(Duty.status.in_(UNFINISHED), gone)
    return _rows(_by_day(query).limit(MOST_LEFT))


def finished(viewer: Viewer, wish: DutyFilter, limit: int, offset: int = 0) -> tuple[list[DutyRow], int]:
    """A page of what somebody had in hand and is done, the latest first, and how many there are (one statement)."""
    conditions = [Duty.status == DutyStatus.DONE, or_(_in_charge(viewer), _by(viewer, Duty.reported_by))]
    if wish.kind is not None:
        conditions.append(Duty.kind == wish.kind)
    if wish.folded:
        conditions.append(Duty.fold.contains(wish.folded, autoescape=True))
    query = _lines(_one_commune(viewer)).where(*conditions).order_by(Duty.judged_on.desc(), Duty.id.desc())
    return _page(query, limit, offset)


def notes(viewer: Viewer, duty_id: int) -> Sequence[AnyRow]:
    """The notes on a duty, newest first, each with its author and evidence (one statement)."""
    query = (
        select(
            DutyNote.id,
            DutyNote.act,
            DutyNote.text,
            DutyNote.percent,
            DutyNote.created_at,
            DutyNote.evidence_link,
            DutyNote.evidence_file_id,
            StoredFile.original_name,
            Account.display_name,
        )
        .join(Account, Account.id == DutyNote.written_by)
        .outerjoin(StoredFile, StoredFile.id == DutyNote.evidence_file_id)
        .where(seen_by(viewer, DutyNote), DutyNote.duty_id == duty_id)
        .order_by(DutyNote.id.desc())
        .limit(MOST_NOTES)
    )
    return db.session.execute(query).all()


def extensions(viewer: Viewer, duty_id: int) -> Sequence[DutyExtension]:
    """The wishes for a later day, newest first."""
    query = select(DutyExtension).where(seen_by(viewer, DutyExtension), DutyExtension.duty_id == duty_id)
    return db.session.scalars(query.order_by(DutyExtension.id.desc())).all()


def account_names(viewer: Viewer, ids: set[int]) -> dict[int, str]:
    """The names of accounts, for what they did to the viewer's duties."""
    query = select(Account.id, Account.display_name).where(Account.id.in_(sorted(ids)), seen_by(viewer, Account))
    return {found.id: found.display_name for found in db.session.execute(query)}


def has_work(duties: Sequence[Duty]) -> set[int]:
    """The ids of those duties on which somebody has written something, or that are not as they were made."""
    begun = {duty.id for duty in duties if duty.status is not DutyStatus.NOT_STARTED}
    ids = [duty.id for duty in duties]
    for kind in (DutyNote, DutyExtension):
        begun |= set(db.session.scalars(select(kind.duty_id).where(kind.duty_id.in_(ids)))) if ids else set()
    return begun


def _one_commune(viewer: Viewer) -> Viewer:
    if viewer.commune_id is None:
        raise NotFound
    return viewer


def _lines(viewer: Viewer) -> AnySelect:
    wish = DutyExtension
    more = (wish.new_due, wish.reason.label("wish_reason"), wish.asked_by, Account.display_name.label("reporter"))
    asked: AnySelect = select(*columns(), *more).select_from(Duty)
    undecided = and_(wish.duty_id == Duty.id, wish.decided_at.is_(None))
    asked = joined(asked).outerjoin(wish, undecided).outerjoin(Account, Account.id == Duty.reported_by)
    return asked.where(seen_by(viewer, Duty))


def _by_day(query: AnySelect) -> AnySelect:
    return query.order_by(Duty.due_on.is_(None), Duty.due_on, Duty.kind, Duty.id)


def _rows(query: AnySelect) -> list[DutyRow]:
    today = clock.today()
    return [_row(row, today) for row in read(query)]


def _page(query: AnySelect, limit: int, offset: int) -> tuple[list[DutyRow], int]:
    today, counted = clock.today(), query.add_columns(func.count().over().label("total"))
    found = read(counted.limit(limit).offset(offset)).all()
    return [_row(row, today) for row in found], found[0].total if found else 0


def _row(row: AnyRow, today: date) -> DutyRow:
    return DutyRow(**facts(row, today), reporter=row.reporter, extension=_extension(row))


def _extension(row: AnyRow) -> Extension | None:
    return None if row.new_due is None else Extension(row.new_due, row.wish_reason, row.asked_by)


def _in_charge(viewer: Viewer) -> ColumnElement[bool]:
    """``rules.is_mine`` as a condition."""
    own: list[ColumnElement[bool]] = [false()]
    if viewer.person_id is not None:
        own.append(Duty.person_id == viewer.person_id)
    if viewer.unit_id is not None:
        own.append(and_(Duty.person_id.is_(None), Duty.unit_id == viewer.unit_id))
    return or_(*own)


def _by(viewer: Viewer, account_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """``Viewer.acted_as`` as a condition."""
    return account_id.in_(sorted({viewer.account_id, *viewer.own_accounts}))


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    """``rows.in_hand`` or ``rows.waits_for`` as a condition."""
    found = [_in_charge(viewer), _by(viewer, Duty.reported_by)]
    if viewer.may(Permission.CONFIRM_WORK):
        found.append(Duty.status == DutyStatus.REPORTED)
    elif viewer.may(Permission.VERIFY_FINDING):
        found.append(and_(Duty.status == DutyStatus.REPORTED, Duty.kind == DutyKind.FINDING))
    if viewer.may(Permission.GRANT_EXTENSION):
        found.append(and_(DutyExtension.id.is_not(None), not_(_by(viewer, DutyExtension.asked_by))))
    return or_(*found)


def kept_states(viewer: Viewer) -> dict[int, datetime]:
    """When somebody last said why a state stays, by duty (one statement)."""
    query = select(DutyNote.duty_id, func.max(DutyNote.created_at).label("said_at"))
    query = query.where(seen_by(viewer, DutyNote), DutyNote.act == DutyAct.KEPT).group_by(DutyNote.duty_id)
    return {row.duty_id: row.said_at for row in db.session.execute(query)}


def begun_on(viewer: Viewer) -> dict[int, date]:
    """The day on which somebody first wrote about each duty (one statement)."""
    query = select(DutyNote.duty_id, func.min(DutyNote.created_at).label("first_at"))
    query = query.where(seen_by(viewer, DutyNote), DutyNote.act != DutyAct.KEPT).group_by(DutyNote.duty_id)
    return {row.duty_id: clock.local(row.first_at).date() for row in db.session.execute(query)}
