"""The criteria of a round with everything that was said about them, ready to be shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.audits import rules
from models.audits.queries import RoundHead, previous_round
from models.audits.rules import ItemState, LegalLine
from models.audits.tables import AuditRound, Criterion, ItemEvidence, ItemResult
from models.base import db, seen_by
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scale
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
    scale: Scale
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

    @property
    def has_required_evidence(self) -> bool:
        """Whether what the criterion asks for is attached."""
        links = sum(row.url is not None for row in self.evidence)
        return rules.has_required_evidence(self.evidence_rule, links, len(self.evidence) - links)

    @property
    def lacks_evidence(self) -> bool:
        """Whether something good was said that nothing shows."""
        return rules.lacks_evidence(self.scored)

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

    @property
    def is_owed(self) -> bool:
        """Whether it is a legal duty that was found missing."""
        return rules.is_owed(self.scored)


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


COLUMNS = (
    Criterion.code, Criterion.kind, Criterion.requirement, Criterion.note, Criterion.basis, Criterion.legal_ref,
    Criterion.verify, Criterion.valid_from, Criterion.valid_to, Criterion.former_ref, Criterion.former_verify,
    Criterion.former_valid_to, Criterion.reference, Criterion.check_method, Criterion.check_hint,
    Criterion.evidence_rule, Criterion.scale, Criterion.max_points, Criterion.weight, Criterion.deadline_n,
    Criterion.deadline_unit, Criterion.mandatory, Criterion.parent,
)  # fmt: skip
SAID = (
    ItemResult.id, ItemResult.version, ItemResult.state, ItemResult.note, ItemResult.na_reason, ItemResult.points,
    ItemResult.assessed_at, Account.display_name,
)  # fmt: skip


def groups(head: RoundHead) -> list[Group]:
    """The whole round in the order of its set: four statements, however long it is."""
    on = and_(ItemResult.criterion_id == Criterion.id, ItemResult.round_id == head.id)
    query = (
        select(*COLUMNS, *SAID)
        .outerjoin(ItemResult, on)
        .outerjoin(Account, Account.id == ItemResult.assessed_by)
        .where(Criterion.version_id == head.version_id)
        .order_by(Criterion.position)
    )
    evidence = _evidence(ItemResult.round_id == head.id)
    earlier = previous_states(head)
    found: list[Group] = []
    for row in db.session.execute(query):
        item = _item(tuple(row), head.opened_on, evidence, earlier)
        if item.kind is Kind.GROUP and row.parent is None:
            found.append(Group(item.code, item.requirement, item.heading_note))
        else:
            found[-1].rows.append(item)
    return found


def all_items(parts: Sequence[Group]) -> Iterator[ItemRow]:
    """Every criterion of the groups."""
    for part in parts:
        yield from part.items


def item_row(head: RoundHead, result_id: int) -> ItemRow:
    """One criterion of a round as it stands now; NotFound when the round has no such row."""
    query = (
        select(*COLUMNS, *SAID)
        .join(ItemResult, ItemResult.criterion_id == Criterion.id)
        .outerjoin(Account, Account.id == ItemResult.assessed_by)
        .where(ItemResult.id == result_id, ItemResult.round_id == head.id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    evidence = _evidence(ItemEvidence.result_id == result_id)
    return _item(tuple(row), head.opened_on, evidence, previous_states(head, row.code))


def _item(
    row: tuple[Any, ...],
    day: date,
    evidence: dict[int, tuple[EvidenceRow, ...]],
    earlier: dict[str, ItemState],
) -> ItemRow:
    """Columns of the criterion, then what was said; the order is that of COLUMNS and SAID."""
    (code, kind, requirement, note, basis, legal_ref, verify, since, until, former, former_verify, former_until,
     reference, method, hint, rule, scale, most, weight, deadline, unit, mandatory, _parent) = row[:23]  # fmt: skip
    result_id, version, state, said, na_reason, points, at, by = row[23:]
    cited = rules.Cited(legal_ref, verify, since, until, former, former_verify, former_until)
    owed = bool(mandatory) and rules.is_in_force(since, until, day)
    values = (code, kind, requirement, note, basis, rules.legal_line(cited, day), reference, method, hint, rule, scale,
              most, weight, deadline, unit, owed, result_id, version, state or ItemState.NOT_ASSESSED, said or "",
              na_reason or "", points, at, by)  # fmt: skip
    return ItemRow(*values, evidence.get(result_id, ()), earlier.get(code))


def _evidence(condition: ColumnElement[bool]) -> dict[int, tuple[EvidenceRow, ...]]:
    query = (
        select(ItemEvidence.result_id, ItemEvidence.id, ItemEvidence.title, ItemEvidence.url, ItemEvidence.file_id)
        .join(ItemResult, ItemResult.id == ItemEvidence.result_id)
        .where(condition)
        .order_by(ItemEvidence.id)
    )
    found: dict[int, tuple[EvidenceRow, ...]] = {}
    for row in db.session.execute(query):
        kept = EvidenceRow(row.id, row.title, row.url, row.file_id)
        found[row.result_id] = (*found.get(row.result_id, ()), kept)
    return found


def previous_states(head: RoundHead, code: str = "") -> dict[str, ItemState]:
    """What the round before said, by the criterion's code: a hint beside the new tick, never its start."""
    earlier = previous_round(head)
    if earlier is None:
        return {}
    query = (
        select(Criterion.code, ItemResult.state)
        .join(ItemResult, ItemResult.criterion_id == Criterion.id)
        .where(ItemResult.round_id == earlier[0], ItemResult.state != ItemState.NOT_ASSESSED)
    )
    rows = db.session.execute(query.where(Criterion.code == code) if code else query)
    return {row.code: row.state for row in rows}


def result(viewer: Viewer, result_id: int) -> ItemResult:
    """The row of one criterion in one round, to be changed; NotFound when it is not there for these eyes."""
    query = (
        select(ItemResult)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .where(ItemResult.id == result_id, seen_by(viewer, ItemResult), AuditRound.state != rules.RoundState.VOID)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def round_of(viewer: Viewer, result_id: int) -> int:
    """The round that a criterion's row belongs to; NotFound when it is not there for these eyes."""
    query = select(ItemResult.round_id).where(ItemResult.id == result_id, seen_by(viewer, ItemResult))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def evidence(viewer: Viewer, evidence_id: int) -> ItemEvidence:
    """One piece of evidence, to be taken away; NotFound when it is not there for these eyes."""
    query = select(ItemEvidence).where(ItemEvidence.id == evidence_id, seen_by(viewer, ItemEvidence))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
