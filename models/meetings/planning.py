"""A meeting that is ahead: moved with its reason, repeated as a series, with an agenda."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.meetings import actions, queries, room_hours
from models.meetings.agenda import AgendaItem
from models.meetings.seats import Seat
from models.meetings.states import MeetingStep, State, after
from models.meetings.tables import Meeting, MeetingMove
from models.text import clean, fold

MOST_ITEMS = 60
_MINUTES = re.compile(r"\s*\((\d{1,3}) ?(?:phut|p|')\)\s*[.;]?$")
_NUMBER = re.compile(r"^(?:\d{1,2}\s?[.)]|[-+*•–])\s+")
COPIED = (
    "body_id",
    "title",
    "room_id",
    "place",
    "chair_id",
    "secretary_id",
    "convenor",
    "mode",
    "platform",
    "confidentiality",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One line of an agenda as somebody typed it."""

    title: str
    minutes: int | None = None


def topics(text: str) -> Iterator[Topic]:
    """The lines of an agenda; a number before and the minutes in brackets behind are no part of the title."""
    for raw in clean(text, multiline=True).split("\n"):
        line = _NUMBER.sub("", re.sub(r"\s+", " ", raw).strip())
        found = _MINUTES.search(fold(line)) if len(fold(line)) == len(line) else None
        minutes = int(found[1]) if found else 0
        title = (line[: found.start()] if found else line).strip(" .;")
        if title:
            yield Topic(title[:500], minutes or None)


def add_topics(meeting: Meeting, wanted: Sequence[Topic]) -> None:
    """Put items behind the agenda; none of a meeting of which no words are kept."""
    if not wanted:
        return
    if meeting.is_secret:
        raise RuleBroken("secret_keeps_no_words", "agenda")
    last = max((item.no for item in meeting.items), default=0)
    if last + len(wanted) > MOST_ITEMS:
        raise RuleBroken("agenda_too_long", "agenda", most=MOST_ITEMS)
    for number, topic in enumerate(wanted, last + 1):
        meeting.items.append(
            AgendaItem(commune_id=meeting.commune_id, no=number, title=topic.title, minutes=topic.minutes)
        )


def move(
    viewer: Viewer,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    room_id: int | None,
    place: str,
    reason: str,
    with_drafts: bool = False,
) -> None:
    """Move what people were told of: one record, a line of when and where it stood, and why; or nothing changes.

    ``with_drafts``: a draft of a series that is moved takes its hours, and nothing is told of it.
    """
    is_draft = with_drafts and meeting.state is State.DRAFT
    state = State.DRAFT if is_draft else after(meeting.state, MeetingStep.MOVE)
    place = "" if room_id else place
    if (starts_at, ends_at, room_id, place) == (meeting.starts_at, meeting.ends_at, meeting.room_id, meeting.place):
        raise RuleBroken("move_to_nothing", "day")
    if starts_at <= clock.now():
        raise RuleBroken("move_into_past", "day")
    if not reason.strip():
        raise RuleBroken("reason_missing", "reason")
    twin = queries.same_start(meeting.body_id, starts_at, but=meeting.id)
    if twin is not None:
        raise RuleBroken("same_meeting", "start", meeting_id=twin)
    line = MeetingMove(
        commune_id=meeting.commune_id,
        meeting_id=meeting.id,
        from_start=meeting.starts_at,
        from_end=meeting.ends_at,
        from_room_id=meeting.room_id,
        from_place=meeting.place,
        to_start=starts_at,
        to_end=ends_at,
        to_room_id=room_id,
        to_place=place,
        reason=reason.strip(),
        moved_by=viewer.account_id,
    )
    _shift_sittings(meeting, starts_at - meeting.starts_at, room_id)
    meeting.state, meeting.room_id, meeting.place = state, room_id, place
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.settle()
    broken = meeting.broken_rules(clock.now()) or room_hours.clashes(viewer, meeting)
    if broken:
        raise RulesBroken(broken)
    if not is_draft:
        line.meeting = meeting  # the journal asks whether it was a closed one
        db.session.add(line)
    actions.flush(viewer, meeting)


def _shift_sittings(meeting: Meeting, by: timedelta, room_id: int | None) -> None:
    for sitting in meeting.sittings:
        sitting.starts_at, sitting.ends_at, sitting.room_id = sitting.starts_at + by, sitting.ends_at + by, room_id


def plan_series(viewer: Viewer, first: Meeting, seats: Sequence[Seat], days: Sequence[date]) -> list[Meeting]:
    """The further meetings of a series, each a record of its own; a day on which the body meets already is refused."""
    made = []
    for day in days:
        by = timedelta(days=(day - first.held_on).days)
        values = {name: getattr(first, name) for name in COPIED}
        meeting = Meeting(**values, starts_at=first.starts_at + by, ends_at=first.ends_at + by, series_id=first.id)
        spans = [(sitting.starts_at + by, sitting.ends_at + by) for sitting in first.sittings]
        made.append(actions.plan(viewer, meeting, seats, spans))
    return made
