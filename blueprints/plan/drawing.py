"""A line of weeks as numbers for SVG: round marks on an axis that says where it starts, gaps where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, log10

WIDTH, HEIGHT = 720, 230
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 16, 34
MARKS = 4
MOST_LABELS = 7


@dataclass(frozen=True, slots=True)
class TrendMark:
    """A mark of the axis or under it: where, and what stands there."""

    at: float
    value: Fraction
    label: str = ""


@dataclass(slots=True)
class TrendChart:
    """Everything that a template draws; ``low`` is where the axis starts."""

    low: Fraction
    marks: list[TrendMark]
    line: str = ""
    gaps: str = ""
    dots: list[tuple[float, float]] = field(default_factory=list)
    labels: list[TrendMark] = field(default_factory=list)
    goal: float | None = None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def round_step(span: Fraction) -> Fraction:
    """A step of 1, 2 or 5 with noughts, so that about four of them make the span."""
    if span <= 0:
        return Fraction(1)
    rough = span / MARKS
    power = Fraction(10) ** floor(log10(rough))
    return next(power * size for size in (1, 2, 5, 10) if power * size >= rough)


def chart(values: Sequence[Fraction | None], labels: Sequence[str], goal: Fraction | None = None) -> TrendChart | None:
    """The drawing of values, oldest first; None where none of them is known."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    scale = [*known, goal] if goal is not None else known
    step = round_step(max(scale) - min(scale))
    low, high = floor(min(scale) / step) * step, ceil(max(scale) / step) * step
    high = high if high > low else low + step
    if min(scale) >= 0:
        low = max(low, Fraction(0))

    def y(value: Fraction) -> float:
        return round(TOP + float((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM), 1)

    def x(place: int) -> float:
        return round(LEFT + place * (WIDTH - LEFT - RIGHT) / max(len(values) - 1, 1), 1)

    marks = [TrendMark(y(low + step * at), low + step * at) for at in range(int((high - low) / step) + 1)]
    made = TrendChart(low, marks, goal=None if goal is None else y(goal))
    last: int | None = None
    for place, value in enumerate(values):
        if value is None:
            continue
        here = f"{x(place)} {y(value)}"
        if last is None:
            made.line += f"M{here}"
        elif last == place - 1:
            made.line += f"L{here}"
        else:
            made.gaps += f"M{x(last)} {y(values[last] or Fraction(0))}L{here}"
            made.line += f"M{here}"
        made.dots.append((x(place), y(value)))
        last = place
    every = ceil(len(labels) / MOST_LABELS)
    made.labels = [TrendMark(x(at), Fraction(at), labels[at]) for at in range(0, len(labels), every)]
    return made
