"""meetings: the ledger of what met, with its proof, its people and its conclusions."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.meetings.defines import DEFINES
from blueprints.meetings.found import FINDS
from blueprints.meetings.labels import MEASURES, REFUSALS
from blueprints.meetings.lists import LISTS
from blueprints.meetings.mine import mine
from blueprints.meetings.things import THINGS

bp = Blueprint("meetings", __name__)
CAPABILITY = Capability(
    bp,
    views=(
        "ledger",
        "calendar",
        "record",
        "steps",
        "series",
        "people",
        "during",
        "voting",
        "before",
        "reading",
        "bodies",
        "members",
        "week",
        "figures",
        "feed",
        "staff",
        "tasks",
        "badges",
        "conclusions",
        "minutes",
        "notices",
        "invitations",
        "reviews",
        "written",
        "exports",
    ),
    menu=(
        Entry(Section.DAILY, 30, "Họp e-Cabinet", "users", "meetings.index"),
        Entry(Section.THUMB, 30, "Họp", "users", "meetings.index"),
    ),
    things=THINGS,
    verbs={"opened_up": "đã bỏ chế độ họp kín"},
    lists=LISTS,
    finds=FINDS,
    measures=MEASURES,
    defines=DEFINES,
    refusals=REFUSALS,
    recurring=mine,
)
