"""The goals for meetings, read from the catalogue: figures with dates and a source, never constants in code."""

from decimal import Decimal

from models.catalogue import read_yaml
from models.meetings.rules import GoalTerm, MeetingGoal

# all terms that were ever set, in the order of the catalogue; read at the start, since every page may ask for them
GOALS: tuple[MeetingGoal, ...] = tuple(
    MeetingGoal(
        term=GoalTerm(entry["term"]),
        value=Decimal(str(entry["value"])),
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        source=entry["source"],
    )
    for entry in read_yaml("meeting_goals")["goals"]
)
