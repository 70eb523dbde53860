"""Conclusions of a meeting: their labels, what a task needs to be one, and when it is really due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from models.errors import RuleBroken
from models.text import fold


class PointKind(StrEnum):
    """A general direction, or a task that somebody must do."""

    GENERAL = "general"
    TASK = "task"


class DueRule(StrEnum):
    """How the printed date is meant: done before that day begins, or by the end of it."""

    BEFORE = "before"
    BY_END_OF = "by_end_of"


_LABEL = re.compile(r"(?:([IVX]+)(?:\.|$))?(\d*)((?:\.\d+)*)\W*([^\W\d_]*)(?:-(\d+))?")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
_NO_NUMBER = 10**9


@dataclass(frozen=True, slots=True)
class Point:
    """One conclusion as handed in; ``row`` is its place in what was handed in."""

    label: str
    text: str
    kind: PointKind = PointKind.GENERAL
    lead_unit_id: int | None = None
    product: str = ""
    authority: str = ""
    due_on: date | None = None
    due_rule: DueRule = DueRule.BEFORE
    row: int = 0
    person_id: int | None = None

    @property
    def is_task(self) -> bool:
        """Whether somebody must do something."""
        return self.kind is PointKind.TASK


LabelKey = tuple[int, int, tuple[int, ...], str, int, str]


def label_key(label: str) -> LabelKey:
    """The order of labels: part, number, letter, dash, starred ones last: 1, 2, 2a, 2a-1, 2d, 2đ, 2*, 10, I.1, II.1."""
    found = _LABEL.match(label.strip())
    part = _ROMAN.index(found[1]) + 1 if found and found[1] in _ROMAN else 0
    if not found or not (part or found[2]):
        return 0, _NO_NUMBER, (), fold(label), 0, label
    letters = found[4].casefold() or ("~" if "*" in label else "")
    below = tuple(int(one[:9]) for one in found[3].split(".")[1:])
    return part, int(found[2][:9] or 0), below, fold(letters), int((found[5] or "0")[:9]), label.strip().casefold()


def effective_due(due_on: date, rule: DueRule) -> date:
    """The last day on which a task is on time: "before 30/3" ends with 29/3."""
    return due_on - timedelta(days=1) if rule is DueRule.BEFORE else due_on


def printed_day(last_day: date, rule: DueRule) -> date:
    """The day that the paper names for a last day: 29/3 is "before 30/3"."""
    return last_day + timedelta(days=1) if rule is DueRule.BEFORE else last_day


def missing_of_task(point: Point) -> list[str]:
    """Which of the things that make a task clear are not said; empty for a general direction."""
    if point.kind is not PointKind.TASK:
        return []
    said: dict[str, object] = {
        "text": point.text.strip(),
        "lead_unit_id": point.lead_unit_id,
        "product": point.product.strip(),
        "authority": point.authority.strip(),
        "due_on": point.due_on,
    }
    return [name for name, value in said.items() if not value]


def numbered(points: Sequence[Point]) -> list[Point]:
    """The conclusions in the order of their labels; one without a label gets the next free number."""
    used = [label_key(point.label)[1] for point in points if point.label.strip()]
    following = max((n for n in used if n != _NO_NUMBER), default=0)
    named: list[Point] = []
    for point in points:
        label = point.label.strip()
        if not label:
            following += 1
            label = str(following)
        named.append(replace(point, label=label))
    return sorted(named, key=lambda point: label_key(point.label))


def broken_points(points: Sequence[Point]) -> list[RuleBroken]:
    """Every conclusion that is called a task and is not clear enough to be one, and every label used twice."""
    broken = [
        RuleBroken("task_unclear", "conclusions", row=point.row, missing=missing)
        for point in points
        if (missing := missing_of_task(point))
    ]
    labels = [point.label.strip().casefold() for point in points if point.label.strip()]
    broken += [
        RuleBroken("label_twice", "conclusions", row=point.row, label=point.label)
        for point in points
        if point.label.strip() and labels.count(point.label.strip().casefold()) > 1
    ]
    return broken
