"""Criteria sets in versions, and the rounds in which a commune ticks them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.rules import Viewer
from models.accounts.tables import Account, Commune
from models.audits.rules import (
    ItemState,
    RoundKind,
    RoundState,
    Severity,
    VersionStatus,
    check_tick,
    points_for,
    said_most,
)
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scoring, Verify
from models.duties.tables import Owed
from models.errors import RuleBroken
from models.files import StoredFile


class CriteriaSet(Model):
    """What is audited with one list of criteria: the website, the service centre and so on."""

    __tablename__ = "criteria_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]


class CriteriaVersion(Dated, Model):
    """One wording of a set; once published it never changes, a better one is a new version."""

    __tablename__ = "criteria_version"
    __table_args__ = (UniqueConstraint("set_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    no: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(word_type(VersionStatus))
    legal_basis: Mapped[str] = mapped_column(String(400))
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    score_rule: Mapped[dict[str, str]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))

    set: Mapped[CriteriaSet] = relationship()

    @property
    def na_policy(self) -> str:
        """What the score does with criteria that do not apply."""
        return self.score_rule["na_policy"]


class Criterion(Model):
    """A heading or a criterion of a version; common to all communes."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("version_id", "code"),)
    __journal__ = False  # the version's own row and its content hash say all there is to say

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"))
    code: Mapped[str] = mapped_column(String(24))
    parent: Mapped[str | None] = mapped_column(String(24))
    kind: Mapped[Kind] = mapped_column(word_type(Kind))
    position: Mapped[int]
    requirement: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    basis: Mapped[Basis] = mapped_column(word_type(Basis))
    legal_ref: Mapped[str] = mapped_column(String(400))
    reference: Mapped[str] = mapped_column(String(300))
    verify: Mapped[Verify] = mapped_column(word_type(Verify))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    former_ref: Mapped[str] = mapped_column(String(400))
    former_verify: Mapped[str] = mapped_column(String(4))
    former_valid_to: Mapped[date | None]
    sources: Mapped[list[str]] = mapped_column(JSON)
    check_method: Mapped[Check] = mapped_column(word_type(Check))
    check_hint: Mapped[str] = mapped_column(Text)
    keywords: Mapped[list[str]] = mapped_column(JSON)
    mandatory: Mapped[bool]
    evidence_rule: Mapped[EvidenceRule] = mapped_column(word_type(EvidenceRule))
    scale: Mapped[Scoring] = mapped_column(word_type(Scoring, name="scale"))
    max_points: Mapped[Decimal]
    weight: Mapped[Decimal]
    deadline_n: Mapped[int | None]
    deadline_unit: Mapped[DeadlineUnit | None] = mapped_column(word_type(DeadlineUnit))


class AuditRound(CommuneOwned, Versioned, Dated, Model):
    """One round of a commune on one version of a set; laws are judged on the day of the assessment."""

    __tablename__ = "audit_round"
    __table_args__ = (
        UniqueConstraint("commune_id", "set_id", "no"),
        CheckConstraint(
            "state <> 'locked' OR (locked_by IS NOT NULL AND locked_at IS NOT NULL AND figures IS NOT NULL)",
            name="locked_whole",
        ),
        CheckConstraint("locked_by IS NULL OR locked_by <> opened_by", name="second_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"))
    no: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_on: Mapped[date]
    assessed_on: Mapped[date]
    kind: Mapped[RoundKind] = mapped_column(word_type(RoundKind), default=RoundKind.SELF)
    due_on: Mapped[date | None]
    state: Mapped[RoundState] = mapped_column(word_type(RoundState), default=RoundState.OPEN)
    locked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    locked_at: Mapped[datetime | None]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    set: Mapped[CriteriaSet] = relationship()
    criteria: Mapped[CriteriaVersion] = relationship()
    commune: Mapped[Commune] = relationship()
    opener: Mapped[Account | None] = relationship(foreign_keys=[opened_by])
    locker: Mapped[Account | None] = relationship(foreign_keys=[locked_by])

    @property
    def is_locked(self) -> bool:
        """Whether it never changes again."""
        return self.state is RoundState.LOCKED

    def require_open(self) -> None:
        """Refuse what only an open round takes."""
        if self.state is not RoundState.OPEN:
            raise RuleBroken("round_closed")

    def require_second(self, by: Viewer, said: Mapping[int, int], doubted: Collection[int]) -> None:
        """Refuse whoever opened it, has assessed most of it (``said``: how much by account), or said what he confirms.

        RuleBroken own_round, own_assessment or own_doubt; ``doubted``: who said that a criterion does not apply.
        """
        if by.acted_as(self.opened_by):
            raise RuleBroken("own_round")
        own = sum(n for account, n in said.items() if by.acted_as(account))
        if said_most(own, (n for account, n in said.items() if not by.acted_as(account))):
            raise RuleBroken("own_assessment")
        if any(by.acted_as(account) for account in doubted):
            raise RuleBroken("own_doubt")

    def lock(self, by: Viewer, at: datetime, figures: dict[str, Any]) -> None:
        """Close it for good with the figures it has now."""
        self.require_open()
        self.state, self.figures = RoundState.LOCKED, figures
        self.locked_by, self.locked_at = by.account_id, at

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open past its day; the due day itself is in time."""
        return self.state is RoundState.OPEN and self.due_on is not None and self.due_on < today


class ItemResult(CommuneOwned, Versioned, Model):
    """What was said about one criterion in one round; made with the round, one for each criterion."""

    __tablename__ = "item_result"
    __table_args__ = (UniqueConstraint("round_id", "criterion_id"), {"info": {"named_by": ("criterion_id", "code")}})

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    state: Mapped[ItemState] = mapped_column(word_type(ItemState), default=ItemState.NOT_ASSESSED)
    note: Mapped[str] = mapped_column(Text, default="")
    na_reason: Mapped[str] = mapped_column(String(400), default="")
    points: Mapped[Decimal | None]
    assessed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assessed_at: Mapped[datetime | None]

    round: Mapped[AuditRound] = relationship()
    criterion: Mapped[Criterion] = relationship()

    def assess(
        self, state: ItemState, by: int, at: datetime, note: str, na_reason: str, points: Decimal | None
    ) -> None:
        """Tick the criterion; RuleBroken round_closed, na_reason_missing, points_missing or points_range."""
        self.round.require_open()
        check_tick(state, na_reason)
        measured = self.criterion.scale is Scoring.POINTS
        self.points = points_for(state, self.criterion.max_points, points, measured)
        self.state, self.note = state, note
        self.na_reason = na_reason if state is ItemState.NOT_APPLICABLE else ""
        self.assessed_by, self.assessed_at = by, at


class AuditFinding(CommuneOwned, Owed, Versioned, Dated, Model):
    """What is wrong with a criterion of a round, and where; who mends it by when is in its duty alone."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("item_result.id"), index=True)
    place: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = mapped_column(Text)
    severity: Mapped[Severity] = mapped_column(word_type(Severity))
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    result: Mapped[ItemResult] = relationship()


class ItemEvidence(CommuneOwned, Dated, Model):
    """A link or a stored file that shows what was said about a criterion."""

    __tablename__ = "item_evidence"
    __table_args__ = (
        CheckConstraint("(url IS NULL) <> (file_id IS NULL)", name="one_kind"),
        Index("ix_item_evidence_result_id", "result_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("item_result.id"))
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(500))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    result: Mapped[ItemResult] = relationship()
    file: Mapped[StoredFile | None] = relationship()
