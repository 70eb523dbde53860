"""website: the sections of the commune's public site, who writes them, the province's rank, and automatic checks."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.website.labels import DEFINES, MEASURES, REFUSALS
from blueprints.website.lists import LISTS
from blueprints.website.mine import mine
from blueprints.website.things import THINGS

bp = Blueprint("website", __name__)
CAPABILITY = Capability(
    bp,
    views=("sections", "ranks", "site", "checks", "faults", "commands"),
    menu=(Entry(Section.DAILY, 45, "Trang thông tin", "globe", "website.index"),),
    things=THINGS,
    lists=LISTS,
    measures=MEASURES,
    defines=DEFINES,
    refusals=REFUSALS,
    recurring=mine,
)
