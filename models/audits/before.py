"""What the round before said of each criterion: a hint beside the new tick, taken over by one press."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import aliased, joinedload

from models import clock, journal
from models.accounts.rules import Viewer
from models.audits import maps
from models.audits.evidence import EvidenceRow, current
from models.audits.mapping import Asked, CodeOrigin, Relation, origin_of
from models.audits.proof_tables import ItemEvidence, is_current
from models.audits.proofs import EVIDENCE_LIMIT
from models.audits.rules import ItemState, RoundState
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db, read
from models.errors import RuleBroken

Evidence = dict[int, tuple[EvidenceRow, ...]]  # by the result that it shows


@dataclass(frozen=True, slots=True)
class Before:
    """What was said of a criterion in the round before; ``relation``: what has become of that criterion since."""

    result_id: int
    no: int
    assessed_on: date
    state: ItemState
    note: str
    code: str
    requirement: str
    relation: Relation = Relation.SAME
    evidence: tuple[EvidenceRow, ...] = ()

    @property
    def is_alike(self) -> bool:
        """Whether it asked for the same then; only then one press takes it over."""
        return self.relation is Relation.SAME

    @property
    def needs_look(self) -> bool:
        """Whether it may be taken over by who has looked at what was asked then."""
        return self.relation is Relation.CHANGED


def said(round_: AuditRound) -> Subquery:
    """What was assessed in the round of the same commune and set before this one, by the code of the criterion."""
    former, later = aliased(AuditRound), aliased(AuditRound)
    newest = select(func.max(later.no)).where(
        later.commune_id == round_.commune_id,
        later.set_id == round_.set_id,
        later.no < round_.no,
        later.state != RoundState.VOID,
    )
    return (
        select(
            ItemResult.id,
            ItemResult.state,
            ItemResult.note,
            ItemResult.na_reason,
            ItemResult.points,
            Criterion.code,
            Criterion.requirement,
            former.no,
            former.assessed_on,
            former.version_id,
        )
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(former, former.id == ItemResult.round_id)
        .where(
            former.commune_id == round_.commune_id,
            former.set_id == round_.set_id,
            former.no == newest.scalar_subquery(),
            ItemResult.state != ItemState.NOT_ASSESSED,
        )
        .subquery("former_round")
    )


_TOLD = ("id", "no", "assessed_on", "state", "note", "code", "requirement")


def columns(past: Subquery) -> tuple[Any, ...]:
    """The columns of ``said`` as rows of a round carry them, and the version of the round before."""
    plain = (past.c[name].label(f"before_{name}") for name in _TOLD)
    version = select(func.max(past.c.version_id)).scalar_subquery()
    return *plain, version.label("former_version")


def told(round_: AuditRound, rows: Sequence[Any]) -> dict[str, tuple[Before, ...]]:
    """By code what rows with these columns say of the round before.

    A former round on another version is told by the map of the versions, for which it is read once more.
    """
    former = rows[0].former_version if rows else None
    if former is None or former == round_.version_id:
        return {row.code: (_before(row, "before_", Relation.SAME),) for row in rows if row.before_id is not None}
    past, known = _former(round_)
    return {
        row.code: tuple(_before(past[code], "", origin.relation) for code in origin.codes if code in past)
        for row in rows
        if (origin := origin_of(Asked(row.code, row.requirement), known, _texts(past))).codes
    }


def _before(row: Any, prefix: str, relation: Relation) -> Before:
    kept = {"result_id" if name == "id" else name: getattr(row, f"{prefix}{name}") for name in _TOLD}
    return Before(**kept, relation=relation)


def _former(round_: AuditRound) -> tuple[dict[str, Any], Mapping[str, CodeOrigin] | None]:
    """What was said in the round before, by its codes, and what the codes of this round come from."""
    past = {row.code: row for row in read(select(said(round_)))}
    before = next((row.version_id for row in past.values()), round_.version_id)
    if before == round_.version_id:
        return past, {code: CodeOrigin(Relation.SAME, (code,)) for code in past}
    return past, maps.origins(before, round_.version_id)


def _texts(past: Mapping[str, Any]) -> dict[str, str]:
    return {code: row.requirement for code, row in past.items()}


def shown(found: tuple[Before, ...], evidence: Evidence) -> tuple[Before, ...]:
    """The same with what shows each, as it stands now."""
    return tuple(replace(one, evidence=current(evidence.get(one.result_id, ()))) for one in found)


def keep(viewer: Viewer, round_: AuditRound, results: Sequence[ItemResult], has_looked: bool = False) -> int:
    """Say of these criteria of a round what the round before said, as of now; how many there were.

    Its proofs come along with their own days. Only what asks for the same is taken over; ``has_looked``: also what was
    changed since. What was split, merged or is new is left as it is. RuleBroken round_closed.
    """
    round_.require_open()
    rows = _sources(round_, results, has_looked)
    at = clock.now()
    for result in results:
        if row := rows.get(result.id):
            result.assess(row.state, viewer.account_id, at, row.note, row.na_reason, _points(row, result))
            result.kept_from = row.no
    db.session.flush()
    _carry_over(viewer, {row.id: here for here, row in rows.items()})
    return len(rows)


def _sources(round_: AuditRound, results: Sequence[ItemResult], has_looked: bool) -> dict[int, Any]:
    """What is taken over, by the result that takes it."""
    past, known = _former(round_)
    wanted = {Relation.SAME, Relation.CHANGED} if has_looked else {Relation.SAME}
    found = {}
    for result in results:
        now = Asked(result.criterion.code, result.criterion.requirement)
        origin = origin_of(now, known, _texts(past))
        if origin.relation in wanted and origin.codes[0] in past:
            found[result.id] = past[origin.codes[0]]
    return found


def _points(row: Any, result: ItemResult) -> Decimal | None:
    """The points of then, never more than the criterion brings now."""
    return None if row.points is None else min(row.points, result.criterion.max_points)


def keep_one(viewer: Viewer, result: ItemResult, has_looked: bool = False) -> None:
    """Say of one criterion what the round before said; RuleBroken round_closed or nothing_before."""
    if not keep(viewer, result.round, [result], has_looked):
        raise RuleBroken("nothing_before", field="state")


def unassessed(round_: AuditRound, result_ids: Sequence[int]) -> Sequence[ItemResult]:
    """Those of the results of a round of which nobody has said anything yet, to be changed."""
    query = select(ItemResult).where(
        ItemResult.round_id == round_.id,
        ItemResult.id.in_(result_ids),
        ItemResult.state == ItemState.NOT_ASSESSED,
    )
    return db.session.scalars(query.options(joinedload(ItemResult.criterion)).order_by(ItemResult.id)).all()


def _carry_over(viewer: Viewer, pairs: dict[int, int]) -> None:
    """Put the proofs of former results beside the present ones, those that are not there yet."""
    both = ItemEvidence.result_id.in_([*pairs, *pairs.values()])
    query = select(ItemEvidence).where(both, is_current()).order_by(ItemEvidence.id)
    held: dict[int, list[ItemEvidence]] = {}
    for kept in db.session.scalars(query):
        held.setdefault(kept.result_id, []).append(kept)
    copies = []
    for then, now in pairs.items():
        there = {(kept.url, kept.file_id) for kept in held.get(now, [])}
        fresh = [kept for kept in held.get(then, []) if (kept.url, kept.file_id) not in there]
        copies += [copy_of(kept, now, viewer) for kept in fresh[: EVIDENCE_LIMIT - len(there)]]
    if copies:
        journal.insert_many(copies)


def copy_of(kept: ItemEvidence, result_id: int, viewer: Viewer) -> ItemEvidence:
    """The same proof beside another criterion, as its first revision there; its own days stay."""
    return ItemEvidence(
        commune_id=kept.commune_id,
        result_id=result_id,
        title=kept.title,
        url=kept.url,
        file_id=kept.file_id,
        dated_on=kept.dated_on,
        valid_to=kept.valid_to,
        added_by=viewer.account_id,
    )


def share(viewer: Viewer, evidence: ItemEvidence, result_ids: Collection[int]) -> int:
    """Put a proof beside other criteria of its round too; beside how many it was new.

    RuleBroken round_closed, proof_moved where a newer revision is there, nothing_chosen or evidence_many.
    """
    round_ = evidence.result.round
    round_.require_open()
    if db.session.scalar(select(ItemEvidence.id).where(ItemEvidence.id == evidence.id, is_current())) is None:
        raise RuleBroken("proof_moved")
    of_round = select(ItemResult.id).where(ItemResult.round_id == round_.id, ItemResult.id.in_(result_ids))
    wanted = set(read(of_round).scalars())
    if not wanted:
        raise RuleBroken("nothing_chosen")
    held: dict[int, list[ItemEvidence]] = {result_id: [] for result_id in wanted}
    for kept in db.session.scalars(select(ItemEvidence).where(ItemEvidence.result_id.in_(wanted), is_current())):
        held[kept.result_id].append(kept)
    one = evidence.url, evidence.file_id
    fresh = [at for at in sorted(wanted) if one not in {(kept.url, kept.file_id) for kept in held[at]}]
    if any(len(held[at]) >= EVIDENCE_LIMIT for at in fresh):
        raise RuleBroken("evidence_many", most=EVIDENCE_LIMIT)
    if fresh:
        journal.insert_many([copy_of(evidence, at, viewer) for at in fresh])
    return len(fresh)
