"""The scores of a set's rounds as a line: from nothing to a hundred, broken where the criteria changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.audits.queries import RoundFigures
from models.audits.tables import AuditRound

MOST = 8  # rounds in one drawing, the newest
LEFT, RIGHT, TOP, BOTTOM = 40, 620, 20, 150  # of the drawing in which 640 x 190 points have room


@dataclass(frozen=True, slots=True)
class RoundPoint:
    """A round of the line; ``y`` is None where nothing is assessed, ``is_final`` once its score stays as it is."""

    round: AuditRound
    figures: RoundFigures
    x: float
    y: float | None
    is_final: bool
    begins_version: bool


@dataclass(frozen=True, slots=True)
class RoundLine:
    """What is drawn: points from the oldest to the newest, the line between them, and the marks of the axis."""

    points: Sequence[RoundPoint]
    path: str
    marks: Sequence[tuple[int, float]]


def height(score: float) -> float:
    """Where a score stands; the axis begins at nothing and ends at a hundred."""
    return round(BOTTOM - (BOTTOM - TOP) * score / 100, 1)


def trend(rounds: Sequence[AuditRound], figures: Mapping[int, RoundFigures]) -> RoundLine | None:
    """The line of the rounds of one set and commune; None before the second one.

    Only scores that are final are joined, and never over a change of the criteria.
    """
    listed = sorted(rounds, key=lambda one: one.no)[-MOST:]
    if len(listed) < 2 or len({(one.set_id, one.commune_id) for one in listed}) != 1:
        return None
    step = (RIGHT - LEFT - 60) / (len(listed) - 1)
    points = [_point(one, figures[one.id], LEFT + 30 + step * at, listed[:at]) for at, one in enumerate(listed)]
    return RoundLine(points, _path(points), [(mark, height(mark)) for mark in (0, 50, 100)])


def _point(one: AuditRound, found: RoundFigures, x: float, earlier: Sequence[AuditRound]) -> RoundPoint:
    y = None if found.score is None else height(float(found.score))
    begins = bool(earlier) and earlier[-1].version_id != one.version_id
    return RoundPoint(one, found, round(x, 1), y, found.is_finished, begins)


def _path(points: Sequence[RoundPoint]) -> str:
    path, is_joined = "", False
    for point in points:
        if point.y is None or not point.is_final:
            is_joined = False
            continue
        pen = "L" if is_joined and not point.begins_version else "M"
        path, is_joined = f"{path}{pen}{point.x} {point.y}", True
    return path
