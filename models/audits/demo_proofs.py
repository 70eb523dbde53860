"""Proofs of a demonstration that did not stay as they came: replaced, withdrawn, past their last day."""

from datetime import timedelta

from sqlalchemy import select

from models.audits import proofs
from models.audits.proof_tables import ItemEvidence
from models.audits.tables import AuditRound, ItemResult
from models.base import db


def seed_revisions(opened: AuditRound, by: int) -> None:
    """Of the first proofs of a round one is revised; while the round is open one is withdrawn and one has expired."""
    query = select(ItemEvidence).join(ItemResult, ItemResult.id == ItemEvidence.result_id)
    first = db.session.scalars(query.where(ItemResult.round_id == opened.id).order_by(ItemEvidence.id).limit(6)).all()
    if len(first) < 6 or opened.set.code != "website":
        return
    better = f"{first[0].url}-day-du"
    proofs.replace(first[0], by, better, None, first[0].dated_on, None, "Trang cũ thiếu phụ lục.")
    if opened.no > 1:
        last_day = opened.assessed_on - timedelta(days=1)
        day = min(first[2].dated_on, last_day)
        proofs.replace(first[2], by, first[2].url or "", None, day, last_day, "Ghi thêm ngày hết hạn.")
        proofs.withdraw(first[4], by, "Nhầm liên kết của chuyên mục khác.")
