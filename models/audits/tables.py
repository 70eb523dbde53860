"""Criteria sets in versions, and the rounds in which a commune ticks them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.accounts.rules import Viewer
from models.accounts.tables import Account, Commune
from models.audits.assigned import RoundAuditor  # noqa: F401  a table of this room
from models.audits.finding_tables import FindingDecision, FindingPlace  # noqa: F401  tables of this room
from models.audits.handed_sheets import SheetImport  # noqa: F401  a table of this room
from models.audits.legal import Act
from models.audits.locking_rules import Involvement, refused_second
from models.audits.mapping import Relation
from models.audits.proof_tables import ItemEvidence  # noqa: F401  a table of this room
from models.audits.rules import (
    REASONED_STATES,
    ItemState,
    RoundKind,
    RoundState,
    Severity,
    VersionStatus,
    check_tick,
    period_end,
    points_for,
    said_most,
)
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scoring, Verify
from models.duties.tables import Owed
from models.errors import RuleBroken


class PerhapsOwned:
    """A row that is common to all communes, or one commune's own (``commune_id``)."""

    @declared_attr
    def commune_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("commune.id"), index=True)


class LegalAct(PerhapsOwned, Versioned, Dated, Model):
    """A legal act with its days; a commune's own row of a code stands before the common one."""

    __tablename__ = "legal_act"
    __table_args__ = (UniqueConstraint("commune_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    superseded_by: Mapped[str] = mapped_column(String(24), default="")
    verify: Mapped[Verify] = mapped_column(word_type(Verify))
    source: Mapped[str] = mapped_column(String(40), default="")

    @property
    def told(self) -> Act:
        """The act as the rules see it."""
        is_checked = self.verify is Verify.READ
        return Act(self.code, self.name, self.valid_from, self.valid_to, self.superseded_by, is_checked)


class CriteriaSet(PerhapsOwned, Versioned, Model):
    """What is audited with one list of criteria: the website, the service centre and so on; or an office's own list."""

    __tablename__ = "criteria_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]


class CriteriaVersion(PerhapsOwned, Versioned, Dated, Model):
    """One wording of a set; once published it never changes, a better one is a new version.

    It is common to all, or one commune's own: of a common set too, whose rounds are then opened on it.
    """

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
    cites: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_version.id"))
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]

    set: Mapped[CriteriaSet] = relationship()
    base: Mapped["CriteriaVersion | None"] = relationship(remote_side="CriteriaVersion.id")
    drafter: Mapped[Account | None] = relationship(foreign_keys=[drafted_by])
    publisher: Mapped[Account | None] = relationship(foreign_keys=[published_by])

    @property
    def na_policy(self) -> str:
        """What the score does with criteria that do not apply."""
        return self.score_rule["na_policy"]

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.status is VersionStatus.DRAFT

    def require_draft(self) -> None:
        """Refuse what only a draft takes."""
        if not self.is_draft:
            raise RuleBroken("version_published")


class Criterion(PerhapsOwned, Versioned, Model):
    """A heading or a criterion of a version; what it is loaded with is told by its version's content hash."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("version_id", "code"),)
    __journal__ = False  # loaded ones are told by their version, typed ones by ``drafting``

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
    cites: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    rests_on: Mapped[str] = mapped_column(String(200), default="")

    of_version: Mapped[CriteriaVersion] = relationship()


class CriterionMap(PerhapsOwned, Versioned, Model):
    """What became of a criterion from the version before; decided by a person, or plain since nothing changed."""

    __tablename__ = "criterion_map"
    __table_args__ = (UniqueConstraint("version_id", "from_code", "to_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("criteria_version.id"), index=True)
    from_code: Mapped[str | None] = mapped_column(String(24))
    to_code: Mapped[str | None] = mapped_column(String(24))
    relation: Mapped[Relation] = mapped_column(word_type(Relation))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


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
        CheckConstraint(
            "state <> 'review' OR (handed_in_by IS NOT NULL AND handed_in_at IS NOT NULL)", name="handed_in_whole"
        ),
        CheckConstraint(
            "state <> 'locked' OR handed_in_by IS NULL OR locked_by <> handed_in_by", name="locked_by_another"
        ),
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
    period_from: Mapped[date | None]
    handed_in_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handed_in_at: Mapped[datetime | None]
    sent_back_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_back_at: Mapped[datetime | None]
    sent_back_reason: Mapped[str] = mapped_column(String(500), default="")

    set: Mapped[CriteriaSet] = relationship()
    criteria: Mapped[CriteriaVersion] = relationship()
    commune: Mapped[Commune] = relationship()
    opener: Mapped[Account | None] = relationship(foreign_keys=[opened_by])
    locker: Mapped[Account | None] = relationship(foreign_keys=[locked_by])
    hander: Mapped[Account | None] = relationship(foreign_keys=[handed_in_by])
    acts: Mapped[list[LegalAct]] = relationship(
        primaryjoin="or_(foreign(LegalAct.commune_id).is_(None), "
        "foreign(LegalAct.commune_id) == AuditRound.commune_id)",
        viewonly=True,
        order_by="LegalAct.id",
    )  # all that its commune knows; read together with a round that is looked at by itself

    @property
    def is_locked(self) -> bool:
        """Whether it never changes again."""
        return self.state is RoundState.LOCKED

    def require_unlocked(self) -> None:
        """Refuse what neither an open round nor one in review takes."""
        if self.state not in (RoundState.OPEN, RoundState.REVIEW):
            raise RuleBroken("round_closed")

    def require_open(self) -> None:
        """Refuse what only an open round takes."""
        if self.state is not RoundState.OPEN:
            raise RuleBroken("round_closed")

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The days of which its proofs should be: from the day after the round before to its own last day."""
        return self.period_from, period_end(self.opened_on, self.assessed_on, self.due_on)

    def require_second(self, by: Viewer, said: Mapping[int, int], assigned: Collection[int]) -> None:
        """Refuse the auditor (``said``: how much by account; ``assigned``: whose it is to audit).

        RuleBroken with a code of ``locking_rules.refused_second``.
        """
        own = sum(n for account, n in said.items() if by.acted_as(account))
        involved = Involvement(
            has_opened=by.acted_as(self.opened_by),
            has_handed_in=by.acted_as(self.handed_in_by),
            is_assigned=any(by.acted_as(account) for account in assigned),
            said=own,
            said_most=said_most(own, (n for account, n in said.items() if not by.acted_as(account))),
        )
        if refused := refused_second(involved, self.state is RoundState.REVIEW):
            raise RuleBroken(refused)

    def hand_in(self, by: Viewer, at: datetime) -> None:
        """Say that it is complete; from now on it waits for a second person and takes no tick."""
        self.require_open()
        self.state, self.handed_in_by, self.handed_in_at = RoundState.REVIEW, by.account_id, at

    def send_back(self, by: Viewer, reason: str, at: datetime) -> None:
        """Open again what was handed in, and say why; RuleBroken round_not_handed_in or reason_missing."""
        if self.state is not RoundState.REVIEW:
            raise RuleBroken("round_not_handed_in")
        if not reason.strip():
            raise RuleBroken("reason_missing", field="reason")
        self.state, self.handed_in_by, self.handed_in_at = RoundState.OPEN, None, None
        self.sent_back_by, self.sent_back_at, self.sent_back_reason = by.account_id, at, reason.strip()

    def lock(self, by: Viewer, at: datetime, figures: dict[str, Any]) -> None:
        """Close it for good with the figures it has now."""
        self.require_unlocked()
        self.state, self.figures = RoundState.LOCKED, figures
        self.locked_by, self.locked_at = by.account_id, at

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open past its day; the due day itself is in time."""
        return self.state is RoundState.OPEN and self.due_on is not None and self.due_on < today


class ItemResult(CommuneOwned, Versioned, Model):
    """What was said about one criterion in one round; made with the round, one for each criterion."""

    __tablename__ = "item_result"
    __table_args__ = (
        UniqueConstraint("round_id", "criterion_id"),
        CheckConstraint("na_confirmed_by IS NULL OR na_confirmed_by <> assessed_by", name="second_person"),
        CheckConstraint(
            "na_confirmed_by IS NULL OR (state = 'not_applicable' AND na_confirmed_at IS NOT NULL)",
            name="confirmed_not_applicable",
        ),
        {"info": {"named_by": ("criterion_id", "code")}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    state: Mapped[ItemState] = mapped_column(word_type(ItemState), default=ItemState.NOT_ASSESSED)
    note: Mapped[str] = mapped_column(Text, default="")
    na_reason: Mapped[str] = mapped_column(String(400), default="")
    points: Mapped[Decimal | None]
    assessed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assessed_at: Mapped[datetime | None]
    kept_from: Mapped[int | None]  # the number of the round of which this was taken over
    na_confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    na_confirmed_at: Mapped[datetime | None]

    round: Mapped[AuditRound] = relationship()
    criterion: Mapped[Criterion] = relationship()

    def assess(
        self, state: ItemState, by: int, at: datetime, note: str, na_reason: str, points: Decimal | None
    ) -> None:
        """Tick the criterion; a new reason why it does not apply needs its second person anew.

        RuleBroken round_closed, na_reason_missing, unsure_reason_missing, points_missing or points_range.
        """
        self.round.require_open()
        check_tick(state, na_reason)
        measured = self.criterion.scale is Scoring.POINTS
        self.points = points_for(state, self.criterion.max_points, points, measured)
        kept_reason = na_reason if state in REASONED_STATES else ""
        if state is not ItemState.NOT_APPLICABLE or kept_reason != self.na_reason or by == self.na_confirmed_by:
            self.na_confirmed_by = self.na_confirmed_at = None
        self.state, self.note, self.na_reason = state, note, kept_reason
        self.assessed_by, self.assessed_at, self.kept_from = by, at, None

    def confirm(self, by: Viewer, at: datetime) -> None:
        """A second person says it does not apply, too; RuleBroken round_closed, not_doubted or own_doubt."""
        self.round.require_unlocked()
        if self.state is not ItemState.NOT_APPLICABLE:
            raise RuleBroken("not_doubted")
        if by.acted_as(self.assessed_by):
            raise RuleBroken("own_doubt")
        if self.na_confirmed_by is None:
            self.na_confirmed_by, self.na_confirmed_at = by.account_id, at


class AuditFinding(CommuneOwned, Owed, Versioned, Dated, Model):
    """What is wrong with a criterion of a round, and where; who mends it by when is in its duty alone."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("item_result.id"), index=True)
    place: Mapped[str] = mapped_column(String(500), default="")
    component: Mapped[str] = mapped_column(String(120), default="")  # the part of the place that is at fault
    text: Mapped[str] = mapped_column(Text)
    severity: Mapped[Severity] = mapped_column(word_type(Severity))
    places: Mapped[str] = mapped_column(Text, default="")  # one a line, where one fault shows at several
    seen: Mapped[int] = mapped_column(default=1)  # how often it was found, after it had been mended
    is_purchase: Mapped[bool] = mapped_column(default=False)
    quantity: Mapped[int | None]
    estimate: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    funding: Mapped[str] = mapped_column(String(200), default="")
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    result: Mapped[ItemResult] = relationship()
