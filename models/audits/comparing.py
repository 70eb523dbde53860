"""Two rounds of one set side by side: of each criterion whether it is better, worse or the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.audits import maps
from models.audits.rules import ItemState, RoundChange, change
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import read
from models.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One criterion in two rounds; None where a round does not have it."""

    code: str
    requirement: str
    before: ItemState | None
    now: ItemState | None
    result_id: int
    is_alike: bool = True

    @property
    def change(self) -> RoundChange:
        """What has become of it."""
        return change(self.before, self.now, self.is_alike)


def compare(before: AuditRound, now: AuditRound) -> list[ComparedRow]:
    """Each criterion of two rounds, in the order of the later one; what only the former has comes last.

    Over two versions only what their map calls the same is compared; where no map joins them, the same code and words.
    RuleBroken rounds_unlike for rounds of two sets or communes.
    """
    if (before.set_id, before.commune_id) != (now.set_id, now.commune_id):
        raise RuleBroken("rounds_unlike")
    query = (
        select(ItemResult.round_id, ItemResult.id, ItemResult.state, Criterion.code, Criterion.requirement)
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .where(ItemResult.round_id.in_([before.id, now.id]))
        .order_by(Criterion.position)
    )
    rows = read(query).all()
    former = {row.code: row for row in rows if row.round_id == before.id}
    latter = {row.code: row for row in rows if row.round_id == now.id}
    same = None if before.version_id == now.version_id else maps.same_codes(before.version_id, now.version_id)
    found, met = [], set()
    for code, row in latter.items():
        was = code if same is None else same.get(code, code if code not in same.values() else None)
        past = former.get(was or "")
        is_alike = past is None or (past.requirement == row.requirement if same is None else code in same)
        found.append(ComparedRow(code, row.requirement, past.state if past else None, row.state, row.id, is_alike))
        met.add(was)
    gone = (row for code, row in former.items() if code not in met)
    return [*found, *(ComparedRow(row.code, row.requirement, row.state, None, row.id) for row in gone)]


def table(rows: Sequence[ComparedRow]) -> Counter[tuple[ItemState, ItemState]]:
    """How many comparable criteria went from which state to which; its sums are those of the two rounds."""
    return Counter(
        (row.before, row.now) for row in rows if row.before is not None and row.now is not None and row.is_alike
    )
