"""The goals for meetings, read from the catalogue: figures with dates and a source, never constants in code."""

import functools
from decimal import Decimal
from pathlib import Path

import yaml

from models.meetings.rules import Goal

FILE = Path(__file__).parents[1] / "catalogue" / "meeting_goals.yaml"


@functools.cache
def goals() -> tuple[Goal, ...]:
    """All goals that were ever set, in the order of the catalogue."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))["goals"]
    return tuple(
        Goal(
            weekly_minimum=int(entry["weekly_minimum"]),
            share_percent=Decimal(str(entry["share_percent"])),
            valid_from=entry["valid_from"],
            valid_to=entry.get("valid_to"),
            source=entry["source"],
        )
        for entry in entries
    )
