"""Proofs of a criterion: put beside it, replaced by a newer revision, withdrawn with a reason; none is removed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.accounts.tables import Account
from models.audits.proof_rules import check_proof_days
from models.audits.proof_tables import ItemEvidence, is_current
from models.audits.tables import ItemResult
from models.base import db, read
from models.errors import RuleBroken
from models.files import StoredFile

EVIDENCE_LIMIT = 20  # proofs that count beside one criterion
REVISION_LIMIT = 50  # of one proof


def attach(
    result: ItemResult,
    by: int,
    title: str,
    url: str = "",
    file: StoredFile | None = None,
    dated_on: date | None = None,
    valid_to: date | None = None,
) -> ItemEvidence:
    """Put a link or a stored file beside a criterion, of today unless another day is said.

    A link that is there already stays one proof: with another day it is that proof's next revision.
    RuleBroken round_closed, evidence_many, day_in_future or valid_before_dated.
    """
    result.round.require_open()
    day = dated_on or clock.today()
    check_proof_days(day, valid_to, clock.today())
    if url and (same := _attached(result.id, url)):
        is_said = (dated_on or same.dated_on, valid_to or same.valid_to) == (same.dated_on, same.valid_to)
        return same if is_said else replace(same, by, url, None, dated_on or same.dated_on, valid_to)
    there = select(func.count(ItemEvidence.id)).where(ItemEvidence.result_id == result.id, is_current())
    if (db.session.scalar(there) or 0) >= EVIDENCE_LIMIT:
        raise RuleBroken("evidence_many", field="link" if url else "file", most=EVIDENCE_LIMIT)
    kept = ItemEvidence(
        commune_id=result.commune_id,
        result_id=result.id,
        added_by=by,
        url=url or None,
        title=title or (file.original_name if file else url)[:200],
        file_id=file.id if file else None,
        dated_on=day,
        valid_to=valid_to,
    )
    return _add(kept)


def _attached(result_id: int, url: str) -> ItemEvidence | None:
    query = select(ItemEvidence).where(ItemEvidence.result_id == result_id, ItemEvidence.url == url, is_current())
    return db.session.scalars(query.limit(1)).one_or_none()


def replace(
    former: ItemEvidence,
    by: int,
    url: str = "",
    file: StoredFile | None = None,
    dated_on: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> ItemEvidence:
    """Put the next revision in the place of a proof; the one before stays readable.

    RuleBroken round_closed, proof_moved where a newer revision is there already, proof_missing or proof_both unless it
    is one link or one file, proof_revisions, day_in_future or valid_before_dated.
    """
    _require_last(former)
    if not url and file is None:
        raise RuleBroken("proof_missing", field="link")
    if url and file is not None:
        raise RuleBroken("proof_both", field="file")
    if former.no >= REVISION_LIMIT:
        raise RuleBroken("proof_revisions", field="link", most=REVISION_LIMIT)
    day = dated_on or clock.today()
    check_proof_days(day, valid_to, clock.today())
    title = (file.original_name if file else url)[:200]
    if url and url == former.url:
        title = former.title
    kept = _next(former, by, title, reason.strip())
    kept.url, kept.file_id = (None, file.id) if file else (url, None)
    kept.dated_on, kept.valid_to = day, valid_to
    return _add(kept)


def withdraw(former: ItemEvidence, by: int, reason: str) -> ItemEvidence:
    """Say that a proof does not count any more, and why; RuleBroken round_closed, proof_moved or reason_missing."""
    _require_last(former)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
    return _add(_next(former, by, former.title, reason.strip()))


def _require_last(former: ItemEvidence) -> None:
    """Refuse where somebody was quicker; who asks holds the criterion, so that two never follow the same revision."""
    former.result.round.require_open()
    held = select(ItemResult.id).where(ItemResult.id == former.result_id).with_for_update()
    db.session.execute(held)
    last = select(ItemEvidence.id).where(ItemEvidence.id == former.id, is_current())
    if db.session.scalar(last) is None:
        raise RuleBroken("proof_moved")


def _next(former: ItemEvidence, by: int, title: str, reason: str) -> ItemEvidence:
    return ItemEvidence(
        commune_id=former.commune_id,
        result_id=former.result_id,
        no=former.no + 1,
        replaces_id=former.id,
        title=title,
        dated_on=former.dated_on,
        reason=reason,
        added_by=by,
    )


def _add(kept: ItemEvidence) -> ItemEvidence:
    db.session.add(kept)
    db.session.flush()
    return kept


def adders(result_id: int) -> dict[int, str]:
    """Who added each revision of a criterion's proofs, by its id."""
    query = select(ItemEvidence.id, Account.display_name).join(Account, Account.id == ItemEvidence.added_by)
    rows: Sequence[Any] = read(query.where(ItemEvidence.result_id == result_id)).all()
    return {row.id: row.display_name for row in rows}
