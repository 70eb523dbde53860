"""Locking a round: what keeps it open, who may be its second person, and the figures it keeps for good."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Viewer
from models.audits.assigned import RoundAuditor
from models.audits.items import Group, ItemRow, all_items, groups
from models.audits.queries import figures_of, to_freeze
from models.audits.rules import ItemState, LockCheck
from models.audits.tables import AuditRound, ItemResult
from models.base import db, read
from models.errors import RuleBroken


def gaps(parts: Sequence[Group]) -> dict[LockCheck, list[ItemRow]]:
    """The criteria that keep a round open, by what is missing; an empty list where a check is in order."""
    every = list(all_items(parts))
    return {check: [item for item in every if item.keeps_open(check)] for check in LockCheck}


def require_second(viewer: Viewer, round_: AuditRound) -> None:
    """Refuse whoever cannot be the second person of a round; RuleBroken as ``locking_rules`` says."""
    query = select(ItemResult.assessed_by, func.count().label("n"))
    query = query.where(ItemResult.round_id == round_.id, ItemResult.state != ItemState.NOT_ASSESSED)
    rows = read(query.group_by(ItemResult.assessed_by)).all()
    said = {row.assessed_by: row.n for row in rows if row.assessed_by is not None}
    assigned = read(select(RoundAuditor.account_id).where(RoundAuditor.round_id == round_.id)).scalars().all()
    round_.require_second(viewer, said, assigned)


SECONDS = frozenset({LockCheck.CONFIRMED})  # what the second person alone can mend


def hand_in(viewer: Viewer, round_: AuditRound, at: datetime | None = None) -> None:
    """The auditor says that a round is complete; RuleBroken round_closed or round_unready."""
    db.session.refresh(round_, ["state", "version"], with_for_update=True)
    round_.require_open()
    if any(rows for check, rows in gaps(groups(round_)).items() if check not in SECONDS):
        raise RuleBroken("round_unready")
    round_.hand_in(viewer, at or clock.now())
    db.session.flush()


def send_back(viewer: Viewer, round_: AuditRound, reason: str, at: datetime | None = None) -> None:
    """A round that was handed in is not good yet; RuleBroken round_not_handed_in or reason_missing."""
    db.session.refresh(round_, ["state", "version"], with_for_update=True)
    round_.send_back(viewer, reason, at or clock.now())
    db.session.flush()


def lock(viewer: Viewer, round_: AuditRound, at: datetime | None = None) -> None:
    """Close a round for good: nothing is missing, and a second person says so.

    RuleBroken round_closed, round_unready, or why these eyes are not the second person.
    """
    db.session.refresh(round_, ["state", "version"], with_for_update=True)
    round_.require_unlocked()
    parts = groups(round_)
    if any(gaps(parts).values()):
        raise RuleBroken("round_unready")
    require_second(viewer, round_)
    figures = figures_of(round_, [item.scored for item in all_items(parts)])
    round_.lock(viewer, at or clock.now(), to_freeze(figures))
    db.session.flush()
