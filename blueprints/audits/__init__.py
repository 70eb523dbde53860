"""audits: criteria sets, rounds, and what was found in them."""

from flask import Blueprint

from blueprints.audits.labels import MEASURES, WORDS
from blueprints.audits.lists import LISTS
from blueprints.audits.things import THINGS
from blueprints.capability import Capability, Entry, Section

bp = Blueprint("audits", __name__)
CAPABILITY = Capability(
    bp,
    views=("rounds", "items", "rows", "locks", "findings", "comparing", "sheets", "badges"),
    menu=(
        Entry(Section.DAILY, 40, "Kiểm tra, tiêu chí", "check-list", "audits.index"),
        Entry(Section.THUMB, 40, "Kiểm tra", "check-list", "audits.index"),
    ),
    things=THINGS,
    lists=LISTS,
    measures=MEASURES,
    refusals=WORDS,
)
