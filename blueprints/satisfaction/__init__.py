"""satisfaction: citizens' answers, at the counter and behind a code, and their figures."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.satisfaction.labels import DEFINES, MEASURES, WORDS
from blueprints.satisfaction.lists import LISTS
from blueprints.satisfaction.things import THINGS, VERBS

bp = Blueprint("satisfaction", __name__)
CAPABILITY = Capability(
    bp,
    views=(
        "figures",
        "tabled",
        "centre",
        "service",
        "counter_lists",
        "team",
        "imports",
        "sheet",
        "entry",
        "responses",
        "cases",
        "held",
        "commands",
        "public_page",
        "links",
        "batches",
        "devices",
        "device_files",
        "kiosk",
        "kiosk_contacts",
        "kiosk_page",
        "badges",
    ),
    menu=(
        Entry(Section.DAILY, 10, "Ghi ý kiến hài lòng", "plus", "satisfaction.record"),
        Entry(Section.DAILY, 20, "Hài lòng", "smile", "satisfaction.figures"),
        Entry(Section.THUMB, 20, "Hài lòng", "smile", "satisfaction.record"),
        Entry(Section.THUMB, 21, "Hài lòng", "smile", "satisfaction.figures"),
    ),
    things=THINGS,
    lists=LISTS,
    measures=MEASURES,
    defines=DEFINES,
    verbs=VERBS,
    refusals=WORDS,
)
