"""audits: criteria sets, rounds, and what was found in them."""

from flask import Blueprint

from blueprints.audits.found import FINDS
from blueprints.audits.labels import DEFINES, MEASURES, WORDS
from blueprints.audits.lists import LISTS
from blueprints.audits.things import THINGS
from blueprints.capability import Capability, Entry, Section

bp = Blueprint("audits", __name__)
CAPABILITY = Capability(
    bp,
    views=(
        "rounds",
        "assigning",
        "sets",
        "criteria",
        "set_sheets",
        "set_papers",
        "publishing",
        "acts",
        "items",
        "rows",
        "locks",
        "proofs",
        "needs",
        "findings",
        "sightings",
        "decisions",
        "comparing",
        "sheets",
        "imports",
        "dossiers",
        "scores",
        "badges",
    ),
    menu=(
        Entry(Section.DAILY, 40, "Kiểm tra, tiêu chí", "check-list", "audits.index"),
        Entry(Section.THUMB, 40, "Kiểm tra", "check-list", "audits.index"),
    ),
    things=THINGS,
    lists=LISTS,
    finds=FINDS,
    measures=MEASURES,
    defines=DEFINES,
    refusals=WORDS,
    verbs={"moved": "đã chuyển chỗ"},
)
