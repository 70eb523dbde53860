"""Answers that wait for review: in groups that are alike, decided blind, by somebody who is not of that counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from models import clock
from models.accounts.queries import has_role
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Account
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.places.tables import Counter
from models.satisfaction import actions, doubts, queries
from models.satisfaction.queries import is_of_counter
from models.satisfaction.rules import Channel, HoldReason, Status
from models.satisfaction.tables import OpeningHours, Response, ResponseAside, ResponseDay, ServiceDay
from models.text import clean

UNDONE_WITHIN = timedelta(days=14)  # after that a decision stands
MOST_DECIDED = 50
MOST_AT_ONCE = 200  # answers that one press decides, so that nobody waits for it


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What the answers of a group share."""

    reason: HoldReason
    counter_id: int | None
    channel: Channel
    day: date


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Answers that wait for the same reason, from one place and day; ``newest`` is the last one that was counted."""

    key: GroupKey
    counter: str
    n: int
    first_hour: int
    last_hour: int
    newest: int
    is_own: bool


def _of(key: GroupKey) -> list[ColumnElement[bool]]:
    r = Response
    at = r.counter_id.is_(None) if key.counter_id is None else r.counter_id == key.counter_id
    same = [r.hold_reason == key.reason, r.channel == key.channel, r.local_date == key.day]
    return [r.status == Status.HELD, at, *same]


def groups(viewer: Viewer) -> list[HeldGroup]:
    """What waits, the oldest day first; the level of an answer is nowhere in it."""
    r = Response
    shared = (r.hold_reason, r.counter_id, r.channel, r.local_date, Counter.name)
    told = (func.count().label("n"), func.min(r.local_hour).label("first"), func.max(r.local_hour).label("last"))
    query = select(*shared, *told, func.max(r.id).label("newest")).outerjoin(Counter, Counter.id == r.counter_id)
    query = query.where(seen_by(viewer, r), r.status == Status.HELD, r.hold_reason.is_not(None)).group_by(*shared)
    rows = read(query.order_by(r.local_date, func.max(r.id))).all()
    sat = queries.sat_at(viewer, rows[0].local_date) if rows else set()
    found = []
    for row in rows:
        key = GroupKey(row.hold_reason, row.counter_id, row.channel, row.local_date)
        own = queries.is_near(sat, row.counter_id, row.local_date)
        found.append(HeldGroup(key, row.name or "", row.n, row.first, row.last, row.newest, own))
    return found


@dataclass(frozen=True, slots=True)
class DecidedGroup:
    """Answers that somebody decided about alike; the reason is his."""

    key: GroupKey
    counter: str
    n: int
    status: Status
    reason: str
    by: str
    is_own: bool


def decided(viewer: Viewer) -> list[DecidedGroup]:
    """What was decided about held answers in the last days, and may be taken up again; the newest decision first."""
    r = Response
    shared = (r.hold_reason, r.counter_id, r.channel, r.local_date, r.status, r.decided_reason)
    named = (Counter.name.label("counter"), Account.display_name.label("by"))
    query = select(*shared, *named, func.count().label("n"))
    query = query.outerjoin(Counter, Counter.id == r.counter_id).join(Account, Account.id == r.decided_by_id)
    since = clock.now() - UNDONE_WITHIN
    done = (r.status.in_((Status.COUNTED, Status.EXCLUDED)), r.hold_reason.is_not(None), r.decided_at >= since)
    query = query.where(seen_by(viewer, r), *done).group_by(*shared, Counter.name, Account.display_name)
    rows = read(query.order_by(func.max(r.decided_at).desc()).limit(MOST_DECIDED)).all()
    sat = queries.sat_at(viewer, min(row.local_date for row in rows)) if rows else set()
    return [
        DecidedGroup(
            GroupKey(row.hold_reason, row.counter_id, row.channel, row.local_date),
            row.counter or "",
            row.n,
            row.status,
            row.decided_reason,
            row.by,
            queries.is_near(sat, row.counter_id, row.local_date),
        )
        for row in rows
    ]


def take_up_again(viewer: Viewer, key: GroupKey, status: Status, decision: str, why: str) -> int:
    """Let answers that were decided about alike wait again, with a reason that stays; how many they were.

    Whoever may decide may undo it: not about the own counter, not about the own answers. The journal tells of each what
    was decided and why it is looked at again. NotFound where none is left.
    """
    if not clean(why):
        raise RuleBroken("reason_missing", field="why_again")
    r = Response
    at = r.counter_id.is_(None) if key.counter_id is None else r.counter_id == key.counter_id
    same = (r.hold_reason == key.reason, r.channel == key.channel, r.local_date == key.day, at)
    done = (r.status == status, r.decided_reason == decision, r.decided_at >= clock.now() - UNDONE_WITHIN)
    query = select(r.id).where(seen_by(viewer, r), *same, *done).order_by(r.id).limit(MOST_AT_ONCE)
    ids = list(read(query).scalars())
    if not ids or status not in (Status.COUNTED, Status.EXCLUDED):
        raise NotFound("group")
    for response_id in ids:
        actions.reconsider(viewer, response_id, why)
    return len(ids)


def rows(viewer: Viewer, key: GroupKey) -> Sequence[Any]:
    """The answers of a group, one by one: id, hour and mode, and whether something was written."""
    r = Response
    query = select(r.id, r.local_hour, r.mode, r.stage, (r.comment != "").label("has_words"))
    return read(query.where(seen_by(viewer, r), *_of(key)).order_by(r.id).limit(MOST_AT_ONCE)).all()


def waiting(viewer: Viewer) -> Select[Any]:
    """How many answers wait, from the daily counts: a figure to be read together with others."""
    a = ResponseAside
    return select(func.sum(a.n)).where(seen_by(viewer, a), a.status == Status.HELD)


def deciders(viewer: Viewer, counter_id: int | None, day: date) -> list[str]:
    """Who else may decide about answers of a counter."""
    roles = Permission.DECIDE_HELD.roles
    query = select(Account.id, Account.display_name).where(
        Account.commune_id == viewer.commune_id, has_role(roles), Account.is_active
    )
    people = read(query.order_by(Account.display_name)).all()
    eyes = {row.id: Viewer(row.id, viewer.role, row.display_name, viewer.commune_id) for row in people}
    return [row.display_name for row in people if not is_of_counter(eyes[row.id], counter_id, day)]


def decide_group(viewer: Viewer, key: GroupKey, newest: int, status: Status, reason: str) -> int:
    """Decide alike about all answers of a group that were there when it was shown; how many they were.

    At most so many at once that nobody waits for it; NotFound where none is left.
    """
    wanted = select(Response.id).where(seen_by(viewer, Response), *_of(key), Response.id <= newest)
    ids = list(read(wanted.order_by(Response.id).limit(MOST_AT_ONCE)).scalars())
    if not ids:
        raise NotFound("group")
    if not clean(reason):
        raise RuleBroken("reason_missing", field="why")
    for response_id in ids:
        actions.decide(viewer, response_id, status, reason)
    return len(ids)


def hours_of(commune_id: int) -> doubts.Hours | None:
    """When the counters of a commune are open; None until the office has said so."""
    h = OpeningHours
    row = read(select(h.opens, h.closes, h.on_saturday).where(h.commune_id == commune_id)).first()
    return doubts.Hours(row.opens, row.closes, row.on_saturday) if row else None


def hold_surplus(commune_id: int, day: date) -> int:
    """Hold the last answers of a day that is over where there are more of them than people were served.

    How many were held; those that clerks typed in stay. It is asked for once the files of the day are known.
    """
    if day >= clock.today():
        return 0
    s, d, r = ServiceDay, ResponseDay, Response
    served = select(func.sum(s.received + s.on_time + s.late)).where(s.commune_id == commune_id, s.local_date == day)
    counted = select(func.sum(d.n)).where(d.commune_id == commune_id, d.local_date == day)
    more = doubts.surplus(int(read(counted).scalar() or 0), int(read(served).scalar() or 0))
    query = select(r).where(r.commune_id == commune_id, r.local_date == day, r.status == Status.COUNTED)
    last = query.where(r.channel.in_((Channel.KIOSK, Channel.QR)), r.decided_at.is_(None)).order_by(r.id.desc())
    found = list(db.session.scalars(last.limit(min(more, MOST_AT_ONCE)))) if more else []
    for response in found:
        actions.hold(response, HoldReason.EXCESS)
    return len(found)
