"""The little that has to be known to the second, kept beside the answers and only as long as it is needed."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from models import clock
from models.base import db, read, upsert
from models.satisfaction import catalogue
from models.satisfaction.count_tables import LinkPulse, RecentResponse
from models.satisfaction.doubts import Pulse, beaten, now_of
from models.satisfaction.handling import Handling


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


def pulse(link_id: int, limits: Handling) -> Pulse:
    """How much a public link brings just now."""
    p = LinkPulse
    query = select(p.hour_at, p.in_hour, p.burst_at, p.in_burst, p.last_at).where(p.link_id == link_id)
    row = read(query.with_for_update()).first()
    kept = Pulse(row.hour_at, row.in_hour, row.burst_at or row.last_at, row.in_burst) if row else None
    return now_of(kept, clock.now(), limits)


def beat(link_id: int, before: Pulse) -> None:
    """A public link has brought an answer."""
    values = {"last_at": clock.now(), **asdict(beaten(before))}
    moved = upsert(LinkPulse).values(link_id=link_id, **values)
    db.session.execute(moved.on_conflict_do_update(index_elements=["link_id"], set_=values))
