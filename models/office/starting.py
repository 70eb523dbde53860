"""What an office has set up already: counted, never ticked by hand."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select

from models.accounts.rules import Viewer
from models.accounts.tables import Account, Person, Unit
from models.base import read, seen_by
from models.devices.tables import Device
from models.meetings.tables import Meeting
from models.office.tables import BackupPlace
from models.places.tables import Counter
from models.plan.tables import PlanTask


@dataclass(frozen=True, slots=True)
class Begun:
    """How much there is of each thing that an office needs."""

    units: int
    people: int
    accounts: int
    waiting_accounts: int
    counters: int
    tasks: int
    meetings: int
    tablets: int
    places: int


def begun(viewer: Viewer) -> Begun:
    """Everything in one statement."""
    here = [
        _count(Unit, viewer, Unit.is_active.is_(True)).label("units"),
        _count(Person, viewer, Person.is_active.is_(True)).label("people"),
        _count(Account, viewer, Account.is_active.is_(True)).label("accounts"),
        _count(Account, viewer, Account.is_active.is_(True), Account.password_hash.is_(None)).label("waiting_accounts"),
        _count(Counter, viewer, Counter.is_active.is_(True)).label("counters"),
        _count(PlanTask, viewer).label("tasks"),
        _count(Meeting, viewer).label("meetings"),
        _count(Device, viewer, Device.is_active.is_(True), Device.token_hash.is_not(None)).label("tablets"),
        select(func.count(BackupPlace.id)).scalar_subquery().label("places"),
    ]
    return Begun(**read(select(*here)).one()._mapping)


def _count(kind: type, viewer: Viewer, *conditions: object) -> ScalarSelect[int]:
    query = select(func.count(kind.id)).where(seen_by(viewer, kind), *conditions)  # type: ignore[attr-defined,arg-type]
    return query.scalar_subquery()
