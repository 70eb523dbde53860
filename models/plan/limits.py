"""How long a reading by hand holds: as its plan says, else as the office sets it for each target and indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import NotFound, RuleBroken
from models.plan.tables import LocalIndicator, Plan, Target

LEAST, MOST = 1, 1000


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """One target or indicator with its limit in days; ``plan_days`` is what its plan says, and holds where it does."""

    key: str
    title: str
    no: int | None
    plan_title: str
    plan_days: int | None
    days: int | None
    is_needed: bool

    @property
    def is_open(self) -> bool:
        """Whether the office may set it."""
        return self.plan_days is None


def read_days(text: str, is_needed: bool) -> int | None:
    """Whole days as somebody types them, None for none; RuleBroken days_odd, days_missing."""
    said = text.strip()
    if not said:
        if is_needed:
            raise RuleBroken("days_missing")
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 4 and LEAST <= int(said) <= MOST):
        raise RuleBroken("days_odd")
    return int(said)


def limits(viewer: Viewer) -> list[AgeLimit]:
    """Every target that is read by hand, by plan, and every indicator that is followed (two statements)."""
    if viewer.commune_id is None:
        raise NotFound
    found = [
        AgeLimit(f"t{row.id}", row.title, row.no, plan.title, plan.reading_days, row.reading_days, False)
        for row, plan in db.session.execute(_targets(viewer))
    ]
    rows = db.session.scalars(_indicators(viewer))
    return found + [AgeLimit(f"i{row.id}", row.title, None, "", None, row.reading_days, True) for row in rows]


def _targets(viewer: Viewer) -> Select[Target, Plan]:
    by_hand = Target.measure_key.is_(None)
    query = select(Target, Plan).join(Plan, Plan.id == Target.plan_id).where(seen_by(viewer, Target), by_hand)
    return query.order_by(Plan.is_main.desc(), Plan.id, Target.no)


def _indicators(viewer: Viewer) -> Select[LocalIndicator]:
    followed = (seen_by(viewer, LocalIndicator), LocalIndicator.ended_on.is_(None))
    return select(LocalIndicator).where(*followed).order_by(LocalIndicator.id)


def set_limits(viewer: Viewer, seen: Mapping[str, int | None], wanted: Mapping[str, int | None]) -> int:
    """Set those that are wanted otherwise than they were seen; how many changed.

    RuleBroken limits_moved where somebody else changed the same one meanwhile. What a plan says stays.
    """
    rows: dict[str, Target | LocalIndicator] = {
        f"t{row.id}": row
        for row, plan in db.session.execute(_targets(viewer).with_for_update(of=Target))
        if plan.reading_days is None
    }
    rows |= {f"i{row.id}": row for row in db.session.scalars(_indicators(viewer).with_for_update())}
    changed: Sequence[str] = [key for key in rows if key in wanted and wanted[key] != seen.get(key)]
    if any(rows[key].reading_days != seen.get(key) for key in changed):
        raise RuleBroken("limits_moved")
    for key in changed:
        rows[key].reading_days = wanted[key]
    db.session.flush()
    return len(changed)
