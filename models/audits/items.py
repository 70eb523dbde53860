"""The criteria of a round with everything that was said about them, ready to be shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.audits import rules
from models.audits.queries import RoundFigures, audit_round, figures_of, frozen
from models.audits.rules import ItemPick, ItemState, LegalLine, LockCheck
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemEvidence, ItemResult
from models.base import db, seen_by
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scoring
from models.duties.tables import Duty
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A link or a file beside a criterion."""

    id: int
    title: str
    url: str | None
    file_id: int | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One criterion of a round; ``result_id`` is None for a heading."""

    code: str
    kind: Kind
    requirement: str
    heading_note: str
    basis: Basis
    legal: LegalLine
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
    evidence: tuple[EvidenceRow, ...] = ()
    before: ItemState | None = None
    before_no: int | None = None
    findings: int = 0
    unowned: int = 0

    @property
    def has_required_evidence(self) -> bool:
        """Whether what the criterion asks for is attached."""
        links = sum(row.url is not None for row in self.evidence)
        return rules.has_required_evidence(self.evidence_rule, links, len(self.evidence) - links)

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
        """The points that count now: none for "met" without its evidence."""
        if self.state is ItemState.MET and not self.has_required_evidence:
            return Decimal(0)
        return self.points

    @property
    def scored(self) -> rules.Item:
        """The item as the rules see it."""
        return rules.Item(
            self.state, self.points, self.max_points, self.weight, self.has_required_evidence, self.is_mandatory
        )


@dataclass(slots=True)
class Group:
    """A part of the set with its rows: headings and criteria in order."""

    code: str
    title: str
    note: str
    rows: list[ItemRow] = field(default_factory=list)

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
)
_FOUND = select(func.count(AuditFinding.id)).where(AuditFinding.result_id == ItemResult.id).correlate(ItemResult)
_NOBODYS = or_(Duty.due_on.is_(None), and_(Duty.unit_id.is_(None), Duty.person_id.is_(None)))
_UNOWNED = _FOUND.join(Duty, Duty.id == AuditFinding.duty_id).where(_NOBODYS)
SAID = (
    _FOUND.correlate(ItemResult).scalar_subquery().label("findings"),
    _FOUND.join(Duty, Duty.id == AuditFinding.duty_id)
    .where(_NOBODYS)
    .correlate(ItemResult)
    .scalar_subquery()
    .label("unowned"),
    ItemResult.id.label("result_id"),
    ItemResult.version,
    ItemResult.state,
    ItemResult.note.label("said"),
    ItemResult.na_reason,
    ItemResult.points,
    ItemResult.assessed_at,
    Account.display_name.label("assessed_by"),
)
SHOWN = (
    ItemEvidence.id.label("evidence_id"),
    ItemEvidence.result_id.label("shows"),
    ItemEvidence.title,
    ItemEvidence.url,
    ItemEvidence.file_id,
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
    "before",
    "before_no",
}
_AS_KEPT = tuple(name for name in ItemRow.__slots__ if name not in _MADE)


def groups(round_: AuditRound) -> list[Group]:
    """The whole round in the order of its set: three statements, however long it is."""
    on = and_(ItemResult.criterion_id == Criterion.id, ItemResult.round_id == round_.id)
    query = (
        select(*CRITERION, *SAID)
        .outerjoin(ItemResult, on)
        .outerjoin(Account, Account.id == ItemResult.assessed_by)
        .where(Criterion.version_id == round_.version_id)
        .order_by(Criterion.position)
    )
    shown = select(*SHOWN).join(ItemResult, ItemResult.id == ItemEvidence.result_id)
    evidence = _evidence(db.session.execute(shown.where(ItemResult.round_id == round_.id).order_by(ItemEvidence.id)))
    before_no, before = _said_before(round_)
    found: list[Group] = []
    for row in db.session.execute(query):
        item = _item(row, round_.assessed_on, evidence.get(row.result_id, ()), before.get(row.code), before_no)
        if item.kind is Kind.GROUP and row.parent is None:
            found.append(Group(item.code, item.requirement, item.heading_note))
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
    then, same = aliased(ItemResult), aliased(Criterion)
    before = select(then.state).join(same, same.id == then.criterion_id)
    before = before.where(same.code == Criterion.code, *_in_round_before(round_, then))
    query = (
        select(
            *CRITERION, *SAID, *SHOWN, before.scalar_subquery().label("before"), _no_before(round_).label("before_no")
        )
        .join(ItemResult, ItemResult.criterion_id == Criterion.id)
        .outerjoin(Account, Account.id == ItemResult.assessed_by)
        .outerjoin(ItemEvidence, ItemEvidence.result_id == ItemResult.id)
        .where(ItemResult.id == result_id, ItemResult.round_id == round_.id)
        .order_by(ItemEvidence.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound
    evidence = _evidence(row for row in rows if row.evidence_id is not None)
    return _item(rows[0], round_.assessed_on, evidence.get(result_id, ()), rows[0].before, rows[0].before_no)


def _item(
    row: Any, day: date, evidence: tuple[EvidenceRow, ...], before: ItemState | None, before_no: int | None
) -> ItemRow:
    """A row of the criterion's columns and of what was said."""
    kept = row._mapping
    cited = rules.Cited(
        row.legal_ref, row.verify, row.valid_from, row.valid_to, row.former_ref, row.former_verify, row.former_valid_to
    )
    return ItemRow(
        **{name: kept[name] for name in _AS_KEPT},
        legal=rules.legal_line(cited, day),
        is_mandatory=bool(row.mandatory) and rules.is_in_force(row.valid_from, row.valid_to, day),
        state=row.state or ItemState.NOT_ASSESSED,
        note=row.said or "",
        na_reason=row.na_reason or "",
        evidence=evidence,
        findings=row.findings or 0,
        unowned=row.unowned or 0,
        before=before,
        before_no=before_no if before else None,
    )


def _evidence(rows: Iterable[Any]) -> dict[int, tuple[EvidenceRow, ...]]:
    """What shows each result, by the result's id."""
    found: dict[int, tuple[EvidenceRow, ...]] = {}
    for row in rows:
        kept = EvidenceRow(row.evidence_id, row.title, row.url, row.file_id)
        found[row.shows] = (*found.get(row.shows, ()), kept)
    return found


def _said_before(round_: AuditRound) -> tuple[int | None, dict[str, ItemState]]:
    """What the round before said, by the criterion's code: a hint beside the new tick, never its start."""
    query = (
        select(Criterion.code, ItemResult.state, _no_before(round_).label("no"))
        .join(ItemResult, ItemResult.criterion_id == Criterion.id)
        .where(*_in_round_before(round_, ItemResult))
    )
    rows = db.session.execute(query).all()
    return rows[0].no if rows else None, {row.code: row.state for row in rows}


def _in_round_before(round_: AuditRound, said: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions of what was said in the round of the same commune and set before this one."""
    return said.round_id == _before(round_, "id"), said.state != ItemState.NOT_ASSESSED


def _no_before(round_: AuditRound) -> ScalarSelect[Any]:
    return _before(round_, "no")


def _before(round_: AuditRound, column: str) -> ScalarSelect[Any]:
    earlier = aliased(AuditRound)
    query = select(getattr(earlier, column)).where(
        earlier.commune_id == round_.commune_id,
        earlier.set_id == round_.set_id,
        earlier.no < round_.no,
        earlier.state != rules.RoundState.VOID,
    )
    return query.order_by(earlier.no.desc()).limit(1).scalar_subquery()


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
    """One piece of evidence, to be taken away; NotFound when it is not there for these eyes."""
    query = select(ItemEvidence).join(ItemEvidence.result).join(ItemResult.round)
    query = query.where(ItemEvidence.id == evidence_id, seen_by(viewer, ItemEvidence))
    query = query.options(contains_eager(ItemEvidence.result).contains_eager(ItemResult.round))
    found = db.session.scalars(query.with_for_update(read=True, of=AuditRound)).one_or_none()
    if found is None:
        raise NotFound
    return found
