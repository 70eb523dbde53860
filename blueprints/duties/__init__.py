"""duties: who owes what by when; the counter window, also for those whose rows have a duty."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.duties.labels import REFUSALS
from blueprints.duties.leaving import left_behind
from blueprints.duties.things import THINGS

bp = Blueprint("duties", __name__)
CAPABILITY = Capability(
    bp,
    views=("own", "work", "windows", "badges"),
    menu=(
        Entry(Section.TOP, 15, "Việc của tôi", "bell", "duties.mine"),
        Entry(Section.THUMB, 15, "Việc", "bell", "duties.mine"),
    ),
    things=THINGS,
    refusals=REFUSALS,
    recurring=left_behind,
    lacks=frozenset({"measures", "demo"}),
)
