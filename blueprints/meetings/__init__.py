"""meetings: the ledger of what met, with its proof, its people and its conclusions."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.meetings.labels import MEASURES, REFUSALS
from blueprints.meetings.lists import LISTS
from blueprints.meetings.things import THINGS

bp = Blueprint("meetings", __name__)
CAPABILITY = Capability(
    bp,
    views=("ledger", "record", "steps", "bodies", "week", "tasks", "badges"),
    menu=(
        Entry(Section.DAILY, 30, "Họp e-Cabinet", "users", "meetings.index"),
        Entry(Section.THUMB, 30, "Họp", "users", "meetings.index"),
    ),
    things=THINGS,
    lists=LISTS,
    measures=MEASURES,
    refusals=REFUSALS,
)
