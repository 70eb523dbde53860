"""The agenda in the room: open an item, write down what became of it; positions before; the consent block."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import NotFound, RuleBroken
from models.meetings import seating
from models.meetings.agenda import AgendaItem, ItemKind, ItemPosition, Stance
from models.meetings.attending import Attendance
from models.meetings.queries import open_to
from models.meetings.quorum import CARRIED, ItemOutcome
from models.meetings.states import State
from models.meetings.tables import Meeting
from models.text import clean


@dataclass(frozen=True, slots=True)
class Stances:
    """What the invited think of an item: how many of each, and how many have not answered. Silence is no consent."""

    nothing: int
    remark: int
    speak: int
    silent: int

    @property
    def needs_talk(self) -> bool:
        """Whether somebody wants to say something."""
        return bool(self.remark or self.speak)


def item(viewer: Viewer, item_id: int) -> AgendaItem:
    """One item of a meeting that these eyes may know of, with who sits there and came or left."""
    query = (
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id == item_id, seen_by(viewer, Meeting), open_to(viewer))
        .options(
            joinedload(AgendaItem.meeting).options(
                joinedload(Meeting.body),
                selectinload(Meeting.attendance).options(
                    joinedload(Attendance.person), selectinload(Attendance.movements)
                ),
            ),
            selectinload(AgendaItem.ballots),
            selectinload(AgendaItem.positions),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("meeting_item")
    return found


def stances(item: AgendaItem, invited: int) -> Stances:
    """The positions on an item, counted."""
    said = [position.stance for position in item.positions]
    return Stances(
        said.count(Stance.NOTHING), said.count(Stance.REMARK), said.count(Stance.SPEAK), max(0, invited - len(said))
    )


def take_position(viewer: Viewer, item: AgendaItem, stance: Stance, text: str, now: datetime) -> ItemPosition:
    """Say before the meeting what one thinks of an item; it closes when the item is opened."""
    if viewer.person_id is None or seating.own_seat(viewer, item.meeting) is None:
        raise RuleBroken("not_invited", "stance")
    is_awaited = item.meeting.is_told or item.meeting.state is State.IN_SESSION
    if not is_awaited or item.began_at is not None or item.outcome is not None:
        raise RuleBroken("position_closed", "stance")
    known = next((one for one in item.positions if one.person_id == viewer.person_id), None)
    if known is None:
        known = ItemPosition(commune_id=item.commune_id, person_id=viewer.person_id)
        item.positions.append(known)
    known.stance, known.said_at = stance, now
    known.text = "" if stance is Stance.NOTHING else clean(text, multiline=True)[:2000]
    return known


def own_position(viewer: Viewer, item: AgendaItem) -> ItemPosition | None:
    """What the viewer thinks of an item, as far as he said so."""
    return next((one for one in item.positions if one.person_id == viewer.person_id), None)


def agree_to_rest(viewer: Viewer, meeting: Meeting, now: datetime) -> int:
    """No remark on every item that one has not answered yet; what was said stays. Returns how many."""
    waiting = [
        one
        for one in meeting.items
        if one.began_at is None
        and one.outcome is None
        and all(position.person_id != viewer.person_id for position in one.positions)
    ]
    for one in waiting:
        take_position(viewer, one, Stance.NOTHING, "", now)
    return len(waiting)


def consent_block(meeting: Meeting) -> list[AgendaItem]:
    """The items that may pass together: nobody has a remark or wants to speak, the chair has not pulled them out."""
    return [
        one
        for one in meeting.items
        if one.outcome is None
        and one.began_at is None
        and not one.needs_talk
        and one.kind is not ItemKind.REVIEW
        and all(position.stance is Stance.NOTHING for position in one.positions)
    ]


def open_item(item: AgendaItem, now: datetime) -> None:
    """Begin to discuss an item; one at a time, in whatever order."""
    require_session(item.meeting)
    other = next((one for one in item.meeting.items if one.is_open and one is not item), None)
    if other is not None:
        raise RuleBroken("item_open_elsewhere", "item", item=other.no)
    if item.outcome is not None:
        raise RuleBroken("item_closed", "item")
    item.began_at = item.began_at or now


def settle(item: AgendaItem, outcome: ItemOutcome, now: datetime) -> None:
    """Write down what became of an item; what is postponed goes into the body's next meeting, once.

    What was voted on passes only where the vote carried it, by the basis that its body asks for.
    """
    item.meeting.require_open()
    if item.meeting.state not in (State.IN_SESSION, State.HELD):
        raise RuleBroken("not_in_session", "item")
    if outcome in CARRIED and item.ballot is not None and not item.ballot.is_carried:
        raise RuleBroken("vote_not_carried", "item", in_favour=item.ballot.in_favour, whole=item.ballot.whole)
    item.outcome, item.ended_at = outcome, now
    if outcome is ItemOutcome.POSTPONED:
        carry(item)


def carry(item: AgendaItem) -> AgendaItem | None:
    """Put a postponed item into the next meeting of the body that is ahead; None where none is planned yet."""
    meeting = item.meeting
    query = (
        select(Meeting)
        .where(Meeting.body_id == meeting.body_id, Meeting.starts_at > meeting.starts_at)
        .order_by(Meeting.starts_at)
    )
    following = next((one for one in db.session.scalars(query) if one.is_ahead), None)
    if following is None or any(one.carried_from_id == item.id for one in following.items):
        return None
    last = max((one.no for one in following.items), default=0)
    made = AgendaItem(
        commune_id=item.commune_id,
        no=last + 1,
        title=item.title,
        presenter=item.presenter,
        minutes=item.minutes,
        kind=item.kind,
        carried_from_id=item.id,
    )
    following.items.append(made)
    return made


def require_session(meeting: Meeting) -> None:
    """Refuse what is only done while a meeting sits."""
    meeting.require_open()
    if meeting.state is not State.IN_SESSION:
        raise RuleBroken("not_in_session", "item")
