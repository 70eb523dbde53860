"""Findings: what is wrong with a criterion and where; its duty knows who mends it by when and how far that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, exists, false, func, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from models import clock, journal
from models.accounts.rules import Viewer
from models.audits import recurring, rules
from models.audits.finding_rules import ENDS, OF_PURCHASES, FindingWord
from models.audits.finding_tables import FindingDecision, FindingPlace, FindingSeen
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
    ACCEPTED = "accepted"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow(DutyRow):
    """A finding with where it was seen and how its mending stands today.

    ``result_id``: where it stands in the round that was asked for, which may be a later one that saw it again;
    ``seen_last``: the number of the newest round that did.
    """

    finding_id: int
    result_id: int
    round_id: int
    round_no: int
    set_name: str
    code: str
    requirement: str
    place: str
    component: str
    text: str
    severity: Severity
    places: str
    seen: int
    seen_last: int | None
    is_purchase: bool
    quantity: int | None
    estimate: int | None
    funding: str
    reopened: int
    confirmed_places: int
    purchase_word: FindingWord | None
    end_word: FindingWord | None

    @property
    def where(self) -> list[str]:
        """Every place where it shows."""
        return self.places.splitlines() or ([self.place] if self.place else [])

    @property
    def verified_places(self) -> int:
        """At how many of its places a second person has found it mended."""
        return len(self.where) if self.status is DutyStatus.DONE else self.confirmed_places

    def belongs(self, pick: FindingPick) -> bool:
        """Whether it is one of a set; mended is what a second person has confirmed."""
        return {
            FindingPick.UNMENDED: self.status not in (DutyStatus.DONE, DutyStatus.VOID),
            FindingPick.WAITING: self.status is DutyStatus.REPORTED,
            FindingPick.OVERDUE: self.standing.state is DutyState.OVERDUE,
            FindingPick.MENDED: self.status is DutyStatus.DONE,
            FindingPick.ACCEPTED: self.end_word is FindingWord.ACCEPTED,
            FindingPick.ALL: self.end_word is not FindingWord.VOID,
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


@dataclass(frozen=True, slots=True)
class Purchase:
    """What has to be bought to mend something: how many, for how much (đồng), from which funds."""

    quantity: int | None = None
    estimate: int | None = None
    funding: str = ""


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
    purchase: Purchase | None = None,
    component: str = "",
) -> AuditFinding:
    """Write down what is wrong with a criterion, and who mends it by when; ``place`` may be several, one a line.

    RuleBroken round_closed, finding_needs_problem or due_in_past; the same words at the same place are one finding, and
    one that was mended in an earlier round counts how often it was found. One that nobody has mended since an earlier
    round is no new one: it is seen again, and is what comes back.
    """
    result.round.require_open()
    if result.state not in PROBLEMS:
        raise RuleBroken("finding_needs_problem")
    today = today or clock.today()
    places = _one_each(place)
    first, all_places = (places[0] if places else ""), "\n".join(places) if len(places) > 1 else ""
    if found := _alike(result, first, all_places, component, text):
        return found
    former = recurring.recurrence(result, first, component, text)
    if former.open_id is not None:
        waiting = db.session.get_one(AuditFinding, former.open_id)
        recurring.see_again(viewer, result, waiting, text, today)
        return waiting
    if due_on < today:
        raise RuleBroken("due_in_past", field="due_on")
    duty, round_ = Duty(commune_id=result.commune_id, kind=DutyKind.FINDING), result.round
    duty.unit_id, duty.person_id = unit_id, person_id
    duty.name_it(result.criterion.code, headline(text), round_.set.name, round_.assessed_on, place)
    duty.promise(due_on)
    bought = purchase or Purchase()
    kept = AuditFinding(
        commune_id=result.commune_id,
        result_id=result.id,
        place=first,
        places=all_places,
        component=component,
        text=text,
        severity=severity,
        seen=former.times,
        is_purchase=purchase is not None,
        quantity=bought.quantity,
        estimate=bought.estimate,
        funding=bought.funding,
        noted_by=viewer.account_id,
        duty=duty,
    )
    db.session.add(kept)
    db.session.flush()
    if all_places:
        journal.insert_many([FindingPlace(commune_id=kept.commune_id, finding_id=kept.id, place=one) for one in places])
    return kept


def _one_each(place: str) -> list[str]:
    """The places of as many lines, each once."""
    return list(dict.fromkeys(line.strip()[:500] for line in place.splitlines() if line.strip()))


def _alike(result: ItemResult, place: str, places: str, component: str, text: str) -> AuditFinding | None:
    """What was written down at this criterion of the round with the same words already."""
    same = select(AuditFinding).where(
        AuditFinding.result_id == result.id,
        AuditFinding.place == place,
        AuditFinding.places == places,
        AuditFinding.component == component,
        AuditFinding.text == text,
    )
    return db.session.scalar(same.limit(1))


def finding_of(viewer: Viewer, duty_id: int) -> AuditFinding | None:
    """The finding that a duty mends, for eyes that may see it."""
    query = select(AuditFinding).where(AuditFinding.duty_id == duty_id, seen_by(viewer, AuditFinding))
    return db.session.scalars(query).one_or_none()


def rows(
    viewer: Viewer, round_id: int | None = None, unit_id: int | None = None, result_id: int | None = None
) -> list[FindingRow]:
    """The findings of a round, a unit or a criterion, or all of them: by unit, then by day (one statement).

    A round and its criteria have what was written there and what was seen there again.
    """
    seen_here: Any = false()
    if round_id is not None or result_id is not None:
        wanted = FindingSeen.result_id == result_id if round_id is None else FindingSeen.round_id == round_id
        seen_here = and_(FindingSeen.finding_id == AuditFinding.id, wanted)
    query: Any = duties.joined(
        select(*duties.columns(), *_OWN).select_from(AuditFinding).join(Duty, Duty.id == AuditFinding.duty_id)
    )
    query = (
        query.join(ItemResult, ItemResult.id == AuditFinding.result_id)
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
        .outerjoin(FindingSeen, seen_here)
        .where(seen_by(viewer, AuditFinding), AuditRound.state != RoundState.VOID)
    )
    for column, asked in ((AuditRound.id, round_id), (AuditFinding.result_id, result_id)):
        if asked is not None:
            query = query.where(or_(column == asked, FindingSeen.id.is_not(None)))
    if unit_id is not None:
        query = query.where(Duty.unit_id == unit_id)
    today = clock.today()
    query = query.order_by(Duty.unit_id.is_(None), Duty.unit_id, Duty.due_on.is_(None), Duty.due_on, AuditFinding.id)
    return [
        FindingRow(**duties.facts(row, today), **{name: getattr(row, name) for name in _NAMES}) for row in read(query)
    ]


_CONFIRMED = (
    select(func.count(FindingPlace.id))
    .where(FindingPlace.finding_id == AuditFinding.id, FindingPlace.confirmed_at_reopening == Duty.reopened)
    .correlate(AuditFinding, Duty)
    .scalar_subquery()
)


def _newest(words: Collection[FindingWord]) -> Any:
    """The newest decision of a finding among these."""
    query = select(FindingDecision.word).where(FindingDecision.finding_id == AuditFinding.id)
    query = query.where(FindingDecision.word.in_(words)).order_by(FindingDecision.id.desc())
    return query.limit(1).correlate(AuditFinding).scalar_subquery()


_later = aliased(AuditRound)
_SEEN_LAST = (
    select(func.max(_later.no))
    .join(FindingSeen, FindingSeen.round_id == _later.id)
    .where(FindingSeen.finding_id == AuditFinding.id, _later.state != RoundState.VOID)
    .correlate(AuditFinding)
    .scalar_subquery()
)
_OWN = (
    AuditFinding.id.label("finding_id"),
    func.coalesce(FindingSeen.result_id, AuditFinding.result_id).label("result_id"),
    AuditRound.id.label("round_id"),
    AuditRound.no.label("round_no"),
    CriteriaSet.name.label("set_name"),
    Criterion.code,
    Criterion.requirement,
    AuditFinding.place,
    AuditFinding.component,
    AuditFinding.text,
    AuditFinding.severity,
    AuditFinding.places,
    AuditFinding.seen,
    _SEEN_LAST.label("seen_last"),
    AuditFinding.is_purchase,
    AuditFinding.quantity,
    AuditFinding.estimate,
    AuditFinding.funding,
    Duty.reopened,
    _CONFIRMED.label("confirmed_places"),
    _newest(OF_PURCHASES).label("purchase_word"),
    _newest(ENDS).label("end_word"),
)
_NAMES = tuple(column.key for column in _OWN)


_CALLED_OFF = exists().where(FindingDecision.finding_id == AuditFinding.id, FindingDecision.word == FindingWord.VOID)
WRITTEN = and_(AuditFinding.id.is_not(None), not_(_CALLED_OFF))  # and was no mistake


def problems(viewer: Viewer, round_id: int, among: Collection[int] | None = None) -> Sequence[ProblemRow]:
    """The criteria of a round that are not fully met, or of which findings were written or seen again (one statement).

    ``among``: only those of these results.
    """
    own = select(AuditFinding.id, AuditFinding.result_id).join(ItemResult, ItemResult.id == AuditFinding.result_id)
    again = select(FindingSeen.finding_id, FindingSeen.result_id).where(FindingSeen.round_id == round_id)
    stands = union_all(own.where(ItemResult.round_id == round_id), again).subquery("stands")
    still_open = case((Duty.status.not_in([DutyStatus.DONE, DutyStatus.VOID]), 1), else_=0)
    query = (
        select(
            ItemResult.id.label("result_id"),
            Criterion.code,
            Criterion.requirement,
            ItemResult.state,
            func.coalesce(func.sum(case((WRITTEN, 1), else_=0)), 0).label("findings"),
            func.coalesce(func.sum(still_open), 0).label("open"),
        )
        .join(Criterion, Criterion.id == ItemResult.criterion_id)
        .outerjoin(stands, stands.c.result_id == ItemResult.id)
        .outerjoin(AuditFinding, AuditFinding.id == stands.c.id)
        .outerjoin(Duty, Duty.id == AuditFinding.duty_id)
        .where(ItemResult.round_id == round_id, seen_by(viewer, ItemResult))
        .group_by(ItemResult.id, Criterion.code, Criterion.requirement, ItemResult.state, Criterion.position)
        .having((func.sum(case((WRITTEN, 1), else_=0)) > 0) | ItemResult.state.in_(PROBLEMS))
        .order_by(Criterion.position)
    )
    found = [ProblemRow(**row._mapping) for row in read(query)]
    return found if among is None else [row for row in found if row.result_id in among]
