"""Who is invited: the members of a body on a day, a unit, people by name; never a list of everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db, read
from models.meetings.tables import Body, BodyMember, Meeting
from models.text import clean, fold

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class InvitedGroup:
    """People who are invited together: ``key`` is ``body-3`` or ``unit-5``."""

    key: str
    name: str
    size: int


def members_on(body_id: int, day: date) -> list[int]:
    """The people who belong to a body on a day and still work here, in the order of an attendance list."""
    query = (
        select(Person.id)
        .join(BodyMember, BodyMember.person_id == Person.id)
        .where(BodyMember.body_id == body_id, BodyMember.from_on <= day, Person.is_active)
        .where(or_(BodyMember.to_on.is_(None), BodyMember.to_on >= day))
        .order_by(Person.rank, Person.sort_key, Person.id)
    )
    return list(dict.fromkeys(row.id for row in read(query)))


def voters_on(body_id: int, day: date) -> set[int]:
    """Those of them who may vote."""
    query = select(BodyMember.person_id).where(
        BodyMember.body_id == body_id, BodyMember.from_on <= day, BodyMember.may_vote
    )
    query = query.where(or_(BodyMember.to_on.is_(None), BodyMember.to_on >= day))
    return {row.person_id for row in read(query)}


def unit_people(viewer: Viewer, unit_id: int) -> list[int]:
    """The people of a unit of the office."""
    query = select(Person.id).where(Person.commune_id == viewer.commune_id, Person.unit_id == unit_id, Person.is_active)
    return [row.id for row in read(query.order_by(Person.rank, Person.sort_key, Person.id))]


def groups(viewer: Viewer, day: date) -> list[InvitedGroup]:
    """Bodies with members on a day, then units with people, each with how many they are."""
    bodies = (
        select(Body.id, Body.name, func.count(func.distinct(BodyMember.person_id)).label("size"))
        .join(BodyMember, BodyMember.body_id == Body.id)
        .where(Body.commune_id == viewer.commune_id, Body.is_active, BodyMember.from_on <= day)
        .where(or_(BodyMember.to_on.is_(None), BodyMember.to_on >= day))
        .group_by(Body.id, Body.name, Body.position)
        .order_by(Body.position, Body.id)
    )
    units = (
        select(Unit.id, Unit.name, func.count(Person.id).label("size"))
        .join(Person, Person.unit_id == Unit.id)
        .where(Unit.commune_id == viewer.commune_id, Unit.is_active, Person.is_active)
        .group_by(Unit.id, Unit.name, Unit.position)
        .order_by(Unit.position, Unit.id)
    )
    found = [InvitedGroup(f"body-{row.id}", row.name, row.size) for row in read(bodies)]
    return found + [InvitedGroup(f"unit-{row.id}", row.name, row.size) for row in read(units)]


def group_people(viewer: Viewer, key: str, day: date) -> list[int]:
    """The people of a group of the viewer's own office; nobody for a key that names none."""
    kind, _, number = key.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return []
    if kind == "unit":
        return unit_people(viewer, int(number))
    own = select(Body.id).where(Body.id == int(number), Body.commune_id == viewer.commune_id)
    return members_on(int(number), day) if kind == "body" and db.session.scalar(own) else []


def search_people(viewer: Viewer, words: str, most: int = MOST_FOUND) -> Sequence[Person]:
    """People whose names hold all words, with marks or without, in the order of their names."""
    wanted = fold(clean(words)[:80]).split()
    if not wanted:
        return []
    query = select(Person).where(Person.commune_id == viewer.commune_id, Person.is_active)
    for word in wanted:
        query = query.where(Person.fold.contains(word, autoescape=True))
    return db.session.scalars(query.order_by(Person.sort_key, Person.id).limit(most)).all()


def usual_people(body: Body, last: Meeting | None, day: date) -> list[int]:
    """Whom a body's next meeting begins with: its members that day, else those of its last meeting."""
    members = members_on(body.id, day)
    if members or last is None:
        return members
    return [seat.person_id for seat in last.attendance if seat.person_id]
