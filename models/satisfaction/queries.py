"""What the office reads about satisfaction: tallies from the daily counts, lists of answers and links."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from models import periods
from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, seen_by
from models.errors import NotFound
from models.places.tables import Counter
from models.satisfaction.rules import Channel, Mode, Status, Tally
from models.satisfaction.tables import Response, ResponseDay, ResponseLink, ScaleLevel
from models.statements import look, read

PAGE_SIZE = 50
TOKEN = re.compile(r"[A-Za-z0-9_-]{10,40}")
AnyRow = Row[*tuple[Any, ...]]


class DayCount(NamedTuple):
    """How many answers of one level and mode a day has."""

    local_date: date
    mode: Mode
    level: int
    is_satisfied: bool
    n: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers a list shows; days are inclusive, None leaves a side open."""

    since: date | None = None
    until: date | None = None
    mode: Mode | None = None
    level: int | None = None
    status: Status = Status.COUNTED


class Position(NamedTuple):
    """Where the next page of a list goes on: after this answer."""

    local_date: date
    id: int


def total(counts: Sequence[DayCount], since: date, until: date, mode: Mode | None = None) -> Tally:
    """The tally of a span of days (both included) out of daily counts that were read before, ordered by day."""
    levels: dict[int, int] = {}
    satisfied = 0
    first, after = bisect_left(counts, since, key=_DAY), bisect_right(counts, until, key=_DAY)
    for _, of_mode, level, is_satisfied, n in counts[first:after]:
        if mode is None or of_mode == mode:
            levels[level] = levels.get(level, 0) + n
            satisfied += n if is_satisfied else 0
    return Tally(levels, satisfied)


_DAY = attrgetter("local_date")


def daily(viewer: Viewer, since: date, until: date) -> list[DayCount]:
    """Daily counts per mode and level, summed over the communes the viewer sees; ordered by day."""
    bounds = {"commune": viewer.commune_id, "since": since, "until": until}
    return [DayCount._make(row) for row in read(_daily(viewer.commune_id is None), bounds)]


def _in(owner: Any, is_everywhere: bool) -> ColumnElement[bool]:
    """``seen_by`` for statements that are put together once: the commune comes with each asking."""
    return true() if is_everywhere else owner.commune_id == bindparam("commune")


@cache
def _daily(is_everywhere: bool) -> Select[*tuple[Any, ...]]:
    day = ResponseDay
    return (
        select(day.local_date, day.mode, day.level, ScaleLevel.is_satisfied, cast(func.sum(day.n), BigInteger))
        .join(ScaleLevel, (ScaleLevel.scale_id == day.scale_id) & (ScaleLevel.value == day.level))
        .where(_in(day, is_everywhere), day.local_date.between(bindparam("since"), bindparam("until")))
        .group_by(day.local_date, day.mode, day.level, ScaleLevel.is_satisfied)
        .order_by(day.local_date)
    )


def weekly(counts: Sequence[DayCount], today: date, weeks: int, mode: Mode | None) -> list[tuple[int, int, Tally]]:
    """The last ISO weeks up to the one of ``today``, oldest first, out of daily counts that were read before."""
    result = []
    for back in range(weeks - 1, -1, -1):
        year, week = periods.week_of_day(today - timedelta(weeks=back))
        result.append((year, week, total(counts, *periods.week_days(year, week), mode)))
    return result


def _asked(viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    return {
        "commune": viewer.commune_id, "since": wanted.since, "until": wanted.until, "mode": wanted.mode,
        "level": wanted.level,
    }  # fmt: skip


def _known(asked: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in asked.items() if value is not None)


def responses(viewer: Viewer, wanted: Wanted, after: Position | None, with_comments: bool) -> Sequence[AnyRow]:
    """One page of answers, newest day first, one more than ``PAGE_SIZE`` when another page follows.

    Mode and channel come as plain words, which are equal to those of the closed lists.
    """
    asked = {
        **_asked(viewer, wanted), "status": wanted.status, "after_day": after and after.local_date,
        "after_id": after and after.id,
    }  # fmt: skip
    found: Sequence[AnyRow] = read(_page(_known(asked), with_comments), asked).all()
    return found


@cache
def _page(known: frozenset[str], with_comments: bool) -> Select[*tuple[Any, ...]]:
    """The list for the conditions that have a value; put together once for each set of them."""
    r, counter = Response.__table__.c, Counter.__table__
    query: Select[*tuple[Any, ...]] = (
        select(r.id, r.local_date, r.answered_at, r.level, type_coerce(r.mode, String).label("mode"),
               type_coerce(r.channel, String).label("channel"), r.hold_reason, r.decided_reason,
               counter.c.name.label("counter"), (r.comment if with_comments else literal("")).label("comment"))
        .outerjoin_from(Response.__table__, counter, counter.c.id == r.counter_id)
        .where(*_narrowed(r, known))
        .order_by(r.local_date.desc(), r.id.desc())
        .limit(PAGE_SIZE + 1)
    )  # fmt: skip
    return query


def _narrowed(of: Any, known: frozenset[str]) -> list[ColumnElement[bool]]:
    """The conditions that have a value, on the columns of the answers or of the daily counts."""
    day = bindparam("after_day", type_=of.local_date.type)
    conditions: dict[str, Callable[[], ColumnElement[bool]]] = {
        "commune": lambda: of.commune_id == bindparam("commune"),
        "status": lambda: of.status == bindparam("status"),
        "since": lambda: of.local_date >= bindparam("since"),
        "until": lambda: of.local_date <= bindparam("until"),
        "mode": lambda: of.mode == bindparam("mode"),
        "level": lambda: of.level == bindparam("level"),
        "after_id": lambda: or_(of.local_date < day, (of.local_date == day) & (of.id < bindparam("after_id"))),
    }
    return [condition() for name, condition in conditions.items() if name in known]


def how_many(viewer: Viewer, wanted: Wanted) -> int:
    """How long the list is: counted answers from the daily counts, the few others by counting them."""
    asked = _asked(viewer, wanted)
    if wanted.status is not Status.COUNTED:
        asked["status"] = wanted.status
    return int(read(_length(_known(asked)), asked).scalar() or 0)


@cache
def _length(known: frozenset[str]) -> Select[int]:
    day, r = ResponseDay.__table__.c, Response.__table__.c
    if "status" in known:
        return select(func.count(r.id)).where(*_narrowed(r, known))
    return select(func.sum(day.n)).where(*_narrowed(day, known))


def response(viewer: Viewer, response_id: int) -> Response:
    """One answer; NotFound for other eyes."""
    found = db.session.scalars(select(Response).where(seen_by(viewer, Response), Response.id == response_id)).first()
    if found is None:
        raise NotFound
    return found


def recorded(viewer: Viewer, response_id: int | None = None) -> AnyRow | None:
    """An answer that the clerk entered and that counts: the one with an id, else the newest."""
    asked = {"commune": viewer.commune_id, "clerk": viewer.account_id}
    if response_id is not None:
        asked["response"] = response_id
    found: AnyRow | None = look(_recorded(viewer.commune_id is None, response_id is None), asked).first()
    return found


@cache
def _recorded(is_everywhere: bool, is_newest: bool) -> Select[*tuple[Any, ...]]:
    r = Response.__table__.c
    which = true() if is_newest else r.id == bindparam("response")
    return (
        select(r.id, r.level, r.mode, r.counter_id, r.answered_at)
        .where(_in(r, is_everywhere), r.recorded_by_id == bindparam("clerk"), r.channel == Channel.COUNTER)
        .where(r.status == Status.COUNTED, which)
        .order_by(r.id.desc())
        .limit(1)
    )


def links(viewer: Viewer) -> Sequence[AnyRow]:
    """All public links with their counters, working ones first."""
    k = ResponseLink
    return db.session.execute(
        select(k.id, k.token, k.place, k.mode, k.stage, k.is_active, k.counter_id, k.version,
               Counter.name.label("counter"))
        .outerjoin(Counter, Counter.id == k.counter_id)
        .where(seen_by(viewer, k))
        .order_by(k.is_active.desc(), Counter.fold, k.id)
    ).all()  # fmt: skip


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
        select(ResponseLink, Commune.name, Counter.name)
        .join(Commune, Commune.id == ResponseLink.commune_id)
        .outerjoin(Counter, Counter.id == ResponseLink.counter_id)
        .where(ResponseLink.token == token, ResponseLink.is_active)
    )
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    return PublicPlace(*found)
