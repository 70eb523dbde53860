"""The score of a round, explained: each criterion's term, the sums of groups, and the parts that an act names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models.audits import rules
from models.audits.items import Group, ItemRow
from models.audits.rules import ScoreTerms
from models.audits.tables import AuditRound
from models.catalogue import read_yaml

_PARTS: dict[str, dict[str, Any]] = read_yaml("score_parts")  # read at the start, as scales are


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group of criteria with the term of each; None where a criterion is left out."""

    group: Group
    rows: list[tuple[ItemRow, tuple[Fraction, Fraction] | None]]
    terms: ScoreTerms


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a score; None while nothing of it is assessed."""

    name: str
    groups: tuple[str, ...]
    terms: ScoreTerms
    score: Decimal | None
    assessed: int
    total: int


def explained(round_: AuditRound, parts: Sequence[Group]) -> list[GroupScore]:
    """Every group with its terms; their sums are those of the round's score."""
    policy = round_.criteria.na_policy
    return [
        GroupScore(
            part,
            [(item, rules.term(item.scored, policy)) for item in part.items],
            rules.terms([item.scored for item in part.items], policy),
        )
        for part in parts
    ]


def part_scores(round_: AuditRound, parts: Sequence[Group]) -> list[PartScore]:
    """The scores of the parts of a set, each by the rule of the whole; none for a set without parts."""
    policy = round_.criteria.na_policy
    found = []
    for part in _said(round_).get("parts", ()):
        groups = tuple(part["groups"])
        scored = [item.scored for group in parts if group.code in groups for item in group.items]
        assessed, total = rules.progress([item.state for item in scored])
        whole = rules.terms(scored, policy)
        found.append(PartScore(part["name"], groups, whole, rules.score(scored, policy), assessed, total))
    return found


def parts_basis(round_: AuditRound) -> str:
    """The act that names the parts, where its text was read and it holds on the day of the assessment; else nothing."""
    said = _said(round_)
    starts: date | None = said.get("valid_from")
    is_read = said.get("verify") == "V"
    return str(said["basis"]) if is_read and rules.is_in_force(starts, None, round_.assessed_on) else ""


def _said(round_: AuditRound) -> dict[str, Any]:
    return _PARTS.get(round_.set.code, {})
