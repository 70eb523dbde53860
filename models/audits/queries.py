"""Sets, rounds and their figures, as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, null, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from models.accounts.rules import Viewer
from models.audits import rules
from models.audits.acts import Law, laws_of
from models.audits.assigned import RoundAuditor
from models.audits.proof_tables import ItemEvidence, is_current
from models.audits.rules import ItemPick, ItemState, RoundState, VersionStatus
from models.audits.tables import AuditRound, CriteriaSet, CriteriaVersion, Criterion, ItemResult
from models.base import db, read, seen_by
from models.catalogue.criteria import Kind
from models.errors import NotFound
from models.verdicts import Verdict

ENGINE = 2  # of the arithmetic; frozen figures say by which one they were reckoned


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """A round in figures; ``met`` is met and shown, ``unproven`` met without the evidence that is asked for.

    ``not_applicable`` is what a second person has confirmed, ``unconfirmed`` what one person alone has said.
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
    unconfirmed: int
    mandatory: int
    mandatory_missing: int
    mandatory_open: int
    lacking_evidence: int
    score: Decimal | None
    assessed_on: date
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
        return self.locked or (self.assessed == self.total and not self.undecided)

    @property
    def undecided(self) -> int:
        """The criteria of which something was said that settles nothing yet."""
        return self.undetermined + self.unconfirmed

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


_KNOWN_ELSEWHERE = ("round_id", "no", "score", "assessed_on", "locked")
COUNTS = tuple(name for name in RoundFigures.__slots__ if name not in _KNOWN_ELSEWHERE)


def sets(eyes: Viewer) -> list[Row[*tuple[Any, ...]]]:
    """The sets that rounds can be opened on, in the order of the office, each with its number of ``criteria``.

    A commune's own version of a set stands before the common one.
    """
    common = CriteriaVersion.commune_id.is_(None)
    own = (
        CriteriaSet.commune_id.is_not(None)
        if eyes.commune_id is None
        else CriteriaVersion.commune_id == eyes.commune_id
    )
    query = (
        select(
            CriteriaSet.id,
            CriteriaSet.code,
            CriteriaSet.name,
            CriteriaSet.short_name,
            CriteriaSet.subject,
            CriteriaVersion.id.label("version_id"),
            CriteriaVersion.commune_id,
            func.count(Criterion.id).label("criteria"),
        )
        .join(CriteriaVersion, CriteriaVersion.set_id == CriteriaSet.id)
        .join(Criterion, Criterion.version_id == CriteriaVersion.id)
        .where(CriteriaVersion.status == VersionStatus.PUBLISHED, Criterion.kind == Kind.ITEM, or_(common, own))
        .group_by(
            CriteriaSet.id,
            CriteriaSet.code,
            CriteriaSet.name,
            CriteriaSet.short_name,
            CriteriaSet.subject,
            CriteriaSet.position,
            CriteriaVersion.id,
            CriteriaVersion.commune_id,
        )
        .order_by(CriteriaSet.position, CriteriaSet.id)
    )
    rows = db.session.execute(query).all()
    owned = {row.id for row in rows if row.commune_id is not None}
    return [row for row in rows if row.commune_id is not None or row.id not in owned]


def of_viewer(viewer: Viewer) -> Select[AuditRound]:
    """The rounds that these eyes may see, each with its set, version, commune and opener in the same statement."""
    return (
        select(AuditRound)
        .join(AuditRound.set)
        .options(
            contains_eager(AuditRound.set),
            joinedload(AuditRound.criteria, innerjoin=True),
            joinedload(AuditRound.commune, innerjoin=True),
            joinedload(AuditRound.opener),
            joinedload(AuditRound.locker),
            joinedload(AuditRound.hander),
        )
        .where(AuditRound.state != RoundState.VOID, seen_by(viewer, AuditRound))
    )


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a round, or a group of it, was assigned to the person behind these eyes."""
    accounts = [viewer.account_id, *viewer.own_accounts]
    return exists().where(RoundAuditor.round_id == AuditRound.id, RoundAuditor.account_id.in_(accounts))


def rounds(
    viewer: Viewer, set_code: str = "", offset: int = 0, most: int = 50, mine: bool = False
) -> Sequence[AuditRound]:
    """The rounds of one set or of all, the newest first; perhaps only those that are assigned to the viewer."""
    query = of_viewer(viewer).where(_mine(viewer)) if mine else of_viewer(viewer)
    if set_code:
        query = query.where(CriteriaSet.code == set_code)
    query = query.order_by(AuditRound.opened_on.desc(), AuditRound.id.desc()).offset(offset).limit(most)
    return db.session.scalars(query).all()


def newest_rounds(viewer: Viewer) -> dict[str, AuditRound]:
    """The newest round of each set in the viewer's commune, by the set's code."""
    newest = (
        select(AuditRound.set_id, func.max(AuditRound.no).label("no"))
        .where(seen_by(viewer, AuditRound), AuditRound.state != RoundState.VOID)
        .group_by(AuditRound.set_id)
        .subquery()
    )
    query = of_viewer(viewer).join(newest, and_(newest.c.set_id == AuditRound.set_id, newest.c.no == AuditRound.no))
    return {found.set.code: found for found in db.session.scalars(query)}


def read_rounds(viewer: Viewer, set_code: str = "") -> list[tuple[AuditRound, AuditRound]]:
    """Of each commune and set the round that figures are read from, beside the newest one (one statement).

    Figures are read from the newest round that is locked. Before the first such round they are read from the newest in
    which every criterion has its answer, else from the newest, as far as it has come.
    """
    of_a_set = (AuditRound.commune_id, AuditRound.set_id)
    is_open = ItemResult.state.in_([ItemState.NOT_ASSESSED, ItemState.UNDETERMINED])
    unconfirmed = and_(ItemResult.state == ItemState.NOT_APPLICABLE, ItemResult.na_confirmed_by.is_(None))
    waiting = exists().where(ItemResult.round_id == AuditRound.id, or_(is_open, unconfirmed))
    unfinished = case((AuditRound.state == RoundState.LOCKED, 0), (waiting, 2), else_=1)
    no = AuditRound.no.desc()
    ranked = (
        select(
            AuditRound.id,
            func.row_number().over(partition_by=of_a_set, order_by=(unfinished, no)).label("for_figures"),
            func.row_number().over(partition_by=of_a_set, order_by=no).label("newest"),
        )
        .where(AuditRound.state != RoundState.VOID, seen_by(viewer, AuditRound))
        .subquery()
    )
    query = (
        of_viewer(viewer).join(ranked, ranked.c.id == AuditRound.id).add_columns(ranked.c.for_figures, ranked.c.newest)
    )
    if set_code:
        query = query.where(CriteriaSet.code == set_code)
    if viewer.commune_id is not None:  # a handful of rounds: their acts come along
        query = query.options(joinedload(AuditRound.acts))
    chosen: dict[tuple[int, int], dict[str, AuditRound]] = {}
    for found, for_figures, newest in db.session.execute(
        query.where(or_(ranked.c.for_figures == 1, ranked.c.newest == 1))
    ).unique():
        pair = chosen.setdefault((found.commune_id, found.set_id), {})
        if for_figures == 1:
            pair["for_figures"] = found
        if newest == 1:
            pair["newest"] = found
    return [(pair["for_figures"], pair["newest"]) for pair in chosen.values()]


def round_count(viewer: Viewer, set_code: str = "", mine: bool = False) -> int:
    """How many rounds ``rounds`` would list in all."""
    query = (
        select(func.count(AuditRound.id))
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .where(seen_by(viewer, AuditRound), AuditRound.state != RoundState.VOID)
    )
    query = query.where(_mine(viewer)) if mine else query
    return db.session.scalar(query.where(CriteriaSet.code == set_code) if set_code else query) or 0


def audit_round(viewer: Viewer, round_id: int) -> AuditRound:
    """One round; NotFound when it is not there for these eyes."""
    return _one(of_viewer(viewer).where(AuditRound.id == round_id))


def round_of(viewer: Viewer, result_id: int) -> AuditRound:
    """The round that a criterion's row belongs to; NotFound when it is not there for these eyes."""
    query = of_viewer(viewer).join(ItemResult, ItemResult.round_id == AuditRound.id)
    return _one(query.where(ItemResult.id == result_id))


def _one(query: Select[AuditRound]) -> AuditRound:
    found = db.session.scalars(query.options(joinedload(AuditRound.acts))).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def figures(listed: Sequence[AuditRound]) -> dict[int, RoundFigures]:
    """The figures of several rounds in one statement, by the round's id."""
    items: dict[int, list[rules.Item]] = {one.id: [] for one in listed if one.figures is None}
    if items:
        for round_id, count, item in _tallies([one for one in listed if one.id in items]):
            items[round_id] += [item] * count
    return {one.id: frozen(one) or figures_of(one, items[one.id]) for one in listed}


def frozen(round_: AuditRound) -> RoundFigures | None:
    """The figures with which a round was locked; None for one that is open."""
    if round_.figures is None:
        return None
    kept = round_.figures
    score = None if kept["score"] is None else Decimal(kept["score"])
    counts = {name: kept.get(name, 0) for name in COUNTS}  # engine 1 knew less of an open round
    return RoundFigures(round_.id, round_.no, **counts, score=score, assessed_on=round_.assessed_on, locked=True)


def locked_figures(viewer: Viewer) -> dict[tuple[int, str], RoundFigures]:
    """The figures of the last locked round by commune and code of its set, as they were locked (one statement)."""
    of_a_set = (AuditRound.commune_id, AuditRound.set_id)
    place = func.row_number().over(partition_by=of_a_set, order_by=AuditRound.no.desc()).label("place")
    locked = (AuditRound.state == RoundState.LOCKED, seen_by(viewer, AuditRound))
    ranked = select(AuditRound.id, place).where(*locked).subquery()
    query = (
        select(AuditRound, CriteriaSet.code)
        .join(ranked, ranked.c.id == AuditRound.id)
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .options(load_only(AuditRound.commune_id, AuditRound.no, AuditRound.figures, AuditRound.assessed_on))
        .where(ranked.c.place == 1)
    )
    found = db.session.execute(query)
    return {(one.commune_id, code): told for one, code in found if (told := frozen(one)) is not None}


def to_freeze(found: RoundFigures) -> dict[str, Any]:
    """Figures as they are kept with a locked round, the score exact."""
    score = None if found.score is None else str(found.score)
    return {name: getattr(found, name) for name in COUNTS} | {"score": score, "engine": ENGINE}


def figures_of(round_: AuditRound, items: Sequence[rules.Item]) -> RoundFigures:
    """The figures of a round from its items."""
    states = [item.state for item in items]
    assessed, total = rules.progress(states)
    return RoundFigures(
        round_id=round_.id,
        no=round_.no,
        total=total,
        assessed=assessed,
        met=rules.count(items, ItemPick.MET),
        unproven=states.count(ItemState.MET) - rules.count(items, ItemPick.MET),
        partial=states.count(ItemState.PARTIAL),
        not_met=states.count(ItemState.NOT_MET),
        not_applicable=sum(map(rules.does_not_apply, items)),
        undetermined=states.count(ItemState.UNDETERMINED),
        unconfirmed=sum(map(rules.awaits_second, items)),
        mandatory=rules.count(items, ItemPick.MANDATORY),
        mandatory_missing=rules.count(items, ItemPick.OWED),
        mandatory_open=rules.count(items, ItemPick.OWED_OPEN),
        lacking_evidence=rules.count(items, ItemPick.BARE),
        score=rules.score(items, round_.criteria.na_policy),
        assessed_on=round_.assessed_on,
        locked=round_.is_locked,
    )


def _tallies(listed: Sequence[AuditRound]) -> list[tuple[int, int, rules.Item]]:
    """Equal items of each round counted together, so that a long list of rounds stays one short statement."""
    laws = laws_of(listed)
    return [
        (
            row.round_id,
            row.n,
            item_of(row, laws[row.round_id]),
        )
        for row in read(equal_items(list(laws)))
    ]


def item_of(row: Any, law: Law) -> rules.Item:
    """A line of equal items as the rules look at it."""
    return rules.Item(
        row.state,
        row.points,
        row.max_points,
        row.weight,
        rules.has_required_evidence(row.evidence_rule, row.links, row.files),
        law.is_duty(row),
        bool(row.confirmed),
    )


def equal_items(round_ids: list[int], *more: Any) -> Select[*tuple[Any, ...]]:
    """Equal items of some rounds with how many they are; ``more`` tells them further apart."""
    not_expired = or_(ItemEvidence.valid_to.is_(None), ItemEvidence.valid_to >= AuditRound.assessed_on)
    evidence = and_(ItemEvidence.result_id == ItemResult.id, is_current(), not_expired)
    link = exists().where(evidence, ItemEvidence.url.is_not(None)).correlate(ItemResult, AuditRound)
    file = exists().where(evidence, ItemEvidence.file_id.is_not(None)).correlate(ItemResult, AuditRound)
    basis = (Criterion.rests_on, Criterion.valid_from, Criterion.valid_to)  # one of a few where it is a duty
    each = (
        select(
            ItemResult.round_id,
            ItemResult.state,
            ItemResult.points,
            Criterion.max_points,
            Criterion.weight,
            Criterion.evidence_rule,
            Criterion.mandatory,
            *(case((Criterion.mandatory, column), else_=null()).label(column.key) for column in basis),
            case((link, 1), else_=0).label("links"),
            case((file, 1), else_=0).label("files"),
            case((ItemResult.na_confirmed_by.is_not(None), 1), else_=0).label("confirmed"),
            *more,
        )
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .where(ItemResult.round_id.in_(round_ids))
        .subquery()
    )
    return select(*each.c, func.count().label("n")).group_by(*each.c)


def numbered_round(viewer: Viewer, set_code: str, no: int) -> AuditRound | None:
    """The round of a set with a number; None where there is none."""
    query = of_viewer(viewer).where(CriteriaSet.code == set_code, AuditRound.no == no)
    return db.session.scalars(query).one_or_none()
