"""Once more: when a body meets next after its last meeting, and what that one is called."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.meetings.queries import open_to
from models.meetings.rules import Confidentiality, Platform
from models.meetings.states import HAPPENED, OFF
from models.meetings.tables import Body, Meeting
from models.periods import week_of_day

WEEKS_BACK = 4
MOST_REPEATS = 4
MOST_DATES = 53
_WEEK_OF = re.compile(r"(?i)\b(tu[ầa]n) (?:th[ứu] )?(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A meeting to do again: which, of what body, and when the next one would be."""

    id: int
    body: str
    title: str
    held_on: date
    starts_at: datetime


def next_day(last: date, today: date, taken: Collection[date] = ()) -> date:
    """The same weekday in the first week, from this one on and after the last meeting, in which the body has none."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=last.weekday())
    weeks = {week_of_day(one) for one in taken} | {week_of_day(last)}
    while week_of_day(day) in weeks or day <= last:
        day += timedelta(weeks=1)
    return day


def next_title(title: str, last: date, day: date) -> str:
    """The title of the next one: the number of its week, where the last title told its own week."""

    def replaced(found: re.Match[str]) -> str:
        is_own = int(found[2]) == week_of_day(last)[1]
        return found[0].replace(found[2], str(week_of_day(day)[1])) if is_own else found[0]

    return _WEEK_OF.sub(replaced, title)


def dates(first: date, every_weeks: int, times: int) -> list[date]:
    """The days of a series, the first one among them."""
    return [first + timedelta(weeks=every_weeks * number) for number in range(min(max(times, 1), MOST_DATES))]


def taken_days(viewer: Viewer, body_ids: Collection[int], since: date) -> dict[int, list[date]]:
    """The days from ``since`` on when bodies met or are to meet."""
    query = select(Meeting.body_id, Meeting.held_on).where(
        seen_by(viewer, Meeting), Meeting.body_id.in_(body_ids), Meeting.held_on >= since, Meeting.state.not_in(OFF)
    )
    found: dict[int, list[date]] = {key: [] for key in body_ids}
    for row in read(query):
        found[row.body_id].append(row.held_on)
    return found


def repeats(viewer: Viewer) -> list[Repeat]:
    """Each body's latest meeting of the last weeks with the day of its next one, the soonest first."""
    today = clock.today()
    since = today - timedelta(weeks=WEEKS_BACK)
    query = (
        select(Meeting.id, Meeting.body_id, Meeting.title, Meeting.held_on, Meeting.starts_at, Body.name)
        .join(Body, Body.id == Meeting.body_id)
        .where(seen_by(viewer, Meeting), open_to(viewer), Body.is_active, Meeting.state.in_(HAPPENED))
        .where(Meeting.platform != Platform.SECRET, Meeting.confidentiality == Confidentiality.OPEN)
        .where(Meeting.held_on >= since)
        .order_by(Meeting.starts_at.desc())
    )
    latest: dict[int, Any] = {}
    for row in read(query):
        latest.setdefault(row.body_id, row)
    taken = taken_days(viewer, list(latest), since)
    found = []
    for row in latest.values():
        day = next_day(row.held_on, today, taken[row.body_id])
        local = clock.local(row.starts_at)
        title = next_title(row.title, row.held_on, day)
        found.append(Repeat(row.id, row.name, title, day, clock.at_office(day, local.hour, local.minute)))
    return sorted(found, key=lambda repeat: repeat.starts_at)[:MOST_REPEATS]
