"""The proofs of a round: links and files in numbered revisions that are only added."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Account
from models.base import CommuneOwned, Dated, Model
from models.files import StoredFile

KINDS = "(url IS NULL) <> (file_id IS NULL)"
WITHDRAWN = "url IS NULL AND file_id IS NULL AND reason <> '' AND replaces_id IS NOT NULL"


class ItemEvidence(CommuneOwned, Dated, Model):
    """One revision of a proof: a link or a stored file that shows what was said about a criterion.

    The next revision names the one that it replaces; one without link and file withdraws the proof and says why. No
    row is ever changed or taken away: what counts is the last revision of each proof, unless it withdraws it.
    """

    __tablename__ = "item_evidence"
    __table_args__ = (
        CheckConstraint(f"({KINDS}) OR ({WITHDRAWN})", name="one_kind"),
        CheckConstraint("(replaces_id IS NULL) = (no = 1)", name="numbered"),
        CheckConstraint("valid_to IS NULL OR valid_to >= dated_on", name="valid_days"),
        UniqueConstraint("replaces_id"),
        Index("ix_item_evidence_result_id", "result_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("item_result.id"))
    no: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("item_evidence.id"))
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(500))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    dated_on: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was replaced or withdrawn
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    result: Mapped[Any] = relationship("ItemResult")
    file: Mapped[StoredFile | None] = relationship()
    adder: Mapped[Account | None] = relationship()


_later = ItemEvidence.__table__.alias("later_revision")
SHOWS = or_(ItemEvidence.url.is_not(None), ItemEvidence.file_id.is_not(None))


def is_current() -> ColumnElement[bool]:
    """Whether a revision is the one that counts: none came after it, and it withdraws nothing."""
    return and_(SHOWS, ~exists().where(_later.c.replaces_id == ItemEvidence.id))
