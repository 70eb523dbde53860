"""Reading the calendar of working days of an office."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import Eyes, db, seen_by
from models.errors import NotFound
from models.holidays.rules import WorkCalendar
from models.holidays.tables import DayKind, Holiday


def work_calendar(eyes: Eyes) -> WorkCalendar:
    """All days of an office that are not as their weekday says; for eyes of all communes none (one statement)."""
    return WorkCalendar() if eyes.commune_id is None else calendar_of(eyes.commune_id)


def calendar_of(commune_id: int) -> WorkCalendar:
    """The same for what happens in an office while nobody looks (one statement)."""
    rows = db.session.execute(select(Holiday.day, Holiday.kind).where(Holiday.commune_id == commune_id)).all()
    return WorkCalendar(
        frozenset(row.day for row in rows if row.kind is DayKind.OFF),
        frozenset(row.day for row in rows if row.kind is DayKind.MAKE_UP),
    )


def of_year(viewer: Viewer, year: int) -> Sequence[Holiday]:
    """The days of one year in their order."""
    between = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    return db.session.scalars(select(Holiday).where(seen_by(viewer, Holiday), between).order_by(Holiday.day)).all()


def holiday(viewer: Viewer, holiday_id: int) -> Holiday:
    """One day; NotFound for other eyes."""
    found = db.session.scalar(select(Holiday).where(Holiday.id == holiday_id, seen_by(viewer, Holiday)))
    if found is None:
        raise NotFound("holiday")
    return found
