"""The names of public addresses as pages show them."""

from collections.abc import Sequence
from typing import Any

from blueprints.filters import DASH, number
from blueprints.satisfaction import bp
from models.devices.numbers import Numbers

MOST_SPANS = 5


@bp.app_template_filter()
def whereabouts(link: Any) -> str:
    """What tells a public address from others: its counter, else its place; empty for the one of the whole office."""
    return link.counter or link.place or ""


@bp.app_template_filter()
def in_numbers(spans: Sequence[Numbers]) -> str:
    """1–117, 121–204; a dash for none. Of many spans the last ones, and how many numbers stand before them."""
    shown = [number(first) if first == last else f"{number(first)}–{number(last)}" for first, last, *_ in spans]
    before = sum(last - first + 1 for first, last, *_ in spans[:-MOST_SPANS])
    earlier = f" và {number(before)} số nhỏ hơn" if before else ""
    return ", ".join(shown[-MOST_SPANS:]) + earlier if shown else DASH
