"""The little that has to be known to the second, kept beside the answers and only as long as it is needed."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from models import clock
from models.base import db, read, upsert
from models.satisfaction import catalogue
from models.satisfaction.count_tables import LinkPulse, RecentResponse

HOUR = timedelta(hours=1)


def to_the_hour(at: datetime) -> datetime:
    """The beginning of the hour at the office: of a sealed answer no more of its time is kept."""
    return clock.at_office(clock.local(at).date(), clock.local(at).hour)


def _while_new() -> tuple[datetime, datetime]:
    """Between which instants an answer may still be taken back; no later one was entered by a clock that is right."""
    undo = timedelta(minutes=catalogue.policy(clock.today()).undo_minutes)
    return clock.now() - undo, clock.now() + undo


def note(response_id: int, account_id: int) -> None:
    """A clerk has just entered an answer, and may take it back for a while; what is older is forgotten."""
    mine = RecentResponse.recorded_by_id == account_id
    db.session.execute(delete(RecentResponse).where(mine, ~RecentResponse.at.between(*_while_new())))
    row = {"response_id": response_id, "recorded_by_id": account_id, "at": clock.now()}
    db.session.execute(insert(RecentResponse), row)


def minute_of(response_id: int) -> datetime | None:
    """When a clerk entered an answer, while he may still take it back; None afterwards."""
    at = read(select(RecentResponse.at).where(RecentResponse.response_id == response_id)).scalar()
    first, last = _while_new()
    return at if at is not None and first <= at <= last else None


def pulse(link_id: int, now: datetime) -> tuple[timedelta | None, int]:
    """How long ago a public link brought its last counted answer, and how many it brought within an hour.

    What a clock that was ahead has left in the future holds no answer back.
    """
    p = LinkPulse
    row = read(select(p.last_at, p.hour_at, p.in_hour).where(p.link_id == link_id).with_for_update()).first()
    if row is None or row.last_at > now:
        return None, 0
    return now - row.last_at, row.in_hour if timedelta(0) <= now - row.hour_at < HOUR else 0


def beat(link_id: int, now: datetime) -> None:
    """A public link has brought a counted answer; an hour begins with the first one."""
    _, in_hour = pulse(link_id, now)
    values = {"last_at": now, "in_hour": in_hour + 1} | ({} if in_hour else {"hour_at": now})
    moved = upsert(LinkPulse).values(link_id=link_id, hour_at=now, last_at=now, in_hour=in_hour + 1)
    db.session.execute(moved.on_conflict_do_update(index_elements=["link_id"], set_=values))
