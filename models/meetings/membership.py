"""Who belongs to a body from which day on: entered and ended, never rewritten, so that old meetings keep their list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db, seen_by
from models.errors import NotFound, RuleBroken
from models.meetings.bodies import Body, BodyMember


def members(viewer: Viewer, body_id: int) -> Sequence[BodyMember]:
    """Everybody who belongs or belonged to a body, in the order of an attendance list; who has left comes last."""
    query = (
        select(BodyMember)
        .join(Person, Person.id == BodyMember.person_id)
        .where(BodyMember.body_id == body_id, seen_by(viewer, BodyMember))
        .options(joinedload(BodyMember.person))
        .order_by(BodyMember.to_on.is_not(None), Person.rank, Person.sort_key, BodyMember.id)
    )
    return db.session.scalars(query).all()


def add_member(
    body: Body, person: Person, from_on: date, to_on: date | None = None, may_vote: bool = True
) -> BodyMember:
    """Somebody belongs to a body from a day on; RuleBroken ends_before_it_began or member_already."""
    if to_on is not None and to_on < from_on:
        raise RuleBroken("ends_before_it_began", field="to_on")
    same = select(BodyMember.id).where(BodyMember.body_id == body.id, BodyMember.person_id == person.id)
    same = same.where(or_(BodyMember.to_on.is_(None), BodyMember.to_on >= from_on))
    if to_on is not None:
        same = same.where(BodyMember.from_on <= to_on)
    if db.session.scalar(same.limit(1)) is not None:
        raise RuleBroken("member_already", field="person_id")
    made = BodyMember(commune_id=body.commune_id, body_id=body.id, person_id=person.id, may_vote=may_vote)
    made.from_on, made.to_on = from_on, to_on
    db.session.add(made)
    db.session.flush()
    return made


def member(viewer: Viewer, body_id: int, member_id: int) -> BodyMember:
    """One membership of a body; NotFound for other eyes."""
    query = select(BodyMember).where(BodyMember.id == member_id, BodyMember.body_id == body_id)
    found = db.session.scalars(query.where(seen_by(viewer, BodyMember))).one_or_none()
    if found is None:
        raise NotFound("meeting_body_member")
    return found


def end(found: BodyMember, day: date) -> None:
    """The day is the last one; of somebody who would begin only later the first day is. Ended before stays."""
    if found.to_on is None or found.to_on > day:
        found.to_on = max(day, found.from_on)
