"""The criteria of a round with everything that was said about them, ready to be shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.audits import before, rules
from models.audits.acts import Law, law_of
from models.audits.before import Before
from models.audits.evidence import EvidenceRow, current
from models.audits.finding_tables import FindingSeen
from models.audits.findings import WRITTEN
from models.audits.legal import LegalLine
from models.audits.proof_rules import is_expired
from models.audits.proof_tables import ItemEvidence
from models.audits.queries import RoundFigures, audit_round, figures_of, frozen
from models.audits.rules import ItemPick, ItemState, LockCheck
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db, seen_by
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scoring
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A criterion of a round, or a heading (no ``result_id``). ``confirmed_by``: who agrees that it does not apply.

    ``evidence``: its proofs as they stand now; ``revisions``: these and all that came before or were withdrawn.
    """

    code: str
    kind: Kind
    requirement: str
    heading_note: str
    basis: Basis
    legal: tuple[LegalLine, ...]
    reference: str
    check_method: Check
    check_hint: str
    evidence_rule: EvidenceRule
    scale: Scoring
    max_points: Decimal
    weight: Decimal
    deadline_n: int | None
    deadline_unit: DeadlineUnit | None
    is_mandatory: bool
    result_id: int | None
    version: int | None
    state: ItemState
    note: str
    na_reason: str
    points: Decimal | None
    assessed_at: datetime | None
    assessed_by: str | None
    assessed_by_id: int | None
    na_confirmed_at: datetime | None
    confirmed_by: str | None
    evidence: tuple[EvidenceRow, ...] = ()
    revisions: tuple[EvidenceRow, ...] = ()
    before: tuple[Before, ...] = ()
    kept_from: int | None = None
    findings: int = 0
    unowned: int = 0

    @property
    def has_required_evidence(self) -> bool:
        """Whether what the criterion asks for is attached, and was worth something on the day of the assessment."""
        counted = [row for row in self.evidence if row.counts]
        links = sum(row.url is not None for row in counted)
        return rules.has_required_evidence(self.evidence_rule, links, len(counted) - links)

    @property
    def lacks_evidence(self) -> bool:
        """Whether something good was said that nothing shows."""
        return rules.lacks_evidence(self.scored)

    def belongs(self, pick: ItemPick) -> bool:
        """Whether it is one of a set."""
        return rules.belongs(self.scored, pick)

    def keeps_open(self, check: LockCheck) -> bool:
        """Whether it keeps the round from being locked."""
        words = rules.Words(self.note, self.na_reason, self.findings, self.unowned)
        return rules.keeps_open(self.scored, check, words)

    @property
    def counted_points(self) -> Decimal | None:
        """The points that count now: none for "met" and "partial" without the evidence."""
        return Decimal(0) if self.lacks_evidence else self.points

    @property
    def scored(self) -> rules.Item:
        """The item as the rules see it."""
        return rules.Item(
            self.state,
            self.points,
            self.max_points,
            self.weight,
            self.has_required_evidence,
            self.is_mandatory,
            self.na_confirmed_at is not None,
        )

    @property
    def awaits_second(self) -> bool:
        """Whether one person alone has said that it does not apply."""
        return rules.awaits_second(self.scored)

    def is_news(self, since: datetime, eyes: Viewer) -> bool:
        """Whether somebody else has said something of it, or a proof has come, since an instant."""
        proofs = any(kept.received_at >= since for kept in self.revisions)
        said = self.assessed_at is not None and self.assessed_at >= since and not eyes.acted_as(self.assessed_by_id)
        seconded = self.na_confirmed_at is not None and self.na_confirmed_at >= since
        return proofs or said or seconded

    @property
    def outside(self) -> int:
        """How many of its proofs are of a day outside the round's period."""
        return sum(row.is_outside for row in self.evidence)

    @property
    def expired(self) -> int:
        """How many of its proofs were past their last day when the round was assessed."""
        return sum(row.is_expired for row in self.evidence)

    @property
    def former(self) -> int:
        """How many revisions do not count any more: replaced, or of a proof that was withdrawn."""
        return sum(not row.is_withdrawal for row in self.revisions) - len(self.evidence)


@dataclass(slots=True)
class Group:
    """A part of the set with its rows: headings and criteria in order."""

    code: str
    title: str
    note: str
    rows: list[ItemRow] = field(default_factory=list)
    legal: tuple[LegalLine, ...] = ()

    @property
    def items(self) -> list[ItemRow]:
        """The criteria without the headings."""
        return [row for row in self.rows if row.kind is Kind.ITEM]


CRITERION = (
    Criterion.code,
    Criterion.kind,
    Criterion.requirement,
    Criterion.note.label("heading_note"),
    Criterion.basis,
    Criterion.legal_ref,
    Criterion.verify,
    Criterion.valid_from,
    Criterion.valid_to,
    Criterion.former_ref,
    Criterion.former_verify,
    Criterion.former_valid_to,
    Criterion.reference,
    Criterion.check_method,
    Criterion.check_hint,
    Criterion.evidence_rule,
    Criterion.scale,
    Criterion.max_points,
    Criterion.weight,
    Criterion.deadline_n,
    Criterion.deadline_unit,
    Criterion.mandatory,
    Criterion.parent,
    Criterion.cites,
    Criterion.rests_on,
)
_FOUND = select(func.count(AuditFinding.id)).where(AuditFinding.result_id == ItemResult.id, WRITTEN)
_FOUND = _FOUND.correlate(ItemResult)
_AGAIN = select(func.count(FindingSeen.id)).join(AuditFinding, AuditFinding.id == FindingSeen.finding_id)
_AGAIN = _AGAIN.where(FindingSeen.result_id == ItemResult.id, WRITTEN).correlate(ItemResult)
_HAS_NO_OWNER = or_(Duty.due_on.is_(None), and_(Duty.unit_id.is_(None), Duty.person_id.is_(None)))
_NOBODYS = and_(_HAS_NO_OWNER, Duty.status != DutyStatus.VOID)


def _nobodys(counted: Any) -> Any:
    """Of these findings, those that nobody has to mend or that have no day."""
    return counted.join(Duty, Duty.id == AuditFinding.duty_id).where(_NOBODYS).scalar_subquery()


_SECOND = aliased(Account)
SAID = (
    (_FOUND.scalar_subquery() + _AGAIN.scalar_subquery()).label("findings"),
    (_nobodys(_FOUND) + _nobodys(_AGAIN)).label("unowned"),
    ItemResult.id.label("result_id"),
    ItemResult.version,
    ItemResult.state,
    ItemResult.note.label("said"),
    ItemResult.na_reason,
    ItemResult.points,
    ItemResult.assessed_at,
    ItemResult.na_confirmed_at,
    Account.display_name.label("assessed_by"),
    ItemResult.assessed_by.label("assessed_by_id"),
    _SECOND.display_name.label("confirmed_by"),
    ItemResult.kept_from,
)
SHOWN = (
    ItemEvidence.id.label("evidence_id"),
    ItemEvidence.result_id.label("shows"),
    ItemEvidence.title,
    ItemEvidence.url,
    ItemEvidence.file_id,
    ItemEvidence.dated_on,
    ItemEvidence.created_at.label("received_at"),
    ItemEvidence.no.label("revision"),
    ItemEvidence.replaces_id,
    ItemEvidence.valid_to.label("worth_to"),
    ItemEvidence.reason.label("why"),
)
_MADE = {
    "findings",
    "unowned",
    "legal",
    "is_mandatory",
    "state",
    "note",
    "na_reason",
    "evidence",
    "revisions",
    "before",
}
_AS_KEPT = tuple(name for name in ItemRow.__slots__ if name not in _MADE)


def groups(round_: AuditRound) -> list[Group]:
    """The whole round in the order of its set: two statements, however long it is."""
    on = and_(ItemResult.criterion_id == Criterion.id, ItemResult.round_id == round_.id)
    past = before.said(round_)
    query = (
        select(*CRITERION, *SAID, *before.columns(past))
        .outerjoin(ItemResult, on)
        .outerjoin(past, past.c.code == Criterion.code)
        .outerjoin(Account, Account.id == ItemResult.assessed_by)
        .outerjoin(_SECOND, _SECOND.id == ItemResult.na_confirmed_by)
        .where(Criterion.version_id == round_.version_id)
        .order_by(Criterion.position)
    )
    here_or_before = or_(ItemResult.round_id == round_.id, ItemResult.id.in_(select(past.c.id)))
    shown = select(*SHOWN).join(ItemResult, ItemResult.id == ItemEvidence.result_id)
    evidence = _evidence(db.session.execute(shown.where(here_or_before).order_by(ItemEvidence.id)), round_)
    law = law_of(round_)
    rows = db.session.execute(query).all()
    former = before.told(round_, rows)
    found: list[Group] = []
    for row in rows:
        item = _item(row, law, evidence, former.get(row.code, ()))
        if item.kind is Kind.GROUP and row.parent is None:
            found.append(Group(item.code, item.requirement, item.heading_note, legal=item.legal))
        else:
            found[-1].rows.append(item)
    return found


def results_of_group(viewer: Viewer, round_id: int, code: str) -> frozenset[int]:
    """The ids of the results of one group of a round."""
    parts = [part for part in groups(audit_round(viewer, round_id)) if part.code == code]
    return frozenset(row.result_id for row in all_items(parts) if row.result_id is not None)


def all_items(parts: Sequence[Group]) -> Iterator[ItemRow]:
    """Every criterion of the groups."""
    for part in parts:
        yield from part.items


def shown_figures(round_: AuditRound, parts: Sequence[Group]) -> RoundFigures:
    """The figures of a round whose criteria were read: those it was locked with, else those of now."""
    return frozen(round_) or figures_of(round_, [item.scored for item in all_items(parts)])


def item_row(round_: AuditRound, result_id: int) -> ItemRow:
    """One criterion of a round as it stands now, in one statement; NotFound when the round has no such row."""
    past = before.said(round_)
    query = (
        select(*CRITERION, *SAID, *SHOWN, *before.columns(past))
        .join(ItemResult, ItemResult.criterion_id == Criterion.id)
        .outerjoin(Account, Account.id == ItemResult.assessed_by)
        .outerjoin(_SECOND, _SECOND.id == ItemResult.na_confirmed_by)
        .outerjoin(past, past.c.code == Criterion.code)
        .outerjoin(ItemEvidence, or_(ItemEvidence.result_id == ItemResult.id, ItemEvidence.result_id == past.c.id))
        .where(ItemResult.id == result_id, ItemResult.round_id == round_.id)
        .order_by(ItemEvidence.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound
    evidence = _evidence((row for row in rows if row.evidence_id is not None), round_)
    former = before.told(round_, rows[:1]).get(rows[0].code, ())
    if elsewhere := {one.result_id for one in former} - {rows[0].before_id}:  # under other codes of another version
        shown = select(*SHOWN).where(ItemEvidence.result_id.in_(elsewhere)).order_by(ItemEvidence.id)
        evidence |= _evidence(db.session.execute(shown), round_)
    return _item(rows[0], law_of(round_), evidence, former)


def _item(row: Any, law: Law, evidence: before.Evidence, former: tuple[Before, ...]) -> ItemRow:
    """A row of the criterion's columns and of what was said."""
    kept = row._mapping
    return ItemRow(
        **{name: kept[name] for name in _AS_KEPT},
        legal=law.lines_of(row),
        is_mandatory=law.is_duty(row),
        state=row.state or ItemState.NOT_ASSESSED,
        note=row.said or "",
        na_reason=row.na_reason or "",
        evidence=current(evidence.get(row.result_id, ())),
        revisions=evidence.get(row.result_id, ()),
        findings=row.findings or 0,
        unowned=row.unowned or 0,
        before=before.shown(former, evidence),
    )


def _evidence(rows: Iterable[Any], round_: AuditRound) -> before.Evidence:
    """What shows each result, by the result's id, every revision; judged on the day and in the period of the round."""
    found: before.Evidence = {}
    for row in rows:
        kept = EvidenceRow(
            row.evidence_id,
            row.title,
            row.url,
            row.file_id,
            row.dated_on,
            row.received_at,
            row.revision,
            row.replaces_id,
            row.worth_to,
            row.why,
            is_outside=rules.is_outside(row.dated_on, *round_.period),
            is_expired=is_expired(row.worth_to, round_.assessed_on),
        )
        found[row.shows] = (*found.get(row.shows, ()), kept)
    return found


def to_change(viewer: Viewer, result_id: int) -> ItemResult:
    """The row of one criterion, to be changed: nobody locks its round meanwhile. NotFound when it is not there."""
    query = select(ItemResult).join(ItemResult.round)
    query = query.where(ItemResult.id == result_id, AuditRound.state != rules.RoundState.VOID)
    whole = contains_eager(ItemResult.round), joinedload(ItemResult.criterion)
    query = query.where(seen_by(viewer, ItemResult)).options(*whole)
    found = db.session.scalars(query.with_for_update(read=True, of=AuditRound)).one_or_none()
    if found is None:
        raise NotFound
    return found


def evidence(viewer: Viewer, evidence_id: int) -> ItemEvidence:
    """One revision of a proof, to be followed by another; NotFound when it is not there for these eyes."""
    query = select(ItemEvidence).join(ItemEvidence.result).join(ItemResult.round)
    query = query.where(ItemEvidence.id == evidence_id, seen_by(viewer, ItemEvidence))
    query = query.options(contains_eager(ItemEvidence.result).contains_eager(ItemResult.round))
    found = db.session.scalars(query.with_for_update(read=True, of=AuditRound)).one_or_none()
    if found is None:
        raise NotFound
    return found
