"""Keeping the calendar: several days in one go, each day once."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import RuleBroken
from models.holidays.rules import each_day
from models.holidays.tables import DayKind, Holiday


def add(viewer: Viewer, first: date, last: date | None, kind: DayKind, name: str) -> list[Holiday]:
    """The days from one to another; RuleBroken where one of them is in the calendar, or cannot be what it is called.

    A day off within a weekend says nothing and is left out; only a weekend's day can be worked to make up.
    """
    days = each_day(first, last)
    wanted = [day for day in days if (day.weekday() >= 5) == (kind is DayKind.MAKE_UP)]
    if not wanted or (kind is DayKind.MAKE_UP and len(wanted) < len(days)):
        raise RuleBroken(f"{kind.value}_day_wrong", "first")
    return put(viewer, ((day, name) for day in wanted), kind)


def put(viewer: Viewer, days: Iterable[tuple[date, str]], kind: DayKind = DayKind.OFF) -> list[Holiday]:
    """Days with their names; RuleBroken where one of them is in the calendar already."""
    made = [Holiday(commune_id=viewer.home_id, day=day, kind=kind, name=name) for day, name in days]
    wanted = [row.day for row in made]
    query = select(Holiday.day).where(seen_by(viewer, Holiday), Holiday.day.in_(wanted)).order_by(Holiday.day)
    if (taken := db.session.scalars(query).first()) is not None:
        raise RuleBroken("day_taken", "first", day=taken)
    db.session.add_all(made)
    db.session.flush()
    return made
