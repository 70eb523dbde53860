"""What has to be known to the second: kept beside the answers as marks, which tell nobody when somebody answered."""

from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import delete, insert, select

from models import clock
from models.base import db, read, upsert
from models.satisfaction import catalogue, marks
from models.satisfaction.count_tables import LinkPulse, RecentResponse
from models.satisfaction.doubts import Pulse, beaten, now_of
from models.satisfaction.handling import Handling


def to_the_hour(at: datetime) -> datetime:
    """The beginning of the hour at the office: of a sealed answer no more of its time is kept."""
    return clock.at_office(clock.local(at).date(), clock.local(at).hour)


def note(response_id: int, account_id: int) -> None:
    """A clerk has just entered an answer, and may take it back for a while; what is older is forgotten."""
    r = RecentResponse
    mine = read(select(r.response_id, r.mark).where(r.recorded_by_id == account_id).order_by(r.response_id)).all()
    # answers are numbered as they come: behind one that is new there is no older one, and nothing more to compare
    old = [row.response_id for row in takewhile(lambda row: entered_at(row.response_id, row.mark) is None, mine)]
    if old:
        db.session.execute(delete(RecentResponse).where(RecentResponse.response_id.in_(old)))
    row = {"response_id": response_id, "recorded_by_id": account_id, "mark": marks.mark(clock.now(), _of(response_id))}
    db.session.execute(insert(RecentResponse), row)


def entered_at(response_id: int, mark: str | None) -> datetime | None:
    """The second in which a clerk entered an answer, while he may still take it back; None afterwards."""
    if not mark:
        return None
    now, of = clock.now(), _of(response_id)
    undo = timedelta(minutes=catalogue.policy(clock.today()).undo_minutes)
    # one ahead of the clock was entered before the clock was put back: looked for last, and not far
    return marks.recognised(mark, of, now - undo, now) or marks.recognised(mark, of, now, now + undo)


def minute_of(response_id: int) -> datetime | None:
    """The same for an answer whose mark was not read yet."""
    mark = read(select(RecentResponse.mark).where(RecentResponse.response_id == response_id)).scalar()
    return entered_at(response_id, mark)


def _of(response_id: int) -> str:
    return f"response {response_id}"


def pulse(link_id: int, limits: Handling) -> Pulse:
    """How much a public link brings just now."""
    p, now = LinkPulse, clock.now()
    query = select(p.hour_at, p.in_hour, p.burst_mark, p.in_burst).where(p.link_id == link_id)
    row = read(query.with_for_update()).first()
    if row is None:
        return now_of(None, now, limits)
    span = timedelta(seconds=limits.burst_seconds)
    began = marks.recognised(row.burst_mark, _of_link(link_id), now - span, now)
    kept = Pulse(row.hour_at, row.in_hour, began or now, row.in_burst if began else 0)
    return now_of(kept, now, limits)


def beat(link_id: int, before: Pulse) -> None:
    """A public link has brought an answer."""
    pulse = beaten(before)
    values = {
        "hour_at": to_the_hour(pulse.hour_at),
        "in_hour": pulse.in_hour,
        "burst_mark": marks.mark(pulse.burst_at, _of_link(link_id)),
        "in_burst": pulse.in_burst,
    }
    moved = upsert(LinkPulse).values(link_id=link_id, **values)
    db.session.execute(moved.on_conflict_do_update(index_elements=["link_id"], set_=values))


def _of_link(link_id: int) -> str:
    return f"link {link_id}"
