"""A meeting together with those of its series that come after it; and a cancelled meeting that is called anew."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.errors import RuleBroken
from models.meetings import actions, planning
from models.meetings.agenda import AgendaItem
from models.meetings.attending import Attendance
from models.meetings.queries import open_to
from models.meetings.seats import Presence, Seat
from models.meetings.states import MeetingStep, after
from models.meetings.tables import Meeting


def following(viewer: Viewer, meeting: Meeting) -> list[Meeting]:
    """The meetings of the same series that are still ahead and come after this one, by their days."""
    if not meeting.is_ahead:
        return []
    root = meeting.series_id or meeting.id
    query = (
        select(Meeting)
        .where(seen_by(viewer, Meeting), open_to(viewer), (Meeting.series_id == root) | (Meeting.id == root))
        .where(Meeting.starts_at > meeting.starts_at)
        .order_by(Meeting.starts_at)
    )
    return [one for one in db.session.scalars(query) if one.is_ahead]


def require_shown(meetings: Sequence[Meeting], shown: Sequence[int]) -> None:
    """Refuse to change other meetings than those whose dates the form has named."""
    if [one.id for one in meetings] != list(shown):
        raise RuleBroken("series_changed", "reason")


def cancel_all(meetings: Sequence[Meeting], reason: str, now: datetime) -> None:
    """Cancel meetings of a series with one reason; none where one of them refuses."""
    for one in meetings:
        one.cancel(reason, now)


def move_all(
    viewer: Viewer,
    first: Meeting,
    others: Sequence[Meeting],
    starts_at: datetime,
    ends_at: datetime,
    room_id: int | None,
    place: str,
    reason: str,
) -> None:
    """Move a meeting, and those after it by as much, to the same room and with the same reason; or nothing changes.

    Who is told of nothing yet has nothing moved: a draft takes its new hours without a line of its own.
    """
    by, length = starts_at - first.starts_at, ends_at - starts_at
    ordered = sorted([first, *others], key=lambda one: one.starts_at, reverse=by.total_seconds() > 0)
    for one in ordered:
        start = one.starts_at + by
        planning.move(viewer, one, start, start + length, room_id, place, reason, with_drafts=one is not first)


def renew(
    viewer: Viewer, old: Meeting, starts_at: datetime, ends_at: datetime, room_id: int | None, place: str
) -> Meeting:
    """Call a meeting that did not take place anew: a record of its own with its people and its agenda, as a draft.

    Nothing of who was there, of votes, papers or conclusions is carried. Refused while an earlier renewal still stands.
    """
    after(old.state, MeetingStep.RENEW)
    if renewal(viewer, old) is not None:
        raise RuleBroken("renewed_already", "day")
    values = {name: getattr(old, name) for name in planning.COPIED} | {"room_id": room_id, "place": place}
    meeting = Meeting(**values, starts_at=starts_at, ends_at=ends_at, renews_id=old.id)
    by = starts_at - old.starts_at
    spans = [(sitting.starts_at + by, sitting.ends_at + by) for sitting in old.sittings]
    seats = [_expected(line) for line in old.attendance if line.status is not Presence.SUBSTITUTE]
    actions.plan(viewer, meeting, seats, spans)
    for item in [] if meeting.is_secret else old.items:
        meeting.items.append(_anew(item))
    db.session.flush()
    return meeting


def _expected(line: Attendance) -> Seat:
    names = line.person_id, line.guest_name, line.duty, Presence.EXPECTED
    return Seat(*names, may_vote=line.may_vote, title=line.person_title)


def _anew(item: AgendaItem) -> AgendaItem:
    names = ("commune_id", "no", "title", "presenter", "minutes", "kind", "carried_from_id")
    return AgendaItem(**{name: getattr(item, name) for name in names})


def renewal(viewer: Viewer, old: Meeting) -> tuple[int, date] | None:
    """The meeting that stands in the place of one that did not take place, and its day; None where there is none."""
    query = select(Meeting.id, Meeting.held_on).where(
        Meeting.renews_id == old.id, seen_by(viewer, Meeting), open_to(viewer), Meeting.cancelled_at.is_(None)
    )
    row = next(iter(read(query.order_by(Meeting.id.desc()).limit(1))), None)
    return None if row is None else (row.id, row.held_on)


def renewed(viewer: Viewer, meeting: Meeting) -> tuple[int, date] | None:
    """The meeting that did not take place and that this one stands for, and its day."""
    if meeting.renews_id is None:
        return None
    query = select(Meeting.id, Meeting.held_on).where(Meeting.id == meeting.renews_id, seen_by(viewer, Meeting))
    row = next(iter(read(query.where(open_to(viewer)))), None)
    return None if row is None else (row.id, row.held_on)
