"""The dossier of a round: what it says, as plain data that a program can read, and the files that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select

from models.audits import scoring
from models.audits.evidence import EvidenceRow, chains
from models.audits.finding_tables import FindingSeen
from models.audits.items import Group, ItemRow
from models.audits.proof_tables import ItemEvidence
from models.audits.queries import COUNTS, ENGINE, RoundFigures
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db, read
from models.files import StoredFile

SCHEMA = 2  # of the data; another form of it has another number


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A stored file that shows what was said about a criterion, and its place in the dossier."""

    file: StoredFile
    place: str


def files_of(round_: AuditRound, parts: Sequence[Group]) -> dict[int, DossierFile]:
    """The files of a round by the number of their evidence, each once in the folder of its criterion."""
    query = select(ItemEvidence.id, StoredFile).join(StoredFile, StoredFile.id == ItemEvidence.file_id)
    query = query.join(ItemResult, ItemResult.id == ItemEvidence.result_id).where(ItemResult.round_id == round_.id)
    stored = {row[0]: row[1] for row in db.session.execute(query.order_by(ItemEvidence.id))}
    found = {}
    for part in parts:
        for item in part.items:
            for number, kept in enumerate(item.evidence, 1):
                if kept.id in stored:
                    ending = stored[kept.id].path.rpartition(".")[2]
                    found[kept.id] = DossierFile(stored[kept.id], f"minh-chung/{item.code}/{number:02}.{ending}")
    return found


def results(
    round_: AuditRound, parts: Sequence[Group], figures: RoundFigures, files: dict[int, DossierFile]
) -> dict[str, Any]:
    """Everything that a round says; of a locked one always the same, whatever becomes of its findings later."""
    frozen = round_.figures or {}
    return {
        "schema": SCHEMA,
        "round": {
            "commune": round_.commune.name,
            "set": round_.set.code,
            "name": round_.set.name,
            "version": round_.criteria.no,
            "content_hash": round_.criteria.content_hash,
            "no": round_.no,
            "kind": round_.kind.value,
            "state": round_.state.value,
            "assessed_on": _plain(round_.assessed_on),
            "due_on": _plain(round_.due_on),
            "period": [_plain(day) for day in round_.period],
            "locked_at": _plain(round_.locked_at),
            "locked_by": round_.locker.display_name if round_.locker else None,
        },
        "figures": {name: getattr(figures, name) for name in COUNTS}
        | {"applicable": figures.applicable, "score": _plain(figures.score)}
        | {"engine": frozen.get("engine", ENGINE), "na_policy": round_.criteria.na_policy},
        "parts": [
            {"name": one.name, "groups": list(one.groups), "score": _plain(one.score)}
            for one in scoring.part_scores(round_, parts)
        ],
        "items": [_item(part, item, files) for part in parts for item in part.items],
        "findings": _findings(round_),
    }


def _item(part: Group, item: ItemRow, files: dict[int, DossierFile]) -> dict[str, Any]:
    return {
        "code": item.code,
        "group": part.code,
        "requirement": item.requirement,
        "mandatory": item.is_mandatory,
        "state": item.state.value,
        "points": _plain(item.points),
        "counted_points": _plain(item.counted_points),
        "max_points": _plain(item.max_points),
        "weight": _plain(item.weight),
        "note": item.note,
        "reason": item.na_reason,
        "assessed_by": item.assessed_by,
        "assessed_at": _plain(item.assessed_at),
        "confirmed_by": item.confirmed_by,
        "has_required_evidence": item.has_required_evidence,
        "evidence": [_proof(kept, files) | _revision(kept) for kept in item.evidence],
    } | _former(item)


def _proof(kept: EvidenceRow, files: dict[int, DossierFile]) -> dict[str, Any]:
    return {
        "title": kept.title,
        "url": kept.url,
        "file": files[kept.id].place if kept.id in files else None,
        "sha256": files[kept.id].file.sha256 if kept.id in files else None,
        "dated_on": _plain(kept.dated_on),
        "received_at": _plain(kept.received_at),
        "outside_period": kept.is_outside,
    }


def _revision(kept: EvidenceRow) -> dict[str, Any]:
    """What only a revised proof or one with a last day says, so that a dossier of before is the same bytes."""
    told: dict[str, Any] = {}
    if kept.no > 1:
        told = {"revision": kept.no, "replaces": kept.no - 1, "reason": kept.reason}
    if kept.valid_to is not None:
        told |= {"valid_to": _plain(kept.valid_to), "expired": kept.is_expired}
    return told


def _former(item: ItemRow) -> dict[str, Any]:
    """The revisions that do not count any more: replaced, or of a proof that was withdrawn with a reason."""
    if not item.former:
        return {}
    now = {kept.id for kept in item.evidence}
    told = [
        {
            "title": kept.title,
            "url": kept.url,
            "revision": kept.no,
            "dated_on": _plain(kept.dated_on),
            "received_at": _plain(kept.received_at),
            "withdrawn": kept.is_withdrawal,
            "reason": kept.reason,
        }
        for chain in chains(item.revisions)
        for kept in chain
        if kept.id not in now
    ]
    return {"former_evidence": told}


def _findings(round_: AuditRound) -> list[dict[str, Any]]:
    """What was found; who mends it by when goes on after the lock, and stands in the office alone."""
    columns = Criterion.code, AuditFinding.place, AuditFinding.component, AuditFinding.text, AuditFinding.severity
    query = select(*columns, FindingSeen.seen_on, FindingSeen.note)
    query = query.outerjoin(
        FindingSeen, and_(FindingSeen.finding_id == AuditFinding.id, FindingSeen.round_id == round_.id)
    )
    query = query.join(ItemResult, ItemResult.id == func.coalesce(FindingSeen.result_id, AuditFinding.result_id))
    query = query.join(Criterion, Criterion.id == ItemResult.criterion_id).where(ItemResult.round_id == round_.id)
    return [
        {
            "code": row.code,
            "place": row.place,
            "component": row.component,
            "text": row.text,
            "severity": row.severity.value,
            "seen_again_on": _plain(row.seen_on),  # written down in an earlier round, and not mended by this one
            "seen_again": row.note,
        }
        for row in read(query.order_by(AuditFinding.id))
    ]


def _plain(value: date | datetime | Decimal | None) -> str | None:
    """A day, an instant or a number as text, exact."""
    if value is None:
        return None
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat()
