"""Asking for opinions by writing: members of a body answer until the last day, the silent are reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from models import clock, journal
from models.accounts.rules import Permission, Viewer
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.meetings import inviting
from models.meetings.quorum import Choice
from models.meetings.tables import Body
from models.meetings.written import WrittenOpinion, WrittenRound
from models.text import clean

MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A round in a list: how many were asked and have answered; ``is_mine`` where the reader still has to."""

    id: int
    title: str
    body: str
    closes_at: datetime
    is_withdrawn: bool
    asked: int
    answered: int
    is_mine: bool


def _asked(viewer: Viewer) -> ColumnElement[bool]:
    own = WrittenOpinion.round_id == WrittenRound.id, WrittenOpinion.person_id == viewer.person_id
    return exists().where(*own).correlate(WrittenRound)


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Whoever keeps meetings sees every round, everybody else those in which he is asked."""
    return true() if viewer.may(Permission.RECORD_MEETING) else _asked(viewer)


def written_round(viewer: Viewer, round_id: int) -> WrittenRound:
    """One round with its opinions; NotFound for eyes that may not know of it."""
    query = select(WrittenRound).where(WrittenRound.id == round_id, seen_by(viewer, WrittenRound), _open_to(viewer))
    people = selectinload(WrittenRound.opinions).joinedload(WrittenOpinion.person)
    found = db.session.scalar(query.options(people, joinedload(WrittenRound.body)))
    if found is None:
        raise NotFound("meeting_written_round")
    return found


def lines(viewer: Viewer, waiting_only: bool = False) -> list[WrittenLine]:
    """The rounds, those that close last first; ``waiting_only``: those that still wait for the viewer's own answer."""
    of = select(func.count(WrittenOpinion.id)).where(WrittenOpinion.round_id == WrittenRound.id)
    mine = of.where(WrittenOpinion.person_id == viewer.person_id, WrittenOpinion.choice.is_(None)).scalar_subquery()
    answered = of.where(WrittenOpinion.choice.is_not(None)).scalar_subquery()
    query = (
        select(
            WrittenRound.id,
            WrittenRound.title,
            WrittenRound.closes_at,
            WrittenRound.withdrawn_at,
            Body.name.label("body"),
            of.scalar_subquery().label("asked"),
            answered.label("answered"),
            mine.label("mine"),
        )
        .join(Body, Body.id == WrittenRound.body_id)
        .where(seen_by(viewer, WrittenRound), _open_to(viewer))
        .order_by(WrittenRound.closes_at.desc(), WrittenRound.id.desc())
        .limit(MOST_LISTED)
    )
    now = clock.now()
    if waiting_only:
        query = query.where(mine > 0, WrittenRound.withdrawn_at.is_(None), WrittenRound.closes_at > now)
    return [
        WrittenLine(
            row.id,
            row.title,
            row.body,
            row.closes_at,
            row.withdrawn_at is not None,
            row.asked,
            row.answered,
            bool(row.mine) and row.withdrawn_at is None and row.closes_at > now,
        )
        for row in read(query)
    ]


def ask(viewer: Viewer, made: WrittenRound, closes_on: date, now: datetime) -> WrittenRound:
    """Ask the members of a body who may vote, until the end of a day."""
    body = db.session.scalar(select(Body).where(Body.id == made.body_id, Body.commune_id == viewer.home_id))
    if body is None:
        raise NotFound("meeting_body")
    made.commune_id, made.asked_by, made.opens_at = viewer.home_id, viewer.account_id, now
    made.closes_at = clock.at_office(closes_on + timedelta(days=1), 0)
    if made.closes_at <= now:
        raise RuleBroken("closes_in_past", "closes_on")
    if made.link and not made.link.startswith(("https://", "http://")):
        raise RuleBroken("paper_late_link", "link")
    today = clock.local(now).date()
    voters = inviting.voters_on(body.id, today)
    asked = [key for key in inviting.members_on(body.id, today) if key in voters]
    if not asked:
        raise RuleBroken("nobody_asked", "body_id")
    db.session.add(made)
    db.session.flush()
    rows = [WrittenOpinion(commune_id=made.commune_id, round_id=made.id, person_id=key) for key in asked]
    for row in rows:
        row.text, row.version = "", 1
    journal.insert_many(rows)
    return made


def own_opinion(viewer: Viewer, found: WrittenRound) -> WrittenOpinion | None:
    """The line of the viewer, where he is asked."""
    return next((one for one in found.opinions if viewer.person_id and one.person_id == viewer.person_id), None)


def answer(viewer: Viewer, found: WrittenRound, choice: Choice, text: str, now: datetime) -> None:
    """Answer, or answer otherwise, while the round takes answers."""
    found.require_open(now)
    opinion = own_opinion(viewer, found)
    if opinion is None or choice is Choice.NOT_VOTING:
        raise RuleBroken("not_asked", "choice")
    opinion.choice, opinion.text, opinion.answered_at = choice, clean(text, multiline=True)[:2000], now


def remind(found: WrittenRound, now: datetime) -> int:
    """Remind those who are silent, each at most once a day. Returns how many."""
    found.require_open(now)
    today = clock.local(now).date()
    waiting: Sequence[WrittenOpinion] = [
        one for one in found.silent if one.reminded_at is None or clock.local(one.reminded_at).date() < today
    ]
    for one in waiting:
        one.reminded_at = now
    return len(waiting)
