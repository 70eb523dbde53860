"""What an administrator looks through again and again: the accounts each quarter, the log at the doors each week."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select

from models import clock, journal
from models.accounts.rules import Viewer
from models.base import read
from models.journal import JournalEntry


class ReviewKind(StrEnum):
    """What is looked through; the value is how the journal calls it."""

    ACCOUNTS = "account_list"
    LOG = "security_log"


ACTION = "reviewed"


def is_due(kind: ReviewKind, last_on: date | None, today: date) -> bool:
    """Whether nobody has looked in the present quarter (accounts) or ISO week (log); a day to come says nothing."""
    return last_on is None or last_on > today or _period(kind, last_on) != _period(kind, today)


def _period(kind: ReviewKind, day: date) -> tuple[int, ...]:
    return (day.year, (day.month - 1) // 3) if kind is ReviewKind.ACCOUNTS else day.isocalendar()[:2]


def note(viewer: Viewer, kind: ReviewKind) -> None:
    """Somebody has looked; the journal says who and when."""
    journal.note(ACTION, kind, "", viewer.home_id)


def last(viewer: Viewer) -> dict[ReviewKind, datetime]:
    """When each was looked through last, in one statement."""
    e = JournalEntry
    newest = select(e.entity, func.max(e.at, type_=e.at.type).label("at")).where(
        e.commune_id == viewer.home_id, e.entity.in_(list(ReviewKind)), e.entity_id == "", e.action == ACTION
    )
    return {ReviewKind(row.entity): row.at for row in read(newest.group_by(e.entity))}


def due(viewer: Viewer) -> list[ReviewKind]:
    """What is to be looked through now."""
    return due_after(last(viewer))


def due_after(last_at: Mapping[ReviewKind, datetime]) -> list[ReviewKind]:
    """The same from what ``last`` has read."""
    seen = {kind: clock.local(at).date() for kind, at in last_at.items()}
    return [kind for kind in ReviewKind if is_due(kind, seen.get(kind), clock.today())]
