"""Arithmetic of a round: the score, the progress, what is missing, and what a tick must bring with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.audits.legal import LegalLine
from models.errors import RuleBroken


class ItemState(StrEnum):
    """What an auditor says about one criterion; nobody has said anything at first."""

    NOT_ASSESSED = "not_assessed"
    MET = "met"
    PARTIAL = "partial"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


class RoundState(StrEnum):
    """The life of a round; a locked one never changes again, a void one was opened by mistake."""

    OPEN = "open"
    REVIEW = "review"
    LOCKED = "locked"
    VOID = "void"


class RoundKind(StrEnum):
    """Who assesses in a round, and why."""

    SELF = "self"
    OFFICIAL = "official"
    RECHECK = "recheck"


class Severity(StrEnum):
    """How bad it is what was found."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


PROBLEMS = frozenset({ItemState.PARTIAL, ItemState.NOT_MET})
SHOWN_STATES = frozenset({ItemState.MET, ItemState.PARTIAL})  # something good was said: it needs its evidence
REASONED_STATES = frozenset({ItemState.NOT_APPLICABLE, ItemState.UNDETERMINED})  # nothing was judged: it needs a reason


class RoundChange(StrEnum):
    """What became of a criterion from one round to another; what cannot be compared says so."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    NEW = "new"
    GONE = "gone"
    UNLIKE = "unlike"


class LockCheck(StrEnum):
    """What must be in order before a round is locked, in the order in which it is mended."""

    ASSESSED = "assessed"
    DETERMINED = "determined"
    SHOWN = "shown"
    REASONED = "reasoned"
    CONFIRMED = "confirmed"
    FOUND = "found"
    OWNED = "owned"


class VersionCheck(StrEnum):
    """What must be in order before a draft of criteria is published, in the order in which it is mended."""

    FILLED = "filled"
    GROUPED = "grouped"
    POINTED = "pointed"
    DATED = "dated"
    ACTS = "acts"
    MAPPED = "mapped"


class VersionStatus(StrEnum):
    """The life of a criteria version; only a draft can be changed."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class ItemPick(StrEnum):
    """The sets of criteria that a figure of a round counts and its list shows; both ask ``belongs``."""

    ALL = "all"
    OPEN = "open"
    ASSESSED = "assessed"
    MET = "met"
    MANDATORY = "mandatory"
    OWED = "owed"
    PROBLEMS = "problems"
    BARE = "bare"
    OWED_OPEN = "owed_open"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion of a round with what was said about it.

    ``is_confirmed``: a second person has said, too, that it does not apply.
    """

    state: ItemState
    points: Decimal | None
    max_points: Decimal
    weight: Decimal = Decimal(1)
    has_required_evidence: bool = True
    is_mandatory: bool = False
    is_confirmed: bool = True


def does_not_apply(item: Item) -> bool:
    """Whether a criterion is out of the reckoning: somebody said so, and a second person confirmed it."""
    return item.state == ItemState.NOT_APPLICABLE and getattr(item, "is_confirmed", True)


def score(items: Iterable[Item], na_policy: str = "exclude") -> Decimal | None:
    """The weighted score of a round in points of 100, exact; None while nothing applicable has been assessed.

    ``100 * sum(weight * points / max_points) / sum(weight)`` over the applicable items. Not assessed, undetermined, not
    met, what does not apply until a second person confirms it, and met or partial without the required evidence give no
    points and stay in the denominator. ``na_policy`` says what happens to items that do not apply: left out
    (``exclude``), full points (``full``) or none (``zero``). Items without a maximum or a weight are only observed.
    ValueError for an unknown policy.
    """
    whole = terms(items, na_policy)
    if not whole.bottom or not whole.is_begun:
        return None
    result = 100 * whole.top / whole.bottom
    return Decimal(result.numerator) / Decimal(result.denominator)


@dataclass(frozen=True, slots=True)
class ScoreTerms:
    """What a score is made of: what was earned, of how much; ``is_begun``: something of it was assessed."""

    top: Fraction = Fraction(0)
    bottom: Fraction = Fraction(0)
    is_begun: bool = False


def terms(items: Iterable[Item], na_policy: str = "exclude") -> ScoreTerms:
    """The sums above and below the line of a score; ValueError for an unknown policy."""
    if na_policy not in ("exclude", "full", "zero"):
        raise ValueError(f"unknown policy {na_policy}")
    top = bottom = Fraction(0)
    is_begun = False
    listed = list(items)
    same = Counter(map(id, listed))  # a round holds few kinds of items: each is reckoned once
    for item in {id(item): item for item in listed}.values():
        own = term(item, na_policy)
        if own is None:
            continue
        is_begun = is_begun or item.state != ItemState.NOT_ASSESSED
        top += own[0] * same[id(item)]
        bottom += own[1] * same[id(item)]
    return ScoreTerms(top, bottom, is_begun)


def term(item: Item, na_policy: str = "exclude") -> tuple[Fraction, Fraction] | None:
    """What one criterion adds above and below the line; None where it is left out."""
    most, weight = Fraction(item.max_points), Fraction(item.weight)
    if most <= 0 or weight <= 0 or (na_policy == "exclude" and does_not_apply(item)):
        return None
    return weight * _share(item, most, na_policy), weight


def _share(item: Item, most: Fraction, na_policy: str) -> Fraction:
    """How much of its maximum an item has earned, 0 to 1."""
    if item.state == ItemState.NOT_APPLICABLE:
        return Fraction(1 if na_policy == "full" and does_not_apply(item) else 0)
    if item.state not in SHOWN_STATES or not item.has_required_evidence:
        return Fraction(0)
    usual = most if item.state == ItemState.MET else most / 2
    points = usual if item.points is None else Fraction(item.points)
    return min(max(points, Fraction(0)), most) / most


def progress(states: Iterable[str]) -> tuple[int, int]:
    """How many criteria somebody has said something about, of how many."""
    listed = list(states)
    return sum(state != ItemState.NOT_ASSESSED for state in listed), len(listed)


def is_owed(item: Item) -> bool:
    """Whether a duty was looked at and is not fully there: not met, half, undecided, or met without its evidence.

    That it does not apply counts once a second person has confirmed it.
    """
    if not item.is_mandatory or item.state == ItemState.NOT_ASSESSED or does_not_apply(item):
        return False
    return not is_met(item)


def is_met(item: Item) -> bool:
    """Whether a criterion counts as met: said so, and shown by the evidence it asks for."""
    return item.state == ItemState.MET and item.has_required_evidence


def belongs(item: Item, pick: ItemPick) -> bool:
    """Whether a criterion is one of a set; the figure of a round and its list both ask here."""
    return {
        ItemPick.ALL: True,
        ItemPick.OPEN: item.state == ItemState.NOT_ASSESSED,
        ItemPick.ASSESSED: item.state != ItemState.NOT_ASSESSED,
        ItemPick.MET: is_met(item),
        ItemPick.MANDATORY: item.is_mandatory,
        ItemPick.OWED: is_owed(item),
        ItemPick.PROBLEMS: item.state in PROBLEMS,
        ItemPick.BARE: lacks_evidence(item),
        ItemPick.OWED_OPEN: item.is_mandatory and item.state == ItemState.NOT_ASSESSED,
        ItemPick.UNDECIDED: is_undecided(item),
    }[pick]


def is_undecided(item: Item) -> bool:
    """Whether something was said that settles nothing yet: it cannot be determined, or nobody confirmed that it does
    not apply."""
    return item.state == ItemState.UNDETERMINED or awaits_second(item)


def awaits_second(item: Item) -> bool:
    """Whether one person alone has said that a criterion does not apply."""
    return item.state == ItemState.NOT_APPLICABLE and not item.is_confirmed


def count(items: Iterable[Item], pick: ItemPick) -> int:
    """How many criteria belong to a set."""
    return sum(belongs(item, pick) for item in items)


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote beside a criterion: a note, why nothing was judged, findings, and those that nobody has."""

    note: str = ""
    na_reason: str = ""
    findings: int = 0
    unowned: int = 0


def keeps_open(item: Item, check: LockCheck, words: Words = Words()) -> bool:
    """Whether a criterion keeps its round from being locked, by one of the checks."""
    is_told = words.findings > 0 or bool(words.note.strip())
    return {
        LockCheck.ASSESSED: item.state == ItemState.NOT_ASSESSED,
        LockCheck.DETERMINED: item.state == ItemState.UNDETERMINED,
        LockCheck.SHOWN: lacks_evidence(item),
        LockCheck.REASONED: item.state in REASONED_STATES and not words.na_reason.strip(),
        LockCheck.CONFIRMED: awaits_second(item),
        LockCheck.FOUND: item.state in PROBLEMS and not is_told,
        LockCheck.OWNED: words.unowned > 0,
    }[check]


def unmended(state: ItemState, findings: int, still_open: int) -> int:
    """How much of a criterion is still to be mended: its open findings; one while it is not met and none is written."""
    return still_open if findings else int(state in PROBLEMS)


_GRADES = {ItemState.NOT_MET: 0, ItemState.PARTIAL: 1, ItemState.MET: 2}


def change(before: ItemState | None, now: ItemState | None, is_alike: bool = True) -> RoundChange:
    """How a criterion changed; None: the round does not have it. ``is_alike``: both rounds ask for the same.

    Only met, partial and not met have an order; what was not assessed or does not apply is neither better nor worse.
    """
    if before is None or now is None:
        return RoundChange.NEW if before is None else RoundChange.GONE
    if not is_alike:
        return RoundChange.UNLIKE
    if before == now:
        return RoundChange.SAME
    if before not in _GRADES or now not in _GRADES:
        return RoundChange.UNLIKE
    return RoundChange.BETTER if _GRADES[now] > _GRADES[before] else RoundChange.WORSE


def said_most(own: int, others: Iterable[int]) -> bool:
    """Whether somebody has assessed as much of a round as anybody else; who did cannot be its second person."""
    return own > 0 and own >= max(others, default=0)


def lacks_evidence(item: Item) -> bool:
    """Whether something good was said that nothing shows."""
    return item.state in SHOWN_STATES and not item.has_required_evidence


def has_required_evidence(rule: str, links: int, files: int) -> bool:
    """Whether the evidence at hand is what the criterion asks for (none, link, file, any)."""
    return {"none": True, "link": links > 0, "file": files > 0}.get(rule, links + files > 0)


def points_for(state: ItemState, max_points: Decimal, typed: Decimal | None, is_typed: bool) -> Decimal | None:
    """The points a tick earns: by its state, or as typed where the criterion is measured.

    RuleBroken points_missing or points_range, both about the field points.
    """
    if state in (ItemState.NOT_ASSESSED, ItemState.NOT_APPLICABLE, ItemState.UNDETERMINED):
        return None
    if state is ItemState.NOT_MET:
        return Decimal(0)
    if not is_typed or max_points == 0:
        return max_points if state is ItemState.MET else max_points / 2
    if typed is None:
        if state is ItemState.PARTIAL:
            raise RuleBroken("points_missing", field="points", most=max_points)
        return max_points
    if not 0 <= typed <= max_points:
        raise RuleBroken("points_range", field="points", most=max_points)
    return typed


def check_tick(state: ItemState, na_reason: str) -> None:
    """Refuse "does not apply" and "cannot be determined" without a reason."""
    if state in REASONED_STATES and not na_reason.strip():
        is_unsure = state is ItemState.UNDETERMINED
        raise RuleBroken("unsure_reason_missing" if is_unsure else "na_reason_missing", field="na_reason")


def check_days(opened_on: date, assessed_on: date, due_on: date | None) -> None:
    """Refuse a round that would be due before it is opened, or assessed on a day that has not come."""
    if assessed_on > opened_on:
        raise RuleBroken("day_in_future", field="assessed_on")
    if due_on is not None and due_on < opened_on:
        raise RuleBroken("due_in_past", field="due_on")


def period_end(opened_on: date, assessed_on: date, due_on: date | None) -> date | None:
    """The last day of a round's proofs: its due day; of a round about a day in the past that day itself."""
    return assessed_on if assessed_on < opened_on else due_on


def is_outside(dated_on: date, first: date | None, last: date | None) -> bool:
    """Whether a proof is of a day before or after the period of its round; an end that is not known bounds nothing."""
    return (first is not None and dated_on < first) or (last is not None and dated_on > last)


@dataclass(frozen=True, slots=True)
class OldBasis:
    """What a criterion of an older version cites, with its days, and what it rested on before."""

    legal_ref: str
    verify: str
    valid_from: date | None = None
    valid_to: date | None = None
    former_ref: str = ""
    former_verify: str = ""
    former_valid_to: date | None = None


def old_line(cited: OldBasis, day: date) -> LegalLine | None:
    """The basis as it stood on the day of the assessment; nothing at all for memory and suggestions."""
    if cited.verify not in ("V", "V2") or not cited.legal_ref:
        return None
    is_ahead = cited.valid_from is not None and day < cited.valid_from
    if is_ahead and cited.former_ref:
        past = cited.former_valid_to is not None and cited.former_valid_to < day
        return LegalLine(cited.former_ref, cited.former_verify == "V2", past)
    past = cited.valid_to is not None and cited.valid_to < day
    return LegalLine(cited.legal_ref, cited.verify == "V2", past, cited.valid_from if is_ahead else None)


def is_in_force(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether a basis applied on a day."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
