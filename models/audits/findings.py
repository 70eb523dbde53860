"""Findings: what is wrong with a criterion and where; its duty knows who mends it by when and how far that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func, select

from models import clock
from models.accounts.rules import Viewer
from models.audits import rules
from models.audits.rules import PROBLEMS, RoundState, Severity
from models.audits.tables import AuditFinding, AuditRound, CriteriaSet, Criterion, ItemResult
from models.base import db, read, seen_by
from models.duties import queries as duties
from models.duties.rows import DutyRow
from models.duties.rules import DutyKind, DutyState, DutyStatus, headline
from models.duties.tables import Duty
from models.errors import RuleBroken


class FindingPick(StrEnum):
    """The sets of findings that a figure counts and a list shows."""

    UNMENDED = "unmended"
    WAITING = "waiting"
    OVERDUE = "overdue"
    MENDED = "mended"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow(DutyRow):
    """A finding with where it was seen and how its mending stands today."""

    finding_id: int
    result_id: int
    round_id: int
    round_no: int
    set_name: str
    code: str
    requirement: str
    place: str
    text: str
    severity: Severity
    reopened: int

    def belongs(self, pick: FindingPick) -> bool:
        """Whether it is one of a set; mended is what a second person has confirmed."""
        return {
            FindingPick.UNMENDED: self.status not in (DutyStatus.DONE, DutyStatus.VOID),
            FindingPick.WAITING: self.status is DutyStatus.REPORTED,
            FindingPick.OVERDUE: self.standing.state is DutyState.OVERDUE,
            FindingPick.MENDED: self.status is DutyStatus.DONE,
            FindingPick.ALL: self.status is not DutyStatus.VOID,
        }[pick]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A criterion that is not fully met, with how many findings were written and how many are not mended."""

    result_id: int
    code: str
    requirement: str
    state: rules.ItemState
    findings: int
    open: int

    @property
    def unmended(self) -> int:
        """How much of it is still to be mended."""
        return rules.unmended(self.state, self.findings, self.open)


def note(
    viewer: Viewer,
    result: ItemResult,
    text: str,
    unit_id: int,
    due_on: date,
    person_id: int | None = None,
    place: str = "",
    severity: Severity = Severity.MAJOR,
    today: date | None = None,
) -> AuditFinding:
    """Write down what is wrong with a criterion, and who mends it by when.

    RuleBroken round_closed, finding_needs_problem or due_in_past; the same words at the same place are one finding.
    """
    result.round.require_open()
    if result.state not in PROBLEMS:
        raise RuleBroken("finding_needs_problem")
    if due_on < (today or clock.today()):
        raise RuleBroken("due_in_past", field="due_on")
    same = select(AuditFinding).where(
        AuditFinding.result_id == result.id, AuditFinding.place == place, AuditFinding.text == text
    )
    if found := db.session.scalar(same.limit(1)):
        return found
    duty = Duty(commune_id=result.commune_id, kind=DutyKind.FINDING, unit_id=unit_id, person_id=person_id)
    round_ = result.round
    duty.name_it(result.criterion.code, headline(text), round_.set.name, round_.assessed_on, place)
    duty.promise(due_on)
    kept = AuditFinding(
        commune_id=result.commune_id,
        result_id=result.id,
        place=place,
        text=text,
        severity=severity,
        noted_by=viewer.account_id,
        duty=duty,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def finding_of(viewer: Viewer, duty_id: int) -> AuditFinding | None:
    """The finding that a duty mends, for eyes that may see it."""
    query = select(AuditFinding).where(AuditFinding.duty_id == duty_id, seen_by(viewer, AuditFinding))
    return db.session.scalars(query).one_or_none()


def rows(
    viewer: Viewer, round_id: int | None = None, unit_id: int | None = None, result_id: int | None = None
) -> list[FindingRow]:
    """The findings of a round, a unit or a criterion, or all of them: by unit, then by day (one statement)."""
    query: Any = duties.joined(
        select(*duties.columns(), *_OWN).select_from(AuditFinding).join(Duty, Duty.id == AuditFinding.duty_id)
    )
    query = (
        query.join(ItemResult, ItemResult.id == AuditFinding.result_id)
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .where(seen_by(viewer, AuditFinding), AuditRound.state != RoundState.VOID)
    )
    for column, wanted in ((AuditRound.id, round_id), (Duty.unit_id, unit_id), (AuditFinding.result_id, result_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    today = clock.today()
    query = query.order_by(Duty.unit_id.is_(None), Duty.unit_id, Duty.due_on.is_(None), Duty.due_on, AuditFinding.id)
    return [
        FindingRow(**duties.facts(row, today), **{name: getattr(row, name) for name in _NAMES}) for row in read(query)
    ]


_OWN = (
    AuditFinding.id.label("finding_id"),
    AuditFinding.result_id,
    AuditRound.id.label("round_id"),
    AuditRound.no.label("round_no"),
    CriteriaSet.name.label("set_name"),
    Criterion.code,
    Criterion.requirement,
    AuditFinding.place,
    AuditFinding.text,
    AuditFinding.severity,
    Duty.reopened,
)
_NAMES = tuple(column.key for column in _OWN)


def problems(viewer: Viewer, round_id: int, among: Collection[int] | None = None) -> Sequence[ProblemRow]:
    """The criteria of a round that are not fully met, or of which findings were written (one statement).

    ``among``: only those of these results.
    """
    still_open = case((Duty.status.not_in([DutyStatus.DONE, DutyStatus.VOID]), 1), else_=0)
    query = (
        select(
            ItemResult.id.label("result_id"),
            Criterion.code,
            Criterion.requirement,
            ItemResult.state,
            func.count(AuditFinding.id).label("findings"),
            func.coalesce(func.sum(still_open), 0).label("open"),
        )
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .outerjoin(AuditFinding, AuditFinding.result_id == ItemResult.id)
        .outerjoin(Duty, Duty.id == AuditFinding.duty_id)
        .where(ItemResult.round_id == round_id, seen_by(viewer, ItemResult))
        .group_by(ItemResult.id, Criterion.code, Criterion.requirement, ItemResult.state, Criterion.position)
        .having((func.count(AuditFinding.id) > 0) | ItemResult.state.in_(PROBLEMS))
        .order_by(Criterion.position)
    )
    found = [ProblemRow(**row._mapping) for row in read(query)]
    return found if among is None else [row for row in found if row.result_id in among]
