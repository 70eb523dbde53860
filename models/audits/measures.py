"""What the office counts of its checklists: each measure reads the newest round of the criteria set in its key."""

from enum import StrEnum
from fractions import Fraction

from models.audits import queries
from models.audits.queries import RoundFigures
from models.counting import Behind, Counted, Measure, MeasureUnit, ReadOnce, amount, behind, share


class AuditUnit(StrEnum):
    """What a value counts here."""

    CRITERIA = "criteria"
    FINDINGS = "findings"
    POINTS = "points"


def latest(look: ReadOnce, set_code: str) -> RoundFigures | None:
    """The newest round of a criteria set in numbers; None before the first one."""
    return look.once(_newest).get(set_code)


def _newest(look: ReadOnce) -> dict[str, RoundFigures]:
    return queries.newest_figures(look.viewer)


def _page(found: RoundFigures | None, pick: str = "") -> Behind:
    return behind("rounds") if found is None else behind("round", round_id=found.round_id, pick=pick)


def _progress(look: ReadOnce, set_code: str) -> Counted:
    found = latest(look, set_code)
    return Counted(None, _page(None)) if found is None else share(found.assessed, found.total, _page(found))


def _score(look: ReadOnce, set_code: str) -> Counted:
    found = latest(look, set_code)
    return Counted(None if found is None or found.score is None else Fraction(found.score), _page(found))


def _mandatory_missing(look: ReadOnce, set_code: str) -> Counted:
    found = latest(look, set_code)
    return amount(None if found is None else found.mandatory_missing, _page(found, "owed"))


def _open_findings(look: ReadOnce, set_code: str) -> Counted:
    found = latest(look, set_code)
    return amount(None if found is None else found.not_met + found.partial, _page(found, "problems"))


MEASURES = [
    Measure(
        "audits.*.progress",
        MeasureUnit.PERCENT,
        "Criteria of the newest round that are assessed.",
        _progress,
    ),
    Measure("audits.*.score", AuditUnit.POINTS, "The score of the newest round, by the rule of its set.", _score),
    Measure(
        "audits.*.mandatory_missing",
        AuditUnit.CRITERIA,
        "Mandatory criteria of the newest round that were looked at and are not fully there.",
        _mandatory_missing,
    ),
    Measure(
        "audits.*.open_findings",
        AuditUnit.FINDINGS,
        "Criteria of the newest round that are met in part or not at all.",
        _open_findings,
    ),
]
