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
    """1–117, 121–204; a dash for none, and only the last ones of many."""
    shown = [number(first) if first == last else f"{number(first)}–{number(last)}" for first, last, *_ in spans]
    earlier = f"{len(shown) - MOST_SPANS} đoạn trước, " if len(shown) > MOST_SPANS else ""
    return earlier + ", ".join(shown[-MOST_SPANS:]) if shown else DASH
