"""Sets, rounds and their figures, as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, and_, case, exists, func, or_, select

from models.accounts.rules import Viewer
from models.accounts.tables import Account, Commune
from models.audits import rules
from models.audits.rules import ItemPick, ItemState, RoundState, VersionStatus
from models.audits.tables import AuditRound, CriteriaSet, CriteriaVersion, Criterion, ItemEvidence, ItemResult
from models.base import db, read, seen_by
from models.catalogue.criteria import Kind
from models.errors import NotFound
from models.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class RoundHead:
    """What stands above a round."""

    id: int
    commune_id: int
    commune_name: str
    set_id: int
    set_code: str
    set_name: str
    version_id: int
    version_no: int
    legal_basis: str
    na_policy: str
    no: int
    subject: str
    opened_by: str | None
    opened_on: date
    due_on: date | None
    state: RoundState

    def is_overdue(self, today: date) -> bool:
        """Whether it is still open past its day; the due day itself is in time."""
        return self.state is RoundState.OPEN and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """A round in figures; ``met`` is met and shown, ``unproven`` met without the evidence that is asked for.

    ``score`` is provisional until the round is locked, None while nothing is assessed.
    """

    round_id: int
    no: int
    total: int
    assessed: int
    met: int
    unproven: int
    partial: int
    not_met: int
    not_applicable: int
    undetermined: int
    mandatory_missing: int
    lacking_evidence: int
    score: Decimal | None
    opened_on: date
    locked: bool

    @property
    def applicable(self) -> int:
        """The criteria that can be met at all."""
        return self.total - self.not_applicable

    @property
    def problems(self) -> int:
        """The criteria that are met in part or not at all."""
        return self.partial + self.not_met

    @property
    def is_finished(self) -> bool:
        """Whether every criterion has its answer."""
        return self.locked or (self.assessed == self.total and not self.undetermined)

    @property
    def verdict(self) -> Verdict:
        """Whether everything that applies is met; good news and no proof only once every criterion has its answer."""
        if not self.applicable or not self.assessed:
            return Verdict.NO_DATA
        if self.problems:
            return Verdict.NOT_MET
        if not self.is_finished:
            return Verdict.NO_DATA
        return Verdict.UNPROVEN if self.unproven else Verdict.MET


def sets() -> Sequence[Row[*tuple[Any, ...]]]:
    """The sets that rounds can be opened on, in the order of the office, each with its number of ``criteria``."""
    query = (
        select(
            CriteriaSet.id,
            CriteriaSet.code,
            CriteriaSet.name,
            CriteriaSet.short_name,
            CriteriaSet.subject,
            CriteriaVersion.id.label("version_id"),
            CriteriaVersion.legal_basis,
            func.count(Criterion.id).label("criteria"),
        )
        .join(CriteriaVersion, CriteriaVersion.set_id == CriteriaSet.id)
        .join(Criterion, Criterion.version_id == CriteriaVersion.id)
        .where(CriteriaVersion.status == VersionStatus.PUBLISHED, Criterion.kind == Kind.ITEM)
        .group_by(
            CriteriaSet.id,
            CriteriaSet.code,
            CriteriaSet.name,
            CriteriaSet.short_name,
            CriteriaSet.subject,
            CriteriaSet.position,
            CriteriaVersion.id,
            CriteriaVersion.legal_basis,
        )
        .order_by(CriteriaSet.position)
    )
    return db.session.execute(query).all()


def heads(viewer: Viewer, *also: Any) -> Select[*tuple[Any, ...]]:
    """The heads of the rounds that these eyes may see, ``also`` with other columns or entities beside them."""
    query: Select[*tuple[Any, ...]] = (
        select(
            *also,
            AuditRound.id,
            AuditRound.commune_id,
            Commune.name.label("commune_name"),
            AuditRound.set_id,
            CriteriaSet.code.label("set_code"),
            CriteriaSet.name.label("set_name"),
            AuditRound.version_id,
            CriteriaVersion.no.label("version_no"),
            CriteriaVersion.legal_basis,
            CriteriaVersion.score_rule,
            AuditRound.no,
            AuditRound.subject,
            Account.display_name.label("opened_by"),
            AuditRound.opened_on,
            AuditRound.due_on,
            AuditRound.state,
        )
        .select_from(AuditRound)
        .join(Commune, Commune.id == AuditRound.commune_id)
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .join(CriteriaVersion, CriteriaVersion.id == AuditRound.version_id)
        .outerjoin(Account, Account.id == AuditRound.opened_by)
        .where(AuditRound.state != RoundState.VOID, seen_by(viewer, AuditRound))
    )
    return query


def head_of(row: Row[Any]) -> RoundHead:
    """The head of a round from a row of ``heads``."""
    kept = row._mapping
    return RoundHead(na_policy=row.score_rule["na_policy"], **{name: kept[name] for name in _AS_KEPT})


_AS_KEPT = tuple(name for name in RoundHead.__slots__ if name != "na_policy")


def rounds(viewer: Viewer, set_code: str = "", offset: int = 0, most: int = 50) -> list[RoundHead]:
    """The rounds of one set or of all, the newest first, each in one row."""
    query = heads(viewer)
    if set_code:
        query = query.where(CriteriaSet.code == set_code)
    query = query.order_by(AuditRound.opened_on.desc(), AuditRound.id.desc()).offset(offset).limit(most)
    return [head_of(row) for row in db.session.execute(query)]


def newest_rounds(viewer: Viewer) -> dict[str, RoundHead]:
    """The newest round of each set in the viewer's commune, by the set's code."""
    newest = (
        select(AuditRound.set_id, func.max(AuditRound.no).label("no"))
        .where(seen_by(viewer, AuditRound), AuditRound.state != RoundState.VOID)
        .group_by(AuditRound.set_id)
        .subquery()
    )
    query = heads(viewer).join(newest, and_(newest.c.set_id == AuditRound.set_id, newest.c.no == AuditRound.no))
    return {head.set_code: head for head in map(head_of, db.session.execute(query))}


def read_rounds(viewer: Viewer, set_code: str = "") -> list[tuple[RoundHead, RoundHead]]:
    """Of each commune and set the round that figures are read from, beside the newest one (one statement).

    Figures are read from the newest round in which every criterion has its answer: opening the next one changes no
    figure. Before the first such round they are read from the newest, as far as it has come.
    """
    of_a_set = (AuditRound.commune_id, AuditRound.set_id)
    open_items = (ItemState.NOT_ASSESSED, ItemState.UNDETERMINED)
    waiting = exists().where(ItemResult.round_id == AuditRound.id, ItemResult.state.in_(open_items))
    unfinished = case((and_(AuditRound.state != RoundState.LOCKED, waiting), 1), else_=0)
    no = AuditRound.no.desc()
    ranked = heads(
        viewer,
        func.row_number().over(partition_by=of_a_set, order_by=(unfinished, no)).label("for_figures"),
        func.row_number().over(partition_by=of_a_set, order_by=no).label("newest"),
    )
    if set_code:
        ranked = ranked.where(CriteriaSet.code == set_code)
    each = ranked.subquery()
    chosen: dict[tuple[int, int], dict[str, RoundHead]] = {}
    for row in db.session.execute(select(each).where((each.c.for_figures == 1) | (each.c.newest == 1))):
        pair, head = chosen.setdefault((row.commune_id, row.set_id), {}), head_of(row)
        if row.for_figures == 1:
            pair["for_figures"] = head
        if row.newest == 1:
            pair["newest"] = head
    return [(pair["for_figures"], pair["newest"]) for pair in chosen.values()]


def round_count(viewer: Viewer, set_code: str = "") -> int:
    """How many rounds ``rounds`` would list in all."""
    query = (
        select(func.count(AuditRound.id))
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .where(seen_by(viewer, AuditRound), AuditRound.state != RoundState.VOID)
    )
    return db.session.scalar(query.where(CriteriaSet.code == set_code) if set_code else query) or 0


def round_head(viewer: Viewer, round_id: int) -> RoundHead:
    """One round; NotFound when it is not there for these eyes."""
    row = db.session.execute(heads(viewer).where(AuditRound.id == round_id)).one_or_none()
    if row is None:
        raise NotFound
    return head_of(row)


def figures(listed: Sequence[RoundHead]) -> dict[int, RoundFigures]:
    """The figures of several rounds in one statement, by the round's id."""
    items: dict[int, list[rules.Item]] = {head.id: [] for head in listed}
    if listed:
        for round_id, count, item in _tallies(list(items)):
            items[round_id] += [item] * count
    return {head.id: figures_of(head, items[head.id]) for head in listed}


def figures_of(head: RoundHead, items: Sequence[rules.Item]) -> RoundFigures:
    """The figures of a round from its items."""
    states = [item.state for item in items]
    assessed, total = rules.progress(states)
    return RoundFigures(
        round_id=head.id,
        no=head.no,
        total=total,
        assessed=assessed,
        met=rules.count(items, ItemPick.MET),
        unproven=states.count(ItemState.MET) - rules.count(items, ItemPick.MET),
        partial=states.count(ItemState.PARTIAL),
        not_met=states.count(ItemState.NOT_MET),
        not_applicable=states.count(ItemState.NOT_APPLICABLE),
        undetermined=states.count(ItemState.UNDETERMINED),
        mandatory_missing=rules.count(items, ItemPick.OWED),
        lacking_evidence=rules.count(items, ItemPick.BARE),
        score=rules.score(items, head.na_policy),
        opened_on=head.opened_on,
        locked=head.state is RoundState.LOCKED,
    )


def _tallies(round_ids: list[int]) -> list[tuple[int, int, rules.Item]]:
    """Equal items of each round counted together, so that a long list of rounds stays one short statement."""
    return [
        (
            row.round_id,
            row.n,
            rules.Item(
                row.state,
                row.points,
                row.max_points,
                row.weight,
                rules.has_required_evidence(row.evidence_rule, row.links, row.files),
                bool(row.owed),
            ),
        )
        for row in read(_equal_items(round_ids))
    ]


def _equal_items(round_ids: list[int]) -> Select[*tuple[Any, ...]]:
    evidence = ItemEvidence.result_id == ItemResult.id
    link = exists().where(evidence, ItemEvidence.url.is_not(None))
    file = exists().where(evidence, ItemEvidence.file_id.is_not(None))
    in_force = and_(
        Criterion.mandatory,
        or_(Criterion.valid_from.is_(None), Criterion.valid_from <= AuditRound.opened_on),
        or_(Criterion.valid_to.is_(None), Criterion.valid_to >= AuditRound.opened_on),
    )
    each = (
        select(
            ItemResult.round_id,
            ItemResult.state,
            ItemResult.points,
            Criterion.max_points,
            Criterion.weight,
            Criterion.evidence_rule,
            case((in_force, 1), else_=0).label("owed"),
            case((link, 1), else_=0).label("links"),
            case((file, 1), else_=0).label("files"),
        )
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .where(ItemResult.round_id.in_(round_ids))
        .subquery()
    )
    return select(*each.c, func.count().label("n")).group_by(*each.c)


def numbered_round(viewer: Viewer, set_code: str, no: int) -> RoundHead | None:
    """The round of a set with a number; None where there is none."""
    row = db.session.execute(heads(viewer).where(CriteriaSet.code == set_code, AuditRound.no == no)).one_or_none()
    return None if row is None else head_of(row)
