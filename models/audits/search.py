"""What can be found of audits: criteria of the newest rounds, by code or words, and findings."""

from collections.abc import Iterator

from sqlalchemy import func, select

from models.accounts.rules import Permission, Viewer
from models.audits.rules import RoundState
from models.audits.tables import AuditFinding, AuditRound, CriteriaSet, Criterion, ItemResult
from models.base import read, seen_by
from models.duties.tables import Duty
from models.searching import MOST, Hit, Needle

MOST_READ = 1_000  # criteria of all sets together; the shipped ones are some 250


def find(viewer: Viewer, needle: Needle) -> list[Hit]:
    """Two statements."""
    if not viewer.may(Permission.READ_AUDITS):
        return []
    return [*_criteria(viewer, needle), *_findings(viewer, needle)]


def _criteria(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    """Their wording is kept with marks alone, so that the criteria of the newest rounds are looked through here."""
    newest = (
        select(func.max(AuditRound.id))
        .where(seen_by(viewer, AuditRound), AuditRound.state != RoundState.VOID)
        .group_by(AuditRound.set_id)
    )
    query = (
        select(ItemResult.id, Criterion.code, Criterion.requirement, CriteriaSet.name)
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .where(AuditRound.id.in_(newest))
        .order_by(Criterion.code != needle.code, AuditRound.id, Criterion.position)
        .limit(MOST_READ)
    )
    shown = 0
    for row in read(query):
        is_exact = row.code.upper() == needle.code
        if shown <= MOST and (is_exact or needle.is_in(f"{row.code} {row.requirement}")):
            shown += 1
            yield Hit("criterion", {"result_id": row.id}, row.requirement, row.code, row.name, is_exact)


def _findings(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    query = (
        select(Duty.id, Duty.ref, Duty.title, Duty.origin)
        .join(AuditFinding, AuditFinding.duty_id == Duty.id)
        .join(ItemResult, ItemResult.id == AuditFinding.result_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .where(seen_by(viewer, AuditFinding), AuditRound.state != RoundState.VOID, needle.within(Duty.fold))
        .order_by(Duty.id.desc())
        .limit(MOST + 1)
    )
    for row in read(query):
        yield Hit("finding", {"duty_id": row.id}, row.title, row.ref, row.origin)
