"""Each seat by itself: invited, ticked, represented, come late, gone; no list is written as a whole."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from models import journal
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db, seen_by
from models.errors import NotFound, RuleBroken
from models.meetings import inviting
from models.meetings.agenda import AgendaItem, Ballot, BallotVote, ItemPosition
from models.meetings.attending import Attendance, Movement
from models.meetings.queries import open_to
from models.meetings.quorum import Quorum, is_there, needed
from models.meetings.seats import Presence, Reply, SeatRole
from models.meetings.states import State
from models.meetings.tables import Meeting
from models.text import clean, fold

LAST_ITEM = 10**6


def seat(viewer: Viewer, seat_id: int) -> Attendance:
    """One seat of a meeting that these eyes may know of."""
    query = (
        select(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.id == seat_id, seen_by(viewer, Meeting), open_to(viewer))
        .options(joinedload(Attendance.meeting), joinedload(Attendance.person))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("meeting_attendance")
    return found


def own_seat(viewer: Viewer, meeting: Meeting) -> Attendance | None:
    """The viewer's own seat in a meeting, if there is one."""
    return next((line for line in meeting.attendance if line.person_id and line.person_id == viewer.person_id), None)


def invite_people(viewer: Viewer, meeting: Meeting, people: Sequence[int]) -> int:
    """Invite people of the office; who is invited already stays as he is. Returns how many are new."""
    meeting.require_open()
    listed = {line.person_id for line in meeting.attendance}
    wanted = [key for key in dict.fromkeys(people) if key not in listed]
    if not wanted:
        return 0
    query = select(Person.id, Person.title).where(Person.id.in_(wanted), Person.commune_id == viewer.home_id)
    titles = {row.id: row.title for row in db.session.execute(query)}
    voters = inviting.voters_on(meeting.body_id, meeting.held_on)
    status = Presence.EXPECTED if meeting.is_ahead or meeting.state is State.IN_SESSION else Presence.PRESENT
    lines = [
        Attendance(
            commune_id=meeting.commune_id,
            meeting_id=meeting.id,
            person_id=key,
            guest_name="",
            person_title=titles[key],
            duty=SeatRole.MEMBER,
            status=status,
            reason="",
            may_vote=not voters or key in voters,
            reply=Reply.NONE,
            reply_text="",
        )
        for key in wanted
        if key in titles
    ]
    for line in lines:
        line.within = meeting
    journal.insert_many(lines)
    db.session.expire(meeting, ["attendance"])
    return len(lines)


def invite_guest(meeting: Meeting, name: str, title: str) -> Attendance:
    """Invite somebody by name; a guest votes nowhere and counts for no quorum."""
    meeting.require_open()
    name = clean(name)
    if any(line.guest_name and _bare(line.guest_name) == _bare(name) for line in meeting.attendance):
        raise RuleBroken("guest_twice", "guest")
    line = Attendance(
        commune_id=meeting.commune_id,
        guest_name=name,
        person_title=clean(title),
        duty=SeatRole.GUEST,
        status=Presence.EXPECTED if meeting.is_ahead else Presence.PRESENT,
        may_vote=False,
    )
    meeting.attendance.append(line)
    db.session.flush()
    return line


def _bare(name: str) -> str:
    """A name without marks, case and dashes of any kind: what two clerks write of one guest."""
    return " ".join(re.sub(r"[-‐-―−]+", " ", fold(name)).split())


def withdraw(line: Attendance) -> None:
    """Invite somebody no longer; never who presides, nor who has said or voted something."""
    line.meeting.require_open()
    if line.duty in (SeatRole.CHAIR, SeatRole.SECRETARY):
        raise RuleBroken("chair_stays", "attendance")
    if is_in_use(line):
        raise RuleBroken("seat_in_use", "attendance")
    _drop_substitute(line)
    db.session.delete(line)
    db.session.flush()
    db.session.expire(line.meeting, ["attendance"])


def is_in_use(line: Attendance) -> bool:
    """Whether somebody came late, left, said or voted something: then the line stays."""
    said = exists().where(
        ItemPosition.person_id == line.person_id,
        ItemPosition.item_id == AgendaItem.id,
        AgendaItem.meeting_id == line.meeting_id,
    )
    voted = exists().where(
        BallotVote.person_id == line.person_id,
        BallotVote.ballot_id == Ballot.id,
        Ballot.item_id == AgendaItem.id,
        AgendaItem.meeting_id == line.meeting_id,
    )
    return bool(line.movements) or bool(line.person_id and db.session.scalar(select(said | voted)))


def tick_all(meeting: Meeting) -> int:
    """Everybody who is expected is there; exceptions stay. Returns how many were ticked."""
    meeting.require_open()
    waiting = [line for line in meeting.attendance if line.status is Presence.EXPECTED]
    for line in waiting:
        line.status = Presence.PRESENT
    return len(waiting)


def tick(line: Attendance, status: Presence, reason: str = "") -> None:
    """Tick one seat; whoever is there or absent himself sends nobody."""
    line.meeting.require_open()
    if status not in (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT):
        raise RuleBroken("substitute_unnamed", "attendance")
    if line.duty is SeatRole.CHAIR and status is not Presence.PRESENT and line.meeting.has_happened:
        raise RuleBroken("chair_not_present", "chair_id")
    _drop_substitute(line)
    line.status, line.reason = status, "" if status is Presence.PRESENT else clean(reason)[:300]


def send(viewer: Viewer, line: Attendance, person_id: int | None, name: str = "", title: str = "") -> Attendance:
    """Somebody comes in the place of another: a person of the office, or whoever is named; no post is invented."""
    line.meeting.require_open()
    name = clean(name)
    if person_id is None and not name:
        raise RuleBroken("substitute_unnamed", "attendance")
    if person_id == line.person_id or line.duty in (SeatRole.CHAIR, SeatRole.GUEST):
        raise RuleBroken("substitute_for_nobody", "attendance")
    known = next((one for one in line.meeting.attendance if person_id and one.person_id == person_id), None)
    if known is not None:
        raise RuleBroken("person_listed_twice", "attendance")
    if person_id is not None:
        query = select(Person.title).where(Person.id == person_id, Person.commune_id == viewer.home_id)
        found = db.session.execute(query).one_or_none()
        if found is None:
            raise NotFound("person")
        title = found.title
    _drop_substitute(line)
    line.status, line.reason = Presence.REPRESENTED, ""
    stand_in = Attendance(
        commune_id=line.commune_id,
        person_id=person_id,
        guest_name="" if person_id else name[:200],
        person_title=clean(title)[:120],
        duty=SeatRole.MEMBER,
        status=Presence.SUBSTITUTE,
        substitute_for_id=line.person_id,
        may_vote=False,
    )
    line.meeting.attendance.append(stand_in)
    db.session.flush()
    return stand_in


def come(line: Attendance, now: datetime, item_no: int) -> None:
    """Somebody comes late, or comes back."""
    line.meeting.require_open()
    _drop_substitute(line)
    line.status, line.reason = Presence.PRESENT, ""
    line.movements.append(Movement(commune_id=line.commune_id, came=True, item_no=item_no, at=now))


def leave(line: Attendance, now: datetime, item_no: int) -> None:
    """Somebody who was there leaves with an item: from that item on he is not counted."""
    line.meeting.require_open()
    line.status, line.reason = Presence.PRESENT, ""
    line.movements.append(Movement(commune_id=line.commune_id, came=False, item_no=item_no, at=now))


def answer(line: Attendance, reply: Reply, text: str, now: datetime) -> None:
    """What the invited answer; it is no tick yet, since who is there is seen in the room."""
    if not line.meeting.is_told:
        raise RuleBroken("reply_closed", "reply")
    line.reply, line.reply_text, line.replied_at = reply, clean(text)[:300], now


def quorum(meeting: Meeting, item_no: int = LAST_ITEM) -> Quorum:
    """Who of the members is in the room, at an item or now; guests and substitutes are no members."""
    members = [line for line in meeting.attendance if _is_member(line)]
    there = [line for line in members if _is_in(line, item_no)]
    body = meeting.body
    return Quorum(len(there), len(members), needed(len(members), body.quorum_share, body.quorum_of))


def eligible(meeting: Meeting, item_no: int = LAST_ITEM) -> int:
    """How many may vote on an item: members with a vote who are in the room."""
    return len(eligible_seats(meeting, item_no))


def eligible_seats(meeting: Meeting, item_no: int = LAST_ITEM) -> list[Attendance]:
    """Who may vote on an item, in the order of the list."""
    able = [line for line in meeting.attendance if _is_member(line) and line.may_vote and _is_in(line, item_no)]
    return sorted(able, key=lambda line: line.order)


def voters(meeting: Meeting) -> int:
    """How many of the members have a vote, in the room or not."""
    return sum(line.may_vote for line in meeting.attendance if _is_member(line))


def _is_member(line: Attendance) -> bool:
    return line.duty is not SeatRole.GUEST and line.status is not Presence.SUBSTITUTE


def _is_in(line: Attendance, item_no: int) -> bool:
    moves = [(move.came, move.item_no) for move in line.movements]
    return line.status is Presence.PRESENT and is_there(moves, item_no)


def _drop_substitute(line: Attendance) -> None:
    """Whoever stood in for somebody no longer does."""
    for other in [one for one in line.meeting.attendance if one.status is Presence.SUBSTITUTE]:
        if other.substitute_for_id is not None and other.substitute_for_id == line.person_id:
            line.meeting.attendance.remove(other)


def stands_in(meeting: Meeting) -> dict[int, Attendance]:
    """The substitute of each person who sent one."""
    return {line.substitute_for_id: line for line in meeting.attendance if line.substitute_for_id is not None}


def now_discussed(meeting: Meeting) -> int:
    """The number of the item that is being discussed; the next one where none is, 0 without an agenda."""
    open_items = [item.no for item in meeting.items if item.is_open]
    waiting = [item.no for item in meeting.items if item.outcome is None]
    return next(iter(open_items or waiting), 0)
