"""The goals for meetings, read from the catalogue: figures with dates and a source, never constants in code."""

from decimal import Decimal

from models.catalogue import read_yaml
from models.meetings.rules import MeetingGoal

# all goals that were ever set, in the order of the catalogue; read at the start, since every page may ask for them
GOALS: tuple[MeetingGoal, ...] = tuple(
    MeetingGoal(
        weekly_minimum=int(entry["weekly_minimum"]),
        share_percent=Decimal(str(entry["share_percent"])),
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        source=entry["source"],
    )
    for entry in read_yaml("meeting_goals")["goals"]
)
