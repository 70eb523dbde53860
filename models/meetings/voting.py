"""Votes: by show of hands, by name or in secret; figures that add up, a rule of its body, corrections with history."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models import journal
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken
from models.meetings import seating
from models.meetings.agenda import AgendaItem, Ballot, BallotVote
from models.meetings.discussing import require_session
from models.meetings.quorum import CARRIED, BallotMode, Choice, Count, ItemOutcome, broken_count, counted, is_tied
from models.meetings.tables import Meeting
from models.text import clean


def vote(
    viewer: Viewer,
    item: AgendaItem,
    count: Count,
    reason: str,
    now: datetime,
    mode: BallotMode = BallotMode.HANDS,
    chair: Choice | None = None,
) -> Ballot:
    """Write down a vote: the figures add up to those who may vote, below the quorum only with a reason.

    A second vote on the same item is a correction: it needs a reason, and the first one stays readable. An item that
    had passed and is not carried by the correction is undecided again. ``chair`` is the side that the chair took.
    """
    require_session(item.meeting)
    able = seating.eligible(item.meeting, item.no)
    broken = broken_count(count, able)
    if broken is not None:
        raise broken
    there = seating.quorum(item.meeting, item.no)
    if not there.is_reached and not reason.strip():
        raise RuleBroken("no_quorum_now", "reason", present=there.present, members=there.members, needed=there.needed)
    if item.ballots and not reason.strip():
        raise RuleBroken("reason_missing", "reason")
    ballot = Ballot(
        commune_id=item.commune_id,
        mode=mode,
        basis=item.meeting.body.vote_basis,
        members=seating.voters(item.meeting),
        eligible=able,
        in_favour=count.in_favour,
        against=count.against,
        other=count.other,
        not_voting=count.not_voting,
        chair_choice=_casting(item, count, mode, chair),
        reason=clean(reason)[:500],
        taken_at=now,
        taken_by=viewer.account_id,
    )
    item.ballots.append(ballot)
    item.began_at = item.began_at or now
    if item.outcome in CARRIED and not ballot.is_carried:
        item.outcome, item.ended_at, item.in_block = None, None, False
    return ballot


def _casting(item: AgendaItem, count: Count, mode: BallotMode, chair: Choice | None) -> Choice | None:
    """The side that decides a tie: the chair's, where the body's rule says so; nobody knows it of a secret vote."""
    body = item.meeting.body
    if not body.chair_casts or mode is BallotMode.SECRET:
        return None
    if not is_tied(count, body.vote_basis, seating.voters(item.meeting)):
        return None
    return chair if item.meeting.chair_id in _able(item) else None


def _able(item: AgendaItem) -> set[int | None]:
    return {line.person_id for line in seating.eligible_seats(item.meeting, item.no)}


def vote_by_name(viewer: Viewer, item: AgendaItem, choices: Mapping[int, Choice], reason: str, now: datetime) -> Ballot:
    """Write down what each of those who may vote has voted, by the id of the person; nobody is left out or added."""
    if set(choices) != _able(item):
        raise RuleBroken("voters_differ", "item")
    chair = choices.get(item.meeting.chair_id)
    ballot = vote(viewer, item, counted(choices.values()), reason, now, BallotMode.NAMED, chair)
    db.session.flush()
    rows = [
        BallotVote(commune_id=item.commune_id, ballot_id=ballot.id, person_id=key, choice=choice)
        for key, choice in choices.items()
    ]
    journal.insert_many(rows)
    return ballot


def names_of(ballots: Sequence[Ballot]) -> dict[int, list[BallotVote]]:
    """Who voted what in those of the votes that were by name; nothing is asked where none was."""
    named = [ballot.id for ballot in ballots if ballot.mode is BallotMode.NAMED]
    found: dict[int, list[BallotVote]] = {key: [] for key in named}
    if named:
        query = select(BallotVote).where(BallotVote.ballot_id.in_(named)).options(joinedload(BallotVote.person))
        for row in db.session.scalars(query.order_by(BallotVote.id)):
            found[row.ballot_id].append(row)
    return found


def pass_block(viewer: Viewer, meeting: Meeting, items: Sequence[AgendaItem], reason: str, now: datetime) -> int:
    """Pass all items without objection, each with its own vote and its own line in the minutes."""
    require_session(meeting)
    for one in items:
        ballot = vote(viewer, one, Count(seating.eligible(meeting, one.no)), reason, now)
        if not ballot.is_carried:
            raise RuleBroken("vote_not_carried", "item", in_favour=ballot.in_favour, whole=ballot.whole)
        one.outcome, one.in_block, one.ended_at = ItemOutcome.PASSED, True, now
    return len(items)
