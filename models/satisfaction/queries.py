"""What the office reads about satisfaction: tallies from the daily counts, lists of answers and links."""

import re
import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Row, cast, func, literal, or_, select

from models import clock, periods
from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, read, seen_by
from models.errors import NotFound
from models.places.tables import Counter
from models.satisfaction import catalogue, late
from models.satisfaction.rules import Channel, Mode, Status, Tally
from models.satisfaction.tables import (
    RecentResponse,
    Response,
    ResponseAside,
    ResponseDay,
    ResponseLink,
    Scale,
    ScaleLevel,
)

PAGE_SIZE = 50
SHOWN_TODAY, MOST_TODAY = 5, 500
TOKEN = re.compile(r"[A-Za-z0-9_-]{10,40}")
NEAR = timedelta(days=30)  # who has sat at a counter this lately is of that counter
AnyRow = Row[*tuple[Any, ...]]


class DayCount(NamedTuple):
    """How many answers of one level and mode a day has."""

    local_date: date
    mode: Mode
    level: int
    is_satisfied: bool
    n: int


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """Which answers a list shows; days are inclusive, None leaves a side open."""

    since: date | None = None
    until: date | None = None
    mode: Mode | None = None
    level: int | None = None
    satisfied: bool | None = None
    status: Status = Status.COUNTED

    @property
    def everyone(self) -> "ResponseFilter":
        """The whole group that these are taken from, whatever they said."""
        return replace(self, level=None, satisfied=None)


class Position(NamedTuple):
    """Where the next page of a list goes on: after this answer; in a list that tells levels after this ``cid``."""

    local_date: date
    id: int
    cid: uuid.UUID | None = None


def total(counts: Sequence[DayCount], since: date, until: date, mode: Mode | None = None) -> Tally:
    """The tally of a span of days (both included) out of daily counts that were read before, ordered by day."""
    levels: dict[int, int] = {}
    satisfied = 0
    first, after = bisect_left(counts, since, key=_DAY), bisect_right(counts, until, key=_DAY)
    for count in counts[first:after]:
        if mode is None or count.mode == mode:
            levels[count.level] = levels.get(count.level, 0) + count.n
            satisfied += count.n if count.is_satisfied else 0
    return Tally(levels, satisfied)


_DAY = attrgetter("local_date")


def of_series(scale_id: Any, day: date) -> ColumnElement[bool]:
    """Whether a count or an answer is on the scale in force on a day, in any edition.

    Three levels and five are two series: a share of the one says nothing of the other, and they are never added up.
    """
    same = select(Scale.id).where(Scale.code == catalogue.scale(day).code)
    found: ColumnElement[bool] = scale_id.in_(same)
    return found


def other_series(viewer: Viewer, since: date, until: date) -> dict[str, Tally]:
    """The counts of a span of days on any other scales, each by itself, by their titles."""
    day, s = late.day_counts(viewer, since, until).subquery().c, Scale
    query = (
        select(s.title, day.level, ScaleLevel.is_satisfied, cast(func.sum(day.n), BigInteger).label("n"))
        .join(s, s.id == day.scale_id)
        .join(ScaleLevel, (ScaleLevel.scale_id == day.scale_id) & (ScaleLevel.value == day.level))
        .where(~of_series(day.scale_id, until))
        .group_by(s.title, day.level, ScaleLevel.is_satisfied)
    )
    found: dict[str, Tally] = {}
    for row in read(query):
        more = Tally({row.level: int(row.n)}, int(row.n) if row.is_satisfied else 0)
        found[row.title] = found.get(row.title, Tally()) + more
    return found


def daily(viewer: Viewer, since: date, until: date, is_live: bool = False) -> list[DayCount]:
    """Daily counts per mode and level of the scale in force, summed over the communes the viewer sees; by day.

    Each move stands under the day on which it was made, so that no day that was told moves; what came to a month that
    was over is in none. ``is_live``: under the days of the answers, with all that came later.
    """
    day = late.day_counts(viewer, since, until, is_live).subquery().c
    n = func.sum(day.n)
    query = (
        select(day.local_date, day.mode, day.level, ScaleLevel.is_satisfied, cast(n, BigInteger).label("n"))
        .join(ScaleLevel, (ScaleLevel.scale_id == day.scale_id) & (ScaleLevel.value == day.level))
        .where(of_series(day.scale_id, until))
        .group_by(day.local_date, day.mode, day.level, ScaleLevel.is_satisfied)
        .having(n != 0)
        .order_by(day.local_date)
    )
    return [DayCount(**row) for row in read(query).mappings()]


def weekly(counts: Sequence[DayCount], today: date, weeks: int, mode: Mode | None) -> list[tuple[int, int, Tally]]:
    """The last ISO weeks up to the one of ``today``, oldest first, out of daily counts that were read before."""
    result = []
    for back in range(weeks - 1, -1, -1):
        year, week = periods.week_of_day(today - timedelta(weeks=back))
        result.append((year, week, total(counts, *periods.week_days(year, week), mode)))
    return result


def responses(
    viewer: Viewer, wanted: ResponseFilter, after: Position | None, with_comments: bool, is_mixed: bool = False
) -> Sequence[AnyRow]:
    """One page of answers, newest day first, one more than ``PAGE_SIZE`` when another page follows.

    ``is_mixed``: by their random ids, so that the order tells nobody when an answer came.
    """
    day, comment = Response.local_date, Response.comment if with_comments else literal("")
    query = (
        select(
            Response.id,
            Response.cid,
            day,
            Response.level,
            Response.mode,
            Response.channel,
            Response.hold_reason,
            Response.decided_reason,
            Counter.name.label("counter"),
            comment.label("comment"),
        )
        .outerjoin(Counter, Counter.id == Response.counter_id)
        .where(*_narrowed(viewer, wanted, Response), Response.status == wanted.status)
    )
    if is_mixed:
        if after is not None and after.cid is not None:
            query = query.where(Response.cid > after.cid)
        return read(query.order_by(Response.cid).limit(PAGE_SIZE + 1)).all()
    if after is not None:
        query = query.where(or_(day < after.local_date, (day == after.local_date) & (Response.id < after.id)))
    return read(query.order_by(day.desc(), Response.id.desc()).limit(PAGE_SIZE + 1)).all()


def _narrowed(
    viewer: Viewer, wanted: ResponseFilter, of: type[Response | ResponseDay | ResponseAside]
) -> list[ColumnElement[bool]]:
    """What is wanted, as conditions on the answers or on the daily counts; what waits is counted without levels."""
    conditions = [seen_by(viewer, of)]
    if wanted.since is not None:
        conditions.append(of.local_date >= wanted.since)
    if wanted.until is not None:
        conditions.append(of.local_date <= wanted.until)
    if wanted.mode is not None:
        conditions.append(of.mode == wanted.mode)
    if of is not ResponseAside:
        conditions += _said(wanted, of)
    return conditions


def _said(wanted: ResponseFilter, of: Any) -> list[ColumnElement[bool]]:
    """What is wanted of the answers by what they say, and on which scale."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is Status.COUNTED:
        conditions.append(of_series(of.scale_id, wanted.until or clock.today()))
    if wanted.level is not None:
        conditions.append(of.level == wanted.level)
    if wanted.satisfied is not None:
        good = select(ScaleLevel.value).where(ScaleLevel.scale_id == of.scale_id, ScaleLevel.value == of.level)
        conditions.append(good.where(ScaleLevel.is_satisfied == wanted.satisfied).exists())
    return conditions


def how_many(viewer: Viewer, wanted: ResponseFilter) -> int:
    """How long the list is, from the daily counts."""
    if wanted.status is Status.COUNTED:
        query = select(func.sum(ResponseDay.n)).where(*_narrowed(viewer, wanted, ResponseDay))
    else:
        others = (*_narrowed(viewer, wanted, ResponseAside), ResponseAside.status == wanted.status)
        query = select(func.sum(ResponseAside.n)).where(*others)
    return int(read(query).scalar() or 0)


def response(viewer: Viewer, response_id: int) -> Response:
    """One answer; NotFound for other eyes."""
    found = db.session.scalars(select(Response).where(seen_by(viewer, Response), Response.id == response_id)).first()
    if found is None:
        raise NotFound
    return found


def is_of_counter(viewer: Viewer, counter_id: int | None, day: date) -> bool:
    """Whether somebody has entered answers at a counter around a day, through any of his accounts."""
    if counter_id is None:
        return False
    r = Response
    mine = r.recorded_by_id.in_(sorted({viewer.account_id, *viewer.own_accounts}))
    near = r.local_date.between(day - NEAR, day + NEAR)
    sat_there = (r.counter_id == counter_id, r.channel == Channel.COUNTER)
    return read(select(r.id).where(*sat_there, mine, near).limit(1)).first() is not None


def sat_at(viewer: Viewer, since: date) -> set[tuple[int, date]]:
    """At which counters somebody has entered answers, and on which days, from about a day on."""
    r = Response
    mine = r.recorded_by_id.in_(sorted({viewer.account_id, *viewer.own_accounts}))
    query = select(r.counter_id, r.local_date).where(mine, r.channel == Channel.COUNTER, r.counter_id.is_not(None))
    rows = read(query.where(r.local_date >= since - NEAR).group_by(r.counter_id, r.local_date))
    return {(row.counter_id, row.local_date) for row in rows}


def is_near(sat: set[tuple[int, date]], counter_id: int | None, day: date) -> bool:
    """The same as ``is_of_counter`` for one of several counters and days, from what ``sat_at`` has read at once."""
    return counter_id is not None and any(at == counter_id and abs(on - day) <= NEAR for at, on in sat)


def recorded_today(viewer: Viewer, today: date) -> Sequence[AnyRow]:
    """The answers that the clerk entered today, the newest first, those that he took back included.

    ``mark`` tells ``recent.entered_at`` when, while it may be taken back.
    """
    r = Response
    columns = (r.id, r.level, r.mode, r.channel, r.counter_id, r.status, RecentResponse.mark)
    query = select(*columns).outerjoin(RecentResponse, RecentResponse.response_id == r.id)
    mine = (seen_by(viewer, r), r.recorded_by_id == viewer.account_id, r.local_date == today)
    return read(query.where(*mine).order_by(r.id.desc()).limit(MOST_TODAY)).all()


def links(viewer: Viewer) -> Sequence[AnyRow]:
    """All public links with their counters, working ones first."""
    k = ResponseLink
    return db.session.execute(
        select(
            k.id, k.token, k.place, k.mode, k.stage, k.is_active, k.counter_id, k.version, Counter.name.label("counter")
        )
        .outerjoin(Counter, Counter.id == k.counter_id)
        .where(seen_by(viewer, k))
        .order_by(k.is_active.desc(), Counter.fold, k.id)
    ).all()


def link(viewer: Viewer, link_id: int) -> ResponseLink:
    """One public link; NotFound for other eyes."""
    found = db.session.scalars(
        select(ResponseLink).where(seen_by(viewer, ResponseLink), ResponseLink.id == link_id)
    ).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where a printed link leads: the link with the names that the citizen reads."""

    link: ResponseLink
    commune: str
    counter: str | None


def public_place(token: str) -> PublicPlace:
    """The working link behind a printed token; NotFound for an unknown or switched-off one."""
    if not TOKEN.fullmatch(token):
        raise NotFound
    query = (
        select(ResponseLink, Commune.name.label("commune"), Counter.name.label("counter"))
        .join(Commune, Commune.id == ResponseLink.commune_id)
        .outerjoin(Counter, Counter.id == ResponseLink.counter_id)
        .where(ResponseLink.token == token, ResponseLink.is_active)
    )
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    return PublicPlace(found.ResponseLink, found.commune, found.counter)
