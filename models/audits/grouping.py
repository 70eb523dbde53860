"""The figures of each group of a round, and the group that each of its criteria stands in."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import aliased

from models.audits import rules
from models.audits.acts import laws_of
from models.audits.queries import RoundFigures, equal_items, figures_of, item_of
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import read
from models.catalogue.criteria import Kind


def group_figures(round_: AuditRound) -> dict[str, RoundFigures]:
    """The figures of each group of a round, by the group's code (one statement)."""
    return grouped_figures([round_])[round_.id]


def _group_code() -> ScalarSelect[str]:
    """The code of the group that a criterion stands in."""
    heading = aliased(Criterion)
    return (
        select(heading.code)
        .where(
            heading.version_id == Criterion.version_id,
            heading.kind == Kind.GROUP,
            heading.parent.is_(None),
            heading.position < Criterion.position,
        )
        .order_by(heading.position.desc())
        .limit(1)
        .correlate(Criterion)
        .scalar_subquery()
    )


def grouped_figures(rounds: Sequence[AuditRound]) -> dict[int, dict[str, RoundFigures]]:
    """The figures of each group of several rounds, by round and code (one statement)."""
    laws, found = laws_of(rounds), dict[tuple[int, str], list[rules.Item]]()
    for row in read(equal_items([one.id for one in rounds], _group_code().label("group_code"))):
        told = [item_of(row, laws[row.round_id])] * row.n
        found.setdefault((row.round_id, row.group_code), []).extend(told)
    known = {one.id: one for one in rounds}
    figures: dict[int, dict[str, RoundFigures]] = {one.id: {} for one in rounds}
    for (round_id, code), of_group in found.items():
        figures[round_id][code] = figures_of(known[round_id], of_group)
    return figures


def groups_of_results(round_ids: Sequence[int]) -> dict[int, str]:
    """The group that each criterion of these rounds stands in, by the id of its result (one statement)."""
    query = select(ItemResult.id, _group_code().label("group_code"))
    query = query.join(Criterion, Criterion.id == ItemResult.criterion_id).where(ItemResult.round_id.in_(round_ids))
    return {row.id: row.group_code for row in read(query)}
