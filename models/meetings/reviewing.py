"""Reviewing earlier conclusions: each unfinished one comes back in one meeting of its body, until it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models import clock
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.errors import RuleBroken
from models.meetings.paper_rules import ReviewOutcome
from models.meetings.paper_tables import Review
from models.meetings.queries import open_to
from models.meetings.rules import HAPPENED, State
from models.meetings.states import AHEAD
from models.meetings.tables import Conclusion, Meeting

OPEN = (DutyStatus.NOT_STARTED, DutyStatus.DOING, DutyStatus.REPORTED)
COMING = AHEAD | {State.IN_SESSION}


@dataclass(frozen=True, slots=True)
class Stop:
    """One meeting of a body where a conclusion may be reviewed; one that was called off is no stop."""

    id: int
    starts_at: datetime
    has_happened: bool


def place(stops: Sequence[Stop], since: datetime, reviewed: frozenset[int] = frozenset()) -> int | None:
    """The one meeting where a conclusion comes back: the latest that took place since, else the next that will.

    ``since`` is when it was decided or last reviewed; ``reviewed`` are meetings that have dealt with it. A meeting that
    took place without looking at it loses it to the next one that takes place.
    """
    later = sorted((stop for stop in stops if stop.starts_at > since), key=lambda stop: (stop.starts_at, stop.id))
    held = [stop for stop in later if stop.has_happened]
    if held and held[-1].id not in reviewed:
        return held[-1].id
    end = held[-1].starts_at if held else since
    return next((stop.id for stop in later if not stop.has_happened and stop.starts_at > end), None)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """An earlier conclusion that a meeting looks at, how often it was carried on, and what this meeting decided."""

    line: Conclusion
    carried: int
    decided: Review | None = None


def items(viewer: Viewer, meeting: Meeting) -> list[ReviewItem]:
    """What a meeting reviews: what it has decided already, and the unfinished ones that come back in it."""
    if meeting.state is State.CANCELLED or meeting.is_secret:
        return []
    decided = {row.conclusion_id: row for row in _rows(Review.meeting_id == meeting.id)}
    lines = _lines(viewer, meeting)
    rows = list(_rows(Review.conclusion_id.in_([line.id for line in lines]))) if lines else []
    stops = _stops(meeting)
    begun = {stop.id: stop.starts_at for stop in stops}
    found = []
    for line in lines:
        own = [row for row in rows if row.conclusion_id == line.id]
        carried = sum(row.outcome is ReviewOutcome.CARRIED for row in own)
        since = max([line.meeting.starts_at, *(begun[row.meeting_id] for row in own if row.meeting_id in begun)])
        if line.id in decided:
            found.append(ReviewItem(line, carried, decided[line.id]))
        elif _is_open(line) and place(stops, since) == meeting.id:
            found.append(ReviewItem(line, carried))
    return sorted(found, key=lambda item: _urgency(item.line))


def _rows(*conditions: object) -> Iterable[Review]:
    return db.session.scalars(select(Review).where(*conditions)).all()  # type: ignore[arg-type]


def _is_open(line: Conclusion) -> bool:
    return line.duty is not None and line.duty.status in OPEN


def _urgency(line: Conclusion) -> tuple[int, str]:
    due = line.duty.due_on if line.duty else None
    return (due.toordinal() if due else 10**7, line.label)


def _lines(viewer: Viewer, meeting: Meeting) -> Sequence[Conclusion]:
    """The tasks of earlier meetings of the same body that took place, open to these eyes."""
    query = (
        select(Conclusion)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .join(Duty, Duty.id == Conclusion.duty_id)
        .outerjoin(Review, (Review.conclusion_id == Conclusion.id) & (Review.meeting_id == meeting.id))
        .where(
            Meeting.body_id == meeting.body_id,
            Meeting.starts_at < meeting.starts_at,
            Meeting.state.in_(HAPPENED),
            Duty.status.in_(OPEN) | Review.id.is_not(None),
            seen_by(viewer, Meeting),
            open_to(viewer),
        )
        .options(
            joinedload(Conclusion.meeting),
            joinedload(Conclusion.duty).options(joinedload(Duty.unit), joinedload(Duty.person)),
        )
        .order_by(Conclusion.id)
    )
    return db.session.scalars(query).unique().all()


def _stops(meeting: Meeting) -> list[Stop]:
    query = select(Meeting.id, Meeting.starts_at, Meeting.state).where(
        Meeting.body_id == meeting.body_id, Meeting.state.in_(HAPPENED | COMING)
    )
    return [Stop(row.id, row.starts_at, row.state in HAPPENED) for row in read(query)]


def decide(
    viewer: Viewer, meeting: Meeting, found: Sequence[ReviewItem], outcomes: dict[int, ReviewOutcome]
) -> list[Review]:
    """Write down what a meeting decided about each; what nobody says anything about is carried on."""
    if not meeting.has_happened:
        raise RuleBroken("review_not_held")
    made = [
        Review(
            commune_id=meeting.commune_id,
            meeting_id=meeting.id,
            conclusion_id=item.line.id,
            outcome=outcomes.get(item.line.id, ReviewOutcome.CARRIED),
            standing=_standing(item.line),
            decided_by=viewer.account_id,
        )
        for item in found
        if item.decided is None
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def _standing(line: Conclusion) -> str:
    """Where the task stood that day, as a word and days."""
    if line.duty is None:
        return ""
    there = line.duty.standing_on(clock.today())
    return f"{there.state.value} {there.days}"
