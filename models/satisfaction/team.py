"""The plan of the community's digital team: turns for a day or week by week, called off only before they come."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from models import clock, journal
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.satisfaction.team_tables import MEMBER_LENGTH, HalfDay, TeamTurn
from models.text import clean, fold

MOST_WEEKS, WEEK = 27, timedelta(weeks=1)


def days_of(first: date, until: date | None) -> list[date]:
    """The day itself, or the same weekday of each week up to ``until``; RuleBroken for what no plan reaches."""
    if first < clock.today():
        raise RuleBroken("turn_past", field="on_day")
    if until is None:
        return [first]
    if until < first:
        raise RuleBroken("ends_before", field="until")
    count = (until - first).days // 7 + 1
    if count > MOST_WEEKS:
        raise RuleBroken("turn_too_far", field="until", most=MOST_WEEKS)
    return [first + no * WEEK for no in range(count)]


def add(
    viewer: Viewer, days: Sequence[date], half: HalfDay, person_id: int | None, member: str, place: str
) -> tuple[int, int]:
    """Further turns of one person: how many were added, and how many stood there already."""
    if person_id is not None:
        named = select(Person.full_name).where(Person.id == person_id, seen_by(viewer, Person))
        member = read(named).scalar() or ""
    member = clean(member)[:MEMBER_LENGTH]
    if not member:
        raise RuleBroken("member_missing", field="member")
    key, t = fold(member)[:MEMBER_LENGTH], TeamTurn
    there = select(t.on_day).where(t.commune_id == viewer.home_id, t.half == half, t.fold == key, t.on_day.in_(days))
    known = set(read(there).scalars())
    fresh = [
        TeamTurn(
            commune_id=viewer.home_id,
            on_day=day,
            half=half,
            person_id=person_id,
            member=member,
            fold=key,
            place=clean(place),
            version=1,
            created_at=clock.now(),
        )
        for day in days
        if day not in known
    ]
    journal.insert_many(fresh)
    return len(fresh), len(known)


def turns(viewer: Viewer, since: date, until: date) -> list[TeamTurn]:
    """The turns of some days, in their order."""
    t = TeamTurn
    query = select(t).where(seen_by(viewer, t), t.on_day.between(since, until))
    halves = list(HalfDay)
    return sorted(db.session.scalars(query), key=lambda turn: (turn.on_day, halves.index(turn.half), turn.fold))


def turn(viewer: Viewer, turn_id: int) -> TeamTurn:
    """One turn; NotFound for other eyes."""
    found = db.session.scalars(select(TeamTurn).where(TeamTurn.id == turn_id, seen_by(viewer, TeamTurn))).first()
    if found is None:
        raise NotFound("turn")
    return found


def call_off(row: TeamTurn) -> None:
    """Take a turn off the plan; what is past stays, since it tells who was there."""
    if row.on_day < clock.today():
        raise RuleBroken("turn_past")
    db.session.delete(row)
