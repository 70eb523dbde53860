"""The catalogue of satisfaction: scales and thresholds with the days they hold."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from models.catalogue import in_force, read_yaml
from models.satisfaction.rules import Policy

# read at the start: every answer asks for the scale and the thresholds of its day
_PUBLISHED: dict[str, list[dict[str, Any]]] = read_yaml("satisfaction")
_POLICY_FIELDS = tuple(field.name for field in fields(Policy))


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """One level as published."""

    value: int
    label: str
    is_satisfied: bool


@dataclass(frozen=True, slots=True)
class ScaleFacts:
    """One published version of the question and its levels, best level first."""

    code: str
    edition: int
    title: str
    question: str
    valid_from: date
    valid_to: date | None
    levels: tuple[LevelFacts, ...]

    def label(self, value: int) -> str:
        """The words of a level."""
        return next(level.label for level in self.levels if level.value == value)


def policy(day: date) -> Policy:
    """The thresholds in force on a day."""
    row = in_force(_PUBLISHED["policies"], day)
    return Policy(**{name: row[name] for name in _POLICY_FIELDS})


def reasons() -> dict[str, str]:
    """What an unhappy answer may name, by code."""
    return {row["code"]: row["bad"] for row in _PUBLISHED["reasons"]}


def plain_reasons() -> dict[str, str]:
    """What an answer of any level may name, by code, in words that neither blame nor praise."""
    return {row["code"]: row["plain"] for row in _PUBLISHED["reasons"]}


def scales() -> list[ScaleFacts]:
    """Every published version."""
    return [_scale(row) for row in _PUBLISHED["scales"]]


def scale(day: date) -> ScaleFacts:
    """The question and its levels in force on a day."""
    return _scale(in_force(_PUBLISHED["scales"], day))


def _scale(row: dict[str, Any]) -> ScaleFacts:
    levels = (LevelFacts(level["value"], level["label"], level["is_satisfied"]) for level in row["levels"])
    ordered = tuple(sorted(levels, key=lambda level: -level.value))
    return ScaleFacts(
        code=row["code"],
        edition=row["version"],
        title=row["title"],
        question=row["question"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        levels=ordered,
    )
