"""Whether a fault was found before: in earlier rounds of the set, at the criterion from which this one comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.audits import maps
from models.audits.finding_tables import FindingSeen
from models.audits.mapping import Asked, CodeOrigin, Relation, origin_of
from models.audits.rules import PROBLEMS, RoundState
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db, read
from models.duties import actions as duties
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.errors import NotFound, RuleBroken
from models.text import fold


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often a fault is found now, after it was mended; ``open_id``: the earlier finding that nobody has mended."""

    times: int
    open_id: int | None = None


def recurrence(result: ItemResult, place: str, component: str, text: str) -> Recurrence:
    """What the earlier rounds say of this fault: the same criterion, place and component.

    With neither place nor component the same words are the same fault. An earlier version is read by the map that
    leads from it to the version of this round: what was changed, split or merged since goes on counting, what is new
    does not.
    """
    where = fold(place), fold(component)
    there = [row for row in _earlier(result) if (fold(row.place), fold(row.component)) == where]
    alike = _of_origin(result, [row for row in there if any(where) or fold(row.text) == fold(text)])
    waiting = next((row.id for row in alike if row.status is not DutyStatus.DONE), None)
    return Recurrence(max((row.seen for row in alike), default=0) + 1, waiting)


def still_open(result: ItemResult) -> list[Any]:
    """What earlier rounds found at this criterion and nobody has mended, but for what this round has seen again."""
    return [
        row
        for row in _of_origin(result, _earlier(result))
        if row.status is not DutyStatus.DONE and not row.is_seen_here
    ]


def see_again(viewer: Viewer, result: ItemResult, finding: AuditFinding, note: str, seen_on: date) -> None:
    """Keep that an open finding was seen in the round of this result, once for each round; its duty goes on."""
    duties.hold(finding.duty)
    here = FindingSeen.finding_id == finding.id, FindingSeen.round_id == result.round_id
    if db.session.scalar(select(exists().where(*here))):
        return
    seen = FindingSeen(
        commune_id=result.commune_id,
        finding_id=finding.id,
        round_id=result.round_id,
        result_id=result.id,
        seen_on=seen_on,
        note=note,
        recorded_by=viewer.account_id,
    )
    db.session.add(seen)
    db.session.flush()


def see_open(viewer: Viewer, result: ItemResult, finding_id: int, note: str, seen_on: date) -> AuditFinding:
    """Say of a finding of an earlier round that this round still sees it; unit and day stay as they were given.

    NotFound for one that was not left open at this criterion; RuleBroken round_closed or finding_needs_problem.
    """
    result.round.require_open()
    if result.state not in PROBLEMS:
        raise RuleBroken("finding_needs_problem")
    finding = open_before(result, finding_id)
    see_again(viewer, result, finding, note.strip() or finding.text, seen_on)
    return finding


def open_before(result: ItemResult, finding_id: int) -> AuditFinding:
    """A finding of an earlier round that nobody has mended, at this criterion; NotFound where it is none."""
    rows = _of_origin(result, _earlier(result))
    if not any(row.id == finding_id and row.status is not DutyStatus.DONE for row in rows):
        raise NotFound
    return db.session.get_one(AuditFinding, finding_id)


def unsee(result: ItemResult, finding_id: int) -> bool:
    """Take back that a finding was seen again in this round, while it is open; whether there was anything to take back.

    RuleBroken round_closed.
    """
    result.round.require_open()
    here = FindingSeen.finding_id == finding_id, FindingSeen.result_id == result.id
    kept = db.session.scalars(select(FindingSeen).where(*here)).one_or_none()
    if kept is not None:
        db.session.delete(kept)
        db.session.flush()
    return kept is not None


def sightings(finding: AuditFinding) -> Sequence[Any]:
    """In which later rounds a finding was seen again, the first one first: round, day, note and who saw it."""
    query = (
        select(
            AuditRound.id.label("round_id"),
            AuditRound.no,
            AuditRound.state,
            FindingSeen.seen_on,
            FindingSeen.note,
            FindingSeen.result_id,
            Account.display_name,
        )
        .join(AuditRound, AuditRound.id == FindingSeen.round_id)
        .join(Account, Account.id == FindingSeen.recorded_by)
        .where(FindingSeen.finding_id == finding.id, AuditRound.state != RoundState.VOID)
    )
    return read(query.order_by(AuditRound.no)).all()


def _earlier(result: ItemResult) -> Sequence[Any]:
    """What was found in the earlier rounds of the set and is no mistake, the newest first."""
    query = (
        select(
            AuditFinding.id,
            AuditFinding.seen,
            AuditFinding.place,
            AuditFinding.places,
            AuditFinding.component,
            AuditFinding.text,
            exists()
            .where(FindingSeen.finding_id == AuditFinding.id, FindingSeen.round_id == result.round_id)
            .label("is_seen_here"),
            AuditFinding.duty_id,
            Duty.status,
            Duty.unit_id,
            Duty.due_on,
            AuditRound.no,
            AuditRound.version_id,
            Criterion.code,
            Criterion.requirement,
        )
        .join(Duty, Duty.id == AuditFinding.duty_id)
        .join(ItemResult, ItemResult.id == AuditFinding.result_id)
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .where(
            AuditRound.commune_id == result.commune_id,
            AuditRound.set_id == result.round.set_id,
            AuditRound.no < result.round.no,
            AuditRound.state != RoundState.VOID,
            Duty.status != DutyStatus.VOID,
        )
        .order_by(AuditRound.no.desc(), AuditFinding.id.desc())
    )
    return read(query).all()


def _of_origin(result: ItemResult, rows: Sequence[Any]) -> list[Any]:
    """Those that were written at a criterion from which that of the result comes."""
    now = Asked(result.criterion.code, result.criterion.requirement)
    here, origins = result.round.version_id, dict[int, CodeOrigin]()
    for row in rows:
        if row.version_id not in origins:
            former = {one.code: one.requirement for one in rows if one.version_id == row.version_id}
            own = CodeOrigin(Relation.SAME, (now.code,))
            known = None if row.version_id == here else maps.origins(row.version_id, here)
            origins[row.version_id] = own if row.version_id == here else origin_of(now, known, former)
    return [row for row in rows if row.code in origins[row.version_id].codes]
