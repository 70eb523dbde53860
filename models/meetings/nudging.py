"""Who has not read the papers of a meeting, and reminding them: once for each version, shown in their own work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from models import journal
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.errors import RuleBroken
from models.meetings.attending import Attendance
from models.meetings.paperwork import Nudge, Paper, PaperVersion, Receipt
from models.meetings.seats import Presence
from models.meetings.states import TOLD, State
from models.meetings.tables import Meeting


@dataclass(frozen=True, slots=True)
class Unread:
    """Who has not opened a paper as it stands, who opened it and has not confirmed, and who was reminded already."""

    unopened: Sequence[Attendance]
    unconfirmed: Sequence[Attendance]
    reminded: frozenset[int]

    @property
    def waiting(self) -> list[int]:
        """The persons who can still be reminded."""
        keys = [line.person_id for line in (*self.unopened, *self.unconfirmed) if line.person_id]
        return [key for key in keys if key not in self.reminded]


@dataclass(frozen=True, slots=True)
class ToRead:
    """A paper that somebody was reminded to read: of which meeting, and whether he has opened it."""

    meeting_id: int
    title: str
    held_on: date
    is_opened: bool


def readers(meeting: Meeting) -> list[Attendance]:
    """Who has to read: the people of the office who are invited, or come in somebody's place."""
    lines = [line for line in meeting.attendance if line.person_id and line.status is not Presence.REPRESENTED]
    return sorted(lines, key=lambda line: line.order)


def unread(meeting: Meeting, papers: Sequence[Paper]) -> dict[int, Unread]:
    """Who still has to read each paper, by the id of its version that holds."""
    current = [paper.current for paper in papers]
    reminded: dict[int, set[int]] = {version.id: set() for version in current}
    query = select(Nudge.version_id, Nudge.person_id).where(Nudge.version_id.in_(reminded))
    for row in read(query) if reminded else ():
        reminded[row.version_id].add(row.person_id)
    found = {}
    for version in current:
        opened = {one.person_id: one.confirmed_at is not None for one in version.receipts}
        lines = readers(meeting)
        found[version.id] = Unread(
            [line for line in lines if line.person_id not in opened],
            [line for line in lines if opened.get(line.person_id or 0) is False],
            frozenset(reminded[version.id]),
        )
    return found


def nudge(viewer: Viewer, meeting: Meeting, papers: Sequence[Paper], now: datetime) -> int:
    """Remind everybody who has not read a paper as it stands; who was reminded of it is not again.

    Returns how many people. RuleBroken before the invitation and once the meeting is over.
    """
    if meeting.state not in TOLD | {State.IN_SESSION}:
        raise RuleBroken("nudge_too_early" if meeting.is_ahead else "nudge_too_late", "papers")
    rows = [
        Nudge(
            commune_id=meeting.commune_id,
            version_id=version_id,
            person_id=person_id,
            sent_at=now,
            sent_by=viewer.account_id,
        )
        for version_id, one in unread(meeting, papers).items()
        for person_id in one.waiting
    ]
    journal.insert_many(rows)
    return len({row.person_id for row in rows})


def to_read(viewer: Viewer) -> list[ToRead]:
    """The papers that the person was reminded of and has not confirmed, of meetings that are not over."""
    if viewer.person_id is None:
        return []
    later = aliased(PaperVersion)
    is_old = exists().where(later.paper_id == PaperVersion.paper_id, later.no > PaperVersion.no)
    sits = exists().where(Attendance.meeting_id == Meeting.id, Attendance.person_id == viewer.person_id)
    own = and_(Receipt.version_id == Nudge.version_id, Receipt.person_id == Nudge.person_id)
    query = (
        select(Meeting.id, Meeting.held_on, Paper.title, Receipt.opened_at)
        .select_from(Nudge)
        .join(PaperVersion, PaperVersion.id == Nudge.version_id)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .outerjoin(Receipt, own)
        .where(Nudge.person_id == viewer.person_id, seen_by(viewer, Meeting), Receipt.confirmed_at.is_(None), ~is_old)
        .where(Meeting.state.in_((*TOLD, State.IN_SESSION)), sits)
        .order_by(Meeting.starts_at, Paper.id)
    )
    return [ToRead(row.id, row.title, row.held_on, row.opened_at is not None) for row in read(query)]
