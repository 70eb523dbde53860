"""The word of the second person on a finding, place by place, and what was decided of it besides its mending."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, union_all

from models import clock
from models.accounts.rules import Viewer
from models.audits.finding_rules import ENDS, FindingWord, PlaceState, check_decision
from models.audits.finding_tables import FindingDecision, FindingPlace
from models.audits.proof_tables import ItemEvidence
from models.audits.recurring import sightings
from models.audits.rules import RoundState
from models.audits.tables import AuditFinding
from models.base import db, read
from models.duties import actions as duties
from models.duties.actions import NOTHING, Evidence
from models.duties.tables import DutyNote
from models.errors import RuleBroken
from models.files import StoredFile


def places_of(finding: AuditFinding) -> Sequence[FindingPlace]:
    """The places of a finding that shows at several, in their order; none for one that shows at one."""
    query = select(FindingPlace).where(FindingPlace.finding_id == finding.id).order_by(FindingPlace.id)
    return db.session.scalars(query).all()


def unverified(finding: AuditFinding, places: Sequence[FindingPlace]) -> list[FindingPlace]:
    """Those that no second person has found mended yet."""
    return [one for one in places if one.state_in(finding.duty) is not PlaceState.VERIFIED]


def confirm(
    viewer: Viewer,
    finding: AuditFinding,
    chosen: Collection[int] | None,
    text: str = "",
    at: datetime | None = None,
    evidence: Evidence = NOTHING,
) -> int:
    """Find these places mended (None: all of them); how many are left, and with them the finding goes back.

    ``text`` is a note, or what the unit reads of the places that are left; ``evidence`` is what the second person saw
    himself after the report. RuleBroken nothing_chosen where none of several places is chosen; evidence_missing or
    evidence_not_new; duty_not_reported or own_report as for every duty.
    """
    at = at or clock.now()
    duties.hold(finding.duty)
    waiting = unverified(finding, places_of(finding))
    mended = [one for one in waiting if chosen is None or one.id in chosen]
    if waiting and not mended:
        raise RuleBroken("nothing_chosen")
    left = len(waiting) - len(mended)
    if left:
        note = duties.send_back(viewer, finding.duty, text, at, evidence)
        evidence.require()
    else:
        note = duties.confirm(viewer, finding.duty, text, at, evidence)
    _require_new(finding, note)
    for one in mended:
        one.confirm(viewer.account_id, at, finding.duty)
    db.session.flush()
    return left


def _require_new(finding: AuditFinding, note: DutyNote) -> None:
    """Refuse what was there before: what showed the fault, or what its unit handed in (a file by its content)."""
    earlier = DutyNote.duty_id == finding.duty_id, DutyNote.id != note.id
    of_fault = ItemEvidence.result_id == finding.result_id
    links: Any = union_all(select(DutyNote.evidence_link).where(*earlier), select(ItemEvidence.url).where(of_fault))
    if note.evidence_link and note.evidence_link in read(links).scalars().all():
        raise RuleBroken("evidence_not_new", field="evidence_link")
    if note.evidence_file_id is None:
        return
    files: Any = union_all(
        select(DutyNote.evidence_file_id).where(*earlier), select(ItemEvidence.file_id).where(of_fault)
    )
    own = select(StoredFile.sha256).where(StoredFile.id == note.evidence_file_id).scalar_subquery()
    alike = select(StoredFile.id).where(StoredFile.id.in_(files), StoredFile.sha256 == own)
    if read(alike.limit(1)).first() is not None:
        raise RuleBroken("evidence_not_new", field="evidence_file")


def decisions(finding: AuditFinding) -> Sequence[FindingDecision]:
    """What was decided of a finding, the newest first."""
    query = select(FindingDecision).where(FindingDecision.finding_id == finding.id)
    return db.session.scalars(query.order_by(FindingDecision.id.desc())).all()


def decide(
    viewer: Viewer,
    finding: AuditFinding,
    word: FindingWord,
    decided_on: date,
    reason: str = "",
    document: str = "",
    decider: str = "",
) -> FindingDecision:
    """Keep what was decided; RuleBroken day_in_future or as ``check_decision`` says."""
    duties.hold(finding.duty)
    if decided_on > clock.today():
        raise RuleBroken("day_in_future", field="decided_on")
    rounds = (finding.result.round.state, *(one.state for one in sightings(finding)))
    check_decision(
        word,
        finding.duty.status,
        is_purchase=finding.is_purchase,
        is_locked=RoundState.LOCKED in rounds,
        reason=reason,
        document=document,
    )
    kept = FindingDecision(
        commune_id=finding.commune_id,
        finding_id=finding.id,
        word=word,
        reason=reason.strip(),
        document=document.strip(),
        decider=decider.strip(),
        decided_on=decided_on,
        recorded_by=viewer.account_id,
    )
    db.session.add(kept)
    if word in ENDS:
        finding.duty.call_off()
    db.session.flush()
    return kept
